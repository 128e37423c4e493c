"""Sites from `content/places/*.csv`, as health workers keep them in a spreadsheet.

A row with a fault is left out and told with its file and line; the other rows answer all the same.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.adapters.importers.texts import decoded
from bot.hours import doubts
from bot.message import Point
from bot.recurrence import rules_of
from bot.site import SERVICES, Kind, Site, Status

_FIELDS = {field.name: field for field in dataclasses.fields(Site)}
_NEEDED = ("id", "name", "state", "services", "kind", "status", "publish", "source")
_YES = {"yes": True, "no": False, "": False}


class _FaultError(Exception):
    """Why a cell cannot stand, in words for the person who keeps the file."""


def load_sites(paths: Iterable[Path]) -> tuple[tuple[Site, ...], list[str]]:
    """All good rows of the files, and every fault as "maine.csv line 3: ...". Ids are unique across the files."""
    sites: dict[str, Site] = {}
    faults: list[str] = []
    for path in paths:
        for line, row in _rows(path, faults):
            try:
                _add(_site(row), sites)
            except _FaultError as fault:
                faults.append(f"{path.name} line {line}: {fault}")
    return tuple(sites.values()), faults


def _add(site: Site, sites: dict[str, Site]) -> None:
    if site.id in sites:
        raise _FaultError(f"the id {site.id!r} is used twice; give this row another")
    sites[site.id] = site


def _rows(path: Path, faults: list[str]) -> Iterable[tuple[int, Mapping[str, str]]]:
    try:
        reader = csv.DictReader(io.StringIO(decoded(path.read_bytes()), newline=""), restkey="")
        columns = reader.fieldnames or ()
    except (OSError, csv.Error) as error:
        faults.append(f"{path.name}: cannot be read ({error}); check that the file is there and is a CSV")
        return
    strange = [name for name in columns if name not in _FIELDS]
    missing = [name for name in _NEEDED if name not in columns]
    if strange or missing:
        known = ", ".join(_FIELDS)
        faults.extend(f"{path.name} line 1: column {name!r} is not known; the columns are {known}" for name in strange)
        faults.extend(f"{path.name} line 1: the column {name!r} is missing" for name in missing)
        return
    for row in reader:
        if row.get("") is not None:
            what = "more cells than columns; put text that holds a comma in double quotes"
            faults.append(f"{path.name} line {reader.line_num}: {what}")
        elif any(row.values()):
            yield reader.line_num, {name: (value or "").strip() for name, value in row.items()}


def _site(row: Mapping[str, str]) -> Site:
    for name in ("id", "name", "source"):
        if not row[name]:
            raise _FaultError(f"{name} is empty; every place needs one")
    values: dict[str, Any] = {name: _READERS.get(name, _plain)(value, name) for name, value in row.items()}
    site = Site(**values)
    _check(site)
    return site


def _check(site: Site) -> None:
    """Refuse what no cell can tell alone."""
    if (site.lat is None) != (site.lon is None):
        raise _FaultError("lat and lon go together: fill both or neither")
    if site.lat is not None and site.lon is not None and not Point(site.lat, site.lon).usable:
        raise _FaultError(f"{site.lat}, {site.lon} is no place; in the US lat is about 18 to 72 and lon about -65 to -180")
    if site.offered and site.kind in {Kind.FIXED, Kind.MOBILE} and site.lat is None:
        raise _FaultError("a place that people go to needs lat and lon, or publish set to no")
    if site.offered and site.kind in {Kind.DELIVERY, Kind.MAIL} and not site.area:
        raise _FaultError("a delivery or mail service needs its counties in area, or * for the whole state")
    if site.closed_from and site.closed_until and site.closed_until <= site.closed_from:
        raise _FaultError("closed_until is the day it opens again, so it comes after closed_from")


def _plain(value: str, name: str) -> str:
    if value[:1] in {"=", "@"}:
        raise _FaultError(f"{name} begins with {value[0]!r}, as a formula does; write it as text")
    return " ".join(value.split())


def _list(value: str, name: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in _plain(value, name).split(";") if item.strip())


def _services(value: str, name: str) -> tuple[str, ...]:
    found = _list(value, name)
    strange = [item for item in found if item not in SERVICES]
    if strange or not found:
        what = ", ".join(strange) or "is empty"
        raise _FaultError(f"services {what}: use one or more of {', '.join(SERVICES)}, parted by ;")
    return found


def _number(value: str, name: str) -> float | None:
    try:
        return float(value) if value else None
    except ValueError:
        raise _FaultError(f"{name} {value!r} is not a number") from None


def _date(value: str, name: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise _FaultError(f"{name} {value!r} is not a date such as 2026-11-21") from None


def _flag(value: str, name: str) -> bool:
    if value.lower() not in _YES:
        raise _FaultError(f"{name} {value!r} is neither yes nor no")
    return _YES[value.lower()]


def _zip(value: str, name: str) -> str:
    """Five digits; a spreadsheet that took 04101 for a number has eaten its zero, which comes back."""
    if value and not re.fullmatch(r"\d{3,5}(-\d{4})?|[A-Z]\d[A-Z]( ?\d[A-Z]\d)?", value):
        raise _FaultError(f"{name} {value!r} is not a ZIP of five digits")
    return value.zfill(5) if value.isdigit() else value


def _zone(value: str, name: str) -> str:
    try:
        return ZoneInfo(value).key if value else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _FaultError(f"{name} {value!r} is not a zone such as America/New_York") from None


def _hours(value: str, name: str) -> str:
    found = doubts(value)
    if found:
        raise _FaultError(f"{name} {value!r}: {'; '.join(found)}; or put it into hours_text, which is shown as it is")
    return value


def _rrule(value: str, name: str) -> str:
    try:
        rules_of(value)
    except ValueError as error:
        raise _FaultError(f"{name} {value!r}: {error}") from None
    return value


def _one_of(kinds: type[Kind | Status]) -> Callable[[str, str], Kind | Status]:
    def read(value: str, name: str) -> Kind | Status:
        try:
            return kinds(value)
        except ValueError:
            raise _FaultError(f"{name} {value!r} is none of {', '.join(kinds)}") from None

    return read


# How each column is read; the others are plain text.
_READERS: Mapping[str, Callable[[str, str], Any]] = {
    "zip": _zip,
    "lat": _number,
    "lon": _number,
    "tz": _zone,
    "hours": _hours,
    "rrule": _rrule,
    "services": _services,
    "languages": _list,
    "by_appointment": _flag,
    "kind": _one_of(Kind),
    "area": _list,
    "status": _one_of(Status),
    "closed_from": _date,
    "closed_until": _date,
    "publish": _flag,
    "verified_on": _date,
}
