"""Promises about haste: a first message that is plain needs no encoder; in a talk, and beside danger, it is always asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from talking import talking

from bot.text import words
from bot.understanding import thresholds
from bot.understanding.topics import read

PLAIN = "how do i use fentanyl test strips"


@pytest.fixture
def asked(full_knowledge, clock):
    """Whether the encoder was asked about the last text of a talk."""

    def of(*talked):
        seen = []
        counting = replace(full_knowledge, encoder=lambda text: seen.append(text) or full_knowledge.encoder(text))
        talking(counting, clock)(*talked)
        return " ".join(words(talked[-1])) in seen

    return of


def test_a_plain_first_message_needs_no_encoder(asked):
    assert not asked(PLAIN)


def test_in_a_talk_the_same_is_heard_with_what_was_before_it(asked):
    assert asked("how much is narcan", PLAIN)


def test_where_a_danger_row_fired_it_is_asked(asked):
    assert asked("used after 3 yrs sober im so ashamed i could die")


@pytest.fixture
def beside(full_knowledge):
    """The plain text as the n-grams hear it, and as both do where the encoder hears `sounds` instead of it."""

    def hear(sounds):
        head, said = full_knowledge.head, words(PLAIN)
        return read(head, said, None), read(head, said, lambda _: full_knowledge.encoder(sounds))

    return hear


def test_in_a_talk_the_subject_of_which_the_n_grams_are_sure_is_believed(beside):
    alone, both = beside(PLAIN)
    assert both.heard.vector is not None
    assert np.array_equal(both.heard.chances, alone.heard.chances)


def test_but_not_where_the_encoder_hears_danger(beside, monkeypatch):
    monkeypatch.setattr(thresholds, "DANGER_POSSIBLE", 0.0)
    alone, both = beside(PLAIN)
    assert not np.array_equal(both.heard.chances, alone.heard.chances)
