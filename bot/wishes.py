"""How a person wants a place: open now or on a day, without an appointment, without insurance. Known, known not, or unknown.

Only what a source says counts: a wish is never granted by silence, and a place is never left out because of one.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum

from bot.hours import local_time, open_on, openness
from bot.site import Site
from bot.value import value

_WALK_IN = re.compile(r"\bwalk[- ]?ins?\b|\bdrop[- ]?in\b|\bno appointment|\bwithout (?:an )?appointment", re.IGNORECASE)
_FREE = re.compile(r"\bfree\b|\bno (?:cost|charge|insurance)\b|\bsliding\b|\buninsured\b|\bwithout insurance\b", re.IGNORECASE)
_NOT_FREE = re.compile(r"\bnot free\b|\binsurance (?:is )?(?:needed|required)\b", re.IGNORECASE)
_WEEK = 7


class When(StrEnum):
    """When a door should be open."""

    NOW = "now"
    TODAY = "today"
    TOMORROW = "tomorrow"
    DAY = "day"
    ALWAYS = "always"


@value(frozen=True, slots=True)
class Wish:
    """What is asked of a place beside its service; `day` is 0 for Monday to 6 for Sunday, with `When.DAY`."""

    when: When | None = None
    day: int = 0
    walk_in: bool = False
    free: bool = False

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return bool(self.when or self.walk_in or self.free)

    def granted(self, site: Site, now: datetime, *, stale: bool = False) -> bool:
        """Whether it is known that `site` is all that is asked; the hours of a `stale` site are not believed."""
        timely = self.when is None or (not stale and self._open(site, now))
        return timely and not (self.walk_in and not _walks_in(site)) and not (self.free and not _is_free(site))

    def _open(self, site: Site, now: datetime) -> bool:
        if self.when in {When.NOW, When.ALWAYS}:
            state = openness(site, now)
            return state.open is True and (self.when == When.NOW or state.next_change is None)
        local = local_time(site, now)
        return local is not None and open_on(site, local + timedelta(days=self._days_ahead(local)), now) is True

    def _days_ahead(self, local: datetime) -> int:
        if self.when == When.DAY:
            return (self.day - local.weekday()) % _WEEK
        return 1 if self.when == When.TOMORROW else 0


NO_WISH = Wish()


def _walks_in(site: Site) -> bool:
    said = f"{site.access} {site.eligibility} {site.what_to_expect} {site.bring} {site.hours_text}"
    return not site.by_appointment and bool(_WALK_IN.search(said))


def _is_free(site: Site) -> bool:
    said = f"{site.cost} {site.eligibility}"
    return bool(_FREE.search(said)) and not _NOT_FREE.search(said)
