"""Places on a flat sheet: degrees to pixels, places at one spot side by side, a grid and town names to know where one is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.message import Point

# The longer side of the sheet, in pixels, and the room around the outermost places.
_SIDE, _MARGIN = 860.0, 0.12
_LEAST_DEGREES = 0.6
# A dot's size: places at one spot stand so far apart.
_APART = 21.0
_GOLDEN = math.pi * (3 - math.sqrt(5))
# A name needs so much room, or is left out.
_NAME_WIDE, _NAME_HIGH = 7.2, 20.0
_STEPS = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)


class Spot(NamedTuple):
    """Something at `x`, `y` pixels from the upper left corner, and what it is called."""

    x: float
    y: float
    name: str


class Line(NamedTuple):
    """A line of the grid and its label."""

    x1: float
    y1: float
    x2: float
    y2: float
    label: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of `width` by `height` pixels; `dots` are named by the keys given."""

    width: int
    height: int
    dots: tuple[Spot, ...]
    towns: tuple[Spot, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Corners in degrees, and pixels for a degree of latitude; a degree of longitude is narrower by `squeeze`."""

    south: float
    west: float
    north: float
    east: float
    squeeze: float
    scale: float

    def at(self, point: Point) -> tuple[float, float]:
        return (point.lon - self.west) * self.squeeze * self.scale, (self.north - point.lat) * self.scale


def paper(places: Sequence[tuple[str, Point]], towns: Callable[[Point, Point], Sequence[tuple[str, Point]]]) -> Paper:
    """The sheet of `places`, each a key and its point; `towns` gives names between two corners, the largest first."""
    frame = _frame([point for _, point in places])
    width, height = (frame.east - frame.west) * frame.squeeze * frame.scale, (frame.north - frame.south) * frame.scale
    corners = Point(frame.south, frame.west), Point(frame.north, frame.east)
    dots = tuple(_apart([Spot(*frame.at(point), key) for key, point in places]))
    names = tuple(_with_room([Spot(*frame.at(point), name) for name, point in towns(*corners)], width, height))
    return Paper(round(width), round(height), dots, names, (*_parallels(frame, width), *_meridians(frame, height)))


def _frame(points: Sequence[Point]) -> _Frame:
    south, north = _wide(min(each.lat for each in points), max(each.lat for each in points))
    west, east = _wide(min(each.lon for each in points), max(each.lon for each in points))
    squeeze = max(0.05, math.cos(math.radians((south + north) / 2)))
    return _Frame(south, west, north, east, squeeze, _SIDE / max(north - south, (east - west) * squeeze))


def _wide(low: float, high: float) -> tuple[float, float]:
    more = max((high - low) * _MARGIN, (_LEAST_DEGREES - (high - low)) / 2)
    return low - more, high + more


def _apart(dots: Sequence[Spot]) -> Iterator[Spot]:
    """Dots that would cover each other, spread around their spot like seeds: none hides another."""
    taken: dict[tuple[int, int], int] = {}
    for x, y, name in dots:
        cell = round(x / _APART), round(y / _APART)
        rank = taken[cell] = taken.get(cell, -1) + 1
        radius, turn = _APART * math.sqrt(rank), rank * _GOLDEN
        yield Spot(round(x + radius * math.cos(turn), 1), round(y + radius * math.sin(turn), 1), name)


def _with_room(names: Sequence[Spot], width: float, height: float) -> Iterator[Spot]:
    """Names that do not run into one larger, nor over the edge."""
    kept: list[Spot] = []
    for spot in names:
        long = len(spot.name) * _NAME_WIDE
        inside = spot.x + long < width and _NAME_HIGH < spot.y < height - _NAME_HIGH
        if inside and not any(abs(spot.y - each.y) < _NAME_HIGH and abs(spot.x - each.x) < long + 40 for each in kept):
            kept.append(spot)
            yield Spot(round(spot.x, 1), round(spot.y, 1), spot.name)


def _parallels(frame: _Frame, width: float) -> Iterator[Line]:
    for degree in _degrees(frame.south, frame.north):
        y = round((frame.north - degree) * frame.scale, 1)
        yield Line(0, y, round(width, 1), y, f"{abs(degree):g}° {'N' if degree >= 0 else 'S'}")


def _meridians(frame: _Frame, height: float) -> Iterator[Line]:
    for degree in _degrees(frame.west, frame.east):
        x = round((degree - frame.west) * frame.squeeze * frame.scale, 1)
        yield Line(x, 0, x, round(height, 1), f"{abs(degree):g}° {'E' if degree >= 0 else 'W'}")


def _degrees(low: float, high: float) -> Iterator[float]:
    step = next((each for each in _STEPS if (high - low) / each <= 8), _STEPS[-1])
    first = math.ceil(low / step)
    yield from (number * step for number in range(first, math.floor(high / step) + 1))
