"""Lists of folded phrases, looked for whole in a message: by their first words, so that a long list costs next to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set as AbstractSet


class Phrases:
    """`within` says whether one of the phrases stands in a message."""

    def __init__(self, listed: Iterable[str]) -> None:
        """Sort the phrases by their first word."""
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in listed:
            words = tuple(phrase.split())
            self._by_first.setdefault(words[0], []).append(words)

    @property
    def firsts(self) -> AbstractSet[str]:
        """The words with which the phrases begin."""
        return self._by_first.keys()

    def within(self, words: Sequence[str]) -> bool:
        """Whether a phrase stands in `words`, which are folded."""
        if self.firsts.isdisjoint(words):
            return False  # as it is of most messages
        return any(
            tuple(words[at : at + len(phrase)]) == phrase
            for at, word in enumerate(words)
            if word in self._by_first
            for phrase in self._by_first[word]
        )
