"""Telegram's HTML read as Telegram reads it: the one judge of what we send, and of the content before it is put live.

A webhook's answer tells no error, so a fault would be silence. Checked are Telegram's own rules ("HTML style" of the Bot API):
tags of its list, closed in order; links that lead somewhere; no bare < or &; 4,096 UTF-16 units; 100 entities.
A fault names no words of the text: it is logged.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

from bot.adapters.render import TELEGRAM_LIMIT

TAGS = frozenset("b strong i em u ins s strike del tg-spoiler a code pre blockquote".split())
MOST_ENTITIES = 100
_LONE = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)")


class Seen(NamedTuple):
    """What a person would see of some HTML, and the first fault for which Telegram would refuse it, or ""."""

    text: str
    fault: str


class _Reader(HTMLParser):
    """Walks the tags, and keeps the first thing that is wrong with them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.fault, self.text, self.entities = "", "", 0
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.entities += 1
        self.open.append(tag)
        if tag not in TAGS:
            self.fault = self.fault or f"Telegram knows no <{tag}>"
        if tag == "a" and not dict(attrs).get("href"):
            self.fault = self.fault or "a link leads nowhere"

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.fault = self.fault or f"</{tag}> closes what is not open"

    def handle_data(self, data: str) -> None:
        self.text += data
        if "<" in data:
            self.fault = self.fault or "a bare <"

    def handle_entityref(self, name: str) -> None:
        self.text += unescape(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.text += unescape(f"&#{name};")

    def handle_comment(self, _: str) -> None:
        self.fault = self.fault or "a comment or a declaration"

    def handle_decl(self, _: str) -> None:
        self.handle_comment(_)

    def handle_pi(self, _: str) -> None:
        self.handle_comment(_)

    def unknown_decl(self, _: str) -> None:
        self.handle_comment(_)


def units(text: str) -> int:
    """The length that Telegram counts: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def read(html: str) -> Seen:
    """`html` as Telegram would show it, or refuse it."""
    reader = _Reader()
    if "<" in html or "&" in html:
        reader.feed(html)
        reader.close()
    else:  # as many answers are: there is nothing to walk
        reader.text = html
    length = units(reader.text)
    wrong = {
        reader.fault: reader.fault != "",
        f"<{reader.open[-1] if reader.open else ''}> is not closed": bool(reader.open),
        "a lone &": _LONE.search(html) is not None,
        f"{length} characters: must be 1 to {TELEGRAM_LIMIT}": not reader.text.strip() or length > TELEGRAM_LIMIT,
        f"{reader.entities} entities: at most {MOST_ENTITIES}": reader.entities > MOST_ENTITIES,
    }
    return Seen(reader.text, next((what for what, holds in wrong.items() if holds), ""))


def fault(html: str) -> str:
    """What Telegram would refuse in this HTML, or "" where it would show it."""
    return read(html).fault
