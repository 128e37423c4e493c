"""The gazetteer from its rows: read once, column by column, so that no row stays behind as an object of its own."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from bot.gazetteer import COLUMNS, Alias, Degrees, Gazetteer, Place
from bot.message import Point
from bot.packed import Index, Numbered, Repeated, Texts
from bot.place_keys import FIRST, Keys, key_of

_AT_ONCE = 2048


class _Columns:
    """The cells of all rows by column. A row that has a code has no key; `keys` are numbers in `numbered`."""

    def __init__(self) -> None:
        self.codes, self.names = Texts(), Texts()
        self.states, self.counties, self.zones = Repeated(), Repeated(), Repeated()
        self.numbered, self.keys = Numbered(), array("q")
        self.lats, self.lons, self.sizes = array("d"), array("d"), array("q")

    def add(self, rows: Sequence[Sequence[str]]) -> None:
        """Add `rows`. Raises ValueError for a row of another length, or a number that is none."""
        if set(map(len, rows)) != {len(COLUMNS)}:
            raise ValueError(f"a row has not {len(COLUMNS)} cells")
        codes, keys, names, states, counties, zones, *numbers = zip(*rows, strict=True)
        self.codes.extend(tuple(filter(None, codes)))
        self.keys.extend(self.numbered[key] for key, code in zip(keys, codes, strict=True) if not code)
        self.names.extend(names)
        for column, cells in ((self.states, states), (self.counties, counties), (self.zones, zones)):
            column.extend(cells)
        lats, lons, sizes = numbers
        self.lats.extend(map(float, lats))
        self.lons.extend(map(float, lons))
        self.sizes.extend(map(int, sizes))


def gazetteer_of(rows: Iterable[Sequence[str]], home: tuple[str, ...], aliases: Iterable[Alias] = ()) -> Gazetteer:
    """A gazetteer from rows in the order of `COLUMNS`, ZIPs first, sorted by ZIP as the file is. Raises ValueError."""
    columns, left = _Columns(), iter(rows)
    while batch := list(islice(left, _AT_ONCE)):
        columns.add(batch)
    zips = len(columns.codes)
    lats, lons = np.array(columns.lats), np.array(columns.lons)
    southward = np.argsort(lats[:zips], kind="stable")
    gazetteer = Gazetteer(
        names=columns.names,
        states=columns.states,
        counties=columns.counties,
        zones=columns.zones,
        lats=lats,
        lons=lons,
        populations=columns.sizes,
        codes=Index(columns.codes),
        zip_lats=lats[southward],
        zip_rows=southward,
        keys=Keys(columns.numbered, columns.keys, columns.states[zips:], columns.sizes[zips:], home),
        home=home,
        middle=_middle(lats[:zips], lons[:zips], columns.states[:zips], home),
    )
    resolved = dict(_resolved(gazetteer, aliases))
    return replace(gazetteer, aliases=resolved, nicknames=frozenset(_beginnings(resolved)))


def _middle(lats: Degrees, lons: Degrees, states: Sequence[str], home: tuple[str, ...]) -> Point | None:
    """The middle of the home states, by their ZIPs."""
    ours = [row for row, state in enumerate(states) if state in home]
    return Point(float(lats[ours].mean()), float(lons[ours].mean())) if ours else None


def _beginnings(aliases: Iterable[str]) -> Iterator[str]:
    """The first words with which these keys may be typed, long or short ("saint john valley", "st john valley")."""
    for alias in aliases:
        first = alias.partition(" ")[0]
        yield first
        yield from (short for short, long in FIRST.items() if long == first)


def _resolved(gazetteer: Gazetteer, aliases: Iterable[Alias]) -> Iterator[tuple[str, Place]]:
    """Each alias with its place: its own point if it has one (a landmark), else the town that it names."""
    for alias in aliases:
        if alias.point is not None:
            near = gazetteer.nearest_zip(alias.point)
            county, zone = (near.county, near.tz) if near else (None, None)
            yield key_of(alias.alias), Place(alias.shown, alias.state, alias.point.lat, alias.point.lon, None, county, zone)
        elif towns := gazetteer.named(alias.shown, alias.state):
            yield key_of(alias.alias), towns[0]
