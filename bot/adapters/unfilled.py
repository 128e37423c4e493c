"""What a region's folder does not say yet: every place that holds the mark is left out, so that the wider region answers.

A sentence that names a phone number which no folder of the chain knows is left out too: better nothing than a hole.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.adapters.parsing import Table
from bot.bank import LANGUAGES, Entry, Wording
from bot.entry import named
from bot.errors import Fault

MARK = "TO FILL IN"
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def marked(value: Any) -> bool:
    """Whether the mark stands anywhere in a value of a TOML file."""
    if isinstance(value, Mapping):
        return any(map(marked, value.values()))
    if isinstance(value, list | tuple):
        return any(map(marked, value))
    return isinstance(value, str) and MARK in value


def entry(table: Table) -> Table:
    """An entry without its languages that wait; nothing where English, a source or the review waits."""
    kept = {key: value for key, value in table.items() if key not in LANGUAGES or not marked(value)}
    if not marked(table):
        return table
    return kept if "en" in kept and not marked(kept) else {}


def rows(table: Table) -> Table:
    """Phone numbers without those that wait."""
    return {key: row for key, row in table.items() if not marked(row)}


def lines(table: Table) -> Table:
    """Lines by key without their languages that wait, and without those whose English waits."""
    kept = {key: said if not marked(said) else _said(said) for key, said in table.items()}
    return {key: said for key, said in kept.items() if said}


def _said(said: Any) -> Table:
    left = rows(said) if isinstance(said, Mapping) else {}
    return left if "en" in left else {}


def faults(content: Path, regions: Iterable[str]) -> list[Fault]:
    """A fault for each file of these regions that waits: where the first mark stands, and how many there are."""
    paths = [path for region in regions for path in sorted((content / "regions" / region).rglob("*")) if path.is_file()]
    return [fault for path in paths for fault in _waits(content, path)]


def _waits(content: Path, path: Path) -> Iterator[Fault]:
    if found := waiting(path):
        what = f"says {MARK} in {len(found)} lines, first here: until then the wider region answers, or nobody"
        yield Fault(str(path.relative_to(content.parent)), found[0], what)


def waiting(path: Path) -> list[int]:
    """The lines of a file that wait, counted from 1; remarks do not."""
    lines = enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
    return [number for number, line in lines if MARK in line and not line.lstrip().startswith("#")]


def gaps(content: Path, regions: Iterable[str]) -> set[str]:
    """The names of phone numbers that some region knows, and none of `regions`."""
    known = {path.parent.name: set(rows(_read(path))) for path in sorted((content / "regions").glob("*/numbers.toml"))}
    return set().union(*known.values()) - set().union(*(known.get(region, set()) for region in regions))


def _read(path: Path) -> Table:
    with suppress(OSError, ValueError):  # told where the file is read for its own sake
        return tomllib.loads(path.read_text(encoding="utf-8"))
    return {}


def without(entry: Entry, missing: set[str]) -> Entry | None:
    """`entry` without the sentences that name a number of `missing`; None where its English lead says nothing then."""
    if not any(missing.intersection(named(text)) for wording in entry.wording.values() for text in wording.sent):
        return entry
    kept = {language: said for language, wording in entry.wording.items() if (said := _wording(wording, missing)).lead}
    return replace(entry, wording=kept) if "en" in kept else None


def _wording(wording: Wording, missing: set[str]) -> Wording:
    def cut(text: str) -> str:
        return " ".join(part for part in _SENTENCE.split(text) if missing.isdisjoint(named(part)))

    return replace(
        wording,
        lead=cut(wording.lead),
        more=tuple(said for part in wording.more if (said := cut(part))),
        spoken=cut(wording.spoken or "") or None,
        sms=cut(wording.sms or "") or None,
    )
