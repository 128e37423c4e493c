"""What we promise about who is in danger: a child's poison is no wish to die, and a roommate on the floor is not the writer."""

from __future__ import annotations

import pytest

from bot.understanding.reading import Level

PATCH = "I take care of my great grandson he is 2. I found him chewing on my fentanyl patch I took it out of his mouth"


@pytest.mark.parametrize("text", [PATCH, "my 14mo had a clear patch stuck to the roof of her mouth now shes floppy"])
def test_a_child_with_a_patch_gets_the_steps_for_a_child(talk, text):
    assert talk(text).reply.entry == "overdose_child"


def test_a_teenager_who_took_pills_to_die_is_told_of_it(talk):
    outcome = talk("my 14 year old took all her pills she wants to die")
    assert (outcome.reading.danger.level, "911" in outcome.reply.lead) == (Level.NOW, True)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("my 7 yr old says she wants to die and hit her head", "head_injury"),
        ("my kid says he wants to die and he is having a seizure", "overdose_child"),
    ],
)
def test_what_a_child_s_body_needs_comes_before_what_it_says(talk, text, entry):
    assert talk(text).reply.entry == entry


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("my roommate had a whole fifth of fireball shes on the bathroom floor and throwing up", "alcohol_other"),
        ("my son swallowed a whole bottle of tylenol an hour ago he says hes fine", "suicide_other"),
        ("off matinicus capts slumped over the wheel lips gray wont answer me", "overdose_other"),
        ("lips are gray wont talk to me", "overdose_other"),
    ],
)
def test_somebody_else_is_not_taken_for_the_writer(talk, text, entry):
    outcome = talk(text)
    assert not (outcome.reply.entry or "").endswith("_self")
    assert outcome.reply.entry == entry or outcome.reply.lead.startswith("CALL 911")


@pytest.mark.parametrize(
    "text",
    [
        "i did too much and im fading",
        "took all my methadone take homes at once by accident. feel heavy",
        "im nodding bad",
        "cheirei coca com meu amigo e to com dor no peito",
    ],
)
def test_the_writer_is_still_the_writer(talk, text):
    assert "self" in (talk(text).state.who or "")


@pytest.mark.parametrize("asked", ["can he od from it", "can she overdose from touching it"])
def test_whether_somebody_can_is_a_question(talk, asked):
    assert talk("one of my guys got poked by a needle through his glove", asked).reading.danger.level is not Level.NOW


def test_a_curse_hides_no_danger(talk):
    assert talk("are you a bot", "USELESS PIECE OF SHIT ROBOT HES DYING").reading.danger.level is not Level.NONE
