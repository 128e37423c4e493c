"""Real people, understood: the figures on messages that train nothing may never get worse than the committed ones."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.adapters.evaluate import evaluate, read_labels
from bot.adapters.evaluate_talks import evaluate_talks
from bot.message import Message
from handlers.respond import respond

FILES = ("danger/messages.jsonl", "danger/hard_negatives.jsonl", "understanding/messages.jsonl")
# A figure may waver by this much between processors; more is a step back.
WAVER = 0.004


def now():
    return datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def committed(project):
    return json.loads((project / "tests" / "understanding" / "figures.json").read_text())


@pytest.fixture(scope="module")
def labels(project):
    return [label for file in FILES for label in read_labels(project / "tests" / file)]


@pytest.fixture(scope="module")
def report(labels, full_knowledge):
    return evaluate(labels, respond, full_knowledge, now)


@pytest.mark.parametrize("figure", ["danger_recall", "danger_now", "topic", "topic_top3", "language", "place", "service"])
def test_people_are_understood_no_worse_than_before(report, committed, figure):
    assert report[figure] >= committed[figure] - WAVER


@pytest.mark.parametrize("figure", ["false_alarms", "possible_on_safe"])
def test_alarms_are_no_more_frequent_than_before(report, committed, figure):
    assert report[figure] <= committed[figure] + WAVER


def test_conversations_go_no_worse_than_before(project, full_knowledge, committed):
    lines = (project / "tests" / "understanding" / "conversations.jsonl").read_text().splitlines()
    talks = [json.loads(line) for line in lines if line.strip()]
    assert evaluate_talks(talks, respond, full_knowledge, now)["turns_pass"] >= committed["turns_pass"] - WAVER


def test_nobody_who_learns_is_shown_what_trained(labels, project):
    """The messages that measure train nothing: at most the few that anyone would write the same way."""
    from bot.adapters.files import Reader
    from bot.text import fold

    trained = {fold(phrase.text) for phrase in Reader(project / "content").phrases()}
    long = [label for label in labels if len(fold(label["text"]).split()) > 4]
    shared = [label for label in long if fold(label["text"]) in trained]
    assert len(shared) <= 0.03 * len(long)


# Plain emergencies: each of these missed is a defect, whatever it saves elsewhere.
PLAIN = [
    "hes blue and wont wake up",
    "she isnt breathing",
    "my friend is overdosing",
    "not breathing help",
    "he wont wake up and hes snoring weird",
    "overdose at 12 main st",
    "i think i took too much",
    "my baby ate a pill and is limp",
    "lips are blue",
    "she fell out and is gurgling",
    "no pulse",
    "he od'd and the narcan isnt working",
    "hr wont waje up",
    "CANT WAKE HIM UP",
    "what if hes blue",
    "asking for a friend, she cant be woken",
    "od'd last night, still asleep",
    "narcanned an hour ago, snoring again",
    "mi amigo no respira",
    "no despierta y esta morado",
    "tome demasiado me estoy yendo",
    "il ne respire plus",
    "elle est bleue et ne se reveille pas",
    "ele nao respira",
    "ela nao acorda esta roxa",
    "i want to kill myself",
    "me quiero morir",
    "chest pain after coke",
    "he is having a seizure",
    "my kid drank bleach",
]


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_emergency_is_answered_with_the_first_text(full_knowledge, text):
    assert respond(Message(text), None, full_knowledge, now()).tally.danger


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_emergency_needs_no_encoder_and_no_model(full_knowledge, text):
    from dataclasses import replace

    bare = replace(full_knowledge, head=None, encoder=None)
    assert respond(Message(text), None, bare, now()).tally.danger
