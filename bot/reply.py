"""What to say back, before any channel has shaped it."""

from __future__ import annotations

from bot.directory import Nearby
from bot.state import State
from bot.understanding.following import Followed
from bot.understanding.reading import NOTHING_READ, Reading
from bot.value import value


@value(frozen=True, slots=True)
class Choice:
    """One way on: `label` is what is shown, `says` the plain words that choosing it sends."""

    label: str
    says: str


@value(frozen=True, slots=True)
class Reply:
    """`lead` stands alone; `before` comes ahead of it, `notes` behind it, each a short text of its own.

    `urgent` replies (the first text of an emergency) are one SMS segment and carry nothing before or behind the lead.
    `places` are the sites that the text names, for channels that can show more than text; `silent` sends nothing.
    A `warned` lead says itself, first of all, what to do in danger.
    """

    lead: str
    language: str = "en"
    before: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    places: tuple[Nearby, ...] = ()
    asks_place: bool = False
    urgent: bool = False
    entry: str | None = None
    silent: bool = False
    warned: bool = False

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Everything that is said, in order, without the choices."""
        return (*self.before, self.lead, *self.notes)


@value(frozen=True, slots=True)
class Tally:
    """What the counters may learn: nothing of it tells who, and its parts are counted in separate tables.

    `site_report` is the id of a place that somebody found shut or not as told.
    """

    topic: str
    channel: str
    language: str
    area: str | None = None
    danger: bool = False
    site_report: str | None = None


@value(frozen=True, slots=True)
class Outcome:
    """A `Reply`, the `State` to carry on (None: forget), a `Tally` for the counters, and what was understood.

    `followed` is what an ordinary answer in the middle of a talk was chosen by: training learns from it, nothing else reads it.
    """

    reply: Reply
    state: State | None
    tally: Tally
    reading: Reading = NOTHING_READ
    followed: Followed | None = None
