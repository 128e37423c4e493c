"""The last look at an answer to Telegram before it leaves: a webhook's answer tells no error, so a fault would be silence.

Checked are Telegram's own rules: tags of its list, closed in order; a bare < or & nowhere; 4,096 UTF-16 units; 100 entities.
"""

from __future__ import annotations

from html.parser import HTMLParser

from bot.adapters.render import TELEGRAM_LIMIT

TAGS = frozenset({"b", "i", "u", "s", "a", "code", "pre", "blockquote"})
NAMES = frozenset({"lt", "gt", "amp", "quot"})
MOST_ENTITIES = 100


class _Reader(HTMLParser):
    """Reads as Telegram does; `fault` stays empty where it would be shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.fault, self.text, self.entities = "", "", 0
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - only the tag counts
        self.entities += 1
        self._open.append(tag)
        self.fault = self.fault or ("" if tag in TAGS else f"<{tag}> is no tag of Telegram's")

    def handle_endtag(self, tag: str) -> None:
        known = bool(self._open) and self._open.pop() == tag
        self.fault = self.fault or ("" if known else f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.text += data
        self.fault = self.fault or ("a bare < or &" if "<" in data or "&" in data else "")

    def handle_entityref(self, name: str) -> None:
        self.text += "x"
        self.fault = self.fault or ("" if name in NAMES else f"&{name}; is not known to Telegram")

    def handle_charref(self, name: str) -> None:  # noqa: ARG002 - one character whatever it is
        self.text += "x"

    def read(self, text: str) -> str:
        self.feed(text)
        self.close()
        return self.fault or ("a tag is not closed" if self._open else "")


def units(text: str) -> int:
    """The length that Telegram counts: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fault(text: str) -> str:
    """What Telegram would refuse in this HTML, or "" where it would show it."""
    reader = _Reader()
    found = reader.read(text)
    length = units(reader.text)
    if found:
        return found
    if not reader.text.strip() or length > TELEGRAM_LIMIT:
        return f"{length} characters: must be 1 to {TELEGRAM_LIMIT}"
    return f"{reader.entities} entities: at most {MOST_ENTITIES}" if reader.entities > MOST_ENTITIES else ""
