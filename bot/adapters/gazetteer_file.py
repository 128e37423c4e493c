"""The gazetteer from its file: `content/gazetteer.csv.gz` and the operator's `content/places/aliases.csv`."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from bot.gazetteer import COLUMNS, Alias, Gazetteer, gazetteer_of
from bot.message import Point

_ALIAS_COLUMNS = {"alias", "shown", "state", "lat", "lon"}


def load_gazetteer(path: Path, aliases_path: Path | None, home_state: str) -> Gazetteer:
    """Everything in the two files, in memory: about 0.4 s and 27 MB. An absent alias file is an empty one.

    Raises `OSError` or `ValueError` when a file cannot be read or is not what it should be.
    """
    aliases = tuple(_aliases(aliases_path)) if aliases_path and aliases_path.exists() else ()
    try:
        # Read as a stream: the whole text at once would cost 60 MB that the process never gives back.
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            if tuple(next(rows, ())) != COLUMNS:
                raise ValueError(f"{path.name}: its first line is not {','.join(COLUMNS)}; run scripts/build_gazetteer.py")
            return gazetteer_of(rows, home_state, aliases)
    except (zlib.error, EOFError, csv.Error) as error:
        raise ValueError(f"{path.name}: broken or cut short ({error}); take it from the release again") from error


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
