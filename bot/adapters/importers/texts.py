"""Text from outside made plain: no HTML, no control characters, one form of each letter."""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import UTC, date, datetime

from bot.text import clean

_DROPPED = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/tr)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[/!?]?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
_PLAIN = re.compile(r"[ !#-%(-;=?-~]*")
_DATES = ("%m/%d/%Y", "%m/%d/%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%Y/%m/%d", "%m-%d-%Y", "%Y%m%d", "%b %d %Y")
_FORMULA = re.compile(r"'[=+\-@]")


def text(value: str, line_break: str = " ") -> str:
    """`value` as one line of plain text; `line_break` stands where HTML or the cell had one."""
    if _PLAIN.fullmatch(value):
        return " ".join(value.split())
    said = html.unescape(html.unescape(value)) if "&" in value else value
    said = _TAG.sub(" ", _BREAK.sub("\n", _DROPPED.sub(" ", said)))
    lines = (" ".join(clean(each).split()) for each in unicodedata.normalize("NFC", said).splitlines())
    joined = line_break.join(each for each in lines if each)
    return joined[1:] if _FORMULA.match(joined) else joined


def decoded(raw: bytes) -> str:
    """A file as text: UTF-8, or what Excel on Windows writes when nobody tells it otherwise."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def day(value: str) -> date | None:
    """The day that `value` tells (ISO, American, or milliseconds since 1970, as ArcGIS has it); None when it tells none."""
    plain = value.strip()
    if re.fullmatch(r"\d{12,13}", plain):
        return datetime.fromtimestamp(int(plain) / 1000, UTC).date()
    try:
        return date.fromisoformat(plain[:10])
    except ValueError:
        pass
    for form in _DATES:
        try:
            return datetime.strptime(plain.split(" ")[0] if "/" in plain else plain, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None
