"""What we promise about the kind of danger: what was drunk, used or meant decides the first text."""

from __future__ import annotations

import pytest

from bot.text import words
from bot.understanding.danger import Sound
from bot.understanding.reading import Kind, Level

QUITTING = "how bad is quitting drinking cold turkey"


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("she drank a whole handle of allens and now she's throwing up without waking up", "emergency_alcohol_or_other"),
        ("im pretty sure this is an od", "emergency_overdose"),
        ("meu marido ta me batendo e disse q vai me matar", "emergency_alcohol_or_other"),
        ("how much fent would it take to make sure i dont wake up", "suicide_crisis"),
        ("we put ice on him and slapped him he still wont wake up", "emergency_overdose"),
        ("neighbor is laying in the snowbank outside not moving theres a syringe", "emergency_overdose"),
        ("hes been up 5 days on ice and hes got a knife says people are in the walls", "emergency_stimulant"),
        ("she got a shot at the walk in and now her tongue is fat and shes wheezing", "emergency_alcohol_or_other"),
        ("mi primo se metió mucha coca y le duele el pecho y suda frío", "emergency_stimulant"),
        ("meu colega caiu do telhado bebado bateu a cabeça e ta dormindo no carro", "emergency_alcohol_or_other"),
    ],
)
def test_the_first_text_is_of_the_danger_that_is_told(talk, text, topic):
    outcome = talk(text)
    assert (outcome.tally.topic, outcome.reading.danger.level) == (topic, Level.NOW)


@pytest.mark.parametrize(
    "text",
    [
        "she wont wake up and shes blue, she drank a lot",
        "hes drunk and not breathing lips are purple",
        "not breathing. beer cans all over",
    ],
)
def test_who_does_not_breathe_gets_breaths_and_naloxone_whatever_they_drank(talk, text):
    assert talk(text).reply.entry in {"overdose_other", "overdose_unclear"}


def test_shaking_two_days_after_the_last_drink_is_of_the_drink(talk):
    outcome = talk(QUITTING, "well i stopped sunday. its tues. hands shaking so bad this took 5 min to type")
    assert outcome.tally.topic == "emergency_alcohol_or_other"


def test_who_rouses_a_guest_is_not_the_one_in_danger(talk):
    outcome = talk("overnight staff at a shelter. guest nodding hard in the dorm, i can rouse him but he drifts off again")
    assert outcome.state.who != "self"


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("im pregnant and bleeding a lot, i use, scared to go in, she's on the floor", "labour"),
        ("shot up yesterday and now rigors, 104, cant think straight, back is killing me", "sepsis"),
        ("girl at the rave is burning up, not sweating anymore and talking nonsense, shes on the floor", "stimulant_hot"),
        ("took all my pills", "suicide_took"),
        ("my brother took all his pills, hes pale", "suicide_took_other"),
        ("he quit drinking 2 days ago and sees things that arent there, hes on the floor", "withdrawal_danger"),
    ],
)
def test_what_looks_like_another_danger_is_told_as_it_is_however_it_sounds(full_knowledge, text, step):
    sounds = Sound(Kind.OVERDOSE, 1.0)
    assert full_knowledge.rows.read(words(text), "en", sounds=lambda: sounds).step == step
