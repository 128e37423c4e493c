"""Openings that hours cannot say ("every two weeks on Tuesday"), as iCalendar's RRULE with its first day and its hours.

One rule is `20260113T1000/1400 FREQ=WEEKLY;INTERVAL=2;BYDAY=TU`: the first opening and its end, on the place's own clock, then
the rule. Several are parted by `|`. What a rule may not say is refused here, so that no rule runs for ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from dateutil.rrule import rrulestr

_RULE = re.compile(r"(\d{8}T\d{4})/(\d{4}) (FREQ=[A-Z0-9=;,+-]+)")
_PARTS = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYSETPOS", "UNTIL", "COUNT", "WKST"}
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_LONGEST, _MOST, _HIGHEST = 500, 6, 400
_YEARS = range(2000, 2100)
# Nobody plans farther than this; a rule that does not happen in that time is taken as one that never does.
_HORIZON = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Rule:
    """`first` is the first opening, naive, on the place's clock; it lasts `lasts`; `text` is the RRULE."""

    first: datetime
    lasts: timedelta
    text: str

    @property
    def parts(self) -> dict[str, str]:
        """The parts of the RRULE: `{"FREQ": "WEEKLY", "INTERVAL": "2"}`."""
        return dict(part.split("=", 1) for part in self.text.split(";"))


@dataclass(frozen=True, slots=True)
class Span:
    """One opening, naive, on the place's clock."""

    opens: datetime
    closes: datetime


@lru_cache(maxsize=1024)
def rules_of(text: str) -> tuple[Rule, ...]:
    """The rules in `text`. Raises ValueError with what is wrong and how to write it."""
    if len(text) > _LONGEST:
        raise ValueError(f"longer than {_LONGEST} characters: shorten it")
    found = tuple(_rule(part.strip()) for part in text.split("|") if part.strip())
    if len(found) > _MOST:
        raise ValueError(f"more than {_MOST} rules: keep the plainest")
    return found


def next_span(text: str, local: datetime, skipped: Callable[[date], bool] = lambda _: False) -> Span | None:
    """The opening that goes on at `local` (naive) or comes next, on a day that is not `skipped`; None when there is none soon."""
    spans = (span for rule in rules_of(text) for span in _first_after(rule, local, skipped))
    return min(spans, key=lambda span: span.opens, default=None)


def _first_after(rule: Rule, local: datetime, skipped: Callable[[date], bool]) -> Iterator[Span]:
    for opens in _occurrences(rule, local - rule.lasts, local + _HORIZON):
        if opens + rule.lasts > local and not skipped(opens.date()):
            yield Span(opens, opens + rule.lasts)
            return


def _occurrences(rule: Rule, after: datetime, until: datetime) -> Iterator[datetime]:
    # A rule without an end would be looked through to the year 9999 where it never happens.
    bounded = rule.text if {"UNTIL", "COUNT"} & rule.parts.keys() else f"{rule.text};UNTIL={until:%Y%m%dT%H%M%S}"
    yield from (each for each in rrulestr(bounded, dtstart=rule.first).xafter(after, inc=True) if each <= until)


def _rule(text: str) -> Rule:
    found = _RULE.fullmatch(text)
    if not found:
        raise ValueError("write it as 20260113T1000/1400 FREQ=WEEKLY;INTERVAL=2;BYDAY=TU (first opening, its end, the rule)")
    first = datetime.strptime(found[1], "%Y%m%dT%H%M")  # noqa: DTZ007 - on the clock of a place whose zone is another column
    closes = datetime.strptime(found[2], "%H%M").time()  # noqa: DTZ007
    lasts = (datetime.combine(first, closes) - first) % timedelta(days=1)
    rule = Rule(first, lasts or timedelta(days=1), found[3].replace("Z", ""))
    _check(rule)
    return rule


def _check(rule: Rule) -> None:
    parts = rule.text.split(";")
    names = [part.partition("=")[0] for part in parts]
    if set(names) - _PARTS or len(set(names)) < len(names) or not all("=" in part for part in parts):
        raise ValueError(f"its parts may be {', '.join(sorted(_PARTS))}, each once")
    if rule.parts["FREQ"] not in _FREQUENCIES:
        raise ValueError("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")
    if any(not 1 <= int(rule.parts.get(name, "1")) <= _HIGHEST for name in ("INTERVAL", "COUNT")):
        raise ValueError(f"INTERVAL and COUNT go from 1 to {_HIGHEST}")
    if rule.first.year not in _YEARS:
        raise ValueError("its first day lies before 2000 or after 2099")
    if "UNTIL" in rule.parts and "COUNT" in rule.parts:
        raise ValueError("UNTIL and COUNT exclude each other")
    if next(_occurrences(rule, rule.first, rule.first + _HORIZON), None) is None:
        raise ValueError("it never happens: look at its days and months")
