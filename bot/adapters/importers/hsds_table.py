"""HSDS as tables: 3.x, 2.0 and 1.1 packages, in a folder or a zip, joined into the trees that `hsds.py` reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.adapters.importers.csv_rows import read_csv
from bot.adapters.importers.hsds import rows
from bot.adapters.importers.record import Book, Hints, UnusableFileError
from bot.adapters.importers.texts import decoded

_MOST_BYTES = 200 * 1024 * 1024
_Rows = list[dict[str, Any]]
# The same table under its names in 3.x and before.
_NAMES = {
    "at": ("service_at_location", "service_at_locations", "services_at_location"),
    "addresses": ("addresses", "physical_addresses"),
    "schedules": ("schedules", "regular_schedules"),
    "languages": ("languages",),
    "phones": ("phones",),
    "terms": ("taxonomy_terms", "taxonomies", "taxonomy"),
    "attributes": ("attributes",),
    "service_terms": ("services_taxonomy", "service_taxonomy", "service_taxonomies"),
}


def read_folder(folder: Path, hints: Hints) -> Book:
    """An unpacked package. Raises UnusableFileError when the folder is none."""
    paths = sorted(folder.glob("*.csv"))
    if not (folder / "services.csv").exists():
        raise UnusableFileError("this is a folder, and no HSDS package (no services.csv): name the file in it")
    if sum(path.stat().st_size for path in paths) > _MOST_BYTES:
        raise UnusableFileError("the package is over 200 MB: split it, one state a package")
    return read_tables({path.stem.lower(): path.read_bytes() for path in paths}, hints)


def read_tables(tables: Mapping[str, bytes], hints: Hints) -> Book:
    """A package by the names of its tables; a single table is read as any CSV. Raises UnusableFileError."""
    if "services" not in tables:
        return read_csv(next(iter(tables.values())), hints)
    trees = _Package({name: _table(raw, name) for name, raw in tables.items()}).trees()
    return Book("hsds", rows(trees), sum(max(1, len(tree["service_at_locations"])) for tree in trees))


def _table(raw: bytes, name: str) -> _Rows:
    try:
        return [dict(row) for row in csv.DictReader(io.StringIO(decoded(raw), newline=""))]
    except csv.Error as error:
        raise UnusableFileError(f"{name}.csv in the package cannot be read ({error}); ask for it again") from None


class _Package:
    """The tables of a package, found by any column at once."""

    def __init__(self, tables: Mapping[str, _Rows]) -> None:
        self._tables = {
            **tables,
            **{ours: [row for each in theirs for row in tables.get(each, [])] for ours, theirs in _NAMES.items()},
        }
        self._indexes: dict[tuple[str, str], dict[str, _Rows]] = {}

    def of(self, name: str, column: str, wanted: str) -> _Rows:
        """The rows of a table with `wanted` in `column`. Empty ids are real in 1.1 files: nothing is joined on one."""
        if (name, column) not in self._indexes:
            index: dict[str, _Rows] = {}
            for row in self._tables.get(name, []):
                index.setdefault(row.get(column) or "", []).append(row)
            self._indexes[name, column] = index
        return self._indexes[name, column].get(wanted, []) if wanted else []

    def one(self, name: str, wanted: str) -> dict[str, Any]:
        """The row of that id, or an empty one."""
        return next(iter(self.of(name, "id", wanted)), {})

    def trees(self) -> list[dict[str, Any]]:
        """Every service as a tree."""
        return [self._tree(service) for service in self._tables["services"]]

    def _tree(self, service: Mapping[str, Any]) -> dict[str, Any]:
        service_id, organization_id = service.get("id") or "", service.get("organization_id") or ""
        places = self.of("at", "service_id", service_id) or self._unlinked(organization_id)
        organization = {
            **self.one("organizations", organization_id),
            "phones": self.of("phones", "organization_id", organization_id),
        }
        own = {name: self.of(name, "service_id", service_id) for name in ("phones", "schedules", "languages")}
        at = [self._place(each) for each in places]
        return {
            **service,
            "organization": organization,
            "service_at_locations": at,
            **own,
            "attributes": self._attributes(service_id),
        }

    def _place(self, at: Mapping[str, Any]) -> dict[str, Any]:
        location_id, at_id = at.get("location_id") or "", at.get("id") or ""
        location = self.one("locations", location_id)
        inside = {name: self.of(name, "location_id", location_id) for name in ("addresses", "phones", "schedules", "languages")}
        own = {name: self.of(name, "service_at_location_id", at_id) for name in ("phones", "schedules")}
        return {**at, **own, "location": {**location, **inside} if location else {}}

    def _unlinked(self, organization_id: str) -> _Rows:
        """Without a table of services at locations, every location of the organization."""
        found = [] if self._tables["at"] else self.of("locations", "organization_id", organization_id)
        return [{"id": "", "location_id": each.get("id")} for each in found]

    def _attributes(self, service_id: str) -> _Rows:
        told = [each.get("taxonomy_term_id") for each in self.of("attributes", "link_id", service_id)]
        told += [
            each.get("taxonomy_id") or each.get("taxonomy_term_id") for each in self.of("service_terms", "service_id", service_id)
        ]
        return [term for each in told if each and (term := self.one("terms", each))]
