"""`safertext check --due`: what to review next, oldest first, with who has signed it and who has not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.adapters.review_rows import entries_of
from bot.adapters.settings import Settings
from bot.bank import Entry


def due(settings: Settings, today: date) -> Iterator[str]:
    """One line an entry, by the day on which it must be looked at again. Raises ContentError where a file cannot be used."""
    entries = entries_of(settings)
    waiting = sorted(entries, key=lambda entry: (entry.review.by, entry.reviewed, entry.step is None, entry.file))
    yield from (_line(entry, today) for entry in waiting)
    late = sum(entry.review.by < today for entry in entries)
    signed = sum(entry.reviewed for entry in entries)
    yield f"{len(entries)} texts: {late} past their day, {signed} reviewed by everybody they need"


def _line(entry: Entry, today: date) -> str:
    when = f"{entry.review.by}{' LATE' if entry.review.by < today else ''}"
    told = (*_lacking(entry), *_signed(entry))
    return f"{when} {entry.file} ({entry.review.confidence}): {'; '.join(told)}"


def _lacking(entry: Entry) -> Iterator[str]:
    """Who must still sign; languages that wait for the same people are told together."""
    waiting: dict[tuple[str, ...], list[str]] = {}
    for language in entry.wording:
        waiting.setdefault(entry.lacks(language), []).append(language)
    for roles, languages in waiting.items():
        yield f"{' '.join(languages)} {'waits for ' + ', '.join(roles) if roles else 'reviewed'}"


def _signed(entry: Entry) -> Iterator[str]:
    """Every signature, and whether its words still stand."""
    for each in entry.review.signed:
        stands = {
            language: entry.mark(language, each.role) == of for language, of in each.of.items() if language in entry.wording
        }
        counting = [language for language, counts in stands.items() if counts]
        changed = [language for language in each.of if language not in counting]
        if counting:
            yield f"{' '.join(counting)} signed by {each.name}, {each.role}, {each.on}"
        if changed:
            yield f"{' '.join(changed)} changed since {each.name}, {each.role}, signed it on {each.on}"
