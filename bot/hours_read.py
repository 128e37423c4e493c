"""Hours as people write them ("Mon-Fri 9-5", "Tuesdays 4-7pm") turned into OpenStreetMap's form, where there is no doubt.

One word that is not understood and nothing is turned: the text stays text. A reading is shown to a person before it
counts. "9-5" is a day and "5-7" an evening; "6-8" and "9-11" could be either and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.hours import doubts

_LONGEST = 400
_NAMES = {
    "Mo": "m mo mon monday mondays", "Tu": "tu tue tues tuesday tuesdays", "We": "w we wed weds wednesday wednesdays",
    "Th": "th thu thur thurs thursday thursdays r", "Fr": "f fr fri friday fridays", "Sa": "sa sat saturday saturdays",
    "Su": "su sun sunday sundays",
    "Mo-Fr": "weekdays weekday", "Sa,Su": "weekends weekend", "Mo-Su": "daily everyday",
}  # fmt: skip
_DAY = {name: day for day, names in _NAMES.items() for name in names.split()}
_ORDINALS = {
    "1st": "1",
    "first": "1",
    "2nd": "2",
    "second": "2",
    "3rd": "3",
    "third": "3",
    "4th": "4",
    "fourth": "4",
    "5th": "5",
    "fifth": "5",
    "last": "-1",
}
# Words that change nothing.
_IDLE = {"open", "hours", "from", "on", "the", "of", "month", "each", "every", "between", "are", "hrs", "is", "of the month"}
_TOKEN = re.compile(
    r"(?P<time>\d{1,2}(?::\d{2})?\s*(?:[ap]\.?m\b\.?|[ap]\b)|\d{1,2}:\d{2}(?!\d)|noon|midnight)|(?P<ordinal>\d(?:st|nd|rd|th)\b)"
    r"|(?P<number>\d{1,2}(?!\d))|(?P<word>[a-z]+)|(?P<sign>[-,;/&+()\n:.])|(?P<blank>[ \t]+)|(?P<odd>.)"
)
# "Every second Wednesday" is every two weeks to one person and once a month to another.
_EITHER = re.compile(r"\b(?:every|each)\s+(?:[2-5](?:nd|rd|th)|second|third|fourth|fifth)\b(?!.*\bmonth\b)")
_ALWAYS = re.compile(r"(?:open )?(?:24/7|24 ?h(?:ou)?rs?(?:[ ,/]*(?:a day|daily|7 days(?: a week)?|every ?day))?)")


@dataclass(frozen=True, slots=True)
class _Time:
    """A time of day in minutes, and whether it said which half of the day: "5" did not, "5pm" and "17:00" did."""

    minutes: int
    sure: bool
    half: str = ""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    time: _Time | None = None


@lru_cache(maxsize=2048)
def read_hours(text: str) -> str | None:
    """`text` in OpenStreetMap's form; None when it is not surely understood. A text already in that form comes back as it is."""
    plain = " ".join(text.split(" ")).strip(" ;.,\n")
    if not plain or len(plain) > _LONGEST:
        return None
    if not doubts(plain) and re.search(r"\d:\d\d|24/7", plain):
        return plain
    lowered = plain.lower().replace("–", "-").replace("—", "-").replace("\u2011", "-")
    lowered = re.sub(r"\b(?:to|through|thru|until|till)\b", "-", re.sub(r"\band\b", "&", lowered))
    if _ALWAYS.fullmatch(lowered):
        return "24/7"
    if _EITHER.search(lowered):
        return None
    try:
        rules = [rule for group in _groups(list(_tokens(lowered))) for rule in _rule(group)]
    except (ValueError, LookupError):
        return None
    found = "; ".join(rules)
    return found if found and not doubts(found) else None


def _tokens(text: str) -> Iterator[_Token]:
    """Days, ordinals, times and signs. Raises ValueError at anything else."""
    for found in _TOKEN.finditer(text):
        kind, said = found.lastgroup or "", found[0]
        if kind in {"time", "number"}:
            yield _Token("time", said, _time(said))
        elif kind == "ordinal" or said in _ORDINALS:
            yield _Token("ordinal", _ORDINALS[said])
        elif kind == "word" and said in _DAY:
            yield _Token("day", _DAY[said])
        elif said in {"closed", "off"}:
            yield _Token("off", said)
        elif kind == "sign":
            yield _Token("sign", said)
        elif kind != "blank" and said not in _IDLE:
            raise ValueError(said)


def _time(said: str) -> _Time:
    if said in {"noon", "midnight"}:
        return _Time(720 if said == "noon" else 1440, sure=True, half="noon")
    digits = re.findall(r"\d+", said)
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    half = "pm" if "p" in said else "am" if "a" in said else ""
    if hour > 24 or minute > 59 or (half and not 1 <= hour <= 12):
        raise ValueError(said)
    if half:
        return _Time((hour % 12 + (12 if half == "pm" else 0)) * 60 + minute, sure=True, half=half)
    return _Time(hour * 60 + minute, sure=hour > 12 or (len(digits[0]) == 2 and digits[0][0] == "0" and ":" in said))


def _groups(tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """Days with their times: a new group begins where days follow times. "10-2 Mon-Fri" is turned about."""
    meant = [token for token in tokens if token.kind != "sign" or token.text in "-,/&"]
    kinds = [token.kind for token in meant if token.kind != "sign"]
    if kinds and kinds[0] == "time" and "day" in kinds and "time" not in kinds[kinds.index("day") :]:
        cut = next(place for place, token in enumerate(meant) if token.kind in {"day", "ordinal"})
        meant = [*meant[cut:], *meant[:cut]]
    group: list[_Token] = []
    told = False
    for token in meant:
        if token.kind in {"day", "ordinal"} and told:
            yield group
            group, told = [], False
        told = told or token.kind in {"time", "off"}
        group.append(token)
    if group:
        yield group


def _rule(group: Sequence[_Token]) -> Iterator[str]:
    """One group as a rule. Raises ValueError when its parts do not fit together."""
    cut = next((place for place, token in enumerate(group) if token.kind in {"time", "off"}), None)
    if cut is None:
        raise ValueError("no time")
    days, rest = _days(group[:cut]), [token for token in group[cut:] if token.text not in {",", "&", "/"}]
    if rest[0].kind == "off":
        if len(rest) > 1:
            raise ValueError("closed, and then a time")
        yield f"{days} off"
    else:
        yield f"{days} {','.join(_spans(rest))}"


def _days(tokens: Sequence[_Token]) -> str:
    """The days of a rule, as "Mo-Th,Sa" or "Th[1,3]"."""
    ordinals = [token.text for token in tokens if token.kind == "ordinal"]
    days: list[str] = []
    joined = False
    for token in tokens:
        if token.text == "-" and days:
            joined = True
        elif token.kind == "day":
            if joined:
                if "-" in days[-1] or "," in days[-1] or len(token.text) > 2:
                    raise ValueError("a span of spans")
                days[-1] = f"{days[-1]}-{token.text}"
            else:
                days.append(token.text)
            joined = False
    if not days or joined or (ordinals and (len(days) > 1 or len(days[0]) > 2)):
        raise ValueError("days")
    return f"{days[0]}[{','.join(ordinals)}]" if ordinals else ",".join(days)


def _spans(tokens: Sequence[_Token]) -> Iterator[str]:
    """Times in pairs: start, "-", end."""
    if len(tokens) % 3 == 1 and tokens[-1].text == "-":
        tokens = tokens[:-1]
    if len(tokens) % 3:
        raise ValueError("times")
    for place in range(0, len(tokens), 3):
        start, sign, end = tokens[place : place + 3]
        if not (start.time and end.time and sign.text == "-"):
            raise ValueError("times")
        opens, closes = _span(start.time, end.time)
        if not 0 < closes - opens <= 16 * 60:
            raise ValueError("a span that is no day")
        yield f"{_clock(opens)}-{_clock(closes)}"


def _span(start: _Time, end: _Time) -> tuple[int, int]:
    """Both ends in minutes, each in the half of the day that is surely meant. Raises ValueError when none is."""
    if start.sure and end.sure:
        return start.minutes, end.minutes or 1440
    if end.sure:
        return _before(start.minutes, end.minutes), end.minutes
    if start.sure:
        later = next((each for each in (end.minutes, end.minutes + 720) if each > start.minutes), None)
        if later is None:
            raise ValueError("ends before it begins")
        return start.minutes, later
    return _by_day(start.minutes, end.minutes)


def _before(start: int, end: int) -> int:
    """The start of "4-7pm" (in the evening) and of "9-5pm" (in the morning)."""
    evening = start % 720 + 720
    if end > 720 and evening < end:
        return evening
    if start >= end or start < 300:
        raise ValueError("a start that could be either")
    return start


def _by_day(start: int, end: int) -> tuple[int, int]:
    """Neither end says which half: from 8 it is morning when it runs to noon or past; from noon to 5 it is afternoon."""
    if 480 <= start < 720 and (end == 720 or end < 480):
        return start, end if end == 720 else end + 720
    if start >= 720 > end:
        return start, end + 720
    if 60 <= start <= 330 and start < end <= 600:
        return start + 720, end + 720
    raise ValueError("either half of the day")


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
