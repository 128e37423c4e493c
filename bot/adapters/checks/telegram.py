"""Markup that Telegram would refuse, or show as signs. A webhook answer tells no error: the person would get silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

from bot.adapters.checks.content import Content, Finding
from bot.adapters.markdown import marked
from bot.adapters.render import TELEGRAM_LIMIT, telegram_html
from bot.reply import Reply

# Telegram's HTML (core.telegram.org/bots/api, "HTML style"): these tags, these four named entities, properly nested.
_TAGS = frozenset("b strong i em u ins s strike del span tg-spoiler tg-emoji a code pre blockquote".split())
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)")
_SIGNS = re.compile(r"\*\*|\]\(|</?[a-z][^>]*>|&(?:lt|gt|amp|quot|nbsp|#\d+);", re.IGNORECASE)


def markup(content: Content) -> Iterator[Finding]:
    """Texts that Telegram would refuse, or whose markup would be shown as signs."""
    for said in content.texts():
        html = telegram_html(Reply(lead=marked(content.filled(said.text)), language=said.language))
        if why := refused(html):
            yield said.found(content, f"Telegram refuses it: {why}")
        elif left := _SIGNS.search(_visible(html)):
            yield said.found(content, f"people would see {left[0]!r}: close it, or leave it out")


def refused(html: str) -> str | None:
    """Why Telegram would refuse `html`, or None."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.wrong:
        return reader.wrong
    if reader.open:
        return f"<{reader.open[-1]}> is not closed"
    if found := _ENTITY.search(html):
        return f"a lone & in {html[found.start() : found.start() + 10]!r}"
    if len(_visible(html).encode("utf-16-le")) > 2 * TELEGRAM_LIMIT:
        return f"longer than {TELEGRAM_LIMIT} characters"
    return None


class _Reader(HTMLParser):
    """Walks the tags, and keeps the first thing that is wrong with them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.wrong: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag that Telegram knows."""
        if tag not in _TAGS:
            self.wrong = self.wrong or f"it knows no <{tag}>"
        if tag == "a" and not dict(attrs).get("href"):
            self.wrong = self.wrong or "a link leads nowhere"
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last, and no other."""
        if not self.open or self.open.pop() != tag:
            self.wrong = self.wrong or f"</{tag}> closes what is not open"


def _visible(html: str) -> str:
    """What a person reads of Telegram's HTML."""
    return unescape(re.sub(r"</?[a-z][^>]*>", "", html))
