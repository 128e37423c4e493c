"""A message taken apart for the search of a place: words, clause ends, and the states that it names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.gazetteer import Gazetteer, Place
from bot.text import clean, fold
from bot.understanding.place_words import CITY_STATES, DIGITS, NEVER, STATE_CODES, STATE_NAMES, WORDLIKE_CODES
from bot.understanding.services import service_in
from bot.value import value
from bot.worked_out import worked_out

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CLAUSE_ENDS = frozenset((".", ",", "?", "!", ";", "\n"))
# What is read of a message: a place stands in its first lines.
_READ = 1000
_ZIP_DIGITS = 5
_STATES_BEGIN = frozenset(name.split()[0] for name in STATE_NAMES)


@value(frozen=True)
class Said:
    """A message: its folded words, the same as typed, and the sign that follows each, side by side.

    `expected` tells that the bot has just asked for a place. What not every message needs is worked out when it is asked for.
    """

    plain: str
    words: tuple[str, ...]
    typed: tuple[str, ...]
    after: tuple[str, ...]
    gazetteer: Gazetteer
    expected: bool

    @worked_out
    def state(self) -> str | None:
        """The state whose name stands anywhere in the message, or whose code is all of it."""
        return _state_named(self.words)

    @worked_out
    def serviced(self) -> bool:
        """Whether the message asks for a service."""
        return service_in(self.words) is not None

    def part(self, start: int, stop: int) -> str:
        """The words from `start` to before `stop`, or nothing when they are not all there."""
        return " ".join(self.words[start:stop]) if 0 <= start < stop <= len(self.words) else ""

    def ends(self, at: int) -> bool:
        """Whether the word at `at` is the last of its clause."""
        return at == len(self.words) - 1 or self.after[at] in _CLAUSE_ENDS

    def ours(self, name: str) -> tuple[Place, ...]:
        """The places of exactly this name in the home states."""
        return tuple(place for place in self.gazetteer.spelt(name) if place.state in self.gazetteer.home)

    def names_of_states(self) -> Iterator[tuple[str, int, int]]:
        """Each state's name with where it starts and stops, the longest first ("new mexico" before any "mexico")."""
        return _names_of_states(self.words)

    def codes_of_states(self) -> Iterator[tuple[str, int, int]]:
        """Each code that cannot be a word where it stands: "portland or" is Oregon, "portland or bangor" is not."""
        for at, word in enumerate(self.words):
            code = STATE_CODES.get(word)
            if code and at and (word not in WORDLIKE_CODES or code in self.gazetteer.home or self._marked(at)):
                yield code, at, at + 1

    def _marked(self, at: int) -> bool:
        """Whether the word at `at` ends its clause, comes before a number or after a comma, or stands out in capitals."""
        typed = self.typed[at]
        capitals = typed.isupper() and not self.plain.isupper()
        return self.ends(at) or self.words[at + 1].isdigit() or capitals or self.after[at - 1] == ","


def said(text: str, gazetteer: Gazetteer, *, expected: bool) -> Said:
    """`text` taken apart."""
    plain = _with_digits(unicodedata.normalize("NFKC", clean(text[:_READ])))
    found = [(fold(word[0]).replace(" ", ""), word[0], plain[word.end() : word.end() + 1]) for word in _WORD.finditer(plain)]
    words, typed, after = ([each[column] for each in found if each[0]] for column in range(3))
    return Said(plain, tuple(words), tuple(typed), tuple(after), gazetteer, expected)


def _with_digits(plain: str) -> str:
    """`plain` with a ZIP that was spoken or spelt out put into figures: "oh four four oh one", "0 4 4 0 1"."""
    words = plain.split()
    if len(words) < _ZIP_DIGITS or sum(word in DIGITS for word in fold(plain).split()) < _ZIP_DIGITS:
        return plain
    figures = [DIGITS.get(fold(word), "") for word in words]
    for start in range(len(figures) - _ZIP_DIGITS + 1):
        if all(figures[start : start + _ZIP_DIGITS]):
            return " ".join([*words[:start], "".join(figures[start : start + _ZIP_DIGITS]), *words[start + _ZIP_DIGITS :]])
    return plain


def _state_named(words: tuple[str, ...]) -> str | None:
    if len(words) == 1 and words[0] in STATE_CODES and words[0] not in NEVER:
        return STATE_CODES[words[0]]
    named = ((code, " ".join(words[start:stop])) for code, start, stop in _names_of_states(words))
    return next((code for code, name in named if name not in CITY_STATES), None)


def _names_of_states(words: tuple[str, ...]) -> Iterator[tuple[str, int, int]]:
    starts = [at for at, word in enumerate(words) if word in _STATES_BEGIN]
    for size in (3, 2, 1) if starts else ():
        for start in starts:
            code = STATE_NAMES.get(" ".join(words[start : start + size]))
            if code and start + size <= len(words):
                yield code, start, start + size
