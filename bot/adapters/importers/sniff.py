"""Which format a file has, by what is in it; what it only pretends to be is said in a sentence."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bot.adapters.importers.csv_rows import read_csv
from bot.adapters.importers.geojson import read_arcgis, read_geojson
from bot.adapters.importers.json_rows import Many, values
from bot.adapters.importers.record import Book, Hints, UnusableFileError

MIB = 1024 * 1024
_TEXT_LIMIT, _JSON_LIMIT = 200, 50
# The first bytes of what is no directory, and what it is.
_MAGIC = (
    (b"\x89PNG", "a picture (PNG)"), (b"\xff\xd8\xff", "a picture (JPEG)"), (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a picture or a sound"), (b"%PDF", "a PDF"), (b"\xd0\xcf\x11\xe0", "an Excel file of before 2007"),
    (b"\x1f\x8b", "compressed with gzip"), (b"SQLite format", "a database"), (b"7z\xbc\xaf", "compressed with 7-Zip"),
    (b"Rar!", "compressed with RAR"), (b"\x7fELF", "a program"),
)  # fmt: skip
_JSON_READERS: Mapping[str, tuple[str, str]] = {
    "overpass": ("overpass", "read_overpass"),
    "samhsa": ("samhsa", "read_findtreatment"),
    "hsds": ("hsds", "read_hsds"),
}


def open_book(path: Path, wanted: str, hints: Hints) -> Book:
    """The rows of `path`. Raises UnusableFileError with a sentence that says what to do."""
    if path.is_dir():
        return _later("hsds_table", "read_folder")(path, hints)
    raw = _bytes(path)
    head = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for magic, what in _MAGIC:
        if raw.startswith(magic):
            raise UnusableFileError(f"this is {what}, whatever its name says; save the list as CSV or XLSX")
    if raw.startswith(b"PK"):
        return _later("archive", "read_archive")(raw, hints)
    if head.startswith(b"<"):
        return _xml(raw, head, hints)
    if b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnusableFileError("this is no text: it holds bytes that no list of places has; save the list as CSV or XLSX")
    if head.startswith((b"{", b"[")):
        return _json(raw, wanted, hints)
    return read_csv(raw, hints)


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        limit = _JSON_LIMIT if path.suffix.lower() in {".json", ".geojson", ".kml", ".kmz", ".xlsx"} else _TEXT_LIMIT
        if size > limit * MIB:
            raise UnusableFileError(
                f"{size / MIB:,.0f} MB is more than the {limit} MB that are read at once; split it, one state a file"
            )
        if not size:
            raise UnusableFileError("the file is empty; fetch it again")
        return path.read_bytes()
    except OSError as error:
        raise UnusableFileError(f"the file cannot be read ({error.strerror}); is the name right?") from None


def _xml(raw: bytes, head: bytes, hints: Hints) -> Book:
    if re.search(rb"<(?:\w+:)?kml\b", head) or b"<kml" in raw[:20_000].lower():
        return _later("kml", "read_kml")(raw, hints)
    if b"<html" in head or b"<!doctype html" in head:
        raise UnusableFileError(
            "this is a web page, not a list: a log-in page or an error was saved under this name; fetch it again"
        )
    raise UnusableFileError("this is XML, but no KML; ask its owner for CSV, GeoJSON or KML")


def _json(raw: bytes, wanted: str, hints: Hints) -> Book:
    if len(raw) > _JSON_LIMIT * MIB:
        raise UnusableFileError(f"{len(raw) / MIB:,.0f} MB of JSON is more than {_JSON_LIMIT} MB; split it, one state a file")
    found = values(raw)
    kind = wanted if wanted in {*_JSON_READERS, "geojson", "arcgis"} else _json_kind(found[0])
    tables = Many(lambda: (each for each in found if isinstance(each, dict)))
    if kind == "geojson":
        return read_geojson(tables, hints)
    if kind == "arcgis":
        return read_arcgis(tables, hints)
    return _later(*_JSON_READERS[kind])(found, hints)


def _json_kind(value: Any) -> str:
    """By the keys that only one format has. Raises UnusableFileError where there is none."""
    keys = set(value) if isinstance(value, dict) else set()
    features = value.get("features") if isinstance(value, dict) else None
    item = next(iter(features), None) if isinstance(features, list | Many) else None
    first = item if isinstance(item, dict) else {}
    if value and isinstance(value, dict) and value.get("type") in {"FeatureCollection", "Feature"}:
        return "geojson"
    for kind, sure in (
        (
            "arcgis",
            "attributes" in first
            or "spatialReference" in keys
            or "exceededTransferLimit" in keys
            or keys == {"error"}
            or {"attributes", "geometry"} <= keys,
        ),
        ("overpass", "elements" in keys),
        ("samhsa", {"rows", "recordCount"} <= keys),
        ("hsds", bool(keys & {"contents", "service_at_locations", "organization", "services"}) or isinstance(value, list | Many)),
    ):
        if sure:
            return kind
    raise UnusableFileError(
        f"this JSON is none that we know (its keys: {', '.join(sorted(map(str, keys)))[:120] or 'none'}); ask for GeoJSON or CSV"
    )


def _later(module: str, name: str) -> Callable[..., Book]:
    """A reader that is loaded only when a file needs it."""
    found: Callable[..., Book] = getattr(importlib.import_module(f"bot.adapters.importers.{module}"), name)
    return found
