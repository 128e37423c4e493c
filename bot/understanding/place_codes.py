"""ZIPs and postal codes in a message, whole or as people shorten them."""

from __future__ import annotations

import re

from bot.understanding.place_text import Said

ZIP = re.compile(r"(?<![\d$.-])(\d{5})(?:-?\d{4})?(?![\d-])")
# The same with letters that look like figures: "O4401", "0440l".
_LOOKALIKE = re.compile(r"(?<![\w$.-])(?=\w*\d\w*\d\w*\d)[\dOolI]{5}(?![\w-])")
_FIGURE = re.compile(r"\d")
_FIGURES = str.maketrans("OolI", "0011")
# How Maine numbers the land that no town has: "T6 R9 WELS".
TOWNSHIP = re.compile(r"\bT(?:[A-DX]|\d{1,2}),? ?R\d{1,2}\b", re.IGNORECASE)
_CANADIAN = re.compile(r"\b([A-Za-z]\d[A-Za-z]) ?\d[A-Za-z]\d\b")
_BRITISH = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2})\b")
_AREA = re.compile(r"[A-Za-z]\d[A-Za-z]|\d{4}")
_HALF = re.compile(r"[a-z]\d[a-z]")
# In more words than these a number of four figures is a price or a year.
_FEW = 4


def codes(message: Said) -> list[tuple[str, str]]:
    """Each code in the message, with how it was typed; whether there is such a place is for the gazetteer to say."""
    if not _FIGURE.search(message.plain):
        return []
    whole = [(each[1], each[0]) for pattern in (ZIP, _CANADIAN, _BRITISH) for each in pattern.finditer(message.plain)]
    return whole or _lookalikes(message) or _alone(message) or _beside_service(message)


def _lookalikes(message: Said) -> list[tuple[str, str]]:
    return [(each[0].translate(_FIGURES), each[0]) for each in _LOOKALIKE.finditer(message.plain)]


def _alone(message: Said) -> list[tuple[str, str]]:
    """A Maine ZIP whose zero was left out, or the first half of a Canadian code, and nothing else."""
    alone = message.plain.strip(" .!?")
    if not _AREA.fullmatch(alone) or not (message.expected or not alone.isdigit()):
        return []
    return [(alone if message.gazetteer.zip(alone) else alone.zfill(5), alone)]


def _beside_service(message: Said) -> list[tuple[str, str]]:
    """The same two in "narcan 4401", "needles v6a": the one must lie in our own states, the other be known."""
    if len(message.words) > _FEW or not message.serviced:
        return []
    short = ((message.gazetteer.zip(word.zfill(5)), word) for word in message.words if len(word) == 4 and word.isdigit())
    ours = [(place.zip or "", word) for place, word in short if place and place.state in message.gazetteer.home]
    return ours or [(word, word) for word in message.words if _HALF.fullmatch(word) and message.gazetteer.zip(word)]
