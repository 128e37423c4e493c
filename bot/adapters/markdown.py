"""The Markdown of our texts (**bold**, lists, [words](https://address)), read once with the content by a parser that others test.

Everything else of Markdown is off: it stands as it was typed, so no text of today changes its looks, and HTML stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from bot.bank import Entry
from bot.markup import BOLD, END_BOLD, END_LINK, ITEM, LINK, MARKS, TO

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_USES = re.compile(r"\*\*|\]\(|^[-*+] ", re.MULTILINE)
# A whole address of the web.
ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+\S*")


def used(text: str) -> bool:
    """Whether `text` may hold Markdown; most do not, and then no parser is loaded."""
    return bool(_USES.search(text))


def marked(text: str) -> str:
    """`text` with the marks of `bot/markup.py`. Raises ValueError for a link that is no web address."""
    if not used(text):
        return text
    return "\n".join(_lines(_parser().parse(MARKS.sub("", text))))


def marks_of(entries: Iterable[Entry]) -> Mapping[str, str]:
    """Every text of `entries` that uses Markdown, to the same with marks."""
    texts = (text for entry in entries for wording in entry.wording.values() for text in wording.sent)
    return {text: marked(text) for text in texts if used(text)}


@cache
def _parser() -> MarkdownIt:
    """The parser, loaded with the first text that needs it: it costs 7 MB."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only for content that uses it

    return MarkdownIt("zero").enable(["emphasis", "link", "list", "newline"])


def _lines(tokens: Iterable[Token]) -> Iterator[str]:
    """A line of text for each paragraph and each item."""
    item = ""
    for token in tokens:
        if token.type == "list_item_open":
            item = f"{token.info}{token.markup} " if token.info else ITEM
        elif token.type == "inline":
            yield item + "".join(_inline(token.children or ()))
            item = ""


def _inline(tokens: Iterable[Token]) -> Iterator[str]:
    address = ""
    for token in tokens:
        if token.type == "link_open":
            address = str(token.attrs["href"])
            if not ADDRESS.fullmatch(address):
                raise ValueError(f"{address!r} is no web address: a link is written [words](https://...)")
            yield LINK
        elif token.type == "link_close":
            yield f"{TO}{address}{END_LINK}"
        elif token.type in {"softbreak", "hardbreak"}:
            yield "\n"
        elif token.markup == "**":
            yield BOLD if token.type == "strong_open" else END_BOLD
        else:
            yield token.content or token.markup
