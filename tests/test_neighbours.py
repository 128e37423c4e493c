"""Promises about the vote of known phrases: the near ones decide, it is small, and the same each time."""

from __future__ import annotations

import numpy as np
import pytest

from bot.understanding.neighbours import Neighbours, neighbours_of, vote

TOPICS = [0] * 40 + [1] * 40 + [2] * 40


def around(centre: int, count: int, seed: int) -> np.ndarray:
    """Vectors of length one, scattered about one direction of 512."""
    rows = np.random.default_rng(seed).normal(0, 0.03, (count, 512)).astype(np.float32)
    rows[:, centre] += 1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def vectors() -> np.ndarray:
    return np.vstack([around(topic, 40, topic) for topic in range(3)])


@pytest.fixture
def known(vectors: np.ndarray) -> Neighbours:
    return neighbours_of(vectors, TOPICS, 4)  # the fourth topic has no phrase


EVEN = np.full(4, 0.25, dtype=np.float32)


@pytest.mark.parametrize("topic", [0, 1, 2])
def test_a_message_among_the_phrases_of_a_topic_is_voted_there(known, topic):
    [near] = around(topic, 1, seed=9)
    shares = vote(known, near, EVEN)
    assert int(np.argmax(shares)) == topic
    assert shares.sum() == pytest.approx(1)
    assert shares[3] == 0


def test_the_head_may_be_outvoted_but_only_its_likeliest_topics_are_asked(vectors):
    many = [number % 8 for number in range(len(TOPICS))]
    known = neighbours_of(vectors, many, 8)
    chances = np.array([0.3, 0.2, 0.15, 0.12, 0.1, 0.08, 0.03, 0.02], dtype=np.float32)
    shares = vote(known, vectors[7], chances)
    assert shares[6:].tolist() == [0, 0]


def test_the_phrases_take_a_byte_for_each_of_few_directions(known):
    assert (known.steps.dtype, known.steps.shape) == (np.int8, (120, 128))
    assert int(np.abs(known.steps).max()) <= 3


def test_the_same_phrases_make_the_same_neighbours(vectors, known):
    again = neighbours_of(vectors, TOPICS, 4)
    assert (again.steps == known.steps).all()
    assert (again.axes == known.axes).all()


def test_a_vector_of_nothing_is_no_error(known):
    assert vote(known, np.zeros(512, dtype=np.float32), EVEN).sum() == pytest.approx(1)
