"""How an emergency goes on, in the words of who is there: it goes on, the person is well, or others have taken over.

People tell the end of an emergency in a thousand ways ("he swore at me and asked for the paper"), and whoever is not heard is
told to give breaths to somebody who eats. Asked only while steps are being given, and after the danger rows.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.understanding.heard import Array

GOES_ON, HELPED, WELL = "goes_on", "over_helped", "over_well"
COURSES = (GOES_ON, HELPED, WELL)
NO_COURSE = np.zeros((0, len(COURSES)), dtype=np.float32)
# N-gram scores are some units large, the parts of a sentence vector hundredths: so they weigh alike. The second keeps the
# weights small. Of phrases left out, .81 were told rightly with these, .78 by vectors alone.
_SCALE, _RIDGE = np.float32(1 / 16), 3.0


def fit_course(vectors: Array, raw: Array, courses: Sequence[int]) -> Array:
    """Weights (512 + columns + 1, courses), the last row a bias, from centred `vectors` and n-gram scores of phrases.

    `courses` are numbers of `COURSES`. Without phrases nothing is known: `NO_COURSE`.
    """
    if not courses:
        return NO_COURSE
    inputs = _inputs(vectors, raw).astype(np.float64)
    shrink = _RIDGE * np.diag([1.0] * (inputs.shape[1] - 1) + [0.0])
    goal = np.eye(len(COURSES))[list(courses)]
    return np.asarray(np.linalg.solve(inputs.T @ inputs + shrink, inputs.T @ goal), dtype=np.float32)


def told(weights: Array, vector: Array, raw: Array) -> tuple[str, float] | None:
    """The likelier end of an emergency after a text, and by how much (-1 to 1) it is likelier than that it goes on."""
    if not len(weights):
        return None
    goes_on, helped, well = (_inputs(vector, raw) @ weights).tolist()
    return (HELPED, helped - goes_on) if helped > well else (WELL, well - goes_on)


def _inputs(vectors: Array, raw: Array) -> Array:
    ones = np.ones((*vectors.shape[:-1], 1), dtype=np.float32)
    return np.asarray(np.concatenate([vectors, raw * _SCALE, ones], axis=-1), dtype=np.float32)
