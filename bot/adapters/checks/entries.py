"""What an entry must have: every language, a source for every fact, a way on that leads somewhere, a name of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from bot.adapters.checks.content import Content, Finding
from bot.adapters.markdown import ADDRESS
from bot.bank import LANGUAGES, Entry
from bot.text import words
from bot.understanding.reading import KINDS

# By what an entry is found: the region it holds for, and the name, title or word.
_Marks = Callable[[Entry], list[tuple[str, str]]]


def languages(content: Content) -> Iterator[Finding]:
    """Languages that an entry lacks."""
    for entry in content.entries:
        for language in LANGUAGES:
            if language not in entry.wording:
                what = f"the language {language} is missing: it would be answered in English"
                yield content.told(entry, "topic", what)


def sources(content: Content) -> Iterator[Finding]:
    """Entries without a source, and sources whose address or day is none."""
    for entry in content.entries:
        if not entry.sources:
            yield content.told(entry, "topic", "there is no [[sources]]: every fact needs one")
        for source in entry.sources:
            if source.url and not ADDRESS.fullmatch(source.url):
                yield content.told(entry, "url", f"{source.url!r} is no address: it begins with https://, or is empty")
            if not isinstance(source.read, date) or source.read > content.today:
                yield content.told(
                    entry, "read", f"{str(source.read)!r} is no day on which this was read: write read = 2026-11-21"
                )


def links(content: Content) -> Iterator[Finding]:
    """Choices that are no entry."""
    known = {entry.id for entry in content.entries}
    for entry in content.entries:
        for other in (*entry.choices, *((entry.next,) if entry.next else ())):
            if other not in known:
                yield content.told(entry, "choices", f"{other!r} is no entry: the way on would lead nowhere")


def ids(content: Content) -> Iterator[Finding]:
    """Two files of one name for one region: the later would be lost."""
    yield from _twice(content, "topic", lambda entry: [(entry.region, entry.id)], "the file name {0[1]}")


def titles(content: Content) -> Iterator[Finding]:
    """Two entries of one title: whoever texts it gets only one of them."""
    for language in LANGUAGES:
        yield from _twice(content, "title", partial(_title, language=language), "the title '{0[1]}'", language)


def step_words(content: Content) -> Iterator[Finding]:
    """Two steps that are reached by one word."""
    for language in LANGUAGES:
        yield from _twice(content, "word", partial(_word, language=language), "the word '{0[1]}'", language)


def homes(content: Content) -> Iterator[Finding]:
    """Topics without an entry of their own name: a question about them that no sub-entry fits would get no answer."""
    known = {entry.id for entry in content.entries}
    told: set[str] = set()
    for entry in content.entries:
        if not entry.step and entry.topic not in known | told | set(KINDS):
            told.add(entry.topic)
            yield content.told(
                entry, "topic", f"no entry is called {entry.topic}: a question that fits no sub-entry gets nothing"
            )


def unreviewed(content: Content) -> Iterator[Finding]:
    """Entries that nobody has signed as they stand."""
    for entry in content.entries:
        if not entry.reviewed:
            yield content.told(entry, "confidence", "not everybody whom this needs has reviewed it as it stands")


def due(content: Content) -> Iterator[Finding]:
    """Entries that were to be looked at again by a day that has passed."""
    for entry in content.entries:
        if entry.review.by < content.today:
            yield content.told(entry, "by", f"was to be looked at again by {entry.review.by}")


def _title(entry: Entry, language: str) -> list[tuple[str, str]]:
    wording = entry.wording.get(language)
    return [(entry.region, " ".join(words(wording.title)))] if wording and not entry.step else []


def _word(entry: Entry, language: str) -> list[tuple[str, str]]:
    wording = entry.wording.get(language)
    return [(entry.region, " ".join(words(wording.word)))] if wording and wording.word else []


def _twice(content: Content, key: str, of: _Marks, what: str, language: str | None = None) -> Iterator[Finding]:
    """Entries with a mark that an earlier one has; `what` names the mark."""
    first: dict[tuple[str, str], Entry] = {}
    for entry in content.entries:
        for mark in of(entry):
            if mark in first:
                said = f"{what.format(mark)} is that of {first[mark].file} too: only one of them is found"
                yield content.told(entry, key, said, language)
            first.setdefault(mark, entry)
