"""What is carried between two messages of one conversation: small, without identity, without a word of the person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.gazetteer import Place

ORDINARY_LIFE = timedelta(minutes=30)
# An overdose comes back when naloxone wears off, after 30 to 90 minutes, later with long-acting opioids.
EMERGENCY_LIFE = timedelta(hours=4)
# Panic comes in pieces ("he" "wont" "wake up"); pieces further apart than this are separate messages.
ALARM_LIFE = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class State:
    """The thread of one conversation.

    `offered` says what the numbers 1, 2, 3 mean ("entry:naloxone_get", "step:breaths", "place:Portland|ME");
    `guesses` are the subjects that came next when the last answer was chosen, for "not what I meant";
    `asked` what a yes, a no or a bare place would answer; `step` is set while an emergency goes on.
    """

    at: datetime
    language: str | None = None
    entry: str | None = None
    part: int = 0
    offered: tuple[str, ...] = ()
    asked: str | None = None
    step: str | None = None
    who: str | None = None
    began: datetime | None = None
    dosed: datetime | None = None
    told_machine: bool = False
    place: Place | None = None
    service: str | None = None
    offset: int = 0
    shown: tuple[str, ...] = ()
    alarm: int = 0
    greeted: bool = False
    guesses: tuple[str, ...] = ()

    @property
    def in_emergency(self) -> bool:
        """Whether steps were being given."""
        return self.step is not None

    def alive(self, now: datetime) -> State | None:
        """What of it still counts at `now`: all, all but what has aged, or None. A clock that jumped back keeps it."""
        age = now - self.at
        if age > (EMERGENCY_LIFE if self.in_emergency else ORDINARY_LIFE):
            return None
        return replace(self, alarm=0) if self.alarm and age > ALARM_LIFE else self
