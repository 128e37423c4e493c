"""What `safertext check` lists on request: numbers to be called, how the phrases stand, how easy each topic is to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.adapters.checks.numbers import ToCall, to_call
from bot.adapters.checks.phrases import FEWEST, MOST_ALIKE, MOST_OPENING, Group, groups, sets
from bot.adapters.checks.reading import FORMULAS, Ease, eases
from bot.adapters.checks.rules import gather
from bot.adapters.checks.typos import shares
from bot.adapters.settings import Settings
from bot.errors import ContentError

_NUMBERS = ("number", "name", "who answers", "what it is", "confidence", "last checked")


def numbers(settings: Settings) -> Iterator[str]:
    """Every number, those that nobody is known to have checked first. Raises ContentError where they cannot be read."""
    read = gather(settings)
    if not read.content.numbers:
        raise ContentError(tuple(read.faults))
    rows = [_row(each) for each in to_call(read.content)]
    yield from _table([_NUMBERS, *rows])
    unchecked = sum(row[-1] == "never" for row in rows)
    how = "call each before launch, but never 911 (docs/calls.md); write the day as `checked`."
    yield f"{len(rows)} numbers, {unchecked} of them never checked: {how}"


def _row(each: ToCall) -> tuple[str, ...]:
    return each.shown, each.id, each.who or "not known", each.name, each.confidence, each.checked or "never"


def phrases(settings: Settings) -> Iterator[str]:
    """Every topic's phrases in each language: how many, how alike, median length, typing errors; then danger and its likes."""
    read = gather(settings).content.phrases
    found, wrong = groups(read), shares(read)
    yield from _table(
        [("topic", "language", "phrases", "alike", "same opening", "median words", "typos", "")]
        + [_phrases(each, wrong[each.topic, each.language]) for each in found]
    )
    for each in sets(read):
        yield (
            f"{each.language}: {each.danger} danger phrases share {each.of_danger:.0%} of their words with "
            f"{each.negatives} hard negatives, which share {each.of_negatives:.0%} of theirs"
        )


def _phrases(each: Group, typos: float) -> tuple[str, ...]:
    shown = (str(each.count), f"{each.alike:.0%}", f"{each.opening:.0%}", f"{each.length:g}", f"{typos:.0%}")
    faults = {
        "few": each.count < FEWEST[each.language],
        "alike": each.alike > MOST_ALIKE,
        "same opening": each.opening > MOST_OPENING,
    }
    return each.topic, each.language, *shown, ", ".join(name for name, true in faults.items() if true)


def reading(settings: Settings) -> Iterator[str]:
    """Every topic's reading ease in each language, by its own formula; * marks what is harder than its limit."""
    found = {(each.topic, each.language): each for each in eases(gather(settings).content)}
    topics = sorted({topic for topic, _ in found})
    head = [("topic", *(f"{language} ({formula.name})" for language, formula in FORMULAS.items()))]
    yield from _table(head + [(topic, *(_score(found.get((topic, language))) for language in FORMULAS)) for topic in topics])


def _score(ease: Ease | None) -> str:
    return f"{ease.score:.1f}{'*' if ease.too_hard else ''}" if ease else ""


def _table(rows: Sequence[Iterable[str]]) -> Iterator[str]:
    """Rows as lines, columns in line."""
    cells = [tuple(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
