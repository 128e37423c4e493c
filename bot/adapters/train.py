"""`safertext train`: phrases from disk, vectors from the encoder, the head back to disk."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bot.adapters.encoder import encode_all, version
from bot.adapters.files import Phrase, Reader
from bot.adapters.model_file import NAME, fingerprint, save_head
from bot.text import fold, words
from bot.understanding.course import COURSES
from bot.understanding.features import Indices, features
from bot.understanding.reading import KINDS
from bot.understanding.topics import Array, Encoder, Labels, encoded_part
from bot.understanding.training import CourseSamples, Fit, Samples, Trained, in_turn, train

WHOS = ("other", "self", "child")
# As many cores as the smallest host has.
_PROCESSES = 2


def labels_of(phrases: Sequence[Phrase]) -> Labels:
    """The labels that the phrases span."""
    topics, languages = {phrase.topic for phrase in phrases}, {phrase.language for phrase in phrases}
    return Labels(tuple(sorted(topics)), WHOS, tuple(sorted(languages)))


def samples_of(phrases: Sequence[Phrase], labels: Labels, vectors: Array, courses: CourseSamples) -> Samples:
    """Phrases with their features, vectors and labels."""
    danger = [phrase.topic in KINDS and not phrase.near_danger for phrase in phrases]
    return Samples(
        keys=[f"{phrase.language} {phrase.text}" for phrase in phrases],
        grams=[features(words(phrase.text)) for phrase in phrases],
        vectors=vectors,
        topic=[labels.topics.index(phrase.topic) for phrase in phrases],
        danger=danger,
        near=[phrase.near_danger for phrase in phrases],
        who=[WHOS.index(phrase.who or "other") if danger[i] else -1 for i, phrase in enumerate(phrases)],
        language=[labels.languages.index(phrase.language) for phrase in phrases],
        courses=courses,
    )


def courses_of(phrases: Sequence[Phrase], vectors: Array) -> CourseSamples:
    """Texts from the middle of emergencies with their features and vectors."""
    return CourseSamples(
        [features(words(phrase.text)) for phrase in phrases], vectors, [COURSES.index(phrase.topic) for phrase in phrases]
    )


def encoded(phrases: Sequence[Phrase], encoder: Encoder | None = None) -> Array:
    """The sentence vector of each phrase, by the installed encoder unless another is given."""
    texts = [encoded_part(fold(phrase.text)) for phrase in phrases]
    return np.array([encoder(text) for text in texts], dtype=np.float32) if encoder else encode_all(texts)


# What the processes that fit side by side find in themselves: a closure cannot be sent to them.
_FITTING: list[tuple[Callable[[Indices], Fit], Sequence[Indices]]] = []


def _at_once(fit: Callable[[Indices], Fit], parts: Sequence[Indices]) -> Sequence[Fit]:
    """Two parts at a time, each in a process of its own: small steps of numpy spend most of their time in the lock of Python."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return in_turn(fit, parts)
    _FITTING.append((fit, parts))
    try:
        with multiprocessing.get_context("fork").Pool(_PROCESSES) as pool:
            return pool.map(_fit_part, range(len(parts)), chunksize=1)
    finally:
        _FITTING.clear()


def _fit_part(number: int) -> Fit:
    [(fit, parts)] = _FITTING
    return fit(parts[number])


def train_folder(folder: Path, progress: Callable[[str], None], encoder: Encoder | None = None) -> Trained:
    """Train on `folder/phrases` and write `folder/model.npz`; `encoder` is the installed one unless given."""
    phrases = list(Reader(folder).phrases())
    of_topics = [phrase for phrase in phrases if phrase.topic not in COURSES]
    of_courses = [phrase for phrase in phrases if phrase.topic in COURSES]
    labels, first = labels_of(of_topics), len(of_topics)
    progress(f"encoding {len(phrases)} phrases")
    vectors = encoded([*of_topics, *of_courses], encoder)
    samples = samples_of(of_topics, labels, vectors[:first], courses_of(of_courses, vectors[first:]))
    trained = train(samples, labels, fingerprint(phrases, version()), progress, _at_once)
    save_head(trained.head, folder / NAME)
    return trained
