"""Short texts that lean on what was said before: a person does not repeat themselves on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.message import Message
from bot.understanding.reading import Level
from handlers.respond import respond


@pytest.fixture
def talk(full_knowledge, clock):
    """A whole conversation; the last outcome: `talk("how do i use test strips", "more")`."""

    def all_of(*texts):
        state = outcome = None
        for text in texts:
            clock.now += timedelta(seconds=30)
            outcome = respond(Message(text), state, full_knowledge, clock())
            state = outcome.state
        return outcome

    return all_of


@pytest.mark.parametrize(
    ("first", "asked", "topic"),
    [
        ("is there a number so i dont use alone", "whats the number", "never_use_alone"),
        ("hay una linea para no consumir solo", "cual es el numero", "never_use_alone"),
        ("what is harm reduction", "whats the number", "human_contact"),
    ],
)
def test_a_number_asked_for_is_the_one_that_was_just_told_or_a_person_to_call(talk, first, asked, topic):
    assert talk(first, asked).tally.topic == topic


@pytest.mark.parametrize("word", ["more", "yes", "1"])
def test_after_which_town_more_shows_the_nearest_of_our_state(talk, word):
    assert talk("narcan in portland", word).state.place.state == "ME"


@pytest.mark.parametrize("word", ["here", "around here", "aqui"])
def test_here_is_the_place_that_was_named_before(talk, word):
    assert talk("narcan in bangor", "what is tranq", word).state.place.name == "Bangor"


@pytest.mark.parametrize("text", ["nvm, where can i get narcan", "just asking, where can i get narcan"])
def test_never_mind_and_a_question_gets_the_question_answered(talk, text):
    outcome = talk("overdose", text)
    assert (outcome.state.in_emergency, outcome.tally.danger) == (False, False)
    assert outcome.tally.topic in {"find_service", "naloxone_get"}


def test_never_mind_where_is_narcan_beside_someone_who_does_not_respond_does_not_end_the_steps(talk):
    """ "Never mind" may mean never mind the call."""
    assert talk("my roommate isnt responding", "nvm, where can i get narcan").state.in_emergency


def test_never_mind_about_a_child_who_swallowed_something_does_not_end_the_steps(talk):
    assert talk("my toddler ate a blue pill", "nvm he seems fine, where can i get narcan").state.in_emergency


def test_never_mind_with_a_new_sign_of_danger_is_danger(talk):
    assert talk("overdose", "nvm hes not breathing, where can i get narcan").state.in_emergency


@pytest.mark.parametrize("text", ["can someone stay on text with me", "is there anyone i can talk to"])
def test_a_plea_to_stay_tells_what_we_are_and_goes_on_with_the_same_emergency(talk, text):
    opened = talk("i took too much adderall my chest hurts so bad")
    outcome = talk("i took too much adderall my chest hurts so bad", text)
    assert (outcome.tally.topic, outcome.state.step) == (opened.tally.topic, opened.state.step)
    assert "911" in outcome.reply.lead


@pytest.mark.parametrize(
    "text", ["what does an overdose look like", "can you overdose on weed", "overdose numbers maine 2024", "overdose symptoms"]
)
def test_who_learns_about_overdose_is_not_frightened_by_the_danger_line(talk, text):
    assert talk(text).reading.danger.level is Level.NONE


@pytest.mark.parametrize("text", ["overdose", "OD", "help", "sos", "overdose!!", "sobredosis"])
def test_the_bare_word_still_is_danger(talk, text):
    assert talk(text).reading.danger.level is not Level.NONE


@pytest.mark.parametrize(
    ("opening", "word", "language"),
    [("mi amigo no respira y esta morado", "no narcan", "es"), ("hes blue and wont wake up", "no narcan", "en")],
)
def test_words_of_two_languages_do_not_turn_an_emergency_into_another_language(talk, opening, word, language):
    outcome = talk(opening, word)
    assert (outcome.reply.entry, outcome.reply.language) == ("naloxone_none", language)


def test_a_spanish_emergency_goes_on_in_spanish_after_no_narcan(talk):
    outcome = talk("mi amigo no respira", "no narcan", "ya desperto")
    assert (outcome.reply.entry, outcome.reply.language) == ("awake", "es")


def test_what_is_told_in_another_language_in_an_emergency_is_understood(talk):
    assert talk("hes blue and wont wake up", "ya desperto").reply.entry == "awake"
