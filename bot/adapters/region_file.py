"""A region's own file, `content/regions/<name>/region.toml`: what it is called, its states, its clock, the wider region.

A slip in it is told and costs only what it says: the lines, the numbers and the steps of the region answer all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.adapters.files import Reader, line_of
from bot.adapters.parsing import Table
from bot.errors import Fault
from bot.region import Region
from bot.understanding.place_words import STATE_CODES

FILE = "region.toml"
# What answers where a region's file cannot say what is wider.
WIDEST = "us"
_CODES = set(STATE_CODES.values())


def load_region(content: Path, name: str) -> tuple[Region, list[Fault]]:
    """The region `name` of the folder `content`, as far as its file can be used, and every fault in the files of its chain."""
    first, faults = _read(content, name)
    chain, wider = [name], _next(first, name)
    while wider and wider not in chain:
        chain.append(wider)
        table, more = _read(content, wider)
        faults += more
        wider = _next(table, wider)
    if wider:
        faults.append(_fault(content, chain[-1], "next", f'{wider!r} comes back to itself: the widest region has next = ""'))
        chain += [WIDEST] if WIDEST not in chain else []
    states = first.get("states", ())
    return Region(name, str(first.get("name", "")), tuple(states), str(first.get("zone", "")), tuple(chain)), faults


def _next(table: Table, name: str) -> str:
    return str(table.get("next", "" if name == WIDEST else WIDEST))


def _read(content: Path, name: str) -> tuple[Table, list[Fault]]:
    """What of the file can be used, and what is wrong with the rest."""
    path = content / "regions" / name / FILE
    if not path.is_file():
        said = "is missing: make it with name, states, zone and next, as in content/regions/maine"
        return {}, [Fault(str(path.relative_to(content.parent)), 0, said)]
    reader = Reader(content)
    table = reader.table(path)
    wrong = dict(_wrong(content, table)) if not reader.faults else {}
    told = [_fault(content, name, key, what) for key, what in wrong.items()]
    return {key: value for key, value in table.items() if key not in wrong}, [*reader.faults, *told]


def _wrong(content: Path, table: Table) -> Iterator[tuple[str, str]]:
    """Each key that cannot be used, with the reason."""
    yield from ((key, f"unknown key {key!r}; only {', '.join(_KEYS)} are known") for key in table if key not in _KEYS)
    for key, (holds, wanted) in _KEYS.items():
        if key not in table:
            yield key, f"{key} is missing: {wanted}"
        elif not holds(content, table[key]):
            yield key, f"{key} = {table[key]!r} cannot be used: {wanted}"


def _is_text(_: Path, value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_states(_: Path, value: object) -> bool:
    return isinstance(value, list) and all(each in _CODES for each in value)


def _is_zone(_: Path, value: object) -> bool:
    try:
        return isinstance(value, str) and bool(ZoneInfo(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _is_wider(content: Path, value: object) -> bool:
    return value == "" or (isinstance(value, str) and (content / "regions" / value).is_dir())


# Each key: what must hold of it, and what to write.
_KEYS: Mapping[str, tuple[Callable[[Path, object], bool], str]] = {
    "name": (_is_text, "write what people call the region, in quotes"),
    "states": (_are_states, 'write the postal codes of its states, home first, as ["ME"]; [] for a whole country'),
    "zone": (_is_zone, 'write its time zone, such as "America/New_York"'),
    "next": (_is_wider, 'write the folder of the wider region, such as "us"; "" for the widest'),
}


def _fault(content: Path, name: str, key: str, what: str) -> Fault:
    path = content / "regions" / name / FILE
    return Fault(str(path.relative_to(content.parent)), line_of(path, key), what)
