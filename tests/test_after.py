"""What we promise about a sign that means danger only after what was talked of: "fever, 102" after an answer about a wound."""

from __future__ import annotations

import pytest

from bot.understanding.reading import Level

WOUND = "how do i take care of a tranq wound"


@pytest.mark.parametrize(
    ("before", "sign", "entry"),
    [
        (WOUND, "stinks too and i had a fever of 102", "sepsis"),
        (WOUND, "theres a red line going up my arm", "sepsis"),
        ("is it normal for ur heart to go nuts on coke", "its been 2 hrs and my left arm feels weird", "stimulant_chest"),
        ("how do i stop drinking by myself", "he is seeing bugs on the wall", "withdrawal_danger"),
        ("anyone i can call while i use alone", "well did it. stronger than last bag. kinda heavy", "overdose_self"),
        ("como curo una herida de tranq", "ahora tengo fiebre y escalofrios", "sepsis"),
        ("comment soigner une plaie de tranq", "la j'ai de la fièvre et des frissons", "sepsis"),
        ("como cuido de uma ferida de tranq", "agora to com febre e calafrio", "sepsis"),
    ],
)
def test_a_sign_after_its_subject_is_danger_now(talk, before, sign, entry):
    outcome = talk(before, sign)
    assert (outcome.reply.entry, outcome.reading.danger.level) == (entry, Level.NOW)


@pytest.mark.parametrize("asked", ["what if it hits stronger than last time", "will it make me feel heavy"])
def test_a_question_about_the_sign_is_no_sign(talk, asked):
    assert talk("anyone i can call while i use alone", asked).reading.danger.level is not Level.NOW


@pytest.mark.parametrize("calm", ["no fever, its just red", "what if i get a fever", "no chills no red line"])
def test_that_there_is_no_sign_is_no_danger(talk, calm):
    assert talk(WOUND, calm).reading.danger.level is not Level.NOW


@pytest.mark.parametrize("alone", ["does narcan go bad over 102 degrees", "my dog has a fever", "left arm or right for the shot"])
def test_the_same_words_about_something_else_are_none(talk, alone):
    assert talk(alone).reading.danger.level is not Level.NOW


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("sick as hell 30 hrs off dope throwing up and havent felt her kick since last nite", "labour"),
        (
            "i drank a liter of vodka a day. i stopped. second day, hands jumping and i see cats that are not there",
            "withdrawal_danger",
        ),
    ],
)
def test_what_the_first_line_says_nothing_of_gets_its_own_step_at_once(talk, text, entry):
    outcome = talk(text)
    assert (outcome.reply.entry, outcome.reading.danger.level) == (entry, Level.NOW)


def test_whether_naloxone_helps_who_is_cold_already_has_the_line_first(talk):
    assert "911" in talk("does narcan work if theyre already cold").reply.paragraphs[0]
