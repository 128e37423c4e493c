"""What a text costs by SMS: GSM-7 or UCS-2, how many segments, and how to say it in GSM-7.

GSM 03.38: 160 characters in one message, 153 a part when joined; one character outside the set makes the whole message
UCS-2: 70, or 67 a part. Extension characters take two places and never straddle two parts.
"""

from __future__ import annotations

import re
import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("^{}\\[~]|€\f")
_CARRIED = BASIC | EXTENSION
_NOT_CARRIED = re.compile(f"[^{re.escape(''.join(sorted(_CARRIED)))}]")
# Typography that phones and editors slip in; letters lose only the accents that GSM-7 cannot carry (ñ é à ü stay).
_PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-",
        "…": "...", "•": "-", "·": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "º": "o", "ª": "a", "œ": "oe",
        "Œ": "OE", "`": "'", "×": "x", "\t": " ",
    }
)  # fmt: skip


def to_gsm7(text: str) -> str:
    """`text` with accents and typography outside GSM-7 folded, where that makes all of it GSM-7; else unchanged."""
    if is_gsm7(text):
        return text  # as nearly all of ours are
    whole = unicodedata.normalize("NFC", text)  # "n" and a loose tilde are one letter, which GSM-7 has
    folded = _NOT_CARRIED.sub(lambda found: _fold(found[0]), whole.translate(_PLAIN))
    return folded if is_gsm7(folded) else text


def _fold(char: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part))


def is_gsm7(text: str) -> bool:
    """Whether every character is in the basic set or its extension."""
    return not _NOT_CARRIED.search(text)


def encoding(text: str) -> str:
    """Which alphabet `text` is sent in: "GSM-7" or "UCS-2"."""
    return "GSM-7" if is_gsm7(text) else "UCS-2"


def length(text: str) -> int:
    """Places that `text` takes: septets in GSM-7, 16-bit units in UCS-2."""
    if is_gsm7(text):
        return sum(2 if char in EXTENSION else 1 for char in text)
    return sum(2 if ord(char) > 0xFFFF else 1 for char in text)


def segments(text: str) -> int:
    """How many SMS segments `text` takes; an empty text takes none."""
    if not text:
        return 0
    single, part = (160, 153) if is_gsm7(text) else (70, 67)
    if length(text) <= single:
        return 1
    wide = EXTENSION if is_gsm7(text) else frozenset(char for char in text if ord(char) > 0xFFFF)
    count, used = 1, 0
    for char in text:
        size = 2 if char in wide else 1
        if used + size > part:  # a pair is never split over two parts
            count, used = count + 1, 0
        used += size
    return count


def forcing(text: str) -> str | None:
    """The first character that makes `text` UCS-2, or None."""
    return next((char for char in text if char not in BASIC and char not in EXTENSION), None)
