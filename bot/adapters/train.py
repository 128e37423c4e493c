"""`safertext train`: phrases from disk, vectors from the encoder, the head back to disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.adapters.encoder import encode_all, version
from bot.adapters.files import Phrase, Reader
from bot.adapters.model_file import NAME, fingerprint, save_head
from bot.adapters.side_by_side import at_once
from bot.adapters.talk_files import Talk
from bot.adapters.train_talks import Decide, followed, with_head
from bot.text import fold, words
from bot.understanding.course import COURSES
from bot.understanding.features import Indices, features
from bot.understanding.following import fit_following
from bot.understanding.heard import Array
from bot.understanding.reading import KINDS, Level
from bot.understanding.topics import Encoder, Labels, encoded_part
from bot.understanding.training import CourseSamples, Samples, Trained, train

WHOS = ("other", "self", "child")
# Phrases in one piece of work.
_AT_ONCE = 5000


def labels_of(phrases: Sequence[Phrase]) -> Labels:
    """The labels that the phrases span."""
    topics, languages = {phrase.topic for phrase in phrases}, {phrase.language for phrase in phrases}
    return Labels(tuple(sorted(topics)), WHOS, tuple(sorted(languages)))


def samples_of(phrases: Sequence[Phrase], labels: Labels, vectors: Array, courses: CourseSamples) -> Samples:
    """Phrases with their features, vectors and labels."""
    danger = [phrase.topic in KINDS and not phrase.near_danger for phrase in phrases]
    return Samples(
        keys=[f"{phrase.language} {phrase.text}" for phrase in phrases],
        grams=_grams(phrases),
        vectors=vectors,
        topic=[labels.topics.index(phrase.topic) for phrase in phrases],
        danger=danger,
        near=[phrase.near_danger for phrase in phrases],
        who=[WHOS.index(phrase.who or "other") if danger[i] else -1 for i, phrase in enumerate(phrases)],
        language=[labels.languages.index(phrase.language) for phrase in phrases],
        courses=courses,
    )


def _grams(phrases: Sequence[Phrase]) -> list[Indices]:
    """The n-grams of each phrase."""
    parts = [phrases[start : start + _AT_ONCE] for start in range(0, len(phrases), _AT_ONCE)]
    done = at_once(lambda part: [features(words(phrase.text)) for phrase in part], parts)
    return [each for part in done for each in part]


def courses_of(phrases: Sequence[Phrase], vectors: Array) -> CourseSamples:
    """Texts from the middle of emergencies with their features and vectors."""
    return CourseSamples(
        [features(words(phrase.text)) for phrase in phrases], vectors, [COURSES.index(phrase.topic) for phrase in phrases]
    )


def first_texts(talks: Sequence[Talk]) -> list[Phrase]:
    """The first text of each talk as a phrase; not where danger is told, for talks do not say who is in it."""
    told = ((talk.texts[0], talk) for talk in talks)
    firsts = [(said, talk) for said, talk in told if said.levels == (Level.NONE,) and KINDS.keys().isdisjoint(said.topics)]
    return [Phrase(said.text, talk.language, said.topics[0], None, False, "talks") for said, talk in firsts]


def encoded_text(phrase: Phrase) -> str:
    """What of a phrase the encoder sees."""
    return encoded_part(fold(phrase.text))


def encoded(phrases: Sequence[Phrase], encoder: Encoder | None = None) -> Array:
    """The sentence vector of each phrase, by the installed encoder unless another is given."""
    texts = [encoded_text(phrase) for phrase in phrases]
    return np.array([encoder(text) for text in texts], dtype=np.float32) if encoder else encode_all(texts)


def train_folder(
    folder: Path, progress: Callable[[str], None], encoder: Encoder | None = None, decide: Decide | None = None
) -> Trained:
    """Train on `folder/phrases` and write `folder/model.npz`; `encoder` is the installed one unless given.

    `decide` answers the talks in `folder/talks`, so that how they go on is learned too.
    """
    reader = Reader(folder)
    phrases, talks = list(reader.phrases()), list(reader.talks())
    of_topics = [*(phrase for phrase in phrases if phrase.topic not in COURSES), *first_texts(talks)]
    of_courses = [phrase for phrase in phrases if phrase.topic in COURSES]
    labels = labels_of(of_topics)
    first = len(of_topics)
    progress(f"encoding {len(of_topics) + len(of_courses)} phrases")
    vectors = encoded([*of_topics, *of_courses], encoder)
    samples = samples_of(of_topics, labels, vectors[:first], courses_of(of_courses, vectors[first:]))
    trained = train(samples, labels, fingerprint(phrases, talks, version()), progress, at_once)
    if talks and decide:
        progress(f"{len(talks)} talks")
        texts = map(encoded_text, [*of_topics, *of_courses])
        knowledge = with_head(folder, trained.head, talks, dict(zip(texts, vectors, strict=True)))
        learned = fit_following(followed(talks, decide, knowledge), labels.topics)
        trained = replace(trained, head=replace(trained.head, following=learned))
    save_head(trained.head, folder / NAME)
    return trained
