"""A directory of our own to import into, and files as others really write them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bot.adapters.importers.record import Hints
from bot.adapters.places_import import Order, run
from bot.adapters.places_report import Report
from bot.adapters.site_rows import load_sites_from
from bot.gazetteer import Gazetteer
from bot.site import Site

# A list of one good row.
HEAD = "name,category,address,city,state,zip,lat,lon,phone,hours,updated\n"
GOOD = "Harbor,naloxone,1 A St,Portland,ME,04101,43.66,-70.26,207-555-0123,Mon-Fri 9-5,2026-10-02\n"


@dataclass
class Importer:
    """`importer("a.csv", "...")` writes a file and imports it; `importer.sites` is what the database holds then."""

    folder: Path
    engine: Engine
    gazetteer: Gazetteer

    def __call__(self, name: str, content: str | bytes | object, **options: Any) -> Report:
        return self.files(self.write(name, content), **options)

    def write(self, name: str, content: str | bytes | object) -> Path:
        """A file of text, bytes, or a value as JSON."""
        path = self.folder / name
        plain = content if isinstance(content, str | bytes) else json.dumps(content)
        path.write_bytes(plain.encode() if isinstance(plain, str) else plain)
        return path

    def files(
        self, *paths: Path, services: tuple[str, ...] = ("naloxone",), hints: Hints | None = None, **options: Any
    ) -> Report:
        """Import files; `naloxone` is what rows offer that do not say."""
        return run(Order(paths, hints=hints or Hints(), services=services, **options), self.engine, self.gazetteer)

    @property
    def sites(self) -> Mapping[str, Site]:
        """Every place in the database by its name."""
        return {site.name: site for site in load_sites_from(self.engine)}

    @property
    def one(self) -> Site:
        """The only place in the database."""
        (site,) = load_sites_from(self.engine)
        return site


def counts(report: Report) -> tuple[int, int, int, int, int]:
    """Read, imported, merged, unchanged, refused."""
    return report.read, report.imported, report.merged, report.unchanged, len(report.refused)


def reasons(report: Report) -> dict[int, str]:
    """Why each refused line was refused."""
    return {row["line"]: row["reason"] for row in report.refused}


def feature(name: str, *point: float, **properties: object) -> dict[str, object]:
    """A GeoJSON feature; without a point its geometry is null."""
    geometry = {"type": "Point", "coordinates": list(point)} if point else None
    return {"type": "Feature", "geometry": geometry, "properties": {"name": name, **properties}}


def zipped(files: dict[str, str | bytes]) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
