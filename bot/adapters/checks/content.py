"""What the rules of `safertext check` look at, and how a rule names the place of what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.adapters.checks.terms import Terms
from bot.adapters.files import Phrase, line_of, lines_in
from bot.adapters.talk_files import Talk
from bot.bank import Entry, Number, Wording
from bot.entry import filled
from bot.errors import Fault
from bot.understanding.danger import DangerRows
from bot.understanding.pieces import Pieces
from bot.understanding.reading import KINDS

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
        lines = lines_in(content.folder / self.entry.file, self.language)
        line = next((number for number, said in lines if f'"{self.text[:_FINDS]}' in said), 0)
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
    talks: list[Talk] = field(default_factory=list)

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
        return filled(text, self.numbers)

    def texts(self) -> Iterator[Said]:
        """Every text of the bank."""
        for entry, language, wording in self.wordings():
            yield from (Said(entry, language, key, text) for key, text in _of(wording))

    def urgent_texts(self) -> Iterator[Said]:
        """Only those that are read with shaking hands."""
        return (said for said in self.texts() if said.urgent)

    def wordings(self) -> Iterator[tuple[Entry, str, Wording]]:
        """Every entry in every language that it has."""
        for entry in self.entries:
            for language, wording in entry.wording.items():
                yield entry, language, wording


Rule = Callable[[Content], Iterable[Finding]]


def urgent(entry: Entry) -> bool:
    """Whether an entry is read with shaking hands: an emergency step, or about danger."""
    return entry.step is not None or entry.topic in KINDS


def _of(wording: Wording) -> Iterator[tuple[str, str]]:
    """Every text of a wording with its key."""
    yield "lead", wording.lead
    yield from (("more", part) for part in wording.more)
    if wording.spoken:
        yield "spoken", wording.spoken
    if wording.sms:
        yield "sms", wording.sms
