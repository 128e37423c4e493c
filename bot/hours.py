"""Open now, next opening, closures: OpenStreetMap `opening_hours` read so that a closed door is never called open.

The library is right about most rules and confidently wrong about a few (measured: `facts/places.md` section 3). Each of
those is caught here and becomes "not known: call first". Unknown costs a phone call; a wrong "open" costs a journey.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from opening_hours import OpeningHours, State, validate

from bot.recurrence import next_span
from bot.value import value

if TYPE_CHECKING:
    from bot.site import Site

_LONGEST = 500
# The library knows the day on which a holiday is observed; doors are shut on the day too: 4 July 2026 is a Saturday.
_FIXED_HOLIDAYS = "Jan 01,Jun 19,Jul 04,Nov 11,Dec 25"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_DAYS = dict(zip(_MONTHS, (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True))
_DATE = re.compile(r"\b(" + "|".join(_MONTH_DAYS) + r")\s+(\d{1,2})(?:\s*-\s*(\d{1,2})(?![\d:]))?(?!\d*:)")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_QUOTED = re.compile(r'"[^"]*"')
_EVIDENT = re.compile(r"\d{1,2}:\d{2}|24/7|\b(?:off|closed|unknown|sunrise|sunset|dawn|dusk)\b", re.IGNORECASE)
_EVERY_SECOND_WEEK = re.compile(r"\bweek\s+\d+\s*-\s*\d+\s*/\s*\d+", re.IGNORECASE)
_APPOINTMENT = re.compile(r"appoint|appt|cita|rendez|rdv|marca", re.IGNORECASE)
_SCHOOL = re.compile(r"\bSH\b")
_HOLIDAY = re.compile(r"\bPH\b")
_MOST_CHANGES = 40


class Why(StrEnum):
    """What stands behind a state that is not simply the hours."""

    HOURS = "hours"
    CLOSURE = "closure"
    APPOINTMENT = "appointment"


@value(frozen=True, slots=True)
class Openness:
    """Whether a site is open; None is not known.

    `next_change` is when it closes (if open) or opens (if closed), in the site's zone; None when never or not known.
    """

    open: bool | None = None
    next_change: datetime | None = None
    why: Why = Why.HOURS


def openness(site: Site, now: datetime) -> Openness:
    """What a person would find at the door of `site` at `now` (aware; any zone)."""
    zone = _zone(site.tz)
    if zone is None:
        return Openness()
    local = now.astimezone(zone)
    if _shut(site, local.date()):
        return Openness(open=False, next_change=_reopening(site, zone), why=Why.CLOSURE)
    if site.by_appointment:
        return Openness(why=Why.APPOINTMENT)
    rules = _rules(site.hours, site.tz)
    known = _state(rules, site, local) if rules else Openness()
    return _either(known, _recurring(site, local, zone), told=bool(site.hours)) if site.rrule else known


def _recurring(site: Site, local: datetime, zone: ZoneInfo) -> Openness:
    """What the rules of recurrence say; nothing on a public holiday, of which they know nothing."""
    plain = local.replace(tzinfo=None)
    try:
        planned = next_span(site.rrule, plain)
        span = next_span(site.rrule, plain, lambda day: _is_holiday(day) or _shut(site, day))
    except ValueError:
        return Openness()
    if planned is None or span is None or (planned != span and planned.opens.date() == plain.date()):
        return Openness()
    is_open = span.opens <= plain
    return Openness(open=is_open, next_change=(span.closes if is_open else span.opens).replace(tzinfo=zone))


def _either(known: Openness, recurring: Openness, *, told: bool) -> Openness:
    """The hours and the rules together: open where one of them is, closed where both are sure."""
    if not told or recurring.open:
        return recurring
    if known.open is False and recurring.open is False:
        changes = [each.next_change for each in (known, recurring) if each.next_change]
        return Openness(open=False, next_change=min(changes, default=None))
    return known if known.open else Openness()


def local_time(site: Site, now: datetime) -> datetime | None:
    """`now` (aware) on the clock of `site`; None where its zone is not known."""
    zone = _zone(site.tz)
    return now.astimezone(zone) if zone else None


def open_on(site: Site, day: datetime, now: datetime) -> bool | None:
    """Whether the door opens at some time on the date of `day` that is not past at `now`; None is not known."""
    zone = _zone(site.tz)
    if zone is None:
        return None
    state = openness(site, max(datetime.combine(day.date(), time(), zone), now.astimezone(zone)))
    if state.open is not False:
        return state.open
    if state.why == Why.HOURS and _silent_holiday(site, day):
        return None
    return state.next_change is not None and state.next_change.date() == day.date()


def doubts(hours: str) -> tuple[str, ...]:
    """Why this `opening_hours` text must not be trusted, in words for its editor; empty when it can be."""
    if not hours:
        return ()
    if len(hours) > _LONGEST:
        return (f"longer than {_LONGEST} characters: shorten it",)
    if not _parsed(hours, "UTC"):
        return ("not in the opening_hours form: write it as Mo-Fr 09:00-17:00",)
    return tuple(reason for reason, doubtful in _DOUBTS if doubtful(hours))


def _impossible_date(hours: str) -> bool:
    dates = ((month, int(day)) for month, *days in _DATE.findall(hours) for day in days if day)
    return any(not 1 <= day <= _MONTH_DAYS[month] for month, day in dates)


def _runs_backwards(hours: str) -> bool:
    """Whether a span over midnight lasts over 16 hours: 09:00-05:00 is a slip for 09:00-17:00."""
    spans = ((int(a) * 60 + int(b), int(c) * 60 + int(d)) for a, b, c, d in _SPAN.findall(hours))
    return any(end <= start and end + 1440 - start > 960 for start, end in spans)


def _says_no_time(hours: str) -> bool:
    """Whether some rule names no time: the library takes `"by appointment"` and `open` alone as open day and night."""
    return not all(_EVIDENT.search(rule) for rule in re.split(r";|\|\|", _QUOTED.sub("", hours)))


# What the library would take and get wrong, with the words for whoever edits the hours.
_DOUBTS = (
    ("names a day that its month does not have; it would be read as every day", _impossible_date),
    ("ends before it begins and would last over 16 hours; for the afternoon write 17:00, not 05:00", _runs_backwards),
    ('names no time; for appointments write: unknown "by appointment"', _says_no_time),
    ("SH (school holidays) has no calendar here; write the dates", _SCHOOL.search),
    ("every second week cannot be said in week numbers: it slips after a year of 53 weeks", _EVERY_SECOND_WEEK.search),
)


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _parsed(hours: str, tz: str) -> OpeningHours | None:
    dated = f"{hours}; {_FIXED_HOLIDAYS} off" if re.search(r"\bPH\s+(off|closed)\b", hours) else hours
    if not validate(dated):
        return None
    # The country makes PH mean something; coordinates in its stead would load maps of 113 MB.
    return OpeningHours(dated, timezone=ZoneInfo(tz), country="US", auto_country=False, auto_timezone=False)


@lru_cache(maxsize=4096)
def _rules(hours: str, tz: str) -> OpeningHours | None:
    return _parsed(hours, tz) if hours and not doubts(hours) else None


@lru_cache(maxsize=1)
def _holidays() -> OpeningHours:
    return OpeningHours(f"PH open; {_FIXED_HOLIDAYS} open", country="US", auto_country=False, auto_timezone=False)


@lru_cache(maxsize=512)
def _is_holiday(day: date) -> bool:
    return bool(_holidays().is_open(datetime.combine(day, time(12))))


def _silent_holiday(site: Site, moment: datetime) -> bool:
    """Whether it is a public holiday about which the hours say nothing: nobody knows, so neither do we."""
    told = _HOLIDAY.search(site.hours) or "24/7" in site.hours
    return not told and _is_holiday(moment.date())


def _state(rules: OpeningHours, site: Site, local: datetime) -> Openness:
    state, comment = rules.state(local)
    if state == State.UNKNOWN or (state == State.OPEN and _APPOINTMENT.search(comment or "")):
        return Openness(why=Why.APPOINTMENT if _APPOINTMENT.search(comment or "") else Why.HOURS)
    if state == State.OPEN:
        if _silent_holiday(site, local):
            return Openness()
        closing = _until(rules, local, lambda moment: rules.state(moment)[0] != State.OPEN)
        return Openness(open=True, next_change=closing)
    opening = _until(rules, local, lambda moment: _lets_in(rules, site, moment))
    return Openness(open=False, next_change=opening)


def _lets_in(rules: OpeningHours, site: Site, moment: datetime) -> bool:
    state, comment = rules.state(moment)
    sure = state == State.OPEN and not _APPOINTMENT.search(comment or "")
    return sure and not _silent_holiday(site, moment) and not _shut(site, moment.date())


def _until(rules: OpeningHours, moment: datetime, wanted: Callable[[datetime], bool]) -> datetime | None:
    """The first change after `moment` at which `wanted` holds; None when there is none soon."""
    change: datetime | None = moment
    for _ in range(_MOST_CHANGES):
        change = rules.next_change(change)
        if change is None or wanted(change):
            return change
    return None


def _shut(site: Site, day: date) -> bool:
    """Whether a temporary closure covers `day`; `closed_until` is the day on which the door opens again."""
    begun = site.closed_from is None or site.closed_from <= day
    told = site.closed_from is not None or site.status == "temporarily_closed"
    over = site.closed_until is not None and day >= site.closed_until
    return told and begun and not over


def _reopening(site: Site, zone: ZoneInfo) -> datetime | None:
    """The first opening on or after the day given for it; that day's midnight when the hours are not known."""
    if site.closed_until is None:
        return None
    midnight = datetime.combine(site.closed_until, time(), zone)
    rules = _rules(site.hours, site.tz)
    if rules is None or _lets_in(rules, site, midnight):
        return midnight
    return _until(rules, midnight, lambda moment: _lets_in(rules, site, moment)) or midnight
