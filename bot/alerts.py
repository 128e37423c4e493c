"""What a group wants known for some days: a warning about the supply that people ask for, and a notice before replies.

Both end by themselves, by the clock of the answer: a database that is away cannot keep an old warning alive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Alert:
    """A warning about the supply. `text` by language; `area` and `source` as people say them; both days count."""

    text: Mapping[str, str]
    area: str
    source: str
    starts: date
    ends: date

    def counts(self, today: date) -> bool:
        """Whether it holds on this day."""
        return self.starts <= today <= self.ends

    def say(self, language: str) -> str:
        """The text in `language`, else in English, else in whatever there is; "" where there is none."""
        return said(self.text, language)


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence before replies for some days ("The van is not out this week."). `text` by language; both days count."""

    text: Mapping[str, str]
    starts: date
    ends: date

    def counts(self, today: date) -> bool:
        """Whether it holds on this day."""
        return self.starts <= today <= self.ends

    def say(self, language: str) -> str:
        """The text in `language`, else in English, else in whatever there is; "" where there is none."""
        return said(self.text, language)


def said(text: Mapping[str, str], language: str) -> str:
    """One text of several languages: a warning in another language is better than none."""
    return text.get(language) or text.get("en") or next(iter(text.values()), "")


def current(alerts: Iterable[Alert], today: date) -> tuple[Alert, ...]:
    """The alerts that hold today, the newest first."""
    return tuple(sorted((each for each in alerts if each.counts(today)), key=lambda each: each.starts, reverse=True))


def notice(notices: Iterable[Notice], today: date) -> Notice | None:
    """The one notice that is shown today: the newest that holds."""
    return max((each for each in notices if each.counts(today)), key=lambda each: each.starts, default=None)
