"""The places that help, and the nearest of them: exact, by service, from memory.

Rules that decide what a person is sent to:

* Only what is published and still there is offered. A site that is closed for a time is shown as such, never first.
* The nearest comes first, but one that is open now goes before it when it is not much farther: at most `DETOUR_KM`, or
  half as far again. Eight kilometres are ten minutes by car or half an hour by bicycle; somebody on foot in the cold is
  not sent past a door that opens in an hour. Only the first place changes: the nearest closed one is named second.
* A site that nobody has checked for `max_age_days`, or nobody knows when, is left out when a fresher one lies at most
  `REACH_KM` farther: a sure door a quarter of an hour on is better than a doubtful one, but a doubtful one here is
  better than a sure one two towns away. What such a site says of its hours is not believed: its openness is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.hours import Openness, Why, openness
from bot.message import Point
from bot.near import Hit, Spot, index_of
from bot.site import SERVICES, Kind, Site, Status

__all__ = ["SERVICES", "Directory", "Found", "Kind", "Nearby", "Site", "Status"]

DETOUR_KM = 8.0
REACH_KM = 15.0
# How many of the nearest are asked whether they are open: a city at 3 a.m. has hundreds of closed doors.
_LOOK_AHEAD = 12
_KM_PER_MILE = 1.609344


@dataclass(frozen=True, slots=True)
class Nearby:
    """A site with its distance in straight-line miles, whether it is open, and whether its last check is too old."""

    site: Site
    miles: float
    openness: Openness
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to "nearest": `results` in the order to show, and whether there are `more`.

    With no result, `nearest_miles_beyond` says how many miles off the nearest one lies; None when there is none at all.
    """

    results: tuple[Nearby, ...] = ()
    nearest_miles_beyond: float | None = None
    more: bool = False


class Directory:
    """All sites, immutable; built again when they change (0.1 s for 20,000)."""

    def __init__(self, sites: Iterable[Site]) -> None:
        """Sort `sites` by id and index each service's."""
        self.sites: tuple[Site, ...] = tuple(sorted(sites, key=lambda site: site.id))
        self._by_id: Mapping[str, Site] = {site.id: site for site in self.sites}
        spots: dict[str, list[Spot]] = {}
        for row, site in enumerate(self.sites):
            if site.offered and site.has_door:
                for service in site.services:
                    spots.setdefault(service, []).append(_spot(row, site))
        self._indexes = {service: index_of(found) for service, found in spots.items()}
        self._by_area = tuple(site for site in self.sites if site.offered and site.area)

    def __len__(self) -> int:
        """How many sites there are, shown or not."""
        return len(self.sites)

    def get(self, site_id: str) -> Site | None:
        """The site of that id, shown or not."""
        return self._by_id.get(site_id)

    def nearest(  # noqa: PLR0913 (all but three have answers)
        self,
        point: Point,
        service: str,
        now: datetime,
        *,
        k: int = 3,
        offset: int = 0,
        max_km: float = 160.0,
        max_age_days: int = 365,
    ) -> Found:
        """The `k` sites to show for `service` after the first `offset`, by the rules at the head of this file.

        Distances are straight lines on a round Earth; equal ones go by id. Beyond `max_km` nothing is offered.
        """
        index = self._indexes.get(service)
        if index is None:
            return Found()
        oldest = now.date().toordinal() - max_age_days
        wanted = max(offset + k + 1, _LOOK_AHEAD)
        hits = index.nearest(point, wanted, max_km, oldest, REACH_KM)
        if not hits:
            return Found(nearest_miles_beyond=_miles(index.first_km(point)))
        lead = self._lead(hits, now)
        ordered = [hits[lead], *hits[:lead], *hits[lead + 1 :]]
        shown = (self._nearby(hit, now) for hit in ordered[offset : offset + k])
        return Found(tuple(shown), None, len(ordered) > offset + k)

    def by_area(self, county: str | None, service: str, state: str | None = None) -> tuple[Site, ...]:
        """Deliveries, mail and partners that serve `county` ("Penobscot"): the county's own first, then the state's."""
        serves = [site for site in self._by_area if service in site.services and state in {None, site.state}]
        wide = [site for site in serves if "*" in site.area]
        return (*(site for site in serves if county and county in site.area), *wide)

    def _nearby(self, hit: Hit, now: datetime) -> Nearby:
        site = self.sites[hit.row]
        return Nearby(site, _miles(hit.km), self._openness(hit, now), hit.stale)

    def _openness(self, hit: Hit, now: datetime) -> Openness:
        state = openness(self.sites[hit.row], now)
        return Openness() if hit.stale and state.why == Why.HOURS else state

    def _lead(self, hits: Sequence[Hit], now: datetime) -> int:
        """Which of `hits` to try first: the nearest, or the nearest open one where that is not much farther."""
        first, limit = None, 0.0
        for position, hit in enumerate(hits[:_LOOK_AHEAD]):
            if first is not None and hit.km > limit:
                break
            state = self._openness(hit, now)
            if state.open:
                return position
            if first is None and state.why != Why.CLOSURE:
                first, limit = position, hit.km + max(DETOUR_KM, hit.km / 2)
        return first or 0


def _spot(row: int, site: Site) -> Spot:
    return Spot(row, site.lat or 0.0, site.lon or 0.0, _day(site.verified_on))


def _day(verified_on: date | None) -> int:
    return verified_on.toordinal() if verified_on else 0


def _miles(km: float) -> float:
    return km / _KM_PER_MILE
