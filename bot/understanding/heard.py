"""How one text sounds by itself, and what was learned of how talks go on from there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """How a text sounds by itself: `chances` of topics as if it stood alone, in the order of the head, `raw` n-gram scores.

    `follows` is how likely it is one of those that say nothing without the answer before them ("how long", "and for a kid");
    `vector` the centred sentence vector, where there is one.
    """

    chances: Array
    raw: Array
    vector: Array | None
    follows: float


@dataclass(frozen=True, slots=True, eq=False)
class Following:
    """How talks go on (`following.py`): `ties` (ways, 3) to what was before, and `weights` (inputs, topics).

    None of either where nothing was learned.
    """

    ties: Array
    weights: Array


NO_FOLLOWING = Following(np.zeros((0, 3), np.float32), np.zeros((0, 0), np.float32))
