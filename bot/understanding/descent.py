"""Fitting linear scores by small steps: numpy only, no chance in it, the same bytes twice on one machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from bot.understanding.features import BUCKETS, Indices
from bot.understanding.heard import Array

# The slope of the loss: (scores, numbers of the phrases) to an array like the scores.
Slope = Callable[[Array, Indices], Array]

_GRAM_ROUNDS = 3
_GRAM_BATCH = 32
_GRAM_STEP = 0.4
_GRAM_DECAY = 1e-5
_VECTOR_ROUNDS = 7
_VECTOR_BATCH = 256
_VECTOR_STEP = 0.2
_VECTOR_DECAY = 3e-5


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some phrases as a small dense table: `rows` are phrases, columns the buckets `used` that any of them has."""

    phrases: Indices
    used: Indices
    rows: Array


def fit_grams(rows: Sequence[tuple[Indices, Array]], order: Indices, slope: Slope, width: int) -> tuple[Array, Array]:
    """Weights (buckets, width) and biases over sparse `rows` (buckets, weights), by adaptive steps (Adagrad)."""
    weights, seen = np.zeros((BUCKETS, width), dtype=np.float32), np.full((BUCKETS, width), 1e-2, dtype=np.float32)
    bias, bias_seen = np.zeros(width, dtype=np.float32), np.ones(width, dtype=np.float32)
    batches = [_batch(rows, order[i : i + _GRAM_BATCH]) for i in range(0, len(order), _GRAM_BATCH)]
    for number, at in _rounds(len(batches), _GRAM_ROUNDS):
        batch = batches[at]
        step = np.float32(_GRAM_STEP * (1 - number / _GRAM_ROUNDS))
        here, steep = weights.take(batch.used, axis=0), seen.take(batch.used, axis=0)
        error = slope(batch.rows @ here + bias, batch.phrases)
        # In place where it can be: the tables are large, and most of the time goes into moving them.
        downhill = batch.rows.T @ error
        downhill += np.float32(_GRAM_DECAY) * here
        steep += downhill * downhill
        seen[batch.used] = steep
        downhill *= step
        downhill /= np.sqrt(steep, out=steep)
        here -= downhill
        weights[batch.used] = here
        total = error.sum(axis=0)
        bias_seen += total * total
        bias -= np.float32(0.3) * step * total / np.sqrt(bias_seen)
    return weights, bias


def fit_vectors(vectors: Array, offset: Array, order: Indices, slope: Slope) -> tuple[Array, Array]:
    """Weights (dimensions + 1, width) over `vectors` on top of `offset` times a factor that is learned too (Adam)."""
    inputs = np.hstack([vectors, np.ones((len(vectors), 1), dtype=np.float32)])
    fitted = np.vstack([np.zeros((inputs.shape[1], offset.shape[1]), dtype=np.float32), np.ones((1, offset.shape[1]))])
    fitted = fitted.astype(np.float32)  # the last row is the factor
    mean, square = np.zeros_like(fitted), np.zeros_like(fitted)
    starts = range(0, len(order), _VECTOR_BATCH)
    for taken, (_, at) in enumerate(_rounds(len(starts), _VECTOR_ROUNDS), start=1):
        part = order[starts[at] : starts[at] + _VECTOR_BATCH]
        error = slope(inputs[part] @ fitted[:-1] + fitted[-1] * offset[part], part) / np.float32(len(part))
        factor = (error * offset[part]).sum(axis=0, keepdims=True)
        downhill = np.vstack([inputs[part].T @ error + np.float32(_VECTOR_DECAY) * fitted[:-1], factor])
        mean = np.float32(0.9) * mean + np.float32(0.1) * downhill
        square = np.float32(0.98) * square + np.float32(0.02) * downhill * downhill
        step = np.float32(_VECTOR_STEP * (1 - taken / (len(starts) * _VECTOR_ROUNDS + 1)))
        fitted = fitted - step * (mean / (1 - 0.9**taken)) / (np.sqrt(square / (1 - 0.98**taken)) + 1e-8)
        fitted = fitted.astype(np.float32)
    return fitted[:-1], fitted[-1]


def _rounds(count: int, rounds: int) -> Iterator[tuple[int, int]]:
    """Every batch in every round, in an order by checksum: mixed, and the same each time."""
    for number in range(rounds):
        for at in sorted(range(count), key=lambda each: crc32(f"{number} {each}".encode())):
            yield number, at


def _batch(rows: Sequence[tuple[Indices, Array]], phrases: Indices) -> _Batch:
    indices = np.concatenate([rows[i][0] for i in phrases])
    values = np.concatenate([rows[i][1] for i in phrases])
    used, columns = np.unique(indices, return_inverse=True)
    table = np.zeros((len(phrases), len(used)), dtype=np.float32)
    table[np.repeat(np.arange(len(phrases)), [len(rows[i][0]) for i in phrases]), columns] = values
    return _Batch(phrases, used, table)
