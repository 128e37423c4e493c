"""What a group wants known for some days: a warning about the supply that people ask for, and a notice before replies.

Both end by themselves, by the clock of the answer: a database that is away cannot keep an old warning alive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class _Timed:
    """A text by language, and the days from which and to which it holds; both count."""

    text: Mapping[str, str]
    starts: date
    ends: date

    def counts(self, today: date) -> bool:
        """Whether it holds on this day."""
        return self.starts <= today <= self.ends

    def say(self, language: str) -> str:
        """The text in `language`, else in English, else in whatever there is; "" where there is none.

        A warning in another language is better than none.
        """
        return self.text.get(language) or self.text.get("en") or next(iter(self.text.values()), "")


@dataclass(frozen=True, slots=True)
class Alert(_Timed):
    """A warning about the supply; `area` and `source` as people say them."""

    area: str
    source: str


@dataclass(frozen=True, slots=True)
class Notice(_Timed):
    """A sentence before replies for some days ("The van is not out this week.")."""


def current(alerts: Iterable[Alert], today: date) -> tuple[Alert, ...]:
    """The alerts that hold today, the newest first."""
    return tuple(sorted((each for each in alerts if each.counts(today)), key=lambda each: each.starts, reverse=True))


def notice(notices: Iterable[Notice], today: date) -> Notice | None:
    """The one notice that is shown today: the newest that holds."""
    return max((each for each in notices if each.counts(today)), key=lambda each: each.starts, default=None)
