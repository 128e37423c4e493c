"""What an import says of itself, and what an operator says to it."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from bot.adapters.importers.record import Hints, UnusableFileError
from bot.site import SERVICES


@dataclass(slots=True)
class Report:
    """What came of it: `imported + merged + unchanged + refused` is `read`, over all files together."""

    format: str = ""
    read: int = 0
    imported: int = 0
    merged: int = 0
    unchanged: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    hours: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    dry_run: bool = False

    def as_json(self) -> str:
        """The report as one JSON object."""
        return json.dumps({each.name: getattr(self, each.name) for each in fields(self)}, ensure_ascii=False, indent=1)

    def as_csv(self) -> str:
        """One line for each row that was refused or warned of."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("what", "file", "line", "reason"))
        for what, rows in (("refused", self.refused), ("warning", self.warnings)):
            writer.writerows((what, row.get("file", ""), row.get("line", ""), row["reason"]) for row in rows)
        writer.writerows(("unlisted", "", "", site_id) for site_id in self.unlisted)
        return out.getvalue()


def read_hints(path: Path) -> Hints:
    """An operator's mapping file. Raises UnusableFileError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnusableFileError(f"{path.name}: cannot be read as TOML ({error})") from None
    services = {theirs: tuple(each.strip() for each in ours.split(";")) for theirs, ours in table.get("services", {}).items()}
    strange = sorted({each for ours in services.values() for each in ours} - set(SERVICES))
    if strange or table.keys() - {"columns", "services", "defaults"}:
        what = f"services {', '.join(strange)} are not ours" if strange else "only [columns], [services] and [defaults] are known"
        raise UnusableFileError(f"{path.name}: {what}; see docs/places.md")
    return Hints(
        {ours: str(theirs) for ours, theirs in table.get("columns", {}).items()},
        services,
        {k: str(v) for k, v in table.get("defaults", {}).items()},
    )
