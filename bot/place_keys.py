"""The key under which a place's name is kept: folded, with the short forms of signs and envelopes written out."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

import numpy as np

from bot.packed import Index, Texts
from bot.text import fold

# Short forms at the start of a name, and at its end, as New England writes them.
FIRST = {
    "st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point", "pte": "pointe", "e": "east", "w": "west",
    "so": "south", "s": "south", "no": "north", "n": "north", "nw": "northwest", "ne": "northeast", "sw": "southwest",
    "se": "southeast", "gt": "great", "lk": "lake", "twp": "township",
}  # fmt: skip
_LAST = {
    "hbr": "harbor", "harbour": "harbor", "bch": "beach", "pt": "point", "hts": "heights", "mls": "mills", "fls": "falls",
    "spgs": "springs", "spg": "spring", "ctr": "center", "centre": "center", "jct": "junction", "vlg": "village",
    "isl": "island", "is": "island", "plt": "plantation", "lk": "lake", "lndg": "landing", "mtn": "mountain", "cty": "county",
    "co": "county",
}  # fmt: skip
# And anywhere but at the end, where "st" is a street.
_ANYWHERE = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


def key_of(name: str) -> str:
    """The form under which a name is kept: "St. Albans" gives "saint albans", "Old Orchard Bch" "old orchard beach"."""
    return key_of_folded(fold(name))


def key_of_folded(name: str) -> str:
    """The same for a name that is folded already."""
    words = name.split()
    if len(words) < 2:  # a short form alone, such as "no" or "so", is a word and not part of a name
        return " ".join(words)
    middle = [_ANYWHERE.get(word, word) for word in words[1:-1]]
    return " ".join([FIRST.get(words[0], words[0]), *middle, _LAST.get(words[-1], words[-1])])


class Keys:
    """The keys of all towns, and the towns that each stands for, the largest first."""

    def __init__(
        self, keys: Iterable[str], numbers: Sequence[int], states: Sequence[str], sizes: Sequence[int], home: Sequence[str]
    ) -> None:
        """`keys` are all different; `numbers` tell which of them each town has, beside its state and how many live there.

        The keys of the states of `home` stand ready.
        """
        self._index = Index(Texts(keys))
        self._beginnings = Index(Texts(dict.fromkeys(key.partition(" ")[0] for key in self._index.texts)))
        column = np.array(numbers, dtype=np.int64)
        order = np.lexsort((-np.array(sizes, dtype=np.int64), column))
        self._starts = array("I", column[order].searchsorted(np.arange(len(self._index.texts) + 1)).tolist())
        self._towns = array("I", order.tolist())
        by_state: dict[str, set[int]] = {}
        for state, number in zip(states, numbers, strict=True):
            by_state.setdefault(state, set()).add(number)
        self._by_state = {state: array("I", sorted(found)) for state, found in by_state.items()}
        self._ready = {state: self._of(state) for state in home}

    def may_be(self, name: str) -> bool:
        """Whether a town's key begins as that of `name` (folded) would: most runs of words in a message do not."""
        first, more, _ = name.partition(" ")
        return self._beginnings.get(FIRST.get(first, first) if more else first) is not None

    def may_begin(self, word: str) -> bool:
        """Whether a town's key may begin with a folded `word`, written out or not."""
        return self._beginnings.get(word) is not None or (word in FIRST and self._beginnings.get(FIRST[word]) is not None)

    def towns(self, key: str) -> Sequence[int]:
        """Which of the towns have `key`."""
        number = self._index.get(key)
        return () if number is None else self._towns[self._starts[number] : self._starts[number + 1]]

    def within(self, states: Sequence[str]) -> Sequence[str]:
        """The keys of the towns in `states`, or anywhere."""
        if len(states) == 1:
            return self._of_state(states[0])
        return [key for state in states for key in self._of_state(state)] if states else list(self._index.texts)

    def _of_state(self, state: str) -> Sequence[str]:
        ready = self._ready.get(state)
        return self._of(state) if ready is None else ready

    def _of(self, state: str) -> Sequence[str]:
        return [self._index.texts[number] for number in self._by_state.get(state, ())]
