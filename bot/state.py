"""What is carried between two messages of one conversation: small, without identity, without a word of the person."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.changed import changed
from bot.gazetteer import Place
from bot.value import value
from bot.wishes import NO_WISH, Wish

ORDINARY_LIFE = timedelta(minutes=30)
# An overdose comes back when naloxone wears off, after 30 to 90 minutes, later with long-acting opioids.
EMERGENCY_LIFE = timedelta(hours=4)
# Panic comes in pieces ("he" "wont" "wake up"); pieces further apart than this are separate messages.
ALARM_LIFE = timedelta(minutes=3)
# A practice overdose that nobody went on with is over: what comes later is in earnest.
DRILL_LIFE = timedelta(minutes=10)


@value(frozen=True, slots=True)
class State:
    """The thread of one conversation.

    `offered` says what the numbers 1, 2, 3 mean ("entry:naloxone_get", "step:breaths", "place:Portland|ME");
    `guesses` are the subjects that came next when the last answer was chosen, for "not what I meant";
    `wish` is how the places of the last list were wanted; `reported` holds those that this talk has told to be shut;
    `asked` what a yes, a no or a bare place would answer; `step` is set while an emergency goes on. `drill` is the step of
    a practice overdose ("ready" before its first): never `step`, so that nothing takes the one for the other. `noticed` is
    set when the notice of the day was shown. `topic` is the subject that was answered last, and not only spoken about ("ok",
    "in Spanish"); `uneasy` is set where the last answer put the danger line first. `believed` is how far the alarm of this
    emergency was believed, 1 where it was told in so many words or confirmed since; `kind` is the topic of the danger that goes
    on, and `called` is set when they said that 911 was called. `where` is the country or state of who
    says that they are elsewhere ("pt", "us-nh").
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
    reported: tuple[str, ...] = ()
    wish: Wish = NO_WISH
    drill: str | None = None
    noticed: bool = False
    where: str = ""
    topic: str | None = None
    uneasy: bool = False
    believed: float = 1.0
    kind: str | None = None
    called: bool = False

    @property
    def asks_place(self) -> bool:
        """Whether the last answer asked where they are."""
        return self.asked == "place"

    @property
    def in_emergency(self) -> bool:
        """Whether steps were being given."""
        return self.step is not None

    def alive(self, now: datetime) -> State | None:
        """What of it still counts at `now`: all, all but what has aged, or None. A clock that jumped back keeps it."""
        age = now - self.at
        if age > (EMERGENCY_LIFE if self.in_emergency else ORDINARY_LIFE):
            return None
        kept = self.in_earnest() if self.drill and age > DRILL_LIFE else self
        return changed(kept, alarm=0) if kept.alarm and age > ALARM_LIFE else kept

    def over(self) -> State:
        """The same talk after its emergency: what the next one is, and whether 911 knows of that, is told anew."""
        return changed(self, step=None, kind=None, called=False)

    def in_earnest(self) -> State:
        """The same talk without the drill, and without anything that the drill left in it."""
        fresh = changed(self.over(), drill=None, entry=None, part=0, offered=(), asked=None)
        return changed(fresh, who=None, began=None, dosed=None, told_machine=False)
