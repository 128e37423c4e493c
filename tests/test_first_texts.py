"""Who texts for the first time is heard in every language: texts by other hands than those that training learns from.

They were written without a look at the program, and each was answered once before anything was mended after it. The floors lie a
little below what is reached; of the languages in which we do not answer they are lower, for fewer phrases of them are known.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.adapters.evaluate import evaluate, read_labels
from handlers.respond import respond

# Language: the share of dangers that are heard, of false alarms, of topics that are right.
FLOORS = {
    "en": (0.98, 0.02, 0.92), "es": (0.97, 0.06, 0.90), "fr": (0.97, 0.06, 0.88), "pt": (0.97, 0.05, 0.89),
    "ar": (0.95, 0.05, 0.87), "ht": (0.95, 0.07, 0.80), "ln": (0.93, 0.06, 0.75), "ru": (0.95, 0.06, 0.88),
    "so": (0.95, 0.08, 0.79), "vi": (0.95, 0.08, 0.78),
}  # fmt: skip


@pytest.fixture(scope="module")
def by_language(project, full_knowledge):
    labels = read_labels(project / "tests" / "understanding" / "first_texts.jsonl")
    return evaluate(labels, respond, full_knowledge, lambda: datetime(2026, 11, 23, 15, 0, tzinfo=UTC))["by_language"]


@pytest.mark.parametrize("language", FLOORS)
def test_a_first_text_is_heard_and_understood(by_language, language):
    heard, alarms, topic = FLOORS[language]
    found = by_language[language]
    assert found["danger_recall"] >= heard
    assert found["false_alarms"] <= alarms
    assert found["topic"] >= topic


def test_every_language_that_training_knows_is_asked_in(by_language, project):
    assert {folder.name for folder in (project / "content" / "phrases").iterdir()} == set(by_language) == set(FLOORS)


def test_no_text_of_them_trains(project):
    from bot.adapters.files import Reader
    from bot.text import fold

    trained = {fold(phrase.text) for phrase in Reader(project / "content").phrases()}
    texts = [fold(label["text"]) for label in read_labels(project / "tests" / "understanding" / "first_texts.jsonl")]
    assert sum(text in trained for text in texts) <= len(texts) // 100
