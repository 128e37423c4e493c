"""Where a row really is: points that are swapped, have lost a sign, are in metres, at 0,0, or in another state.

A wrong point sends a person across a county. A slip that can be mended without doubt is mended and told; else the middle
of the row's ZIP stands in, marked as such; else the row is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.adapters.importers.record import RefusedError
from bot.gazetteer import Degrees, Gazetteer, Place, miles_apart
from bot.message import Point

_KM = 1.609344
# How far outside its state a point may lie: ZIP points and borders are not exact.
NEAR_KM = 50.0
_WEB_MERCATOR = 20037508.342789244


@dataclass(frozen=True, slots=True)
class Located:
    """A place on the map: `precision` is "point", or "zip" where only the middle of a ZIP or town is known."""

    lat: float
    lon: float
    precision: str
    place: Place | None
    warning: str = ""


class Ground:
    """Where ZIPs, towns and states are."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Nothing is computed yet."""
        self._gazetteer = gazetteer
        self._states: dict[str, tuple[Degrees, Degrees]] = {}
        self._near: dict[tuple[float, float], Place | None] = {}

    def expected(self, code: str, city: str, state: str) -> Place | None:
        """Where the address says it is: its ZIP's middle (unless that is in another state), else its town's."""
        by_zip = self._gazetteer.zip(code) if code else None
        if by_zip and state in {"", by_zip.state}:
            return by_zip
        towns = self._gazetteer.named(city, state) if city and state else ()
        return towns[0] if towns else None

    def locate(self, lat: str, lon: str, expected: Place | None, state: str) -> Located | None:
        """The point of a row, mended where needed; None when it tells none. Raises RefusedError when it cannot be right."""
        x, y = _number(lon), _number(lat)
        if x is None or y is None or (abs(x) < 0.01 and abs(y) < 0.01):
            said = "" if not (lat or lon) else f"the point {lat}, {lon} is none: "
            return _middle(expected, f"{said}only the middle of {expected.zip or expected.name} is known" if expected else "")
        for point, slip in _readings(y, x):
            if self._fits(point, expected, state):
                lat_, lon_ = round(point.lat, 6), round(point.lon, 6)
                return Located(lat_, lon_, "point", self._place(point, expected), slip.format(lat=lat, lon=lon) if slip else "")
        where = state or "the US and Canada"
        if expected is None:
            raise RefusedError(
                f"the point {lat}, {lon} is not in {where}, and no ZIP or town says where it should be: correct lat and lon"
            )
        return _middle(
            expected, f"the point {lat}, {lon} is not in {where}: the middle of {expected.zip or expected.name} is used"
        )

    def _fits(self, point: Point, expected: Place | None, state: str) -> bool:
        """Whether `point` is where a row of `state` can be."""
        if not point.usable:
            return False
        if expected and _km(point, expected) <= NEAR_KM:
            return True
        near = self._nearest(point)
        if not state or (near and near.state == state):
            return near is not None
        return self._to_state(point, state) <= NEAR_KM

    def _place(self, point: Point, expected: Place | None) -> Place | None:
        """The ZIP area that names the zone and, where the row does not, the town."""
        return expected if expected and _km(point, expected) <= NEAR_KM else self._nearest(point)

    def _nearest(self, point: Point) -> Place | None:
        key = (round(point.lat, 2), round(point.lon, 2))
        if key not in self._near:
            self._near[key] = self._gazetteer.nearest_zip(Point(*key))
        return self._near[key]

    def _to_state(self, point: Point, state: str) -> float:
        """How far `point` is from the nearest known place of `state`, in km."""
        if state not in self._states:
            rows = [row for row, each in enumerate(self._gazetteer.states) if each == state]
            self._states[state] = np.asarray(self._gazetteer.lats)[rows], np.asarray(self._gazetteer.lons)[rows]
        lats, lons = self._states[state]
        if not lats.size:
            return 0.0
        north, east = lats - point.lat, (lons - point.lon + 180) % 360 - 180
        row = int(np.argmin(north**2 + (east * math.cos(math.radians(point.lat))) ** 2))
        return miles_apart(point.lat, point.lon, float(lats[row]), float(lons[row])) * _KM


def _readings(y: float, x: float) -> Iterator[tuple[Point, str]]:
    """What a pair may mean, the plain reading first, with the slip in words."""
    if abs(x) <= 180 and abs(y) <= 90:
        yield Point(y, x), ""
    if abs(x) <= 90 and abs(y) <= 180:
        yield Point(x, y), "lat and lon {lat}, {lon} were the wrong way round"
    if 0 < x <= 180 and abs(y) <= 90:
        yield Point(y, -x), "lon {lon} had lost its minus sign"
    if abs(x) <= 90 and 0 < y <= 180:
        yield Point(x, -y), "lat and lon {lat}, {lon} were the wrong way round and had lost the minus sign"
    if 180 < abs(x) <= _WEB_MERCATOR and 90 < abs(y) <= _WEB_MERCATOR:
        yield mercator(x, y), "the point was in metres (web mercator)"


def mercator(x: float, y: float) -> Point:
    """Web mercator metres (EPSG:3857) as degrees."""
    radius = _WEB_MERCATOR / math.pi
    return Point(math.degrees(2 * math.atan(math.exp(y / radius)) - math.pi / 2), math.degrees(x / radius))


def _middle(expected: Place | None, warning: str) -> Located | None:
    return Located(expected.lat, expected.lon, "zip", expected, warning) if expected else None


def _km(point: Point, place: Place) -> float:
    return miles_apart(point.lat, point.lon, place.lat, place.lon) * _KM


def _number(value: str) -> float | None:
    plain = value.strip()
    if re.fullmatch(r"[-+]?\d{1,3},\d+", plain):
        plain = plain.replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
