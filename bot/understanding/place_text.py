"""A message taken apart for the search of a place: words, clause ends, and the states that it names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.gazetteer import Gazetteer, Place
from bot.text import clean, fold
from bot.understanding.place_words import CITY_STATES, DIGITS, NEVER, STATE_CODES, STATE_NAMES, WORDLIKE_CODES
from bot.understanding.services import read_service

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CLAUSE_ENDS = frozenset((".", ",", "?", "!", ";", "\n"))
# What is read of a message: a place stands in its first lines.
_READ = 1000
_ZIP_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Said:
    """A message: its folded words, the same as typed, the sign that follows each, and the state named anywhere.

    `words`, `typed` and `after` run side by side; `expected` tells that the bot has just asked for a place, `serviced`
    that the message asks for a service.
    """

    plain: str
    words: tuple[str, ...]
    typed: tuple[str, ...]
    after: tuple[str, ...]
    gazetteer: Gazetteer
    home: str
    expected: bool
    state: str | None
    serviced: bool

    def part(self, start: int, stop: int) -> str:
        """The words from `start` to before `stop`, or nothing when they are not all there."""
        return " ".join(self.words[start:stop]) if 0 <= start < stop <= len(self.words) else ""

    def says(self, phrases: Iterable[str]) -> bool:
        """Whether one of the folded phrases stands in the message, whole."""
        text = f" {' '.join(self.words)} "
        return any(f" {phrase} " in text for phrase in phrases)

    def ends(self, at: int) -> bool:
        """Whether the word at `at` is the last of its clause."""
        return at == len(self.words) - 1 or self.after[at] in _CLAUSE_ENDS

    def ours(self, name: str) -> tuple[Place, ...]:
        """The places of exactly this name in the home state."""
        return self.gazetteer.named(name, self.home)

    def names_of_states(self) -> Iterator[tuple[str, int, int]]:
        """Each state's name with where it starts and stops, the longest first ("new mexico" before any "mexico")."""
        return _names_of_states(self.words)

    def codes_of_states(self) -> Iterator[tuple[str, int, int]]:
        """Each code that cannot be a word where it stands: "portland or" is Oregon, "portland or bangor" is not."""
        for at, word in enumerate(self.words):
            code = STATE_CODES.get(word)
            if code and at and (word not in WORDLIKE_CODES or code == self.home or self._marked(at)):
                yield code, at, at + 1

    def _marked(self, at: int) -> bool:
        """Whether the word at `at` ends its clause, comes before a number or after a comma, or stands out in capitals."""
        typed = self.typed[at]
        capitals = typed.isupper() and not self.plain.isupper()
        return self.ends(at) or self.words[at + 1].isdigit() or capitals or self.after[at - 1] == ","


def said(text: str, gazetteer: Gazetteer, home: str, *, expected: bool) -> Said:
    """`text` taken apart."""
    plain = _with_digits(unicodedata.normalize("NFKC", clean(text[:_READ])))
    found = [word for word in _WORD.finditer(plain) if fold(word[0])]
    words = tuple(fold(word[0]).replace(" ", "") for word in found)
    after = tuple(plain[word.end() : word.end() + 1] for word in found)
    typed = tuple(word[0] for word in found)
    serviced = read_service(plain).service is not None
    return Said(plain, words, typed, after, gazetteer, home, expected, _state_named(words), serviced)


def _with_digits(plain: str) -> str:
    """`plain` with a ZIP that was spoken or spelt out put into figures: "oh four four oh one", "0 4 4 0 1"."""
    words = plain.split()
    for start in range(len(words) - _ZIP_DIGITS + 1):
        figures = [DIGITS.get(fold(word), "") for word in words[start : start + _ZIP_DIGITS]]
        if all(figures):
            return " ".join([*words[:start], "".join(figures), *words[start + _ZIP_DIGITS :]])
    return plain


def _state_named(words: tuple[str, ...]) -> str | None:
    """The state whose name stands in the message, or whose code is all of it."""
    if len(words) == 1 and words[0] in STATE_CODES and words[0] not in NEVER:
        return STATE_CODES[words[0]]
    named = ((code, " ".join(words[start:stop])) for code, start, stop in _names_of_states(words))
    return next((code for code, name in named if name not in CITY_STATES), None)


def _names_of_states(words: tuple[str, ...]) -> Iterator[tuple[str, int, int]]:
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            code = STATE_NAMES.get(" ".join(words[start : start + size]))
            if code:
                yield code, start, start + size
