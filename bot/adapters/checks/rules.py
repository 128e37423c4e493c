"""`safertext check`: every rule of the content, in one table, and what they find.

A rule is a function from the content to findings. Every rule that looks at entries takes an exception with its reason,
listed in the entry; one without a reason, or of a rule that does not exist, is a fault, one that nothing needs a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.adapters import unfilled
from bot.adapters.checks import (
    danger_texts,
    entries,
    figures,
    filtered,
    laws,
    lengths,
    numbers,
    other,
    pairs,
    phrases,
    reading,
    rows,
    sentences,
    shape,
    telegram,
    words,
)
from bot.adapters.checks.content import Content, Finding, Rule, Severity
from bot.adapters.checks.terms import NAME as TERMS, terms_of
from bot.adapters.files import Reader, line_of, lines_in
from bot.adapters.region_file import load_region
from bot.adapters.settings import Settings
from bot.bank import Entry, Exemption
from bot.errors import Fault

_FAULT, _WARNING = Severity.FAULT, Severity.WARNING
# The name that an exception gives, how grave it is, and the rule. To make a warning a fault, change the word in its line.
RULES: Mapping[str, tuple[Severity, Rule]] = {
    "language": (_FAULT, entries.languages),
    "source": (_FAULT, entries.sources),
    "choice": (_FAULT, entries.links),
    "same-file": (_FAULT, entries.ids),
    "same-title": (_FAULT, entries.titles),
    "same-word": (_FAULT, entries.step_words),
    "topic-home": (_FAULT, entries.homes),
    "number-name": (_FAULT, numbers.unknown),
    "typed-number": (_FAULT, numbers.typed),
    "typed-elsewhere": (_FAULT, numbers.typed_elsewhere),
    "number-twice": (_FAULT, numbers.twice),
    "number-date": (_FAULT, numbers.dates),
    "short-link": (_FAULT, numbers.shortened),
    "dear-letter": (_FAULT, lengths.dear),
    "danger-length": (_FAULT, lengths.danger),
    "lead-length": (_FAULT, lengths.goal),
    "longest": (_FAULT, lengths.limit),
    "title-length": (_FAULT, lengths.titles),
    "sentence-length": (_FAULT, sentences.too_long),
    "two-actions": (_FAULT, sentences.two_actions),
    "first-action": (_FAULT, sentences.first_action),
    "reading-ease": (_WARNING, reading.too_hard),
    "tone-word": (_FAULT, words.tone),
    "hard-word": (_FAULT, words.hard),
    "reserved-word": (_FAULT, words.carriers),
    "promise": (_FAULT, words.promises),
    "not-advice": (_FAULT, words.advice),
    "law-word": (_FAULT, words.law),
    "filtered-word": (_FAULT, filtered.unplain),
    "law-listed": (_FAULT, laws.unlisted),
    "law-year": (_FAULT, laws.misdated),
    "law-read": (_WARNING, laws.unread),  # grows true with time, and must not stop a release
    "number-per-language": (_FAULT, figures.differ),
    "folded-pair": (_FAULT, pairs.folded),
    "telegram": (_FAULT, telegram.markup),
    "voice-line": (_FAULT, other.spoken),
    "telegram-line": (_FAULT, other.telegram),
    "carrier-line": (_FAULT, other.carrier),
    "line-language": (_FAULT, other.languages),
    "danger-row": (_FAULT, rows.examples),
    "danger-group": (_FAULT, rows.groups),
    "danger-changed": (_FAULT, danger_texts.changed),
    "phrase-topic": (_FAULT, rows.topics),
    "few-phrases": (_WARNING, phrases.few),
    "alike-phrases": (_WARNING, phrases.alike),
    "same-opening": (_WARNING, phrases.openings),
    "shared-words": (_WARNING, phrases.shared),
    "model": (_FAULT, rows.model),
    "review": (_WARNING, entries.unreviewed),
    "review-due": (_WARNING, entries.due),
}
# What is told about exceptions themselves; nothing excepts them.
_EXCEPTION, _UNNEEDED = "exception", "unneeded-exception"
_Used = set[tuple[str, str, str | None]]


@dataclass(frozen=True, slots=True)
class Read:
    """The content as far as it can be read, and the faults that reading found."""

    content: Content
    faults: list[Fault]


def check(settings: Settings) -> tuple[list[Fault], list[Fault]]:
    """All faults, and all warnings, of the content that these settings use."""
    read = gather(settings)
    told: dict[Severity, list[Fault]] = {_FAULT: read.faults, _WARNING: []}
    used: _Used = set()
    for name, (severity, rule) in RULES.items():
        told[severity] += [_named(each.fault, name) for each in rule(read.content) if not _excepted(each, name, used)]
    told[_FAULT] += [_named(each.fault, _EXCEPTION) for each in _faulty(read.content)]
    told[_WARNING] += [_named(each.fault, _UNNEEDED) for each in _unneeded(read.content, used)]
    return told[_FAULT], told[_WARNING]


def gather(settings: Settings) -> Read:
    """Everything that rules look at, from disk."""
    folder = settings.content_dir
    reader = Reader(folder)
    region, wrong = load_region(folder, settings.region)
    # What the server reads too: a slip there is a fault, though no rule looks at it.
    reader.lines(region.chain)
    reader.laws(region.chain)
    reader.countries()
    pieces = reader.pieces()
    terms, wrong_terms = terms_of(reader.table_if_there(folder / TERMS))
    content = Content(
        folder,
        reader.entries(region.chain),
        reader.numbers(region.chain),
        reader.danger(),
        list(reader.phrases()),
        datetime.now(UTC).date(),
        terms,
        reader.table_if_there(folder / "tone.toml"),
        {file: reader.table(folder / file) for file in _tables(folder, region.chain)},
        region.chain,
        pieces,
        list(reader.talks()),
    )
    faults = [Fault(content.shown(TERMS), line_of(folder / TERMS, key), f"{key} {what}") for key, what in wrong_terms.items()]
    waits = {fault.file: fault for fault in unfilled.faults(folder, region.chain)}
    others = [fault for fault in (*wrong, *_shapes(reader, folder, region.chain), *faults) if fault.file not in waits]
    return Read(content, [*waits.values(), *others])


def _tables(folder: Path, chain: tuple[str, ...]) -> Iterator[str]:
    """The files of words beside the entries that are there."""
    ours = (f"regions/{region}/{file}" for region in chain for file in ("numbers.toml", "lines.toml"))
    named = (*numbers.OTHER_FILES, *ours)
    return (file for file in named if (folder / file).exists())


def _shapes(reader: Reader, folder: Path, chain: tuple[str, ...]) -> list[Fault]:
    """The faults of reading; for a half-written entry every fault with its line instead of the first without."""
    shapes = [fault for path in reader.entry_paths(chain) for fault in shape.faults(path, folder)]
    told = {fault.file for fault in shapes}
    return [*shapes, *(fault for fault in dict.fromkeys(reader.faults) if fault.line or fault.file not in told)]


def _excepted(found: Finding, rule: str, used: _Used) -> bool:
    """Whether the entry lists an exception for this; then it is marked as used."""
    listed = found.entry.exemptions if found.entry else ()
    fits = [each for each in listed if each.rule == rule and each.language in {None, found.language} and each.reason.strip()]
    used.update((found.entry.file, each.rule, each.language) for each in fits if found.entry)
    return bool(fits)


def _exceptions(content: Content) -> Iterator[tuple[Entry, Exemption]]:
    return ((entry, each) for entry in content.entries for each in entry.exemptions)


def _faulty(content: Content) -> Iterator[Finding]:
    for entry, each in _exceptions(content):
        if each.rule not in RULES:
            yield _told(content, entry, each, f"there is no rule {each.rule!r}; rules are: {', '.join(sorted(RULES))}")
        if not each.reason.strip():
            yield _told(content, entry, each, f"the exception from {each.rule!r} gives no reason")


def _unneeded(content: Content, used: _Used) -> Iterator[Finding]:
    for entry, each in _exceptions(content):
        if each.rule in RULES and each.reason.strip() and (entry.file, each.rule, each.language) not in used:
            yield _told(content, entry, each, f"the exception from {each.rule!r} is not needed any more: take it out")


def _told(content: Content, entry: Entry, exception: Exemption, what: str) -> Finding:
    """A finding at the line of one exception among several."""
    lines = lines_in(content.folder / entry.file)
    found = (number for number, line in lines if line.replace(" ", "") == f'rule="{exception.rule}"')
    return content.elsewhere(entry.file, next(found, 0), what)


def _named(fault: Fault, rule: str) -> Fault:
    """The fault with the name of its rule, which an exception needs."""
    return Fault(fault.file, fault.line, f"{fault.what} ({rule})")
