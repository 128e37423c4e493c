"""From a text to probabilities of topics, danger, who and language, by a trained linear head.

The head reads hashed n-grams always and a sentence vector where an `Encoder` is there: without one, everything still
works, less well. Training is in `training.py`; the trained weights lie in `content/model.npz`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from bot.understanding import neighbours, thresholds
from bot.understanding.features import Indices, features
from bot.understanding.grams import chances_of, gram_scores
from bot.understanding.heard import Array, Following, Heard
from bot.understanding.reading import CRIES, KINDS, Kind

# A folded text to its sentence vector, shape (512,), float32. May be slow (milliseconds); must not keep the text.
Encoder = Callable[[str], Array]

# The encoder reads the beginning and the end; the danger rows read everything.
_ENCODED_LETTERS = 200
# No subject: phrases that lean on the answer before them.
FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class Labels:
    """The columns of a head: topics, then one for danger, then who, then languages."""

    topics: tuple[str, ...]
    whos: tuple[str, ...]
    languages: tuple[str, ...]

    @property
    def danger(self) -> int:
        """The column of danger."""
        return len(self.topics)

    @property
    def who(self) -> slice:
        """The columns of who is in danger."""
        return slice(self.danger + 1, self.danger + 1 + len(self.whos))

    @property
    def language(self) -> slice:
        """The columns of languages, which are read off n-grams alone."""
        return slice(self.who.stop, self.width)

    @property
    def width(self) -> int:
        """Columns in all."""
        return len(self.topics) + 1 + len(self.whos) + len(self.languages)


@dataclass(frozen=True, slots=True)
class Heat:
    """What turns raw scores into probabilities: topic scores are divided by `topics`; danger is a line.

    `danger` weighs how far the emergencies stand above all other topics, the column of danger itself, and a constant.
    """

    topics: float
    danger: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Head:
    """Trained weights. `grams` (buckets, columns), in steps of `scale`, and `bias` score n-grams, each as rare as `rarity` says.

    `vectors` (512 + 1, columns before languages, the last row a bias) score a sentence vector less `middle`, on top of
    n-gram scores times `stack`. `heats` are for n-grams alone and for both. `known` are the phrases themselves, which vote
    beside the scores. `course` tells how an emergency goes on (`course.py`), `following` how a talk does. `fingerprint` is of the
    phrases and talks.
    """

    labels: Labels
    rarity: Array
    grams: Array | NDArray[np.int8]
    scale: Array
    bias: Array
    middle: Array
    vectors: Array
    stack: Array
    heats: tuple[Heat, Heat]
    known: neighbours.Neighbours
    course: Array
    following: Following
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Scores:
    """Probabilities read off one text; `topics` by falling probability, as if it stood alone."""

    topics: tuple[tuple[str, float], ...]
    danger: float
    who: str
    encoded: bool
    heard: Heard | None = None

    def of(self, topic: str) -> float:
        """The probability of one topic."""
        return next((score for name, score in self.topics if name == topic), 0.0)


def encoded_part(folded: str) -> str:
    """What of a folded text the encoder sees: all of a short one, both ends of a long one."""
    if len(folded) <= 2 * _ENCODED_LETTERS:
        return folded
    return folded[:_ENCODED_LETTERS] + " " + folded[-_ENCODED_LETTERS:]


def read(head: Head, words: Sequence[str], encoder: Encoder | None, raw: Array | None = None, *, hasty: bool = False) -> Scores:
    """The scores of one folded text; `raw` are its scores from n-grams, where they are known already.

    If `hasty` the encoder, which costs as much as all else together, is not asked about what the n-grams are sure of.
    """
    raw = gram_scores(head, features(words)) if raw is None else raw
    if encoder is None or not words:
        return _scores(head, raw, raw, None)
    alone = _scores(head, raw, raw, None)
    if hasty and _plain(alone):
        return alone
    vector = centre(encoder(encoded_part(" ".join(words))), head.middle)
    both = _scores(head, raw, vector_scores(head, vector, raw), vector)
    if both.heard and alone.heard and _plain(alone) and both.danger < thresholds.DANGER_POSSIBLE:
        return replace(both, heard=replace(both.heard, chances=alone.heard.chances, follows=alone.heard.follows))
    return both


def _plain(alone: Scores) -> bool:
    """Whether the n-grams are sure of an ordinary subject of the text's own, and hear no danger."""
    topic, sure = alone.topics[0]
    own = sure * (1 - (alone.heard.follows if alone.heard else 0))
    return own >= thresholds.TOPIC_PLAIN and alone.danger < thresholds.DANGER_DOUBTED and topic not in CRIES | KINDS.keys()


def vector_scores(head: Head, centred: Array, raw: Array) -> Array:
    """Raw scores of the columns before languages from a centred sentence vector on top of n-gram scores."""
    own = centred @ head.vectors[:-1] + head.vectors[-1]
    return np.asarray(own + head.stack * raw[: own.shape[-1]], dtype=np.float32)


def centre(vectors: Array, middle: Array) -> Array:
    """Vectors less what all of them share, each of length one."""
    moved = vectors - middle
    length = np.sqrt((moved * moved).sum(axis=-1, keepdims=True))
    return np.asarray(moved / np.maximum(length, 1e-9), dtype=np.float32)


def danger_signs(scores: Array, labels: Labels) -> Array:
    """What danger is judged by, along the last axis: emergencies above other topics, the danger column, a constant."""
    urgent, ordinary = _urgent(labels.topics)
    signs = np.ones((*scores.shape[:-1], 3), dtype=np.float32)
    signs[..., 0] = _total(scores.T[urgent]) - _total(scores.T[ordinary])
    signs[..., 1] = scores[..., labels.danger]
    return signs


@lru_cache(maxsize=2)
def _urgent(topics: tuple[str, ...]) -> tuple[Indices, Indices]:
    """Which of the topics are emergencies, and which are not."""
    urgent = np.array([topic in KINDS for topic in topics], dtype=np.bool_)
    return np.flatnonzero(urgent), np.flatnonzero(~urgent)


def _total(scores: Array) -> Array:
    """The logarithm of the sum of powers along the first axis; a low floor where there is nothing to sum."""
    return np.asarray(np.logaddexp.reduce(scores, axis=0, initial=-20), dtype=np.float32)


def chance(score: Array) -> Array:
    """From a raw score of yes or no to its probability."""
    # Not np.clip, which for one number takes ten times as long.
    return np.asarray(1 / (1 + np.exp(-np.minimum(np.maximum(score, -30), 30))), dtype=np.float32)


def _scores(head: Head, raw: Array, combined: Array, vector: Array | None) -> Scores:
    """`vector` is the centred one that went into `combined`, or None where that is of n-grams alone."""
    labels, heat = head.labels, head.heats[vector is not None]
    chances = softmax(combined[: len(labels.topics)] / heat.topics)
    if vector is not None:
        chances = (1 - neighbours.SHARE) * chances + neighbours.SHARE * neighbours.vote(head.known, vector, chances)
    heard = _alone(labels.topics, chances, raw, vector)
    return Scores(
        topics=tuple(pair for pair in _ranked(labels.topics, heard.chances.tolist()) if pair[0] != FOLLOW_UP),
        danger=_danger(combined, labels, heat),
        who=labels.whos[int(np.argmax(combined[labels.who]))],
        encoded=vector is not None,
        heard=heard,
    )


def _alone(topics: tuple[str, ...], chances: Array, raw: Array, vector: Array | None) -> Heard:
    """What is heard where a text stands alone: it has a subject of its own."""
    own, follows = chances.copy(), 0.0
    if FOLLOW_UP in topics:
        at = topics.index(FOLLOW_UP)
        own[at], follows = 0, float(chances[at])
    return Heard(own / np.float32(max(1 - follows, 1e-6)), raw, vector, follows)


def gram_danger(head: Head, raw: Array) -> float:
    """The probability of danger, from scores of n-grams alone."""
    return _danger(raw, head.labels, head.heats[0])


def gram_kinds(head: Head, raw: Array) -> dict[Kind, float]:
    """How likely each kind of danger is among the four, from scores of n-grams alone."""
    urgent, _ = _urgent(head.labels.topics)
    return {KINDS[head.labels.topics[each]]: found for each, found in zip(urgent, chances_of(raw[urgent].tolist()), strict=True)}


def gram_who(head: Head, raw: Array) -> str:
    """Who sounds to be in danger, from scores of n-grams alone."""
    scores: list[float] = raw[head.labels.who].tolist()
    return head.labels.whos[scores.index(max(scores))]


def _danger(scores: Array, labels: Labels, heat: Heat) -> float:
    urgent, ordinary = _urgent(labels.topics)
    signs = (float(_total(scores[urgent]) - _total(scores[ordinary])), float(scores[labels.danger]), 1.0)
    score = sum(sign * weight for sign, weight in zip(signs, heat.danger, strict=True))
    return 1 / (1 + math.exp(-min(max(score, -30.0), 30.0)))


def languages(head: Head, raw: Array) -> tuple[tuple[str, float], ...]:
    """Languages by falling probability, from scores of n-grams: what an exact word needs of the head, and no more."""
    return _ranked(head.labels.languages, chances_of(raw[head.labels.language].tolist()))


def _ranked(names: Sequence[str], chances: Sequence[float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(zip(names, chances, strict=True), key=itemgetter(1), reverse=True))


def softmax(scores: Array) -> Array:
    """Scores to probabilities along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)
