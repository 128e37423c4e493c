"""Hours between OpenStreetMap's form and HSDS schedules, both ways, for the rules that both can say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.hours import doubts
from bot.recurrence import Rule, rules_of
from bot.recurrence_said import in_words

_DAYS = {"MO": "Mo", "TU": "Tu", "WE": "We", "TH": "Th", "FR": "Fr", "SA": "Sa", "SU": "Su"}
_ORDER = list(_DAYS.values())
# What HSDS can repeat.
_REPEATED = {"WEEKLY", "MONTHLY"}
_RULE = re.compile(
    r"(?P<days>[A-Z][a-z](?:[-,][A-Z][a-z])*|[A-Z][a-z]\[-?\d(?:,-?\d)*\])\s+(?P<spans>\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)"
)


def schedules(hours: str, text: str) -> list[dict[str, Any]]:
    """HSDS schedules of `hours`; where a rule has no form there, one schedule whose description is the text."""
    rules = [rule.strip() for rule in hours.split(";") if rule.strip() and not rule.strip().endswith("off")]
    found = [_RULE.fullmatch(rule) for rule in rules]
    if hours == "24/7":
        return [{"freq": "WEEKLY", "byday": ",".join(_DAYS), "opens_at": "00:00", "closes_at": "23:59", "description": "24/7"}]
    if not rules or not all(found):
        said = hours or text
        return [{"description": said}] if said else []
    return [each for rule in found if rule for each in _schedules(rule["days"], rule["spans"], hours)]


def _schedules(days: str, spans: str, hours: str) -> Iterator[dict[str, Any]]:
    ordinal = re.fullmatch(r"([A-Z][a-z])\[(.*)\]", days)
    if ordinal:
        repeated = {"freq": "MONTHLY", "byday": ",".join(f"{each}{ordinal[1].upper()}" for each in ordinal[2].split(","))}
    else:
        repeated = {"freq": "WEEKLY", "byday": ",".join(day.upper() for day in _each(days))}
    for span in spans.split(","):
        opens, closes = (f"{int(clock[:2]) % 24:02}{clock[2:]}" for clock in span.split("-"))  # HSDS has no 24:00 and no 26:00
        yield {**repeated, "opens_at": opens, "closes_at": closes, "description": hours}


def _each(days: str) -> Iterator[str]:
    for part in days.split(","):
        first, _, last = part.partition("-")
        begin, end = _ORDER.index(first), _ORDER.index(last or first)
        yield from _ORDER[begin : end + 1] if begin <= end else (*_ORDER[begin:], *_ORDER[: end + 1])


def zoned(schedule: Mapping[str, Any], zone: str, now: datetime) -> dict[str, Any]:
    """`schedule` with the offset of `zone` at `now` behind its times: without one HSDS takes them for UTC."""
    if not zone or "opens_at" not in schedule:
        return dict(schedule)
    offset = now.astimezone(ZoneInfo(zone)).isoformat()[-6:]
    return {**schedule, **{name: schedule[name] + offset for name in ("opens_at", "closes_at")}}


def hours_of(found: Iterable[Mapping[str, Any]], today: date) -> tuple[str, str, str]:
    """HSDS schedules as OpenStreetMap hours, as words, and as rules of recurrence for what those hours would get wrong.

    One that can be told neither way makes all of them words. What is past its `valid_to` or `until` says nothing any more:
    not known, which is not closed.
    """
    valid = [each for each in found if _says(each) and not _over(each, today)]
    slipping = [each for each in valid if _slips(each)]
    try:
        regular = [each for each in valid if each not in slipping]
        rules = list(dict.fromkeys(_rule(each, today) for each in regular))
        rrule = " | ".join(dict.fromkeys(rrule_of(each) for each in slipping))
        rules_of(rrule)
    except (ValueError, LookupError):
        return "", "; ".join(filter(None, map(_words, valid))), ""
    hours = _described(regular) or "; ".join(_gathered(rules))
    return ("", hours, rrule) if doubts(hours) else (hours, "", rrule)


def _described(regular: Sequence[Mapping[str, Any]]) -> str:
    """The hours in the one description of all `regular` schedules, where it says the same and more: "PH off"; else nothing."""
    told = {_text(each, "description") for each in regular}
    said = told.pop() if len(told) == 1 else ""
    again = schedules(said, "") if said and not doubts(said) else []
    return said if again and list(map(_span, again)) == list(map(_span, regular)) else ""


def _span(schedule: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        *(_text(schedule, name) for name in ("freq", "byday")),
        *(_text(schedule, name)[:5] for name in ("opens_at", "closes_at")),
    )


def rrule_of(schedule: Mapping[str, Any]) -> str:
    """One schedule as `recurrence.py` writes it. Raises ValueError where its first day or its hours are not told."""
    first = _day(_text(schedule, "dtstart")[:10]) or _day(_text(schedule, "valid_from")[:10])
    if first is None:
        raise ValueError("no first day: every second week of which?")
    opens, closes = (_clock(_text(schedule, name)).replace(":", "") for name in ("opens_at", "closes_at"))
    freq = _text(schedule, "freq").upper() or "WEEKLY"
    told = {"INTERVAL": "interval", "BYDAY": "byday", "BYMONTHDAY": "bymonthday", "BYYEARDAY": "byyearday",
            "BYWEEKNO": "byweekno", "WKST": "wkst", "COUNT": "count"}  # fmt: skip
    parts = [f"FREQ={freq}", *(f"{ours}={value.upper()}" for ours, name in told.items() if (value := _text(schedule, name)))]
    until = _text(schedule, "until")[:10].replace("-", "")
    parts += [f"UNTIL={until}T235959"] if until else []
    return f"{first:%Y%m%d}T{opens}/{'0000' if closes == '2400' else closes} {';'.join(parts)}"


def rrule_schedules(rrule: str) -> list[dict[str, Any]]:
    """Rules of recurrence as HSDS schedules; one that HSDS cannot repeat as words."""
    return [_repeated(rule) if rule.parts["FREQ"] in _REPEATED else {"description": _told(rule)} for rule in rules_of(rrule)]


def _repeated(rule: Rule) -> dict[str, Any]:
    parts = rule.parts
    told = {
        name.lower(): parts[name] for name in ("FREQ", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "WKST") if name in parts
    }
    numbers = {name.lower(): int(parts[name]) for name in ("INTERVAL", "COUNT") if name in parts}
    until = {"until": f"{parts['UNTIL'][:4]}-{parts['UNTIL'][4:6]}-{parts['UNTIL'][6:8]}"} if "UNTIL" in parts else {}
    span = {"opens_at": f"{rule.first:%H:%M}", "closes_at": f"{rule.first + rule.lasts:%H:%M}"}
    return {**told, **numbers, **until, "dtstart": f"{rule.first:%Y-%m-%d}", **span}


def _told(rule: Rule) -> str:
    return f"{in_words(rule, 'en') or rule.text}, {rule.first:%H:%M}-{rule.first + rule.lasts:%H:%M} from {rule.first:%Y-%m-%d}"


def _slips(schedule: Mapping[str, Any]) -> bool:
    """Whether week numbers or dates would say it, and go wrong after a year or two."""
    counted = any(_text(schedule, each) for each in ("byweekno", "byyearday", "bymonthday", "count"))
    return counted or _text(schedule, "interval") not in {"", "1"}


def _says(schedule: Mapping[str, Any]) -> bool:
    return any(_text(schedule, name) for name in ("opens_at", "closes_at", "description", "byday", "weekday"))


def _over(schedule: Mapping[str, Any], today: date) -> bool:
    ends = (_text(schedule, name)[:10] for name in ("valid_to", "until"))
    return any(end and _day(end) is not None and (_day(end) or today) < today for end in ends)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _rule(schedule: Mapping[str, Any], today: date) -> tuple[str, str]:
    """Days and span of one schedule. Raises ValueError for what OpenStreetMap's form cannot say or may get wrong."""
    freq = _text(schedule, "freq").upper() or "WEEKLY"
    opens, closes = _clock(_text(schedule, "opens_at")), _clock(_text(schedule, "closes_at"))
    days = _text(schedule, "byday") or _text(schedule, "weekday")[:2]
    begins = _day(_text(schedule, "valid_from")[:10])
    if begins and begins > today:
        raise ValueError("not yet")
    if freq == "WEEKLY":
        return ",".join(_DAYS[day.strip().upper()[:2]] for day in days.split(",")), f"{opens}-{closes}"
    if freq == "MONTHLY":
        return _monthly(days), f"{opens}-{closes}"
    raise ValueError(freq)


def _monthly(byday: str) -> str:
    found = [re.fullmatch(r"(-?[1-5])([A-Z]{2})", part.strip().upper()) for part in byday.split(",")]
    names = {each[2] for each in found if each}
    if not all(found) or len(names) != 1:
        raise ValueError(byday)
    return f"{_DAYS[names.pop()]}[{','.join(each[1] for each in found if each)}]"


def _gathered(rules: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Spans of the same days in one rule, days of the same spans in one rule: a later rule would overrule an earlier."""
    by_days: dict[str, list[str]] = {}
    for days, span in rules:
        for day in [days] if "[" in days else days.split(","):
            by_days.setdefault(day, []).append(span)
    by_spans: dict[str, list[str]] = {}
    for day, spans in by_days.items():
        by_spans.setdefault(",".join(sorted(set(spans))), []).append(day)
    for spans_, days_ in by_spans.items():
        yield f"{','.join(_runs(sorted(days_, key=_place)))} {spans_}"


def _runs(days: Iterable[str]) -> Iterator[str]:
    """Days in order, three or more in a row as one span: "Mo-Fr"."""
    row: list[str] = []
    for day in [*days, ""]:
        if row and day in _ORDER and row[-1] in _ORDER and _place(day) == _place(row[-1]) + 1:
            row.append(day)
            continue
        yield from [f"{row[0]}-{row[-1]}"] if len(row) > 2 else row
        row = [day]


def _place(day: str) -> int:
    return _ORDER.index(day[:2])


def _clock(text: str) -> str:
    """A time as HSDS files really write it: "09:00", "09:00:00Z", "7:30 am ". Raises ValueError."""
    found = re.fullmatch(
        r"(\d{1,2}):(\d{2})(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?\s*([ap])?\.?m?\.?", text.strip().lower().replace("z", "")
    )
    if not found:
        raise ValueError(text)
    hour = int(found[1]) % 12 + (12 if found[3] == "p" else 0) if found[3] else int(found[1])
    return f"{time(hour % 24, int(found[2])):%H:%M}" if hour < 24 else "24:00"


def _words(schedule: Mapping[str, Any]) -> str:
    said = _text(schedule, "description")
    return said or " ".join(_text(schedule, name) for name in ("freq", "byday", "opens_at", "closes_at")).strip()


def _text(schedule: Mapping[str, Any], name: str) -> str:
    value = schedule.get(name)
    return "" if value is None or str(value).strip().lower() == "null" else str(value).strip()
