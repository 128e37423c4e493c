"""Scores of n-grams: the part of the head that every message passes, so that it is quick and keeps Python's lock.

Where numpy gives the lock up, another thread takes it for its own message, and to get it back takes a thousand times as long
as the work for which it was given up. Numpy gives it up to sort, to gather rows, and to work on many numbers at once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from bot.understanding.features import Indices, weigh
from bot.understanding.heard import Array

if TYPE_CHECKING:
    from bot.understanding.topics import Head

# Work on so many numbers numpy does while it holds Python's lock; for more it lets others have it.
_LOCKED = 500


def gram_scores(head: Head, indices: Indices) -> Array:
    """Raw scores of every column from n-grams alone, shape (columns,)."""
    weights, table = weigh(indices, head.rarity), head.grams
    # Each row of the table is gathered as one thing, and those of a short text become floats a few at a time.
    rows = table.view(f"V{table.strides[0]}")[:, 0][indices].view(table.dtype).reshape(len(indices), table.shape[1])
    step = max(1, _LOCKED // table.shape[1]) if len(indices) < _LOCKED else len(indices)
    exact = np.empty(rows.shape, dtype=np.float32)
    for start in range(0, len(indices), step):
        exact[start : start + step] = rows[start : start + step]
    return np.asarray(weights @ exact * head.scale + head.bias, dtype=np.float32)


def chances_of(scores: Sequence[float]) -> list[float]:
    """`softmax` of a handful: to call numpy for so few takes longer than its work."""
    top = max(scores)
    raised = [math.exp(score - top) for score in scores]
    whole = sum(raised)
    return [each / whole for each in raised]
