"""Which known word a typed one stands for: itself, or those that one typing error parts from it."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence

import numpy as np

from bot.text import deletions, one_typo_apart

# Shorter words have too many neighbours: "blue" is one letter from "glue", "wake" from "make".
_TYPO_LETTERS = 5
_LONGEST_WORD = 24
# Most forms are those of no known word; one look at a table with so many places a form tells that of nine in ten.
_ROOM = 10


class Vocabulary:
    """The words that patterns know, and how a mistyped word is led back to one of them.

    The forms with one letter left out are held as checksums in one sorted column: as texts they would take fifty times the
    memory. Two texts may share a checksum, so what is found by it is compared letter by letter.
    """

    def __init__(self, words: Iterable[str], not_typos: Iterable[str] = ()) -> None:
        """Index `words`; `not_typos` are real words that must never be taken for a mistyped neighbour."""
        self._words = frozenset(words)
        self._real = frozenset(not_typos)
        self._long = tuple(word for word in sorted(self._words) if len(word) >= _TYPO_LETTERS)
        sums, rows = array("q"), array("i")
        for row, word in enumerate(self._long):
            forms = deletions(word)
            sums.extend(map(hash, forms))
            rows.extend([row] * len(forms))
        self._marks = bytearray(_ROOM * len(sums) + 1)
        for each in sums:
            self._marks[each % len(self._marks)] = 1
        order = np.argsort(sums)
        self._sums, self._rows = np.array(sums)[order], np.array(rows)[order]

    def readings(self, words: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Each of `words` that can stand for known words, with those: itself, or all that are one typing error away."""
        distinct = dict.fromkeys(words)
        found = {word: (word,) for word in distinct if word in self._words}
        odd = [word for word in distinct if word not in found and _TYPO_LETTERS - 1 <= len(word) <= _LONGEST_WORD]
        close = self._close([word for word in odd if word not in self._real and not word.isdigit()])
        return found | {word: tuple(sorted(near)) for word, near in close.items()}

    def read(self, word: str) -> tuple[str, ...]:
        """The known words that `word` can stand for: itself, or those one typing error away, or none."""
        return self.readings((word,)).get(word, ())

    def _close(self, words: Sequence[str]) -> dict[str, set[str]]:
        """Each of `words` that is one typing error from known words, with those."""
        marks, size = self._marks, len(self._marks)
        forms = [(mark, word) for word in words for form in deletions(word) if marks[(mark := hash(form)) % size]]
        close: dict[str, set[str]] = {}
        for mark, word in forms:
            for place in range(bisect_left(self._sums, mark), len(self._sums)):
                if self._sums[place] != mark:
                    break
                near = self._long[self._rows[place]]
                if near in self._words and one_typo_apart(word, near):
                    close.setdefault(word, set()).add(near)
        return close
