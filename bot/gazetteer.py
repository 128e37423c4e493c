"""ZIP codes and town names to points, offline: nothing a person types is sent to a geocoder.

A name is looked up by its key: folded, with the short forms of signs and envelopes written out ("So. Paris" and "South Paris"
are one). One name in several states gives several places; which of them is meant is for the reader to say, never for us.
"""

from __future__ import annotations

import itertools
import math
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.message import Point
from bot.text import fold

# One typing error in a Maine town: at 85 the right town is found in 91 % (0.4 % wrong), and 0.5 % of English words reach a town.
ACCEPT = 85.0
# At 75-85 "heroin" is Hermon and "using" is Cushing: near enough to ask, never to answer.
ASK = 75.0
# A shared pin farther than this from every ZIP is at sea or abroad.
_PIN_MILES = 60.0
_EARTH_MILES = 6371.0088 / 1.609344
# Short forms at the start of a name, and at its end, as New England writes them.
_FIRST = {
    "st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point", "pte": "pointe", "e": "east", "w": "west",
    "so": "south", "s": "south", "no": "north", "n": "north", "nw": "northwest", "ne": "northeast", "sw": "southwest",
    "se": "southeast", "gt": "great", "lk": "lake", "twp": "township",
}  # fmt: skip
_LAST = {
    "hbr": "harbor", "harbour": "harbor", "bch": "beach", "pt": "point", "hts": "heights", "mls": "mills", "fls": "falls",
    "spgs": "springs", "spg": "spring", "ctr": "center", "centre": "center", "jct": "junction", "vlg": "village",
    "isl": "island", "is": "island", "plt": "plantation", "lk": "lake", "lndg": "landing", "mtn": "mountain", "cty": "county",
    "co": "county",
}  # fmt: skip
# And anywhere but at the end, where "st" is a street.
_ANYWHERE = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}

Degrees = NDArray[np.float64]
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


@dataclass(frozen=True, slots=True)
class Place:
    """A town or ZIP area, as the gazetteer names it (never as the person typed it).

    `state` is a postal code ("ME", in Canada "QC"); `lat` and `lon` are degrees; `tz` an IANA name such as "America/New_York";
    `population` is 0 where nobody says.
    """

    name: str
    state: str
    lat: float
    lon: float
    zip: str | None = None
    county: str | None = None
    tz: str | None = None
    population: int = 0

    @property
    def point(self) -> Point:
        """Where it is."""
        return Point(self.lat, self.lon)


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
    """Every ZIP and town, immutable, in memory: columns side by side and dictionaries of row numbers into them.

    `names`, `states`, `counties` and `zones` are text by row; `lats` and `lons` degrees by row, shape `(rows,)`. The first
    `zips` rows are ZIPs in their order, so that of several ZIPs at one point the lowest answers.
    """

    names: Sequence[str]
    states: Sequence[str]
    counties: Sequence[str]
    zones: Sequence[str]
    lats: Degrees
    lons: Degrees
    populations: Sequence[int]
    zips: int
    by_code: Mapping[str, int]
    by_key: Mapping[str, Sequence[int]]
    keys_by_state: Mapping[str, Sequence[str]]
    home_state: str
    aliases: Mapping[str, Place] = field(default_factory=dict)

    def zip(self, code: str) -> Place | None:
        """The area of a ZIP, a ZIP+4, or a Canadian postal code or its first half; None when there is none."""
        plain = code.strip().upper()
        plain = plain[:5] if plain[:1].isdigit() else plain[:3]
        row = self.by_code.get(plain)
        return None if row is None else self._place(row, plain)

    def named(self, name: str, state: str | None = None) -> tuple[Place, ...]:
        """All places called exactly this, the home state's first and then the larger first; of one state when it is given."""
        key = key_of(name)
        alias = self.aliases.get(key) or self.aliases.get(fold(name))
        if alias is not None and state in {None, alias.state}:
            return (alias,)
        found = [self._place(row) for row in self.by_key.get(key, ()) if state in {None, self.states[row]}]
        return tuple(sorted(found, key=lambda place: place.state != self.home_state))

    def guess(self, name: str, state: str | None = None) -> Guess:
        """Places spelt nearly like `name`, within one state or anywhere: three at most, with the best one's score (0-100).

        From `ACCEPT` on it may be taken where a place is expected; from `ASK` on it may be asked back; below, nothing is found.
        """
        keys = self.keys_by_state.get(state, ()) if state else tuple(self.by_key)
        hits = process.extract(key_of(name), keys, scorer=fuzz.ratio, score_cutoff=ASK, limit=3)
        places = (self.named(key, state) for key, _, _ in hits)
        return Guess(tuple(found[0] for found in places if found), hits[0][1] if hits else 0.0)

    def nearest_zip(self, point: Point) -> Place | None:
        """The ZIP area whose point is nearest to a shared pin; None at sea, abroad, or for a pin that cannot be."""
        if not point.usable or not self.zips:
            return None
        north = self.lats[: self.zips] - point.lat
        east = (self.lons[: self.zips] - point.lon + 180) % 360 - 180
        row = int(np.argmin(north**2 + (east * math.cos(math.radians(point.lat))) ** 2))
        place = self._place(row, self._code(row))
        return place if miles_apart(point.lat, point.lon, place.lat, place.lon) <= _PIN_MILES else None

    def county(self, point: Point) -> str | None:
        """The county of the ZIP area nearest to a shared pin, as "Penobscot"."""
        place = self.nearest_zip(point)
        return place.county if place else None

    def _code(self, row: int) -> str:
        return next(itertools.islice(self.by_code, row, None))

    def _place(self, row: int, code: str | None = None) -> Place:
        county, zone = self.counties[row] or None, self.zones[row] or None
        lat, lon = float(self.lats[row]), float(self.lons[row])
        return Place(self.names[row], self.states[row], lat, lon, code, county, zone, self.populations[row])


def key_of(name: str) -> str:
    """The form under which a name is kept: "St. Albans" gives "saint albans", "Old Orchard Bch" "old orchard beach"."""
    words = fold(name).split()
    if len(words) < 2:  # a short form alone, such as "no" or "so", is a word and not part of a name
        return " ".join(words)
    middle = [_ANYWHERE.get(word, word) for word in words[1:-1]]
    return " ".join([_FIRST.get(words[0], words[0]), *middle, _LAST.get(words[-1], words[-1])])


def miles_apart(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Miles in a straight line over the ground between two points in degrees (haversine, a round Earth: 0.5 % at worst)."""
    north, east = math.radians(other_lat - lat), math.radians(other_lon - lon)
    half = math.sin(north / 2) ** 2 + math.cos(math.radians(lat)) * math.cos(math.radians(other_lat)) * math.sin(east / 2) ** 2
    return 2 * _EARTH_MILES * math.asin(math.sqrt(min(1.0, half)))


def gazetteer_of(rows: Iterable[Sequence[str]], home_state: str, aliases: Iterable[Alias] = ()) -> Gazetteer:
    """A gazetteer from rows in the order of `COLUMNS`, ZIPs first, sorted by ZIP as the file is."""
    texts: tuple[list[str], ...] = ([], [], [], [])
    lats, lons = array("d"), array("d")
    codes: dict[str, int] = {}
    keys: dict[str, list[int]] = {}
    sizes = array("l")
    # 100,000 rows hold 3,000 different counties and 60 zones: one copy of each saves 15 MB.
    one: dict[str, str] = {}
    for number, (code, key, *text, lat, lon, population) in enumerate(rows):
        for column, value in zip(texts, text, strict=True):
            column.append(one.setdefault(value, value))
        lats.append(float(lat))
        lons.append(float(lon))
        sizes.append(int(population))
        if code:
            codes[code] = number
        else:
            keys.setdefault(key, []).append(number)
    for found in keys.values():
        if len(found) > 1:
            found.sort(key=lambda row: -sizes[row])
    degrees = np.array(lats), np.array(lons)
    names, states, counties, zones = texts
    places = names, states, counties, zones, *degrees, sizes, len(codes), codes, keys
    gazetteer = Gazetteer(*places, _by_state(keys, states), home_state)
    return replace(gazetteer, aliases=dict(_resolved(gazetteer, aliases)))


def _by_state(keys: Mapping[str, Sequence[int]], states: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, rows in keys.items():
        for state in {states[row] for row in rows} if len(rows) > 1 else (states[rows[0]],):
            found.setdefault(state, []).append(key)
    return found


def _resolved(gazetteer: Gazetteer, aliases: Iterable[Alias]) -> Iterator[tuple[str, Place]]:
    """Each alias with its place: its own point if it has one (a landmark), else the town that it names."""
    for alias in aliases:
        if alias.point is not None:
            near = gazetteer.nearest_zip(alias.point)
            county, zone = (near.county, near.tz) if near else (None, None)
            yield key_of(alias.alias), Place(alias.shown, alias.state, alias.point.lat, alias.point.lon, None, county, zone)
        elif towns := gazetteer.named(alias.shown, alias.state):
            yield key_of(alias.alias), towns[0]
