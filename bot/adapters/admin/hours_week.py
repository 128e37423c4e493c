"""What typed hours mean, in words: the coming week as answers will tell it, read by the same rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.hours import doubts, open_on, openness
from bot.hours_read import read_hours
from bot.hours_said import phrase
from bot.recurrence import rules_of
from bot.site import Site

_DAYS = 7


@dataclass(frozen=True, slots=True)
class Day:
    """One day: its spans as said ("9am - 5pm"), none when it is closed, None when that is not known."""

    date: date
    spans: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Typed hours as we read them: `rule` in OpenStreetMap's form, "" when they are not surely understood; `why` not.

    `now` is what an answer says at this moment.
    """

    rule: str = ""
    why: tuple[str, ...] = ()
    now: str = ""
    week: tuple[Day, ...] = ()


def rule_of(said: str) -> str:
    """`said` in OpenStreetMap's form, or "" when it is not surely understood."""
    plain = said.strip()
    return read_hours(plain) or (plain if plain and not doubts(plain) else "")


def reading(said: str, also: str, zone: str, now: datetime, language: str) -> Reading:
    """What `said`, and the rules of recurrence `also`, mean at `zone` (IANA) from `now` (aware) on, in `language`."""
    rule, rules = rule_of(said), also.strip() if recurs(also) else ""
    if (said.strip() and not rule) or not (rule or rules):
        return Reading(why=doubts(said))
    site = Site(id="typed", name="typed", tz=zone, hours=rule, rrule=rules)
    days = tuple(_week(site, now.astimezone(ZoneInfo(zone))))
    return Reading(" | ".join(filter(None, (rule, rules))), (), phrase(openness(site, now), now, language), days)


def recurs(also: str) -> bool:
    """Whether these are rules of recurrence that we can read; none are too."""
    try:
        rules_of(also)
    except ValueError:
        return False
    return True


def _week(site: Site, local: datetime) -> Iterator[Day]:
    midnight = datetime.combine(local.date(), time(), local.tzinfo)
    for number in range(_DAYS):
        begins = midnight + timedelta(days=number)
        yield Day(begins.date(), _spans(site, begins, begins + timedelta(days=1)))


def _spans(site: Site, begins: datetime, ends: datetime) -> tuple[str, ...] | None:
    """The spans that begin on one day; None when somewhere in it nobody knows."""
    if open_on(site, begins, begins) is None:  # a public holiday, of which the hours say nothing
        return None
    found: list[str] = []
    moment: datetime | None = begins
    while moment is not None and moment < ends:
        state = openness(site, moment)
        if state.open is None:
            return None
        if state.open and (moment > begins or not _open_before(site, begins)):
            found.append(_span(moment, state.next_change))
        elif state.open and (state.next_change is None or state.next_change >= ends):
            found.append(_span(begins, ends))
        moment = state.next_change
    return tuple(found)


def _open_before(site: Site, midnight: datetime) -> bool:
    return openness(site, midnight - timedelta(minutes=1)).open is True


def _span(begins: datetime, ends: datetime | None) -> str:
    return f"{_clock(begins)} - {_clock(ends)}" if ends else "24/7"


def _clock(moment: datetime) -> str:
    """A time of day as English and Spanish texts here say it: "9am", "5:30pm", "12am" for midnight."""
    hour, half = moment.hour % 12 or 12, "am" if moment.hour < 12 else "pm"
    return f"{hour}:{moment.minute:02}{half}" if moment.minute else f"{hour}{half}"
