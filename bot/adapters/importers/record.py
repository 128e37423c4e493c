"""What every format gives: rows under our own names of columns, or the reason why one is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.errors import SaferTextError

# The longest cell that is read: beyond it a quote was left open somewhere above.
LONGEST_CELL = 10_000


class UnusableFileError(SaferTextError):
    """A whole file that cannot be read, in a sentence: what is wrong, where, what to do. Nothing of it is imported."""


class RefusedError(Exception):
    """Why one row cannot become a place, in words for whoever keeps the file."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One row: `fields` by our names (see `columns.py`), still as its source wrote them; `line` counts from 1.

    `services` are those that the format itself makes sure of; `ours` marks a row of our own form.
    """

    line: int
    fields: Mapping[str, str]
    services: tuple[str, ...] = ()
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is left out, and why."""

    line: int
    reason: str


@dataclass(slots=True)
class Book:
    """One file: its format, its rows as they are read, about how many, and whether that is all the source has.

    `columns` says which heading was taken for which of our columns; `warnings` may grow while rows are read.
    """

    format: str
    rows: Iterable[Raw | Refused]
    expected: int = 0
    complete: bool = True
    columns: Mapping[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Hints:
    """An operator's `mapping.toml`: our column to their heading, their category to our services, and what is always so."""

    columns: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
