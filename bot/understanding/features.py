"""Hashed n-grams of folded words: the road that needs no encoder, in a fraction of a millisecond."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

# Whole words (with their pairs) and parts of words have buckets of their own, so that neither drowns the other.
# Primes keep the remainder of the checksum evenly spread.
WORD_BUCKETS = 16381
PART_BUCKETS = 16381
BUCKETS = WORD_BUCKETS + PART_BUCKETS
_PART_LETTERS = (3, 4, 5)
_MOST_WORDS = 120
_MOST_LETTERS = 18
_SHORT = 3

Indices = NDArray[np.int64]
Weights = NDArray[np.float32]


def features(words: Sequence[str]) -> Indices:
    """The distinct buckets of a text in rising order: words and pairs of words first, then 3 to 5 letters of words."""
    kept = [word[:_MOST_LETTERS] for word in _ends(words)]
    wholes = set(kept)
    wholes.update(f"{one} {other}" for one, other in pairwise(kept))
    if len(kept) <= _SHORT:
        wholes.add(f"^{' '.join(kept)}$")  # a whole short message is a clue of its own
    whole_buckets = sorted({crc32(gram.encode()) % WORD_BUCKETS for gram in wholes})
    return np.array([*whole_buckets, *sorted(_parts(set(kept)))], dtype=np.int64)


def weigh(indices: Indices, rarity: Weights) -> Weights:
    """The weight of each bucket in a text: rare ones count more; words and parts of words are each of length one."""
    weights = rarity[indices]
    border = bisect_left(indices, WORD_BUCKETS)
    for half in (slice(border), slice(border, None)):
        weights[half] /= max(math.sqrt(weights[half] @ weights[half]), 1e-9)
    return weights


def rarities(samples: Sequence[Indices]) -> Weights:
    """How rare each bucket is among the samples; 0 for one that none has, whose weight would be noise."""
    seen = np.bincount(np.concatenate(samples), minlength=BUCKETS)
    rare = np.log((1 + len(samples)) / (1 + seen)) + 1
    return np.asarray(np.where(seen, rare, 0), dtype=np.float32)


def _ends(words: Sequence[str]) -> list[str]:
    if len(words) <= _MOST_WORDS:
        return list(words)
    return [*words[: _MOST_WORDS // 2], *words[-_MOST_WORDS // 2 :]]


def _parts(words: Iterable[str]) -> set[int]:
    """The buckets of the parts of `words`."""
    parts: set[int] = set()
    for word in words:
        marked = f"<{word}>"
        letters = [marked[i : i + size] for size in _PART_LETTERS for i in range(len(marked) - size + 1)]
        parts.update([WORD_BUCKETS + crc32(part.encode()) % PART_BUCKETS for part in letters])
    return parts
