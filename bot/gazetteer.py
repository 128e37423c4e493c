"""ZIP codes and town names to points, offline: nothing a person types is sent to a geocoder.

A name is looked up by its key: folded, with the short forms of signs and envelopes written out ("So. Paris" and "South Paris"
are one). One name in several states gives several places; which of them is meant is for the reader to say, never for us.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.message import Point
from bot.packed import Index
from bot.place_keys import Keys, key_of, key_of_folded
from bot.text import fold
from bot.value import value

# One typing error in a Maine town: at 85 the right town is found in 91 % (0.4 % wrong), and 0.5 % of English words reach a town.
ACCEPT = 85.0
# At 75-85 "heroin" is Hermon and "using" is Cushing: near enough to ask, never to answer.
ASK = 75.0
# A shared pin farther than this from every ZIP is at sea or abroad.
_PIN_MILES = 60.0
_PIN_DEGREES = 1.0
_EARTH_MILES = 6371.0088 / 1.609344
Degrees = NDArray[np.float64]
Rows = NDArray[np.int64]
COLUMNS = ("zip", "key", "name", "state", "county", "tz", "lat", "lon", "population")


class Row(NamedTuple):
    """One line of `content/gazetteer.csv.gz`, all text: a ZIP (`zip` set, no `key`) or a named place (`key` set)."""

    zip: str
    key: str
    name: str
    state: str
    county: str
    tz: str
    lat: str
    lon: str
    population: str


@value(frozen=True, slots=True)
class Place:
    """A town or ZIP area, as the gazetteer names it (never as the person typed it).

    `state` is a postal code ("ME", in Canada "QC"); `lat` and `lon` are degrees; `tz` an IANA name such as "America/New_York";
    `population` is 0 where nobody says. `pinned` is set for a shared location: its name is then only that of the ZIP around it.
    """

    name: str
    state: str
    lat: float
    lon: float
    zip: str | None = None
    county: str | None = None
    tz: str | None = None
    population: int = 0
    pinned: bool = False

    @property
    def point(self) -> Point:
        """Where it is."""
        return Point(self.lat, self.lon)

    @property
    def shown(self) -> str:
        """What people read: "Bangor 04401", or "Bangor, ME"."""
        return f"{self.name}, {self.state}" if self.zip is None else f"{self.name} {self.zip}"


@dataclass(frozen=True, slots=True)
class Guess:
    """Places whose name is spelt nearly so: `score` is 0-100, the best first, one place a spelling."""

    places: tuple[Place, ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Alias:
    """A nickname or landmark that the operator added: for a town ("nyc" shown as New York, NY) or for a point of its own."""

    alias: str
    shown: str
    state: str
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Every ZIP and town, immutable, in memory: columns side by side, and row numbers into them.

    `names`, `states`, `counties` and `zones` are text by row; `lats` and `lons` degrees by row, shape `(rows,)`. The first
    rows are ZIPs in their order, so that of several ZIPs at one point the lowest answers; `codes` numbers them. `zip_lats` are
    their latitudes in order and `zip_rows` the rows of those: a pin is compared with its neighbours only. `nicknames` are the
    words with which an alias may begin. `middle` is the middle of the home states' ZIPs, None without any.
    """

    names: Sequence[str]
    states: Sequence[str]
    counties: Sequence[str]
    zones: Sequence[str]
    lats: Degrees
    lons: Degrees
    populations: Sequence[int]
    codes: Index
    zip_lats: Degrees
    zip_rows: Rows
    keys: Keys
    home: tuple[str, ...] = ()
    aliases: Mapping[str, Place] = field(default_factory=dict)
    nicknames: frozenset[str] = frozenset()
    middle: Point | None = None

    @property
    def zips(self) -> int:
        """How many of the rows are ZIPs: the first ones."""
        return len(self.codes.texts)

    def zip(self, code: str) -> Place | None:
        """The area of a ZIP, a ZIP+4, a postal code of another country or its first half; None when there is none."""
        plain = code.upper().replace(" ", "").replace("-", "")
        first = plain[:5] if plain[:1].isdigit() else plain[:-3] if plain[-2:].isalpha() else plain[:3]
        for each in (plain, first):
            row = self.codes.get(each)
            if row is not None:
                return self._place(row, each)
        return None

    def named(self, name: str, state: str | None = None) -> tuple[Place, ...]:
        """All places called exactly this, those of the home states first and then the larger first; of one state when given."""
        return self.spelt(fold(name), state)

    def spelt(self, name: str, state: str | None = None) -> tuple[Place, ...]:
        """The same for a `name` that is folded already."""
        if not self.keys.may_be(name) and name.partition(" ")[0] not in self.nicknames:
            return ()
        key = key_of_folded(name)
        alias = self.aliases.get(key) or self.aliases.get(name)
        if alias is not None and state in {None, alias.state}:
            return (alias,)
        rows = [self.zips + town for town in self.keys.towns(key)]
        found = [self._place(row) for row in rows if state in {None, self.states[row]}]
        return tuple(sorted(found, key=lambda place: self._far(place.state)))

    def may_begin(self, word: str) -> bool:
        """Whether the name of a place may begin with a folded `word`: true wherever `spelt` finds one."""
        return self.keys.may_begin(word) or word in self.nicknames

    def guess(self, name: str, states: Sequence[str] = ()) -> Guess:
        """Places spelt nearly like `name`, within `states` or anywhere: three at most, with the best one's score (0-100).

        From `ACCEPT` on it may be taken where a place is expected; from `ASK` on it may be asked back; below, nothing is found.
        """
        hits = process.extract(key_of(name), self.keys.within(states), scorer=fuzz.ratio, score_cutoff=ASK, limit=3)
        spelt = ([place for state in states or (None,) for place in self.spelt(key, state)] for key, _, _ in hits)
        return Guess(tuple(found[0] for found in spelt if found), hits[0][1] if hits else 0.0)

    def nearest_zip(self, point: Point) -> Place | None:
        """The ZIP area whose point is nearest to a shared pin; None at sea, abroad, or for a pin that cannot be."""
        if not point.usable or not self.zips:
            return None
        first, last = self.zip_lats.searchsorted((point.lat - _PIN_DEGREES, point.lat + _PIN_DEGREES))
        rows = self.zip_rows[first:last]
        if not rows.size:
            return None
        north = self.lats[rows] - point.lat
        east = (self.lons[rows] - point.lon + 180) % 360 - 180
        apart = north**2 + (east * math.cos(math.radians(point.lat))) ** 2
        row = int(rows[apart == apart.min()].min())
        place = self._place(row, self.codes.texts[row])
        return place if miles_apart(point.lat, point.lon, place.lat, place.lon) <= _PIN_MILES else None

    def largest(self, south_west: Point, north_east: Point, count: int) -> tuple[Place, ...]:
        """The `count` towns with most people between two corners, the largest first."""
        within = (self.lats >= south_west.lat) & (self.lats <= north_east.lat)
        within &= (self.lons >= south_west.lon) & (self.lons <= north_east.lon)
        rows = [row for row in np.flatnonzero(within).tolist() if row >= self.zips and self.populations[row]]
        return tuple(self._place(row) for row in sorted(rows, key=lambda row: -self.populations[row])[:count])

    def from_home(self, place: Place) -> float:
        """Miles from the middle of home: of namesakes elsewhere the nearer is the likelier. 0 where there is no home."""
        return miles_apart(self.middle.lat, self.middle.lon, place.lat, place.lon) if self.middle else 0.0

    def _far(self, state: str) -> int:
        """How far down the list of home states this one stands; those elsewhere come last."""
        return self.home.index(state) if state in self.home else len(self.home)

    def _place(self, row: int, code: str | None = None) -> Place:
        county, zone = self.counties[row] or None, self.zones[row] or None
        lat, lon = float(self.lats[row]), float(self.lons[row])
        return Place(self.names[row], self.states[row], lat, lon, code, county, zone, self.populations[row])


def miles_apart(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Miles in a straight line over the ground between two points in degrees (haversine, a round Earth: 0.5 % at worst)."""
    north, east = math.radians(other_lat - lat), math.radians(other_lon - lon)
    half = math.sin(north / 2) ** 2 + math.cos(math.radians(lat)) * math.cos(math.radians(other_lat)) * math.sin(east / 2) ** 2
    return 2 * _EARTH_MILES * math.asin(math.sqrt(min(1.0, half)))
