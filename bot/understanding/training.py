"""Training the head on the phrases in `content/`: the same bytes twice on one machine with one BLAS thread.

Two linear models are stacked. The vector model is fitted on top of n-gram scores that were made by models which had
not seen the phrase (cross-fitting), so that neither trusts the other's memory. What both say of phrases they have not
seen turns scores into probabilities.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np

from bot.understanding.course import NO_COURSE, fit_course
from bot.understanding.descent import Slope, fit_grams, fit_vectors
from bot.understanding.features import Indices, rarities, weigh
from bot.understanding.grams import gram_scores
from bot.understanding.heard import NO_FOLLOWING, Array
from bot.understanding.neighbours import neighbours_of
from bot.understanding.topics import Head, Heat, Labels, centre, chance, danger_signs, softmax

FOLDS = 2
# For each fold: the phrases to fit on, mixed, and the fold itself.
Splits = list[tuple[Indices, Indices]]
# Two arrays: weights with biases, or fitted rows with the factor of the n-grams.
Fit = tuple[Array, Array]
# Fits every part, in order: by itself, or several at once. Parts know nothing of each other, so the bytes are the same.
Each = Callable[[Callable[[Indices], Fit], Sequence[Indices]], Sequence[Fit]]
# A missed emergency weighs more than a false alarm, and a phrase that only sounds like one more than any other.
_DANGER_WEIGHT = 1.5
_NEAR_WEIGHT = 2.0
# One number needs no more than every third phrase.
_EVERY = 3


@dataclass(frozen=True, slots=True)
class CourseSamples:
    """Texts from the middle of emergencies, with the number of what each tells (`course.COURSES`)."""

    grams: list[Indices]
    vectors: Array
    course: list[int]


@dataclass(frozen=True, slots=True)
class Samples:
    """Phrases ready for training; every list has one item a phrase, but for `courses`. `who` is -1 where nobody is in danger."""

    keys: list[str]
    grams: list[Indices]
    vectors: Array
    topic: list[int]
    danger: list[bool]
    near: list[bool]
    who: list[int]
    language: list[int]
    courses: CourseSamples


@dataclass(frozen=True, slots=True)
class Trained:
    """A head, and the raw scores of each phrase by models that had not seen it: n-grams alone, and both."""

    head: Head
    unseen_grams: Array
    unseen_both: Array


def in_turn(fit: Callable[[Indices], Fit], parts: Sequence[Indices]) -> Sequence[Fit]:
    """One part after the other."""
    return [fit(part) for part in parts]


def train(samples: Samples, labels: Labels, fingerprint: str, progress: Callable[[str], None], each: Each = in_turn) -> Trained:
    """Fit the head. `fingerprint` names phrases and encoder, so that a stale head can be told; `each` may work side by side."""
    folds = np.array([crc32(key.encode()) % FOLDS for key in samples.keys])
    order = np.array(sorted(range(len(folds)), key=lambda i: crc32(f"mixed {samples.keys[i]}".encode())), dtype=np.int64)
    splits = [(order[folds[order] != fold], np.flatnonzero(folds == fold)) for fold in range(FOLDS)]
    slope = _slope(samples, labels, _targets(samples, labels))
    progress("n-grams")
    rarity = rarities(samples.grams)
    rows = [(grams, weigh(grams, rarity)) for grams in samples.grams]
    learned = [order, *(part for part, _ in splits)]  # the longest first, so that those who work side by side end together
    (weights, bias), *parts = each(lambda part: fit_grams(rows, part, slope, labels.width), learned)
    unseen = _unseen_grams(rows, splits, parts, labels.width)
    progress("sentence vectors")
    middle = np.asarray(samples.vectors.mean(axis=0), dtype=np.float32)
    vectors, below = centre(samples.vectors, middle), unseen[:, : labels.language.start]
    (fitted, stack), *parts = each(lambda part: fit_vectors(vectors, below, part, slope), learned)
    both = _unseen_both(vectors, below, splits, parts)
    heats = (_heat(unseen, samples, labels), _heat(both, samples, labels))
    known = neighbours_of(vectors, samples.topic, len(labels.topics))
    head = Head(
        labels,
        rarity,
        weights,
        np.ones_like(bias),
        bias,
        middle,
        fitted,
        stack,
        heats,
        known,
        NO_COURSE,
        NO_FOLLOWING,
        fingerprint,
    )
    head = replace(head, course=_course(head, samples.courses))
    return Trained(head, unseen, both)


def _course(head: Head, courses: CourseSamples) -> Array:
    """What tells the course of an emergency, from texts that the rest of the head has not seen."""
    raw = np.array([gram_scores(head, grams) for grams in courses.grams], dtype=np.float32)
    return fit_course(centre(courses.vectors, head.middle), raw, courses.course) if courses.course else NO_COURSE


def _unseen_grams(rows: Sequence[tuple[Indices, Array]], splits: Splits, parts: Sequence[Fit], width: int) -> Array:
    """N-gram scores of every phrase by the one of `parts` that was fitted without its fold."""
    unseen = np.zeros((len(rows), width), dtype=np.float32)
    for (_, here), (weights, bias) in zip(splits, parts, strict=True):
        for i in here:
            unseen[i] = rows[i][1] @ weights[rows[i][0]] + bias
    return unseen


def _unseen_both(vectors: Array, below: Array, splits: Splits, parts: Sequence[Fit]) -> Array:
    """Scores of every phrase by vectors on top of n-grams, both fitted without its fold."""
    unseen = np.zeros_like(below)
    for (_, here), (fitted, stack) in zip(splits, parts, strict=True):
        unseen[here] = vectors[here] @ fitted[:-1] + fitted[-1] + stack * below[here]
    return unseen


def _targets(samples: Samples, labels: Labels) -> Array:
    """One row a phrase over all columns; who is all zero where it does not apply."""
    rows = np.zeros((len(samples.keys), labels.width), dtype=np.float32)
    for row, topic, danger, who, language in zip(rows, samples.topic, samples.danger, samples.who, samples.language, strict=True):
        row[topic] = 1
        row[labels.danger] = danger
        row[labels.language.start + language] = 1
        if who >= 0:
            row[labels.who.start + who] = 1
    return rows


def _slope(samples: Samples, labels: Labels, targets: Array) -> Slope:
    """The slope of the loss, for as many columns as the scores have: with languages or without."""
    care = np.where(samples.danger, _DANGER_WEIGHT, np.where(samples.near, _NEAR_WEIGHT, 1)).astype(np.float32)
    weight = (_balance(np.array(samples.topic), len(labels.topics))[samples.topic] * care)[:, None]
    whos = targets[:, labels.who].sum(axis=1, keepdims=True)
    topics, danger, who, language = slice(labels.danger), labels.danger, labels.who, labels.language

    def slope(scores: Array, part: Indices) -> Array:
        error = np.empty_like(scores)
        goal = targets[part]
        error[:, topics] = (softmax(scores[:, topics]) - goal[:, topics]) * weight[part]
        error[:, danger] = (chance(scores[:, danger]) - goal[:, danger]) * care[part]
        error[:, who] = (softmax(scores[:, who]) - goal[:, who]) * whos[part]
        if scores.shape[1] > language.start:
            error[:, language] = softmax(scores[:, language]) - goal[:, language]
        return error

    return slope


def _balance(topics: Indices, count: int) -> Array:
    """A weight a topic: a topic with few phrases is not drowned by one with hundreds."""
    sizes = np.bincount(topics, minlength=count)
    return np.asarray((np.median(sizes[sizes > 0]) / np.maximum(sizes, 1)) ** 0.25, dtype=np.float32)


def _heat(unseen: Array, samples: Samples, labels: Labels) -> Heat:
    """What makes the scores of unseen phrases read as probabilities (least log loss)."""
    topics = _best_heat(unseen[::_EVERY, : len(labels.topics)], np.array(samples.topic)[::_EVERY])
    return Heat(topics, _line(danger_signs(unseen, labels), np.array(samples.danger)))


def _best_heat(scores: Array, truth: Indices) -> float:
    """The temperature under which topic scores have the least log loss."""
    tried = np.geomspace(0.3, 4, 30)
    losses = [-np.log(softmax(scores / heat)[np.arange(len(truth)), truth] + 1e-9).mean() for heat in tried]
    return float(tried[int(np.argmin(losses))])


def _line(signs: Array, truth: Indices) -> tuple[float, float, float]:
    """The logistic line from signs to chance, by Newton's steps; a little weight keeps it from growing without end."""
    inputs, line = signs.astype(np.float64), np.zeros(signs.shape[1])
    for _ in range(20):
        sure = chance((inputs @ line).astype(np.float32)).astype(np.float64)
        curve = inputs.T @ (inputs * (sure * (1 - sure))[:, None]) + np.eye(len(line))
        line -= np.linalg.solve(curve, inputs.T @ (sure - truth) + line)
    return float(line[0]), float(line[1]), float(line[2])
