"""What the rules of `safertext check` look at, and how a rule names the place of what it finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from bot.adapters.checks.terms import Terms
from bot.adapters.files import Phrase, line_of
from bot.bank import Entry, Number, Wording
from bot.errors import Fault
from bot.understanding.danger import DangerRows
from bot.understanding.pieces import Pieces
from bot.understanding.reading import KINDS

_NAME = re.compile(r"\{(\w+)\}")
# How much of a text finds its line: long enough to be the only one, short enough to lie before an escaped sign.
_FINDS = 24


class Severity(StrEnum):
    """A fault must be mended, a warning waits for a person."""

    FAULT = "fault"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found. `entry` and `language` say which exception would cover it; without an entry none does."""

    fault: Fault
    entry: Entry | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One text of an entry: `key` is where it stands (lead, more, spoken, sms)."""

    entry: Entry
    language: str
    key: str
    text: str

    @property
    def urgent(self) -> bool:
        """Whether this is read with shaking hands."""
        return urgent(self.entry)

    def found(self, content: Content, what: str) -> Finding:
        """A finding in this text; `what` says what is wrong and why it matters."""
        line = _line_with(content.folder / self.entry.file, self.text[:_FINDS], self.language)
        if not line:
            return content.told(self.entry, self.key, what, self.language)
        return Finding(Fault(content.shown(self.entry.file), line, f"[{self.language}] {what}"), self.entry, self.language)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that rules look at. `tables` are the other files of words (voice.toml, ...) as read."""

    folder: Path
    entries: list[Entry]
    numbers: Mapping[str, Number]
    rows: DangerRows
    phrases: list[Phrase]
    today: date
    terms: Terms = field(default_factory=Terms)
    tone: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    pieces: Pieces = field(default_factory=lambda: Pieces(()))

    def at(self, entry: Entry, key: str, language: str | None = None) -> Fault:
        """A fault without its words, at the place of `key`."""
        return Fault(self.shown(entry.file), line_of(self.folder / entry.file, key, language), "")

    def told(self, entry: Entry, key: str, what: str, language: str | None = None) -> Finding:
        """A finding at `key` of an entry."""
        place = self.at(entry, key, language)
        return Finding(Fault(place.file, place.line, f"[{language}] {what}" if language else what), entry, language)

    def elsewhere(self, file: str, line: int, what: str) -> Finding:
        """A finding in another file of the folder; nothing can except it."""
        return Finding(Fault(self.shown(file), line, what))

    def shown(self, file: str) -> str:
        """A file as people name it: "content/entries/thanks.toml"."""
        return str(Path(self.folder.name) / file)

    def filled(self, text: str) -> str:
        """`text` with the numbers that it names."""
        return _NAME.sub(lambda found: self.numbers[found[1]].shown if found[1] in self.numbers else found[0], text)

    def texts(self, *, urgent: bool | None = None) -> Iterator[Said]:
        """Every text of the bank, or only those that are (or are not) read with shaking hands."""
        for entry in self.entries:
            if urgent is None or urgent is _urgent(entry):
                for language, wording in entry.wording.items():
                    yield from (Said(entry, language, key, text) for key, text in _of(wording))

    def wordings(self) -> Iterator[tuple[Entry, str, Wording]]:
        """Every entry in every language that it has."""
        for entry in self.entries:
            for language, wording in entry.wording.items():
                yield entry, language, wording


Rule = Callable[[Content], Iterable[Finding]]


def urgent(entry: Entry) -> bool:
    """Whether an entry is read with shaking hands: an emergency step, or about danger."""
    return entry.step is not None or entry.topic in KINDS


_urgent = urgent


def names_in(text: str) -> list[str]:
    """The names of numbers in braces: "call {poison_help}" gives ["poison_help"]."""
    return _NAME.findall(text)


def _of(wording: Wording) -> Iterator[tuple[str, str]]:
    """Every text of a wording with its key."""
    yield "lead", wording.lead
    yield from (("more", part) for part in wording.more)
    if wording.spoken:
        yield "spoken", wording.spoken
    if wording.sms:
        yield "sms", wording.sms


@cache
def _lines(path: Path, _changed: int) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8", errors="replace").splitlines())


def _line_with(path: Path, words: str, section: str) -> int:
    """The line in `[section]` where a text begins with `words`, or 0."""
    inside = False
    for number, line in enumerate(_lines(path, path.stat().st_mtime_ns), start=1):
        if line.startswith("["):
            inside = line.strip() == f"[{section}]"
        if inside and f'"{words}' in line:
            return number
    return 0
