"""Which texts would go unheard if a word of the danger rows were lost: examples of the rows and the emergency phrases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.adapters.checks.content import Content
from bot.text import words
from bot.understanding.patterns import Term
from bot.understanding.reading import KINDS, Level

Text = tuple[str, ...]
_ORDER = (Level.NONE, Level.POSSIBLE, Level.NOW)


@dataclass(frozen=True)
class Loss:
    """One alternative of one term: whether losing it silences a `row`, or lowers the `level`, for a known text."""

    language: str
    phrase: Text
    row: bool
    level: bool


def texts(content: Content) -> list[Text]:
    """Every known text of danger, folded: examples and emergency phrases."""
    examples = [row.example for row in content.rows.rows]
    phrases = [each.text for each in content.phrases if each.topic in KINDS and not each.near_danger]
    return list(dict.fromkeys(tuple(words(text)) for text in (*examples, *phrases)))


def losses(content: Content) -> list[Loss]:
    """What the loss of each alternative would do, by taking it out of the compiled rows and reading the texts that hold it."""
    reader = _Reader(content)
    terms = {(row.language, term) for row in content.rows.rows for term in row.pattern.terms}
    ordered = sorted(terms, key=lambda each: (each[0], each[1].phrases))
    return [reader.without(language, term, phrase) for language, term in ordered for phrase in term.phrases]


class _Reader:
    """The rows, and what each known text fires."""

    def __init__(self, content: Content) -> None:
        self._rows = content.rows
        self._levels = {row.name: row.level for row in content.rows.rows}
        self._matcher = content.rows._matcher
        self._asked = {row.pattern.name: set(row.terms) for row in self._matcher._rows}
        self._held: dict[str, set[Text]] = defaultdict(set)
        for text in texts(content):
            for word in set(text):
                for read in self._matcher._vocabulary.read(word):
                    self._held[read].add(text)
        self._before = {text: self._read(text) for held in self._held.values() for text in held}
        self._uses = Counter(word for term in self._matcher._terms for phrase in term.phrases for word in phrase)

    def without(self, language: str, term: Term, phrase: Text) -> Loss:
        """What the known texts that hold `phrase` fire without it in `term`."""
        number = self._matcher._terms[term]
        held = set.intersection(*(self._held[word] for word in phrase))
        fits = [text for text in held if any(number in self._asked[name] for name in self._before[text][0])]
        with self._lost(term, phrase):
            after = {text: self._read(text) for text in fits}
        silent = any(self._before[text][0] - after[text][0] for text in fits)
        return Loss(language, phrase, silent, any(self._before[text][1] > after[text][1] for text in fits))

    def _read(self, text: Text) -> tuple[frozenset[str], int]:
        """The rows that fire, and the highest level as a number."""
        fired = frozenset(self._rows.fired(text))
        return fired, max((_ORDER.index(self._levels[name]) for name in fired), default=0)

    @contextmanager
    def _lost(self, term: Term, phrase: Text) -> Iterator[None]:
        """The rows as if the alternative had never been written, its words unknown where nothing else has them."""
        number, node = self._matcher._terms[term], self._matcher._starts[phrase[0]]
        for word in phrase[1:]:
            node = node.next[word]
        vocabulary, known = self._matcher._vocabulary, self._matcher._vocabulary._words
        gone = {word for word in phrase if self._uses[word] == 1}
        vocabulary._words = known - gone if gone else known
        before, node.terms = node.terms, tuple(each for each in node.terms if each != number)
        try:
            yield
        finally:
            node.terms = before
            vocabulary._words = known
