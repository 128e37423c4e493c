"""The nearest three among many made-up sites: ours, SQLite's R*Tree, a plain SQL scan and PostGIS, on the same points.

PostGIS works in a process of its own, so that beside it both are measured by the clock on the wall, not by processor time.
"""

from __future__ import annotations

import math
import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import psycopg

from bot.directory import Directory
from bot.message import Point
from bot.near import Index, Spot, index_of
from bot.site import Site
from measure import postgis
from measure.row import Row, cpu_ms, median_cpu_ms, median_ms, row

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TODAY = NOW.date().toordinal()
FIRST_BOX_KM, KM_PER_DEGREE, ASKED = 6.0, 111.2, 200
Ask = Callable[[Point], int]


def rows(seed: int, sizes: Sequence[int] = (20_000, 1_000_000)) -> Iterator[Row]:
    """Rows for each size, and for the smallest the whole answer with opening hours; about a minute for a million."""
    chance = random.Random(seed)  # noqa: S311 - variety, not secrecy
    towns = [(chance.uniform(26, 48), chance.uniform(-122, -70)) for _ in range(3000)]
    asked = [_beside(chance, towns) for _ in range(ASKED)]
    with postgis.running() as server:
        for size in sizes:
            places = [_beside(chance, towns) for _ in range(size)]
            yield from _compared(places, asked, server)
            if size == min(sizes):
                yield _answered(places, asked)


def _beside(chance: random.Random, towns: Sequence[tuple[float, float]]) -> Point:
    lat, lon = chance.choice(towns)
    return Point(lat + chance.gauss(0, 0.1), lon + chance.gauss(0, 0.1))


def _compared(places: Sequence[Point], asked: Sequence[Point], server: psycopg.Connection[Any] | None) -> Iterator[Row]:
    size = f"{len(places):,}"
    index = index_of(Spot(number, place.lat, place.lon, TODAY) for number, place in enumerate(places))
    database = _filled(places)
    ours, tree, scan = _ask_index(index), _ask_tree(database), _ask_scan(database)
    our_ms, n = median_cpu_ms([lambda point=point: ours(point) for point in asked], 3)  # type: ignore[misc]
    tree_ms, _ = median_cpu_ms([lambda point=point: tree(point) for point in asked], 3)  # type: ignore[misc]
    scan_ms = sorted(cpu_ms(lambda point=point: scan(point)) for point in asked[:9])[4]  # type: ignore[misc]
    same = sum(ours(point) == tree(point) for point in asked)
    yield row(f"nearest 3 of {size}", our_ms, "ms CPU", ("R*Tree", tree_ms), n)
    yield row(f"nearest 3 of {size}", our_ms, "ms CPU", ("SQL scan", scan_ms), n)
    yield row(f"nearest of {size} is the R*Tree's too", same, "times", ("of", len(asked)), len(asked))
    database.close()
    yield from _beside_postgis(places, asked, ours, server)


def _beside_postgis(
    places: Sequence[Point], asked: Sequence[Point], ours: Ask, server: psycopg.Connection[Any] | None
) -> Iterator[Row]:
    name = f"nearest 3 of {len(places):,}"
    our_ms, n = median_ms([lambda point=point: ours(point) for point in asked], 3)  # type: ignore[misc]
    if server is None:
        yield Row(name, our_ms, "ms wall", postgis.MISSING, n=n)
        return
    postgis.fill(server, places)
    theirs = postgis.ask(server)
    their_ms, _ = median_ms([lambda point=point: theirs(point) for point in asked], 3)  # type: ignore[misc]
    bare_ms, _ = median_ms([lambda: server.execute("SELECT 1", prepare=True).fetchall()], 200)
    yield row(name, our_ms, "ms wall", ("PostGIS <->", their_ms), n)
    yield row("PostgreSQL's bare round trip", bare_ms, "ms wall", n=200)
    same = sum(ours(point) == theirs(point) for point in asked)
    yield row(f"nearest of {len(places):,} is PostGIS's too", same, "times", ("of", len(asked)), len(asked))


def _answered(places: Sequence[Point], asked: Sequence[Point]) -> Row:
    hours = {"services": ("naloxone",), "tz": "America/New_York", "hours": "Mo-Fr 09:00-17:00; Sa 10:00-14:00"}
    sites = (
        Site(id=f"s{number}", name="Made up", lat=place.lat, lon=place.lon, verified_on=NOW.date(), **hours)  # type: ignore[arg-type]
        for number, place in enumerate(places)
    )
    directory = Directory(sites)
    value, n = median_cpu_ms([lambda point=point: directory.nearest(point, "naloxone", NOW) for point in asked], 3)  # type: ignore[misc]
    return row(f"nearest 3 of {len(places):,}, with opening hours", value, "ms CPU", n=n)


def _ask_index(index: Index) -> Ask:
    def ask(point: Point) -> int:
        hits = index.nearest(point, 3, 160.0, TODAY - 365, 15.0)
        return hits[0].row if hits else -1

    return ask


def _filled(places: Sequence[Point]) -> sqlite3.Connection:
    """Both rivals in memory: a table without an index, and a tree."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE site (id INTEGER PRIMARY KEY, lat REAL, lon REAL)")
    database.execute("CREATE VIRTUAL TABLE tree USING rtree(id, south, north, west, east)")
    database.executemany("INSERT INTO site VALUES (?, ?, ?)", ((n, p.lat, p.lon) for n, p in enumerate(places)))
    database.executemany(
        "INSERT INTO tree VALUES (?, ?, ?, ?, ?)", ((n, p.lat, p.lat, p.lon, p.lon) for n, p in enumerate(places))
    )
    return database


# Flat distances, cheaper than ours on a round Earth: the rivals are given that.
_FLAT = "(lat - :lat) * (lat - :lat) + (lon - :lon) * (lon - :lon) * :flat"
_SCAN = f"SELECT id, lat, lon FROM site ORDER BY {_FLAT} LIMIT 3"  # noqa: S608 - a constant
_BOX = "south >= :lat - :high AND north <= :lat + :high AND west >= :lon - :wide AND east <= :lon + :wide"
_TREE = (
    f"SELECT id, {_FLAT} AS far FROM (SELECT id, south AS lat, west AS lon FROM tree WHERE {_BOX}) "  # noqa: S608 - a constant
    "ORDER BY far LIMIT 3"
)


def _ask_scan(database: sqlite3.Connection) -> Ask:
    def ask(point: Point) -> int:
        values = {"lat": point.lat, "lon": point.lon, "flat": math.cos(math.radians(point.lat)) ** 2}
        return int(database.execute(_SCAN, values).fetchall()[0][0])

    return ask


def _ask_tree(database: sqlite3.Connection) -> Ask:
    """Boxes that grow until three lie within the circle, as anybody would ask an R*Tree."""

    def ask(point: Point) -> int:
        across = math.cos(math.radians(point.lat))
        values, ring = {"lat": point.lat, "lon": point.lon, "flat": across**2}, FIRST_BOX_KM
        while True:
            high = ring / KM_PER_DEGREE
            found = database.execute(_TREE, values | {"high": high, "wide": high / across}).fetchall()
            if (len(found) == 3 and found[-1][1] <= high**2) or ring > 160:
                return int(found[0][0]) if found else -1
            ring *= 3

    return ask
