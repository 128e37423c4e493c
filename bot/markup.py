"""Bold, lists and links in our texts, and what each channel without HTML makes of them.

A text whose author used Markdown is held with marks instead, one letter each from Unicode's private area, put there once when the
content is read (`bot/adapters/markdown.py`). A channel turns marks into what it can show; a text without marks is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

BOLD, END_BOLD = "\ue000", "\ue001"
LINK, TO, END_LINK = "\ue002", "\ue003", "\ue004"
ITEM = "\ue005"
MARKS = re.compile("[\ue000-\ue005]")
LINKED = re.compile(f"{LINK}([^{LINK}{TO}{END_LINK}]*){TO}([^{LINK}{TO}{END_LINK}]*){END_LINK}")
_BOLD = re.compile(f"{BOLD}([^{BOLD}{END_BOLD}]*){END_BOLD}")
NO_MARKS: Mapping[str, str] = MappingProxyType({})
_ENDS = (".", "!", "?", ":", ";", ",")


def plain(text: str) -> str:
    """For SMS: "words (address)" for a link, "- " before an item, bold as it reads without it."""
    return _flat(text, r"\1") if MARKS.search(text) else text


def whatsapp(text: str) -> str:
    """For WhatsApp, which shows *words* in bold and makes addresses links by itself."""
    return _flat(text, r"*\1*") if MARKS.search(text) else text


def words(text: str) -> str:
    """For a voice: the words of a link without its address, each item a sentence."""
    if not MARKS.search(text):
        return text
    text = MARKS.sub("", _BOLD.sub(r"\1", LINKED.sub(r"\1", "\n".join(map(_sentence, text.split("\n"))))))
    return text.replace("\n", " ")


def _sentence(line: str) -> str:
    return line if not line.startswith(ITEM) or line.endswith(_ENDS) else f"{line}."


def _flat(text: str, bold: str) -> str:
    text = LINKED.sub(_address, text)
    return MARKS.sub("", _BOLD.sub(bold, text).replace(ITEM, "- "))


def _address(found: re.Match[str]) -> str:
    said, address = found[1], found[2]
    return address if said in {"", address} else f"{said} ({address})"


def sound(text: str) -> str:
    """`text`, or without any mark where its marks do not close as they opened: a page that is cut there would break."""
    if not MARKS.search(text):
        return text
    rest = _BOLD.sub(r"\1", LINKED.sub(r"\1", text))
    return text if not MARKS.search(rest.replace(ITEM, "")) else MARKS.sub("", text)
