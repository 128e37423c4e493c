"""Knowledge from disk: everything that an answer needs, or what of it can be had, and what is wrong with the rest."""

from __future__ import annotations

import csv
import logging
import shutil
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.adapters.files import Reader, bank_of
from bot.adapters.gazetteer_file import extra_rows, load_gazetteer
from bot.adapters.model_file import NAME as MODEL, load_head
from bot.adapters.places_csv import load_sites
from bot.adapters.region_file import load_region
from bot.adapters.settings import PROJECT, Settings
from bot.directory import Directory
from bot.errors import ContentError, Fault
from bot.gazetteer import Gazetteer
from bot.gazetteer_build import gazetteer_of
from bot.knowledge import Knowledge
from bot.region import Region
from bot.text import words
from bot.understanding import patterns
from bot.understanding.command_languages import command_languages
from bot.understanding.topics import Head

log = logging.getLogger("safertext.loading")
LAST_GOOD = PROJECT / "var" / "last-good"
# What damaged files make their readers raise.
_DAMAGE = (OSError, ValueError, LookupError, TypeError, EOFError, StopIteration, csv.Error, zlib.error, zipfile.BadZipFile)


@dataclass(slots=True)
class Loaded:
    """What came of loading: knowledge (None: only the last resort is left), and every fault in words."""

    knowledge: Knowledge | None
    faults: list[str] = field(default_factory=list)
    source: str = "content"


def load(settings: Settings) -> Loaded:
    """The content as it is; the last good copy when it is faulty; nothing when that is gone too."""
    try:
        knowledge = read(settings.content_dir, settings)
    except ContentError as error:
        faults = [str(fault) for fault in error.faults]
    except Exception as error:  # noqa: BLE001 - a slip that the reader does not know must not keep the line silent
        faults = [str(Fault(settings.content_dir.name, 0, f"cannot be used ({type(error).__name__}): run `safertext check`"))]
    else:
        _keep(settings.content_dir)
        return knowledge
    for fault in faults:
        log.error("content: %s", fault)
    return _last_good(settings, faults)


def _last_good(settings: Settings, faults: list[str]) -> Loaded:
    try:
        loaded = read(LAST_GOOD, settings)
    except Exception:  # whatever is wrong with the copy, the built-in steps must come
        log.exception("no last good copy of the content: only the built-in steps are left")
        return Loaded(None, faults, "lastresort")
    log.warning("running on the last good copy of the content")
    return Loaded(loaded.knowledge, [*faults, *loaded.faults], "last-good")


def _keep(folder: Path) -> None:
    """Copy content that loaded, for the day it does not. A disk that is full or read-only costs only that copy."""
    try:
        fresh = LAST_GOOD.with_name("last-good.new")
        LAST_GOOD.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(folder, fresh, ignore=shutil.ignore_patterns("phrases", "talks"))
        shutil.rmtree(LAST_GOOD, ignore_errors=True)
        fresh.rename(LAST_GOOD)
    except OSError as error:
        log.warning("no copy of the content was kept (%s)", type(error).__name__)


def read(folder: Path, settings: Settings) -> Loaded:
    """Knowledge from one content folder. Raises ContentError when the words themselves cannot be used."""
    reader = Reader(folder)
    region, wrong = load_region(folder, settings.region)
    faults = [str(fault) for fault in wrong]
    gazetteer = _gazetteer(folder, region, faults)
    bank, rows = bank_of(reader, region.chain)
    (lines, services), pieces, countries = reader.lines(region.chain), reader.pieces(), reader.countries()
    patterns.all_read()
    if bank is None or reader.faults:
        raise ContentError(tuple(dict.fromkeys(reader.faults)))
    head = _head(folder, faults)
    knowledge = Knowledge(
        bank=bank,
        lines=lines,
        services=services,
        rows=rows,
        pieces=pieces,
        countries=countries,
        directory=_directory(folder, faults),
        gazetteer=gazetteer,
        region=region,
        head=head,
        command_languages=command_languages(head, gazetteer),
        max_age_days=settings.site_max_age_days,
        organisation=settings.organisation,
        organisation_phone=settings.organisation_phone,
        buttons={tuple(words(text)): language for language, text in lines.get("emergency_button", {}).items()},
    )
    return Loaded(knowledge, faults)


def _directory(folder: Path, faults: list[str]) -> Directory:
    sites, wrong = load_sites(sorted(path for path in (folder / "places").glob("*.csv") if path.stem != "aliases"))
    faults += wrong
    return Directory(sites)


def _gazetteer(folder: Path, region: Region, faults: list[str]) -> Gazetteer:
    """Towns and ZIPs; without the aliases where those are damaged, and empty where nothing can be read."""
    home = region.states
    path, aliases = folder / "gazetteer.csv.gz", folder / "places" / "aliases.csv"
    extra, wrong = extra_rows(folder / "gazetteer")
    faults += map(str, wrong)
    with suppress(*_DAMAGE):
        return load_gazetteer(path, aliases, home, extra)
    try:
        found = load_gazetteer(path, None, home, extra)
    except _DAMAGE as error:
        faults.append(str(Fault("content/gazetteer.csv.gz", 0, f"cannot be read ({type(error).__name__}): no towns or ZIPs")))
        return gazetteer_of((), home)
    faults.append(str(Fault("content/places/aliases.csv", 0, "cannot be read: other names of places are not known")))
    return found


def _head(folder: Path, faults: list[str]) -> Head | None:
    try:
        return load_head(folder / MODEL)
    except _DAMAGE as error:
        faults.append(str(Fault(f"content/{MODEL}", 0, f"cannot be read ({type(error).__name__}): run `make train`")))
        return None


def with_encoder(knowledge: Knowledge, encoder: object) -> Knowledge:
    """The same knowledge with a loaded encoder."""
    return replace(knowledge, encoder=encoder)  # type: ignore[arg-type]
