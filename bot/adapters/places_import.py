"""`safertext places import`: files to rows, all or nothing, and a report in which every row of them is found again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.adapters.importers.clean import site_from
from bot.adapters.importers.details import Terms
from bot.adapters.importers.match import match_of
from bot.adapters.importers.points import Ground
from bot.adapters.importers.record import Book, Hints, Raw, RefusedError, UnusableFileError
from bot.adapters.importers.sniff import open_book
from bot.adapters.places_groups import Groups
from bot.adapters.places_report import Report
from bot.adapters.site_rows import bump
from bot.adapters.site_store import Changes, Store
from bot.gazetteer import Gazetteer
from bot.site import Site

Tick = Callable[[int, int], None]
# An import that would take most of a source's places off is more likely half a file than the truth.
_FEW = 20
_TOO_MANY = 0.5
_SHOWN = 2000


@dataclass(frozen=True, slots=True)
class Order:
    """What the operator asked for."""

    files: Sequence[Path]
    format: str = "auto"
    hints: Hints = field(default_factory=Hints)
    services: tuple[str, ...] = ()
    source: str = ""
    dry_run: bool = False
    shrink: bool = False


def run(order: Order, engine: Engine, gazetteer: Gazetteer, tick: Tick = lambda _done, _all: None) -> Report:
    """Import the files of `order`, in one transaction. Raises UnusableFileError, and then nothing is changed."""
    report, ground = Report(dry_run=order.dry_run), Ground(gazetteer)
    by_source: dict[str, _Reading] = {}
    for path in order.files:
        source = order.source or _slug(path)
        by_source.setdefault(source, _Reading(source, order, ground, report, tick)).read(path)
    with Session(engine) as session:
        bump(session)
        written = [_write(session, reading) for reading in by_source.values()]
        if order.dry_run or not any(changes.any for changes in written):
            session.rollback()
        else:
            session.commit()
    return report


def _slug(path: Path) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:60] or "file"


@dataclass(slots=True)
class _Reading:
    """The files of one source as they are read: each place once, and whether the source was read whole."""

    source: str
    order: Order
    ground: Ground
    report: Report
    tick: Tick
    groups: Groups = field(default_factory=Groups)
    complete: bool = True

    def read(self, path: Path) -> None:
        """Take in one file. Raises UnusableFileError."""
        with _named(path):
            book = open_book(path, self.order.format, self.order.hints)
            self._take(book, path.name)
        report = self.report
        self.complete = self.complete and book.complete
        report.warnings += [{"file": path.name, "line": 0, "reason": each} for each in book.warnings]
        report.format = "+".join(dict.fromkeys(filter(None, (*report.format.split("+"), book.format))))
        report.columns |= book.columns

    def _take(self, book: Book, file: str) -> None:
        """Each row into its group, or into the report."""
        terms, before = self._terms(file), self.report.read
        for row in book.rows:
            self.report.read += 1
            if not self.report.read % 500:
                self.tick(self.report.read, book.expected)
            try:
                if not isinstance(row, Raw):
                    raise RefusedError(row.reason)  # noqa: TRY301 - one place for all that is refused
                self._group(row, site_from(row, terms))
            except RefusedError as error:
                self.report.refused.append({"file": file, "line": row.line, "reason": str(error)})
        if self.report.read == before:
            raise UnusableFileError("it holds no places, as an answer to a failed question does; fetch it again")

    def _terms(self, file: str) -> Terms:
        def warn(line: int, what: str) -> None:
            self.report.warnings.append({"file": file, "line": line, "reason": what})

        hints, today = self.order.hints, datetime.now(UTC).date()
        return Terms(
            self.ground, self.source, today, self.order.services, hints.services, hints.defaults, warn, self.report.hours
        )

    def _group(self, row: Raw, site: Site) -> None:
        """A place that another row told of already takes this row's services and fills its gaps."""
        match = match_of(site)
        name = site.id if row.ours else match or site.id
        group = self.groups.get(name)
        if group and row.ours:
            raise RefusedError(f"the id {site.id!r} is used twice; give this row another")
        if group:
            self.groups.join(name, _joined(group.site, site))
            return
        key = f"{site.id}|{match}"[:300] if self.groups.has_key(site.id) else site.id
        self.groups.add(name, site, key, match, ours=row.ours)


class _named:  # noqa: N801 - reads as a word in `with _named(path):`
    """Puts the file's name before what is wrong with it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        """Nothing to do."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, UnusableFileError):
            raise UnusableFileError(f"{self.path.name}: {error}") from None
        if isinstance(
            error, LookupError | TypeError | AttributeError | ValueError | RecursionError | MemoryError | ArithmeticError
        ):
            raise UnusableFileError(
                f"{self.path.name}: it is not built as such a file is ({type(error).__name__}); ask its owner for CSV"
            ) from None


_FILLED = ("phone", "url", "hours", "hours_text", "eligibility", "cost", "access", "languages", "org", "verified_on")


def _joined(first: Site, more: Site) -> Site:
    gaps = {name: getattr(more, name) for name in _FILLED if not getattr(first, name)}
    if first.precision == "zip" and more.precision == "point":
        gaps |= {name: getattr(more, name) for name in ("lat", "lon", "precision", "tz")}
    return replace(first, services=tuple(dict.fromkeys((*first.services, *more.services))), **gaps)


def _write(session: Session, reading: _Reading) -> Changes:
    """What was read of one source, into the tables. Raises UnusableFileError when most of the source has vanished."""
    source, groups = reading.source, reading.groups
    store = Store(session, source)
    gone = store.vanishing(key for key, _ in groups.counts())
    if reading.complete and not reading.order.shrink and gone > _FEW and gone > _TOO_MANY * len(store.known):
        raise UnusableFileError(
            f"{gone} of {len(store.known)} places known from {source!r} are not in it: is it half a file? Nothing was changed; "
            "if they are really gone, add --allow-shrink"
        )
    for group in groups:
        store.put(group)
    changes = store.finish(complete=reading.complete)
    _count(groups, changes, reading.report)
    return changes


def _count(groups: Groups, changes: Changes, report: Report) -> None:
    """The first row of a place counts as what came of it; further rows as merged, unless nothing changed at all."""
    counts: Counter[str] = Counter()
    for key, rows in groups.counts():
        how = changes.how[key]
        counts[how] += 1
        counts["unchanged" if how == "unchanged" else "merged"] += rows - 1
    report.imported += counts["imported"]
    report.merged += counts["merged"]
    report.unchanged += counts["unchanged"]
    report.unlisted += changes.unlisted
    report.changes += changes.lines[: max(0, _SHOWN - len(report.changes))]
    report.warnings += [{"file": "", "line": 0, "reason": each} for each in changes.warnings]
