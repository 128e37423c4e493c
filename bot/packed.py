"""Columns of text in a few large pieces: as many small strings take ten times the memory, and twice that after a fork."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice
from typing import overload

import numpy as np


class Texts(Sequence[str]):
    """Texts side by side in one string, read like a list."""

    __slots__ = ("_ends", "_whole")

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """Pack `texts`."""
        self._whole, self._ends = "", array("I", (0,))
        self.extend(tuple(texts))

    def extend(self, texts: Sequence[str]) -> None:
        """Add `texts` behind those that are here."""
        self._whole += "".join(texts)
        self._ends.extend(islice(accumulate(map(len, texts), initial=self._ends[-1]), 1, None))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[str]:
        return map(self._whole.__getitem__, map(slice, self._ends, self._ends[1:]))

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        row = at if at >= 0 else at + len(self)
        return self._whole[self._ends[row] : self._ends[row + 1]]


class Repeated(Sequence[str]):
    """A column in which the same few texts stand again and again: each is held once."""

    __slots__ = ("_known", "_numbers", "_texts")

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """Hold `texts`."""
        self._known, self._numbers = Numbered(), array("I")
        self.extend(texts)

    def extend(self, texts: Iterable[str]) -> None:
        """Add `texts` behind those that are here."""
        self._numbers.extend(map(self._known.__getitem__, texts))
        self._texts = tuple(self._known)

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        return [self._texts[each] for each in self._numbers[at]] if isinstance(at, slice) else self._texts[self._numbers[at]]


class Index:
    """From a text to its number among `texts`, by sorted checksums; of equal texts the last one counts."""

    __slots__ = ("_order", "_sums", "texts")

    def __init__(self, texts: Texts) -> None:
        """Index `texts`, which are kept."""
        self.texts = texts
        sums = np.fromiter(map(hash, texts), dtype=np.int64, count=len(texts))
        order = np.argsort(sums, kind="stable")
        self._sums: array[int] = array("q", sums[order].tobytes())
        self._order: array[int] = array("I", order.tolist())

    def get(self, text: str) -> int | None:
        """The number of `text`, or None. Two texts may share a checksum, so what is found is compared."""
        mark = hash(text)
        at = bisect_right(self._sums, mark)
        while at and self._sums[at - 1] == mark:
            at -= 1
            if self.texts[self._order[at]] == text:
                return self._order[at]
        return None


class Numbered(dict[str, int]):
    """Numbers texts in the order in which they are first asked for."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]
