"""Entries that say different figures in different languages: a dose or a time that one reader gets wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.adapters.checks.content import Content, Finding
from bot.adapters.checks.language import bare
from bot.bank import Wording
from bot.entry import named
from bot.text import fold

# Small numbers as words. One is missing: in three of four languages it is also "a", so 1 is never compared. So are French
# "neuf" (also "new") and Portuguese "dez" (also "Dec").
_SMALL = {
    "en": "two three four five six seven eight nine ten eleven twelve",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "fr": "deux trois quatre cinq six sept huit - dix onze douze",
    "pt": "dois tres quatro cinco seis sete oito nove - onze doze",
}
_VALUES = {
    language: {word: str(value) for value, word in enumerate(listed.split(), start=2)} for language, listed in _SMALL.items()
}
_VALUES["en"]["twice"] = _VALUES["pt"]["duas"] = "2"
# "Both" is no figure in English, and has one in it elsewhere.
_BOTH = re.compile(
    r"(?i)\b(?:los dos|las dos|les deux|ces deux|des deux|os dois|as duas|dos dois|das duas)\b|\b(?:à|entre) deux\b"
)
# 1,000 and 1.000 and 1 000 are one figure; so are 0.4 and 0,4.
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?![\d.,]*\d)")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
_ADDRESS = re.compile(r"https?://\S+|\b\w+(?:\.\w+)+/?\S*|(?<=[A-Za-z])\d+")
_CLOCK = re.compile(r"\b(\d{1,2})(?::(\d\d))? ?(a|p)\.? ?m\b\.?", re.IGNORECASE)
_HOURS = re.compile(r"\b(\d{1,2}) ?h ?(\d\d)?\b")


def differ(content: Content) -> Iterator[Finding]:
    """Languages whose whole wording has other figures than the English one."""
    for entry in content.entries:
        wanted = figures(entry.wording["en"], "en")
        for language, wording in entry.wording.items():
            found = figures(wording, language)
            if found != wanted:
                yield content.told(entry, "lead", _what(found, wanted), language)


def figures(wording: Wording, language: str) -> Counter[str]:
    """The figures of a wording, in lead and more together: a translation may say a thing later.

    Names of numbers and figures of three digits or more count once each: a number to call may be repeated where there is room.
    """
    text = bare(" . ".join((wording.lead, *wording.more)))
    found = Counter(_figures(text, language))
    return Counter({figure: 1 if len(figure) > 2 else count for figure, count in found.items()} | dict.fromkeys(named(text), 1))


def _figures(text: str, language: str) -> Iterator[str]:
    said = _CLOCK.sub(_from_clock, re.sub(r"\{\w+\}", " ", text))
    said = _HOURS.sub(lambda found: _hour(int(found[1]), found[2]), _ADDRESS.sub(_kept, said))
    said = _GROUPED.sub(lambda found: re.sub(r"\D", "", found[0]), said)
    yield from (figure.replace(",", ".") for figure in _FIGURE.findall(said) if figure != "1")
    yield from (
        value for word in fold(re.sub(r"\d\S*", " ", _BOTH.sub(" ", said))).split() if (value := _VALUES[language].get(word))
    )


def _kept(found: re.Match[str]) -> str:
    """A decimal number looks like an address with a dot in it; it stays."""
    return found[0] if re.fullmatch(r"[\d.,]+", found[0]) else " "


def _from_clock(found: re.Match[str]) -> str:
    hour = int(found[1]) % 12 + (12 if found[3].lower() == "p" else 0)
    return _hour(hour, found[2])


def _hour(hour: int, minutes: str | None) -> str:
    return f"{hour} {minutes}" if minutes and minutes != "00" else str(hour)


def _what(found: Counter[str], wanted: Counter[str]) -> str:
    missing, extra = sorted((wanted - found).elements()), sorted((found - wanted).elements())
    said = [f"misses {', '.join(missing)}"] if missing else []
    said += [f"has {', '.join(extra)} more"] if extra else []
    return f"other figures than in English: {' and '.join(said)}"
