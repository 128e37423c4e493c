"""Lines of GeoNames' postal files and of the Census's gazetteers as named points; what cannot be used is told with its line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.message import Point
from bot.text import clean

# GeoNames postal: country, code, place, three levels of government with a code each, latitude, longitude, accuracy.
_POSTAL_COLUMNS = range(11, 13)
_CENSUS = {"NAME", "INTPTLAT", "INTPTLONG", "GEOID"}
# What the Census writes behind a name, the longest first.
_SUFFIX = re.compile(
    r" (?:city and borough|consolidated government|metro government|unified government|unorganized territory|metropolitan"
    r" government|charter township|plantation|municipality|reservation|township|borough|village|county|city|town|gore|grant"
    r"|CDP|UT)"
    r"(?: \(balance\))?$"
)
_NO_TOWN = re.compile(
    r"^(?:District|Precinct|Ward|Beat|Division|Township|Election Precinct)\b.*\d|\bnot defined$|^UT$", re.IGNORECASE
)
_LONGEST_NAME = 80


class Unusable(NamedTuple):
    """A line that is left out, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Named:
    """A point and its names: `code` is a postal code or "", `state` a postal code of the US or Canada, else the region's name."""

    name: str
    state: str
    county: str
    point: Point
    code: str = ""


def is_census(header: Sequence[str]) -> bool:
    """Whether a first line is that of a Census gazetteer."""
    return {cell.strip() for cell in header} >= _CENSUS


def is_postal(row: Sequence[str]) -> bool:
    """Whether a line has the form of GeoNames' postal files."""
    return len(row) in _POSTAL_COLUMNS and len(row[0].strip()) == 2 and row[0].strip().isupper() and _number(row[9]) is not None


def census(rows: Iterator[Sequence[str]], header: Sequence[str]) -> Iterator[Named | Unusable]:
    """The lines behind `header`; both forms, parted by | or by tab, with blanks behind the cells."""
    columns = {cell.strip(): number for number, cell in enumerate(header)}
    for line, row in enumerate(rows, start=2):
        if len(row) < len(columns):
            yield Unusable(line, f"{len(row)} cells instead of {len(columns)}: cut short?")
            continue
        cells = {name: row[number].strip() for name, number in columns.items()}
        name = _SUFFIX.sub("", cells["NAME"])
        if _NO_TOWN.search(name):
            yield Unusable(line, "a district by number, not a town")
        else:
            yield _named(line, (name, cells.get("USPS", ""), "", ""), (cells["INTPTLAT"], cells["INTPTLONG"]))


def postal(rows: Iterator[Sequence[str]]) -> Iterator[Named | Unusable]:
    """Lines of GeoNames' postal form."""
    for line, row in enumerate(rows, start=1):
        if len(row) not in _POSTAL_COLUMNS:
            yield Unusable(line, f"{len(row)} cells instead of 12: GeoNames' postal form has 12, parted by tabs")
            continue
        country, code, name, region, region_code, county = (cell.strip() for cell in row[:6])
        state = region_code if country in {"US", "CA"} else region or country
        yield _named(line, (name, state, county, code), (row[9], row[10]))


def _named(line: int, said: tuple[str, str, str, str], point: tuple[str, str]) -> Named | Unusable:
    """`said` is a name, its state, its county and its postal code, as they stand in the file."""
    name, state, county, code = (" ".join(clean(each).split()) for each in said)
    lat, lon = map(_number, point)
    if not name or len(name) > _LONGEST_NAME:
        return Unusable(line, f"its name has {len(name)} characters")
    if lat is None or lon is None or not Point(lat, lon).usable:
        return Unusable(line, f"{point[0].strip()[:20]!r}, {point[1].strip()[:20]!r} is no place in degrees")
    return Named(name, state, county, Point(round(lat, 4), round(lon, 4)), code.upper().replace(" ", "").replace("-", ""))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
