"""`safertext gazetteer import`: towns and postal codes that the shipped gazetteer lacks, from files that an operator brings.

Each import is one file in `content/gazetteer/`, replaced whole or not at all, and read at the next start. A town that is
known within 30 km under its name is left as it is; a postal code that is known takes the operator's point.
"""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.adapters.gazetteer_rows import Named, Unusable, census, is_census, is_postal, postal
from bot.adapters.importers.record import UnusableFileError
from bot.adapters.importers.texts import decoded
from bot.gazetteer import COLUMNS, Gazetteer, Place, Row, miles_apart
from bot.message import Point
from bot.place_keys import key_of

FOLDER = "gazetteer"
_MOST_BYTES = 200 * 1024 * 1024
_SAME_TOWN_MILES = 19.0
_SHOWN = 40


@dataclass(slots=True)
class Report:
    """What came of it: `codes` and `towns` added, `known` lines that add nothing, and every line that is `refused`."""

    format: str = ""
    read: int = 0
    codes: int = 0
    towns: int = 0
    known: int = 0
    refused: list[Unusable] = field(default_factory=list)

    def as_json(self) -> str:
        """The report as one JSON object."""
        refused = [{"line": each.line, "reason": each.reason} for each in self.refused]
        counts = {"read": self.read, "codes": self.codes, "towns": self.towns, "known": self.known}
        return json.dumps({"format": self.format, **counts, "refused": refused}, ensure_ascii=False, indent=1)

    def lines(self) -> Iterator[str]:
        """The report for a terminal."""
        yield from (f"refused: line {each.line}: {each.reason}" for each in self.refused[:_SHOWN])
        if len(self.refused) > _SHOWN:
            yield f"refused: and {len(self.refused) - _SHOWN} more; --report FILE.json lists them all"
        added = f"{self.towns} towns and {self.codes} postal codes added, {self.known} known already"
        yield f"{self.read} lines ({self.format}): {added}, {len(self.refused)} refused"


def bring(path: Path, content: Path, gazetteer: Gazetteer, zone: str) -> Report:
    """Write `path` into the gazetteer of `content`; `zone` is said of places that lie near no known one.

    Raises UnusableFileError; nothing is changed then.
    """
    form, lines = lines_of(path)
    report, adder = Report(form), _Adder(gazetteer, zone)
    for line in lines:
        report.read += 1
        if isinstance(line, Unusable):
            report.refused.append(line)
        elif not adder.add(line):
            report.known += 1
    report.codes, report.towns = len(adder.codes), len(adder.towns)
    if not adder.codes and not adder.towns:
        raise UnusableFileError(
            f"{path.name}: adds nothing ({report.known} known, {len(report.refused)} refused lines); nothing was changed"
        )
    _write(content / FOLDER / f"{_name(path)}.csv.gz", [*adder.codes.values(), *adder.towns])
    return report


def is_known(named: Named, gazetteer: Gazetteer) -> bool:
    """Whether the gazetteer has a place of this name near its point; a namesake farther off is another town."""
    return _near(named.point, gazetteer.named(named.name, named.state))


def _near(point: Point, others: Iterable[Point | Place]) -> bool:
    return any(miles_apart(point.lat, point.lon, each.lat, each.lon) < _SAME_TOWN_MILES for each in others)


def lines_of(path: Path) -> tuple[str, Iterator[Named | Unusable]]:
    """The form of a file and its lines. Raises UnusableFileError for what is neither of the two."""
    text = _text(path)
    first = text.partition("\n")[0]
    mark = "|" if first.count("|") > first.count("\t") else "\t"
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, quoting=csv.QUOTE_NONE)
    header = next(rows, [])
    if is_census(header):
        return f"Census gazetteer, parted by {'|' if mark == '|' else 'tab'}", census(rows, header)
    if is_postal(header):
        return "GeoNames postal codes", postal(itertools.chain([header], rows))
    if {"GEOID", "INTPTLAT"} <= {cell.strip() for cell in header}:
        raise UnusableFileError(
            f"{path.name}: this Census file has points without names; take the one of places or county subdivisions"
        )
    wanted = "GeoNames' postal form (12 columns parted by tabs) nor a Census gazetteer (its first line has GEOID, NAME, INTPTLAT)"
    raise UnusableFileError(f"{path.name}: this is neither {wanted}; nothing was changed")


def _text(path: Path) -> str:
    """The text of a file, or of the one table in a zip. Raises UnusableFileError."""
    try:
        if path.is_dir():
            raise UnusableFileError(f"{path.name}: this is a folder; name the file in it")
        if path.stat().st_size > _MOST_BYTES:
            raise UnusableFileError(f"{path.name}: over 200 MB; take the file of one country, or of one state")
        raw = _unzipped(path) if zipfile.is_zipfile(path) else path.read_bytes()
    except OSError as error:
        raise UnusableFileError(f"{path.name}: cannot be read ({error.strerror}); is the name right?") from None
    except zipfile.BadZipFile:
        raise UnusableFileError(f"{path.name}: a damaged zip; fetch it again") from None
    if not raw.strip():
        raise UnusableFileError(f"{path.name}: the file is empty")
    if b"\0" in raw[:4096]:
        raise UnusableFileError(f"{path.name}: this is no text (a picture, a spreadsheet or another program's file)")
    return decoded(raw)


def _unzipped(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        inside = [
            each
            for each in archive.infolist()
            if each.filename.lower().endswith((".txt", ".csv")) and "readme" not in each.filename
        ]
        if len(inside) != 1 or inside[0].file_size > _MOST_BYTES:
            raise UnusableFileError(f"{path.name}: this zip must hold one table of at most 200 MB; unpack it and name the file")
        return archive.read(inside[0])


class _Adder:
    """Gathers what the gazetteer lacks."""

    def __init__(self, gazetteer: Gazetteer, zone: str) -> None:
        self._gazetteer, self._zone = gazetteer, zone
        self.codes: dict[str, Row] = {}
        self.towns: list[Row] = []
        self._seen: dict[tuple[str, str], list[Point]] = {}

    def add(self, named: Named) -> bool:
        """Add what is new of one line; whether anything was."""
        near = self._gazetteer.nearest_zip(named.point)
        new_code = bool(named.code) and named.code not in self.codes
        if new_code:
            self.codes[named.code] = self._row(named, near, named.code)
        return self._town(named, near) or new_code

    def _town(self, named: Named, near: Place | None) -> bool:
        key = key_of(named.name), named.state
        if not key[0] or is_known(named, self._gazetteer) or _near(named.point, self._seen.get(key, ())):
            return False
        self._seen.setdefault(key, []).append(named.point)
        self.towns.append(self._row(named, near))
        return True

    def _row(self, named: Named, near: Place | None, code: str = "") -> Row:
        same = near if near and near.state == named.state else None
        county = named.county or (same.county if same else None) or ""
        zone = (near.tz if near else None) or self._zone
        lat, lon = f"{named.point.lat:.4f}", f"{named.point.lon:.4f}"
        return Row(code, "" if code else key_of(named.name), named.name, named.state, county, zone, lat, lon, "0")


def _write(path: Path, rows: Iterable[Row]) -> None:
    """The rows in the gazetteer's own form, sorted; the same rows give the same bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    ordered: list[Row] = sorted(rows, key=_order)
    writer.writerows(ordered)
    fresh = path.with_suffix(".new")
    try:
        path.parent.mkdir(exist_ok=True)
        fresh.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))
        fresh.replace(path)
    except OSError as error:
        raise UnusableFileError(f"{path}: cannot be written ({error.strerror}); nothing was changed") from None


def _order(row: Row) -> tuple[bool, Row]:
    return not row[0], row


def _name(path: Path) -> str:
    """A file's name as ours: "2025_Gaz_cousubs_national.txt" gives "2025_gaz_cousubs_national"."""
    return re.sub(r"[^a-z0-9]+", "_", path.name.partition(".")[0].lower()).strip("_") or "towns"
