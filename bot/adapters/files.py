"""`content/` from disk: every fault in every file is told at once, with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from bot.adapters import markdown, parsing, unfilled
from bot.adapters.parsing import Table
from bot.adapters.talk_files import Talk, read_talks
from bot.bank import LANGUAGES, Bank, Entry, Number
from bot.countries import Countries
from bot.errors import ContentError, Fault
from bot.law import Law
from bot.understanding.danger import DangerRows, Row, WhoPattern
from bot.understanding.pieces import Pieces

_ENTRY_KEYS = {"topic", "region", "choices", "step", "next", "sources", "laws", "review", "reviewed", "exceptions", *LANGUAGES}
_WORDING_KEYS = {"title", "lead", "more", "spoken", "sms", "word", "asks", "says", "names", "groups"}
_Row = TypeVar("_Row", Number, Law)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line of `content/phrases/`: what a person would text, and where it belongs."""

    text: str
    language: str
    topic: str
    who: str | None
    near_danger: bool
    file: str


class Reader:
    """Reads the files of one content folder and gathers what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        """`folder` is a content folder, `content/` or a copy of it."""
        self.folder = folder
        self.faults: list[Fault] = []
        self._danger: list[tuple[Path, Table]] = []

    def table(self, path: Path) -> Table:
        """The TOML in `path`, or an empty table and a fault."""
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            self._fault(path, int(found[1]) if found else 0, f"this is not TOML: {error}")
        except (OSError, UnicodeDecodeError) as error:
            self._fault(path, 0, f"the file cannot be read ({type(error).__name__})")
        return {}

    def table_if_there(self, path: Path) -> Table:
        """The same, without a fault where there is no such file."""
        return self.table(path) if path.exists() else {}

    def entries(self, regions: tuple[str, ...]) -> list[Entry]:
        """The entries for everywhere and those of `regions`."""
        found = [self._entry(path) for path in self.entry_paths(regions)]
        missing = unfilled.gaps(self.folder, regions)
        return [kept for entry in found if entry and (kept := unfilled.without(entry, missing))]

    def entry_paths(self, regions: tuple[str, ...]) -> list[Path]:
        """The files of these entries, in the order in which they are read."""
        folders = [self.folder / "entries", *(self.folder / "regions" / region for region in regions)]
        paths = [path for folder in folders for path in sorted(folder.rglob("*.toml"))]
        skipped = {"numbers.toml", "laws.toml", "region.toml", "lines.toml"}
        return [path for path in paths if path.name not in skipped]

    def numbers(self, regions: tuple[str, ...]) -> dict[str, Number]:
        """The phone numbers of `regions`, by name; the region listed first counts."""
        return self._rows(regions, "numbers.toml", lambda _, key, row: parsing.number(key, row))

    def laws(self, regions: tuple[str, ...]) -> dict[str, Law]:
        """The laws of `regions`, by id; the region listed first counts."""
        return self._rows(regions, "laws.toml", parsing.law)

    def _rows(self, regions: tuple[str, ...], file: str, parse: Callable[[str, str, Table], _Row]) -> dict[str, _Row]:
        """What `parse` makes of region, key and table of each row of `file`; the region listed first counts."""
        found: dict[str, _Row] = {}
        for region in regions:
            path = self.folder / "regions" / region / file
            for key, row in unfilled.rows(self.table_if_there(path)).items():
                if parsed := self._try(path, key, partial(parse, region, key, row)):
                    found.setdefault(key, parsed)
        return found

    def countries(self) -> Countries:
        """The countries that people may name, with whom to call there; none where the file is missing."""
        path = self.folder / "countries.toml"
        rows = self.table_if_there(path).items()
        found = [self._try(path, key, lambda key=key, row=row: parsing.country(key, row)) for key, row in rows]
        return Countries(each for each in found if each)

    def danger(self) -> DangerRows:
        """The danger rows of every language."""
        rows: list[Row] = []
        whos: list[WhoPattern] = []
        real: set[str] = set()
        for path, table in self._danger_tables():
            groups = self._try(path, "groups", lambda t=table: parsing.terms(t)) or {}
            real.update(table.get("not_typos", ()))
            for name, row in self._items(path, table, "rows"):
                self._try(path, name, lambda n=name, r=row, p=path, g=groups: rows.append(parsing.row(p.stem, n, r, g)))
            for who, terms in self._items(path, table, "who"):
                self._try(path, who, lambda w=who, t=terms, p=path, g=groups: whos.extend(parsing.whos(p.stem, w, t, g)))
        return DangerRows(rows, whos, real)

    def pieces(self) -> Pieces:
        """The words of panic in pieces, of every language."""
        found = [self._try(path, "pieces", lambda t=table: parsing.pieces(t)) for path, table in self._danger_tables()]
        return Pieces(each for each in found if each)

    def lines(self, regions: tuple[str, ...] = ()) -> tuple[Table, Table]:
        """The short lines that join the answers, those of `regions` in their place, and the names of the services.

        A region's line `key_here` stands beside `key` and is said of places in its own states only.
        """
        table = self._lines(self.folder / "lines.toml")
        services = table.pop("services", {})
        for region in reversed(regions):
            path = self.folder / "regions" / region / "lines.toml"
            ours = self._lines(path) if path.exists() else {}
            for key in (each for each in ours if each.removesuffix("_here") not in table):
                self._fault(path, line_of(path, key), f"[{key}] is no line of content/lines.toml")
            table |= ours
        return table, services

    def _lines(self, path: Path) -> dict[str, Any]:
        table = dict(unfilled.lines(self.table(path)))
        for key, said in table.items():
            if key != "services":
                self._try(path, key, lambda k=key, s=said: parsing.line(k, s))
        return table

    def _danger_tables(self) -> Iterator[tuple[Path, Table]]:
        """Rows and pieces are in the same files, which take a quarter second to parse."""
        if not self._danger:
            self._danger = [(path, self.table(path)) for path in sorted((self.folder / "danger").glob("*.toml"))]
        yield from self._danger

    def _items(self, path: Path, table: Table, key: str) -> list[tuple[str, Any]]:
        found = table.get(key, {})
        if isinstance(found, dict):
            return list(found.items())
        self._fault(path, line_of(path, key), f"{key} must be tables: [{key}.name]")
        return []

    def phrases(self) -> Iterator[Phrase]:
        """Every phrase of every language, in the order of files and lines."""
        for path in sorted((self.folder / "phrases").rglob("*.txt")):
            topic, _, who = path.stem.partition(".")
            language = path.relative_to(self.folder / "phrases").parts[0]
            near = path.parent.name == "near_danger"
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.strip() and not line.startswith("#"):
                    yield Phrase(line.strip(), language, topic, who or None, near, str(path.relative_to(self.folder)))

    def talks(self) -> Iterator[Talk]:
        """Every talk of every language, in the order of files and lines; a line that cannot be read is a fault."""
        for path in sorted((self.folder / "talks").glob("*.txt")):
            yield from read_talks(path, partial(self._fault, path))

    def _entry(self, path: Path) -> Entry | None:
        table = unfilled.entry(self.table(path))
        if not table:
            return None
        for key in table.keys() - _ENTRY_KEYS:
            self._fault(path, line_of(path, key), f"unknown key {key!r}")
        for language in LANGUAGES:
            wording = table.get(language, {})
            for key in (wording.keys() if isinstance(wording, dict) else set()) - _WORDING_KEYS:
                self._fault(path, line_of(path, key, language), f"[{language}] has an unknown key {key!r}")
        found: Entry | None = self._try(path, "", lambda: parsing.entry(path, table, str(path.relative_to(self.folder))))
        return found

    def _try(self, path: Path, key: str, read: Any) -> Any:
        """What `read` gives, or None and a fault that names `key`."""
        try:
            return read()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            what = f"{error.args[0]!r} is missing or unknown" if isinstance(error, KeyError) else str(error)
            self._fault(path, line_of(path, key), f"{key + ': ' if key else ''}{what}")
            return None

    def _fault(self, path: Path, line: int, what: str) -> None:
        self.faults.append(Fault(str(path.relative_to(self.folder.parent)), line, what))


def load_bank(folder: Path, regions: tuple[str, ...]) -> tuple[Bank, DangerRows]:
    """The bank and the danger rows. Raises ContentError with every fault."""
    reader = Reader(folder)
    bank, rows = bank_of(reader, regions)
    if bank is None:
        raise ContentError(tuple(reader.faults))
    return bank, rows


def bank_of(reader: Reader, regions: tuple[str, ...]) -> tuple[Bank | None, DangerRows]:
    """The bank, or None where something in it is wrong (the reader has gathered what), and the danger rows."""
    entries, numbers, rows, laws = reader.entries(regions), reader.numbers(regions), reader.danger(), reader.laws(regions)
    if not reader.faults and not entries:
        reader.faults.append(Fault(str(reader.folder), 0, "there is no entry here; is CONTENT_DIR right?"))
    bank = None if reader.faults else Bank(entries, numbers, regions, laws, markdown.marks_of(entries))
    return bank, rows


def line_of(path: Path, key: str, section: str | None = None) -> int:
    """The line where `key` stands (in `[section]`), or 0: an editor's aid, so a near miss does no harm."""
    if not key:
        return 0
    begins = re.compile(rf"\s*\"?{re.escape(key)}\"?\s*=|\[.*\b{re.escape(key)}\]")
    return next((number for number, line in lines_in(path, section) if begins.match(line)), 0)


def lines_in(path: Path, section: str | None = None) -> Iterator[tuple[int, str]]:
    """The lines of a TOML file with their numbers from 1, or only those of `[section]` with its heading."""
    inside = section is None
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        if section is not None and line.startswith("["):
            inside = line.strip() == f"[{section}]"
        if inside:
            yield number, line
