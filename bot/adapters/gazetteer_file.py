"""The gazetteer from its files: `content/gazetteer.csv.gz`, what an operator added to it, and `content/places/aliases.csv`."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.adapters.importers.record import UnusableFileError
from bot.errors import Fault
from bot.gazetteer import COLUMNS, Alias, Gazetteer
from bot.gazetteer_build import gazetteer_of
from bot.message import Point

_ALIAS_COLUMNS = {"alias", "shown", "state", "lat", "lon"}


def load_gazetteer(
    path: Path, aliases_path: Path | None, home: tuple[str, ...], extra: Sequence[Sequence[str]] = ()
) -> Gazetteer:
    """Everything in the two files, in memory: about 0.3 s and 8 MB. An absent alias file is an empty one.

    `extra` are rows that an operator brought in; their postal codes count before ours. Raises `OSError` or `ValueError`
    when a file cannot be read or is not what it should be.
    """
    aliases = tuple(_aliases(aliases_path)) if aliases_path and aliases_path.exists() else ()
    rows = _rows(path)
    return gazetteer_of(_joined(rows, extra) if extra else rows, home, aliases)


def extra_rows(folder: Path) -> tuple[list[list[str]], list[Fault]]:
    """The rows of every `*.csv.gz` in `folder`, and a fault for each file that cannot be used, which is left out whole."""
    rows: list[list[str]] = []
    faults = []
    for path in sorted(folder.glob("*.csv.gz")):
        try:
            found = list(_rows(path))
            gazetteer_of(sorted(found, key=lambda row: not row[0]), ())
            rows += found
        except (OSError, ValueError) as error:
            file = f"{folder.parent.name}/{folder.name}/{path.name}"
            faults.append(Fault(file, 0, f"left out ({error}): import it again, or delete it"))
    return rows, faults


def gazetteer_for(content: Path, home: tuple[str, ...]) -> Gazetteer:
    """The gazetteer of a content folder for a command, without aliases. Raises UnusableFileError."""
    try:
        return load_gazetteer(content / "gazetteer.csv.gz", None, home, extra_rows(content / "gazetteer")[0])
    except (OSError, ValueError) as error:
        what = f"the gazetteer cannot be read ({error}); take content/gazetteer.csv.gz from the release again"
        raise UnusableFileError(what) from None


def _rows(path: Path) -> Iterator[list[str]]:
    """The lines of one file, read as a stream: the whole text at once would cost 60 MB that the process never gives back."""
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            if tuple(next(rows, ())) != COLUMNS:
                raise ValueError(f"{path.name}: its first line is not {','.join(COLUMNS)}; run scripts/build_gazetteer.py")
            yield from rows
    except (zlib.error, EOFError, csv.Error) as error:
        raise ValueError(f"{path.name}: broken or cut short ({error}); take it from the release again") from error


def _joined(shipped: Iterable[Sequence[str]], extra: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Postal codes first, then towns; an operator's code replaces ours."""
    codes = {row[0]: row for row in extra if row[0]}
    waiting = iter(codes.values())
    for row in shipped:
        if not row[0]:
            yield from waiting
        if row[0] not in codes:
            yield row
    yield from waiting
    yield from (row for row in extra if not row[0])


def _aliases(path: Path) -> Iterator[Alias]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        if not _ALIAS_COLUMNS.issubset(rows.fieldnames or ()):
            raise ValueError(f"{path.name}: the first line must name the columns {', '.join(sorted(_ALIAS_COLUMNS))}")
        for row in rows:
            if row["alias"] and row["shown"]:
                point = _point(row["lat"], row["lon"], path.name, row["alias"])
                yield Alias(row["alias"], row["shown"], row["state"] or "", point)


def _point(lat: str | None, lon: str | None, file: str, alias: str) -> Point | None:
    if not (lat and lon):
        return None
    try:
        return Point(float(lat), float(lon))
    except ValueError:
        raise ValueError(f"{file}: lat and lon of {alias!r} are no numbers; leave both empty to use the town's point") from None
