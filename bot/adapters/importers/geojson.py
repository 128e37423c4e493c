"""GeoJSON and ArcGIS JSON: points with properties, or one feature a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.adapters.importers.columns import Columns
from bot.adapters.importers.json_rows import Many
from bot.adapters.importers.points import mercator
from bot.adapters.importers.record import Book, Hints, Raw, Refused, UnusableFileError

_DEGREES = {4326, 4269}
_METRES = {3857, 102100, 102113, 900913}
_NO_DOOR = "is a {}, not a point: give the point of its door"


def read_geojson(found: Sequence[Any], hints: Hints) -> Book:
    """A FeatureCollection, or features one after another. Longitude stands first."""
    features = Many(lambda: (each for value in found for each in _features(value)))
    columns = _columns((_table(each, "properties") for each in features), hints)
    book = Book("geojson", (), len(features), columns=columns.told)
    if any(
        "crs" in value and "CRS84" not in json.dumps(value["crs"]) and "4326" not in json.dumps(value["crs"]) for value in found
    ):
        book.warnings.append("the file names another coordinate system than WGS84: points that do not fit are refused")
    book.rows = (_feature(number, each, columns) for number, each in enumerate(features, start=1))
    return book


def _features(value: Mapping[str, Any]) -> Iterable[Any]:
    return [value] if value.get("type") == "Feature" else value.get("features") or []


def _feature(number: int, feature: Any, columns: Columns) -> Raw | Refused:
    properties, geometry = _table(feature, "properties"), _table(feature, "geometry")
    kind, pair = geometry.get("type"), geometry.get("coordinates")
    if kind == "MultiPoint" and isinstance(pair, list) and len(pair) == 1:
        kind, pair = "Point", pair[0]
    if kind not in {None, "Point"}:
        return Refused(number, _NO_DOOR.format(str(kind)[:40]))
    if kind and not (isinstance(pair, list) and len(pair) >= 2):
        return Refused(number, "its point has no two numbers")
    point = {"lon": _text(pair[0]), "lat": _text(pair[1])} if kind and isinstance(pair, list) else {}
    row = _row(number, properties, columns)
    return Raw(number, row | point) if row else Refused(number, "it has no properties: no name")


def read_arcgis(found: Sequence[Any], hints: Hints) -> Book:
    """Pages of an ArcGIS query. Raises UnusableFileError for an answer that is an error, or in a system that we cannot turn."""
    for page in found:
        if "error" in page:
            raise UnusableFileError("the map server answered with an error instead of places: ask for them again")
        _known_system(page)
    features = Many(lambda: ((each, page) for page in found for each in page.get("features") or []))
    columns = _columns((_table(each, "attributes") for each, _ in features), hints)
    book = Book("arcgis", (), len(features), columns=columns.told)
    if found and found[-1].get("exceededTransferLimit"):
        book.complete = False
        book.warnings.append(
            "the server cut the list short (exceededTransferLimit): what is missing stays listed; fetch the other pages with "
            "resultOffset and import all files at once under one --source"
        )
    book.rows = (_arcgis(number, each, page, columns) for number, (each, page) in enumerate(features, start=1))
    return book


def _arcgis(number: int, feature: Any, page: Mapping[str, Any], columns: Columns) -> Raw | Refused:
    geometry = _table(feature, "geometry")
    if geometry and not {"x", "y"} <= geometry.keys():
        return Refused(number, _NO_DOOR.format("line or an area"))
    point: dict[str, str] = {}
    if geometry and isinstance(geometry["x"], int | float) and isinstance(geometry["y"], int | float):
        x, y = float(geometry["x"]), float(geometry["y"])
        turned = mercator(x, y) if _system(page) in _METRES and abs(y) < 30_000_000 else None
        point = {"lon": _text(turned.lon if turned else x), "lat": _text(turned.lat if turned else y)}
    row = _row(number, _table(feature, "attributes"), columns)
    return Raw(number, row | point) if row else Refused(number, "it has no attributes: no name")


def _known_system(page: Mapping[str, Any]) -> None:
    system = _system(page)
    if system not in {None, *_DEGREES, *_METRES}:
        raise UnusableFileError(
            f"the points are in the system {system}, which cannot be turned here: ask the server for outSR=4326 or f=geojson"
        )


def _system(page: Mapping[str, Any]) -> int | None:
    told = _table(page, "spatialReference")
    found = told.get("latestWkid", told.get("wkid"))
    return found if isinstance(found, int) else None


def _columns(tables: Iterable[Mapping[str, Any]], hints: Hints) -> Columns:
    """The headings of all features together. Raises UnusableFileError when none can be a name."""
    seen: dict[str, None] = {}
    some = False
    for table in tables:
        some = True
        seen.update(dict.fromkeys(map(str, table)))
    headings = list(seen)
    columns = Columns(headings, hints)
    if some and not columns.names & {"name", "org"}:
        told = ", ".join(headings[:40]) or "none"
        raise UnusableFileError(f"no property can be the name (there are: {told}); say which with --map")
    return columns


def _row(number: int, table: Mapping[str, Any], columns: Columns) -> dict[str, str] | None:
    row = columns.row(number, [_text(table.get(heading)) for heading in columns.headings])
    return dict(row.fields) if isinstance(row, Raw) else None


def _table(value: Any, key: str) -> Mapping[str, Any]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _text(value: Any) -> str:
    """A JSON value as a cell: a list as words between commas, a date in milliseconds as its digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_text(each) for each in value)
    return json.dumps(value) if isinstance(value, dict) else str(value)
