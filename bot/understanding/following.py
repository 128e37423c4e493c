"""What a text is about after what was talked of before it, learned from the talks in `content/talks/`.

"And for kids", "would they tell my boss", "how much" say little alone. How people go on after each subject, and in which words,
is learned from labelled talks that were played through the program, so that its own slips before a text are learned with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from bot.understanding.features import Indices
from bot.understanding.heard import Array, Following, Heard
from bot.understanding.leaning import Before, Topics
from bot.understanding.topics import FOLLOW_UP, softmax

# The ways in which a topic is near to what was talked of before: its own chance, and the four of `Before`.
_WAYS = 5
# A text is the shorter the more it leans: one word .85, six words .37, twenty .04.
_SHORT, _LONGEST = 6, 20
# Sentence vectors and n-gram scores are brought to like size.
_VECTOR, _GRAMS = np.float32(4), np.float32(1 / 16)
_FLOOR, _DIMENSIONS = 1e-5, 512
# Rounds over all texts, how many at once, and the first step.
_ROUNDS, _BATCH, _STEP = 12, 128, 0.03
# How strongly weights are held small. Cross-validated on 8,152 texts of 2,360 talks, by the hand that wrote them: .847 of topics
# right, and .838 where all are held by 1 and .5.
_HELD_VECTOR, _HELD_GRAMS, _HELD_AFTER = 5.0, 12.0, 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """One text of a talk: how it sounds by itself, its number of words, and what was `before` it."""

    heard: Heard
    words: int
    before: Before


# A text of a talk with the topics that a fair judge accepts.
Judged = tuple[Followed, frozenset[str]]


def subjects(following: Following, labels: Sequence[str], text: Followed) -> Topics:
    """The topics of a text by falling chance, after what was before it; none where that was not learned.

    `labels` are the topics of the head.
    """
    if not len(following.weights):
        return ()
    how, near, inputs = _read(text, labels)
    chances = softmax(_scores(following, how[None], near[None], inputs[None])[0])
    ranked = sorted(zip(labels, chances.tolist(), strict=True), key=lambda pair: -pair[1])
    return tuple((topic, share) for topic, share in ranked if topic != FOLLOW_UP)


def fit_following(judged: Sequence[Judged], labels: Sequence[str]) -> Following:
    """Weights from texts of talks; the same bytes twice on one machine."""
    how, near, inputs = (np.stack(each) for each in zip(*(_read(text, labels) for text, _ in judged), strict=True))
    right = np.array([[topic in topics for topic in labels] for _, topics in judged], dtype=np.float32)
    held = np.full((inputs.shape[1], 1), _HELD_GRAMS, dtype=np.float32)
    held[:_DIMENSIONS], held[-3 * (len(labels) + 1) - 1 :] = _HELD_VECTOR, _HELD_AFTER
    ties, weights = np.eye(_WAYS, 3, dtype=np.float32), np.zeros((inputs.shape[1], len(labels)), dtype=np.float32)
    ties[1:] = 0
    fitted = Following(ties, weights)

    def slopes(part: Indices) -> tuple[Array, Array]:
        chances = softmax(_scores(fitted, how[part], near[part], inputs[part]))
        among = chances * right[part]
        error = (chances - among / np.maximum(among.sum(axis=1, keepdims=True), 1e-9)) / np.float32(len(part))
        downhill = inputs[part].T @ error + held * weights * np.float32(2 / len(judged))
        return np.einsum("nwt,nt,nh->wh", near[part], error, how[part]), downhill

    _descend(len(judged), (ties, weights), slopes)
    return fitted


def _descend(count: int, arrays: Sequence[Array], slopes: Callable[[Indices], Sequence[Array]]) -> None:
    """Change `arrays` in place by adaptive steps (Adam) along the `slopes` that batches of `count` texts have."""
    kept = [(array, np.zeros_like(array), np.zeros_like(array)) for array in arrays]
    for taken, (part, left) in enumerate(_batches(count), start=1):
        for (array, mean, square), downhill in zip(kept, slopes(part), strict=True):
            np.add(mean, np.float32(0.1) * (downhill - mean), out=mean)
            np.add(square, np.float32(0.01) * (downhill * downhill - square), out=square)
            size = np.sqrt(square / (1 - 0.99**taken)) + 1e-8
            np.subtract(array, (_STEP * left * mean / (1 - 0.9**taken) / size).astype(np.float32), out=array)


def _batches(count: int) -> Iterator[tuple[Indices, float]]:
    """Batches in an order by checksum, mixed and the same each time, each with the share of rounds that is left."""
    for number in range(_ROUNDS):
        order = np.array(sorted(range(count), key=lambda each: crc32(f"{number} {each}".encode())), dtype=np.int64)
        for start in range(0, count, _BATCH):
            yield order[start : start + _BATCH], 1 - number / _ROUNDS


def _scores(following: Following, how: Array, near: Array, inputs: Array) -> Array:
    """Raw scores (texts, topics)."""
    ties = how @ following.ties.T
    return np.asarray((ties[:, :, None] * near).sum(axis=1) + inputs @ following.weights, dtype=np.float32)


def _read(text: Followed, labels: Sequence[str]) -> tuple[Array, Array, Array]:
    """How much a text leans (3), how near each topic is (ways, topics), and what has a weight for each topic."""
    heard, before = text.heard, text.before
    how = np.array([1, heard.follows, _shortness(text)], dtype=np.float32)
    near = np.zeros((_WAYS, len(labels)), dtype=np.float32)
    near[0] = np.log(heard.chances + _FLOOR)
    for number, topic in enumerate(labels):
        same = topic == before.answered
        near[1:, number] = same, topic in before.listed and not same, topic in before.offered and not same, topic in before.unlike
    after = np.outer(how, _answered(text, labels)).ravel()
    return how, near, np.concatenate([_vector(heard), heard.raw * _GRAMS, after, np.ones(1)]).astype(np.float32)


def _answered(text: Followed, labels: Sequence[str]) -> Array:
    """One for the topic that was answered before, the last where there was none."""
    answered = np.zeros(len(labels) + 1, dtype=np.float32)
    answered[labels.index(text.before.answered) if text.before.answered in labels else -1] = 1
    return answered


def _vector(heard: Heard) -> Array:
    return np.zeros(_DIMENSIONS, dtype=np.float32) if heard.vector is None else heard.vector * _VECTOR


def _shortness(text: Followed) -> float:
    return float(np.exp(-min(text.words, _LONGEST) / _SHORT))
