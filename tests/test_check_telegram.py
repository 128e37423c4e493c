"""What we promise about Telegram's markup: what we would send is accepted by a parser that we did not write."""

from __future__ import annotations

import random
from xml.etree import ElementTree as ET

import pytest

from bot.adapters.telegram_check import fault

KNOWN = {"b", "strong", "i", "em", "u", "s", "a", "code", "pre", "blockquote", "x"}
PIECES = ["<b>", "</b>", "<i>", "</i>", '<a href="https://example.org">', "</a>", "<br/>", "<p>", "</p>", "word", "&amp;", "&lt;",
          "&nbsp;", " & ", "911", "<code>", "</code>"]  # fmt: skip


def judged(html: str) -> bool:
    """Whether an XML parser takes it, with Telegram's tags only: its HTML, as we write it, is well-formed XML."""
    try:
        return {each.tag for each in ET.fromstring(f"<x>{html}</x>").iter()} <= KNOWN
    except ET.ParseError:
        return False


def test_both_judges_agree_on_thousands_of_texts() -> None:
    chance = random.Random(7)
    texts = ["now " + "".join(chance.choices(PIECES, k=chance.randint(1, 5))) for _ in range(4000)]
    assert [text for text in texts if (fault(text) == "") != judged(text)] == []
    assert 0 < sum(map(judged, texts)) < len(texts)


@pytest.mark.parametrize(
    ("html", "word"),
    [
        ("<b>now", "not closed"), ("now</b>", "closes what is not open"), ("<br>", "knows no <br>"), ("salt & water", "lone &"),
        ("<a>here</a>", "leads nowhere"), ("<b><i>now</b></i>", "closes"), ("x" * 4097, "4096"), ("😀" * 2049, "4096"),
        ("under 3 < 5", "bare <"), ("now<!-- later -->", "comment"), ("<b></b> ", "1 characters"),
        ("<b>x</b>" * 101, "101 entities"),
        ("now &amp more", "lone &"), ("<!doctype html>now", "declaration"),
    ],
)  # fmt: skip
def test_what_telegram_refuses_is_told_why(html: str, word: str) -> None:
    assert word in fault(html)


def test_4096_units_are_taken() -> None:
    assert fault("<b>" + "😀" * 2047 + "&lt;&#33;</b>") == ""
