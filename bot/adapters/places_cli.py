"""`safertext places`: bring in directories, give them out, see whom to call and what is near."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.adapters import database, places_map
from bot.adapters.gazetteer_file import gazetteer_for
from bot.adapters.importers.record import Hints, UnusableFileError
from bot.adapters.places_csv import load_sites
from bot.adapters.places_due import due
from bot.adapters.places_export import export
from bot.adapters.places_import import Order, run
from bot.adapters.places_report import Report, read_hints
from bot.adapters.region_file import load_region
from bot.adapters.settings import Settings
from bot.adapters.site_refresh import fill
from bot.adapters.site_reports import reports_of
from bot.adapters.site_rows import load_sites_from
from bot.directory import Directory, Nearby
from bot.gazetteer import Gazetteer, Place
from bot.hours_said import phrase
from bot.site import SERVICES

_SHOWN = 40


def places(options: argparse.Namespace, settings: Settings) -> int:
    """Run one subcommand; its exit code."""
    try:
        return _WORK[options.what](options, settings)
    except UnusableFileError as error:
        return _fault(str(error))
    except SQLAlchemyError as error:
        return _fault(f"the database cannot be used ({type(error).__name__}), nothing was changed: check DATABASE_URL")


def _import(options: argparse.Namespace, settings: Settings) -> int:
    hints = read_hints(options.map) if options.map else Hints()
    order = Order(
        options.files, options.format, hints, tuple(options.service), options.source, options.dry_run, options.allow_shrink
    )
    engine = _opened(settings)
    bar = _Bar() if sys.stderr.isatty() else None
    report = run(order, engine, _gazetteer(settings), *([bar] if bar else []))
    if bar:
        bar.done()
    _write_report(options.report, report)
    _tell(report)
    return 0


def _tell(report: Report) -> None:
    other = [f"{theirs} -> {ours}" for theirs, ours in report.columns.items() if theirs != ours]
    _say(f"format {report.format}; columns: {', '.join(other) or 'called as ours'}")
    for said, read in list(report.hours.items())[:_SHOWN]:
        _say(f"hours: {said!r} is read as {read}")
    for line in report.changes[:_SHOWN] if not report.dry_run else report.changes:
        _say(line)
    for what, rows in (("warning", report.warnings), ("refused", report.refused)):
        for row in rows[:_SHOWN]:
            _say(f"{what}: {row['file']} line {row['line']}: {row['reason']}" if row["line"] else f"{what}: {row['reason']}")
        if len(rows) > _SHOWN:
            _say(f"{what}: and {len(rows) - _SHOWN} more; --report FILE.csv lists them all")
    done = f"{report.imported} imported, {report.merged} merged, {report.unchanged} unchanged, {len(report.refused)} refused"
    _say(
        f"{report.read} rows: {done}; {len(report.unlisted)} places no longer listed"
        + ("; nothing was written (--dry-run)" if report.dry_run else "")
    )


def _write_report(path: Path | None, report: Report) -> None:
    if path:
        try:
            path.write_text(report.as_csv() if path.suffix.lower() == ".csv" else report.as_json(), encoding="utf-8")
        except OSError as error:
            _fault(f"the report cannot be written to {path.name} ({error.strerror}); the import itself is done")


def _export(options: argparse.Namespace, settings: Settings) -> int:
    written = export(options.out, load_sites_from(_opened(settings)))
    _say(f"{written} places written to {options.out}")
    return 0


def _due(options: argparse.Namespace, settings: Settings) -> int:
    engine = _opened(settings)
    rows = due(load_sites_from(engine), reports_of(engine), _now().date())
    for line in rows[: options.limit or None]:
        _say(line)
    _say(f"{len(rows)} places to check; set verified_on once somebody there has answered")
    return 0


def _map(options: argparse.Namespace, settings: Settings) -> int:
    sites = load_sites_from(_opened(settings))
    region, _ = load_region(settings.content_dir, settings.region)
    places_map.write(options.out, places_map.page(sites, _gazetteer(settings), region, _now(), settings.site_max_age_days))
    _say(f"{sum(site.publish for site in sites)} places drawn in {options.out}: open it in a browser")
    return 0


def _near(options: argparse.Namespace, settings: Settings) -> int:
    place = _place(" ".join(options.place), _gazetteer(settings))
    if place is None:
        return _fault("this place is not known: give a ZIP, or a town with its state, such as Bangor ME")
    directory = Directory(load_sites_from(_opened(settings)))
    now = _now()
    _say(f"near {place.name}, {place.state} (straight lines):")
    for service in [options.service] if options.service else SERVICES:
        found = directory.nearest(place.point, service, now, max_age_days=settings.site_max_age_days)
        for each in found.results:
            _say(f"  {service}: {_told(each, now)}")
    return 0


def _told(near: Nearby, now: datetime) -> str:
    site = near.site
    age = f"checked {site.verified_on}" if site.verified_on else "never checked"
    return (
        f"{near.miles:5.1f} mi  {site.name}, {site.address}, {site.city}; {phrase(near.openness, now, 'en')}; {age} [{site.id}]"
    )


def _place(said: str, gazetteer: Gazetteer) -> Place | None:
    by_zip = gazetteer.zip(said) if any(each.isdigit() for each in said) else None
    name, _, state = said.replace(",", " ").strip().rpartition(" ")
    towns = (*(gazetteer.named(name, state.upper()) if len(state) == 2 and name else ()), *gazetteer.named(said))
    return by_zip or (towns[0] if towns else None)


def _opened(settings: Settings) -> Engine:
    """The database, made and filled where it is missing."""
    engine = database.opened(settings.database_url)
    sites, _ = load_sites(sorted(path for path in (settings.content_dir / "places").glob("*.csv") if path.stem != "aliases"))
    fill(engine, sites)
    return engine


def _gazetteer(settings: Settings) -> Gazetteer:
    return gazetteer_for(settings.content_dir, load_region(settings.content_dir, settings.region)[0].states)


class _Bar:
    """Progress on a terminal: rows, rate, time left."""

    def __init__(self) -> None:
        self.began = time.monotonic()

    def __call__(self, done: int, whole: int) -> None:
        """`done` of about `whole` rows are read."""
        rate = done / max(time.monotonic() - self.began, 0.001)
        left = f", about {max(0, whole - done) / rate:.0f} s left" if whole else ""
        sys.stderr.write(f"\r{done:,} rows, {rate:,.0f} a second{left}   ")
        sys.stderr.flush()

    def done(self) -> None:
        """End the line."""
        sys.stderr.write("\n")


def _now() -> datetime:
    return datetime.now(UTC)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _fault(what: str) -> int:
    sys.stderr.write(what + "\n")
    return 1


_WORK: Mapping[str, Callable[[argparse.Namespace, Settings], int]] = {
    "import": _import,
    "export": _export,
    "due": _due,
    "map": _map,
    "near": _near,
}
