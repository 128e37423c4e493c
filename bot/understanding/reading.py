"""What was understood of one message."""

from __future__ import annotations

from enum import StrEnum

from bot.gazetteer import Place
from bot.value import value


class Level(StrEnum):
    """How sure we are that somebody is in danger while this is read."""

    NOW = "now"
    POSSIBLE = "possible"
    NONE = "none"


class Kind(StrEnum):
    """The kinds of danger that need different first texts."""

    OVERDOSE = "overdose"
    STIMULANT = "stimulant"
    OTHER = "other"
    SUICIDE = "suicide"

    @property
    def topic(self) -> str:
        """The label of this kind among the topics."""
        return _TOPICS[self]


_TOPICS = {
    Kind.OVERDOSE: "emergency_overdose",
    Kind.STIMULANT: "emergency_stimulant",
    Kind.OTHER: "emergency_alcohol_or_other",
    Kind.SUICIDE: "suicide_crisis",
}
KINDS = {topic: kind for kind, topic in _TOPICS.items()}
# What the head takes "help", "talk to me" or "thank you for everything" for.
CRIES = frozenset({"bot_menu_help_stop", "greeting_thanks", "human_contact", "abusive_or_spam"})


class Who(StrEnum):
    """Who is in danger: it decides the first text."""

    OTHER = "other"
    SELF = "self"
    CHILD = "child"
    UNCLEAR = "unclear"


@value(frozen=True, slots=True)
class Danger:
    """A level, and where it is not `none`: kind, who, the rule that fired, and the step that a row asks for.

    `doubted`: a row that tells of danger now fired, and the head does not believe it. `rows`: how many rows fired. `shared`:
    those that did tell of danger, not of its kind. `after`: it is danger because of what was talked of before.
    `breathless`: a row tells that they hardly breathe.
    """

    level: Level = Level.NONE
    kind: Kind = Kind.OVERDOSE
    who: Who = Who.UNCLEAR
    rule: str | None = None
    step: str | None = None
    language: str | None = None
    doubted: bool = False
    rows: int = 0
    shared: bool = False
    after: bool = False
    breathless: bool = False


SAFE = Danger()


@value(frozen=True, slots=True)
class Reading:
    """Danger, topics by falling probability, language (None: cannot be told), place and service."""

    danger: Danger = SAFE
    topics: tuple[tuple[str, float], ...] = ()
    language: str | None = None
    place: Place | None = None
    service: str | None = None


NOTHING_READ = Reading()
