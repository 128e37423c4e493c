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

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from bot.hours import Openness, Why, openness
from bot.message import Point
from bot.near import Hit, Spot, index_of
from bot.site import SERVICES, Kind, Site, Status
from bot.value import value
from bot.wishes import NO_WISH, Wish

__all__ = ["SERVICES", "Directory", "Found", "Kind", "Nearby", "Site", "Status"]

DETOUR_KM = 8.0
REACH_KM = 15.0
# How many of the nearest are asked whether they are open: a city at 3 a.m. has hundreds of closed doors.
_LOOK_AHEAD = 12
# A wish is looked for among so many of the nearest.
_WISH_AHEAD = 60
_KM_PER_MILE = 1.609344


@value(frozen=True, slots=True)
class Nearby:
    """A site with its distance in straight-line miles, whether it is open, and whether its last check is too old.

    `doubted`: several people have gone and found it shut or not as told since it was last checked.
    """

    site: Site
    miles: float
    openness: Openness
    stale: bool = False
    doubted: bool = False


@value(frozen=True, slots=True)
class Found:
    """The answer to "nearest": `results` in the order to show, and whether there are `more`.

    `granted`: of some of them it is known that they are what was wished. With no result, `nearest_miles_beyond` says how
    many miles off the nearest one lies; None when there is none at all.
    """

    results: tuple[Nearby, ...] = ()
    nearest_miles_beyond: float | None = None
    more: bool = False
    granted: bool = False


class Directory:
    """All sites, immutable; built again when they change (0.1 s for 20,000)."""

    def __init__(self, sites: Iterable[Site], doubted: Collection[str] = ()) -> None:
        """Sort `sites` by id and index each service's; `doubted` are the ids of those that several found shut."""
        self._doubted = frozenset(doubted)
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

    def offers(self, service: str) -> bool:
        """Whether any place that may be shown gives `service`."""
        return service in self._indexes

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
        wish: Wish = NO_WISH,
    ) -> Found:
        """The `k` sites to show for `service` after the first `offset`, by the rules at the head of this file.

        Distances are straight lines on a round Earth; equal ones go by id. Beyond `max_km` nothing is offered. Those of
        which a `wish` is known to be granted come first; the nearest of all is still among the first `k`.
        """
        index = self._indexes.get(service)
        if index is None:
            return Found()
        oldest = now.date().toordinal() - max_age_days
        wanted = max(offset + k + 1, _WISH_AHEAD if wish else _LOOK_AHEAD)
        hits = index.nearest(point, wanted, max_km, oldest, REACH_KM)
        if not hits:
            return Found(nearest_miles_beyond=_miles(index.first_km(point)))
        granted = [hit for hit in hits if wish.granted(self.sites[hit.row], now, stale=hit.stale)] if wish else []
        known: dict[int, Openness] = {}

        def openness_of(hit: Hit) -> Openness:
            if hit.row not in known:
                known[hit.row] = self._openness(hit, now)
            return known[hit.row]

        ordered = _wished(hits, granted, k) if granted else _open_first(hits, openness_of, prefer_open=not wish.when)
        shown = (self._nearby(hit, openness_of(hit)) for hit in ordered[offset : offset + k])
        return Found(tuple(shown), None, len(ordered) > offset + k, bool(granted))

    def by_area(self, county: str | None, service: str, state: str | None = None) -> tuple[Site, ...]:
        """Deliveries, mail and partners that serve `county` ("Penobscot"): the county's own first, then the state's."""
        serves = [site for site in self._by_area if service in site.services and state in {None, site.state}]
        wide = [site for site in serves if "*" in site.area]
        return (*(site for site in serves if county and county in site.area), *wide)

    def _nearby(self, hit: Hit, state: Openness) -> Nearby:
        site = self.sites[hit.row]
        return Nearby(site, _miles(hit.km), state, hit.stale, site.id in self._doubted)

    def _openness(self, hit: Hit, now: datetime) -> Openness:
        state = openness(self.sites[hit.row], now)
        return Openness() if hit.stale and state.why == Why.HOURS else state


def _open_first(hits: Sequence[Hit], openness_of: Callable[[Hit], Openness], *, prefer_open: bool) -> list[Hit]:
    lead = _lead(hits, openness_of, prefer_open=prefer_open)
    return [hits[lead], *hits[:lead], *hits[lead + 1 :]]


def _lead(hits: Sequence[Hit], openness_of: Callable[[Hit], Openness], *, prefer_open: bool) -> int:
    """Which of `hits` to try first: the nearest, or the nearest open one where that is wanted and not much farther."""
    first, limit = None, 0.0
    for position, hit in enumerate(hits[:_LOOK_AHEAD]):
        if first is not None and hit.km > limit:
            break
        state = openness_of(hit)
        if state.open and prefer_open:
            return position
        if first is None and state.why != Why.CLOSURE:
            first, limit = position, hit.km + max(DETOUR_KM, hit.km / 2)
    return first or 0


def _wished(hits: Sequence[Hit], granted: Sequence[Hit], k: int) -> list[Hit]:
    """`granted` before the others, but the nearest of all within the first `k`: its door may be worth a call."""
    nearest = [hits[0]] if hits[0] not in granted else []
    ordered = [*granted[: k - len(nearest)], *nearest, *granted[k - len(nearest) :]]
    return [*ordered, *(hit for hit in hits if hit not in ordered)]


def _spot(row: int, site: Site) -> Spot:
    return Spot(row, site.lat or 0.0, site.lon or 0.0, _day(site.verified_on))


def _day(verified_on: date | None) -> int:
    return verified_on.toordinal() if verified_on else 0


def _miles(km: float) -> float:
    return km / _KM_PER_MILE
