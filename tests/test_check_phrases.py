"""What we promise about phrases: templates, bare topics and danger in words of its own are told, and the check stays fast."""

from __future__ import annotations

import random
import time
from pathlib import Path
from string import ascii_lowercase

import pytest
from checking import Bank, bank_in

from bot.adapters.checks.phrases import groups, sets
from bot.adapters.checks.typos import shares
from bot.adapters.files import Phrase, Reader
from bot.adapters.settings import PROJECT


def phrases(*texts: str, topic: str = "naloxone_get", language: str = "en", near: bool = False) -> list[Phrase]:
    return [Phrase(text, language, topic, None, near, f"phrases/{language}/{topic}.txt") for text in texts]


def unlike(count: int) -> list[str]:
    """Phrases that share no word."""
    chance = random.Random(1)
    return [" ".join("".join(chance.choices(ascii_lowercase, k=7)) for _ in range(4)) for _ in range(count)]


def test_phrases_from_a_template_are_found() -> None:
    (group,) = groups(phrases(*unlike(60), *(f"where can i get naloxone in {town}" for town in ("bath", "saco", "rome", "troy"))))
    assert round(group.alike, 3) == round(4 / 64, 3)
    assert "where can i get naloxone in" in group.example[0]


def test_one_word_alone_is_no_template() -> None:
    (group,) = groups(phrases("narcan", "narcan price at the store", "does narcan work on meth"))
    assert group.alike == 0


def test_openings_that_come_again_are_found() -> None:
    (group,) = groups(phrases(*unlike(45), "how do i carry it", "how do i ask", "how do i pay my copay then"))
    assert (group.opening, group.begins) == (3 / 48, "how do i")


def test_danger_and_its_likes_are_compared_by_their_words() -> None:
    danger, near = phrases("he is blue", topic="emergency_overdose"), phrases("the sky is blue", near=True)
    (found,) = sets(danger + near)
    assert (found.danger, found.negatives, found.of_danger, found.of_negatives) == (1, 1, 2 / 3, 2 / 4)


def test_typing_errors_are_estimated() -> None:
    said = phrases(*["need naloxone now"] * 9, "need nalxone now")
    assert shares(said) == {("naloxone_get", "en"): 0.1}


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    return bank_in(tmp_path)


def test_what_phrases_lack_is_told_with_their_file(bank: Bank) -> None:
    bank.write("phrases/en/storage.txt", "\n".join([*unlike(60), *(f"how do i store it {n} days long" for n in range(9))]))
    told = bank.told()
    assert [each.partition(" (")[0].split(";")[0].split(", such")[0] for each in told if "phrases/en" in each] == [
        "content/phrases/en/storage.txt: 13% of the phrases have a twin",
        "content/phrases/en/storage.txt: 13% of the phrases begin with 'how do i'",
    ]


def test_a_phrase_that_points_to_no_topic_is_told(bank: Bank) -> None:
    bank.write("phrases/en/stroage.txt", "where do i keep it\n")
    assert bank.told("phrase-topic") == ["content/phrases/en/stroage.txt:1: no entry answers the topic stroage (phrase-topic)"]


def test_all_phrases_are_compared_within_seconds() -> None:
    """Each phrase with each other of its topic, in every language."""
    read = list(Reader(PROJECT / "content").phrases())
    began = time.process_time()
    found = groups(read)
    assert len(found) == 216  # fifty topics, what leans on any of them, and three courses of an emergency, in four languages
    assert time.process_time() - began < 10
