"""What we promise while an emergency goes on: its kind stays until another is told, and 911 is said until it was called."""

from __future__ import annotations

import pytest

from bot.reply import Outcome
from bot.understanding.reading import Level

HOT = "my friend took molly and shes burning up and not making sense"
DOWN = "hes not breathing"
DRUNK = "she drank way too much and wont stop puking i think its alcohol poisoning"
WISH = "i want to die"


@pytest.mark.parametrize("sign", ["her jaw is locked", "shes seizing", "shes on the floor", "will i get arrested"])
def test_a_sign_that_every_danger_has_makes_no_overdose_of_overheating(talk, sign):
    assert talk(HOT, sign).tally.topic == "emergency_stimulant"


def test_the_kind_is_remembered_beyond_the_next_step(talk):
    assert talk(HOT, "her jaw is locked", "ok", "what else").tally.topic == "emergency_stimulant"


@pytest.mark.parametrize("first", [HOT, DRUNK])
@pytest.mark.parametrize("sign", ["shes not breathing now", "her lips are blue", "she is limp and wont wake up"])
def test_who_stops_breathing_gets_the_steps_of_an_overdose_whatever_it_was_before(talk, first, sign):
    outcome = talk(first, sign)
    assert (outcome.tally.topic, outcome.tally.danger) == ("emergency_overdose", True)


@pytest.mark.parametrize("text", ["he did a line and dropped, his lips are gray", "cheirou um negócio e caiu, ta roxo"])
def test_blue_or_gray_is_an_overdose_whatever_they_took(talk, text):
    assert talk(text).tally.topic == "emergency_overdose"


@pytest.mark.parametrize("follows", ["BREATHS", "still nothing", "ok i sprayed it", "SPRAY"])
def test_911_is_said_beside_every_step_until_they_say_that_it_was_called(talk, said, follows):
    assert "CALL 911" in said(talk(DOWN, follows))


@pytest.mark.parametrize("call", ["i called 911", "ambulance is on the way", "on with the dispatcher", "911 is on the phone"])
def test_after_the_call_no_step_asks_for_it_again(talk, said, call):
    assert "not called yet" not in said(talk(DOWN, call, "BREATHS"))


@pytest.mark.parametrize("call", ["i called 911", "called. what now", "911 is coming", "my friend is calling 911"])
def test_who_called_gets_the_next_action_and_not_the_law(talk, call):
    assert talk(DOWN, call).reply.entry == "naloxone_nose"


@pytest.mark.parametrize(
    ("first", "call"), [("mi amigo no respira", "ya llame al 911"), ("mon ami respire pas", "jai appele le 911")]
)
def test_the_same_in_other_languages(talk, first, call):
    assert talk(first, call).reply.entry == "naloxone_nose"


def test_who_called_in_the_middle_of_the_breaths_goes_on_with_them(talk):
    assert talk(DOWN, "i gave narcan", "called 911").reply.entry == "breaths"


@pytest.mark.parametrize("call", ["i cant call 911 im on probation", "i called 911 will i get arrested"])
def test_who_fears_the_call_still_hears_of_the_law(talk, call):
    assert talk(DOWN, call).reply.entry in {"police_fear", "wont_call"}


@pytest.mark.parametrize("arrived", ["the ambulance has him now, thank you", "girl at the counter called em theyre here"])
def test_a_crew_that_is_there_is_no_report_of_a_call(talk, arrived):
    assert talk(DOWN, arrived).reply.entry != "naloxone_nose"


def test_a_second_emergency_in_the_same_talk_asks_for_911_anew(talk, said):
    over = ("i called 911", "the ambulance is here")
    assert "CALL 911" in said(talk(DOWN, *over, DOWN, "BREATHS"))


@pytest.mark.parametrize("fear", ["i cant call 911", "should i call an ambulance", "not calling 911 no way"])
def test_who_dares_not_call_is_still_asked_to(talk, said, fear):
    assert "CALL 911" in said(talk(DOWN, fear, "BREATHS"))


@pytest.mark.parametrize(
    ("first", "word", "asked"),
    [("no respira", "AIRE", "LLAMA AL 911"), ("il ne respire pas", "AIR", "APPELEZ LE 911"),
     ("ele nao respira", "SOPROS", "LIGUE 911")],
    ids=["es", "fr", "pt"],
)  # fmt: skip
def test_it_is_said_in_every_language(talk, said, first, word, asked):
    assert asked in said(talk(first, word))


@pytest.mark.parametrize("word", ["no i didnt take anything", "my sister is coming over", "ok texting them"])
def test_in_a_talk_about_dying_an_ordinary_word_is_possible_danger_and_keeps_988(talk, said, word):
    outcome: Outcome = talk(WISH, word)
    assert (outcome.reading.danger.level, "988" in said(outcome)) == (Level.POSSIBLE, True)
    assert outcome.state
    assert outcome.state.in_emergency


@pytest.mark.parametrize("word", ["i have the pills right here", "i took them all", "the gun is loaded", "tengo las pastillas"])
def test_what_tells_of_more_than_the_wish_is_danger_now(talk, word):
    assert talk(WISH, word).reading.danger.level is Level.NOW


@pytest.mark.parametrize(
    ("wish", "word"),
    [(WISH, "i did it"), (WISH, "its done"), (WISH, "already took em"), (WISH, "im getting sleepy"),
     (WISH, "in my car, garage door shut"), ("quiero morir", "ya lo hice"), ("je veux mourir", "c'est fait"),
     ("quero morrer", "ja fiz")],
)  # fmt: skip
def test_who_says_that_it_was_done_gets_911_first(talk, wish, word):
    outcome = talk(wish, word)
    assert (outcome.reply.entry, outcome.reading.danger.level) == ("suicide_took", Level.NOW)


@pytest.mark.parametrize(
    ("wish", "word"), [("my brother wants to kill himself", "he took something"), (WISH, "goodbye"), (WISH, "tonight")]
)
def test_a_farewell_and_what_somebody_else_took_are_danger_now(talk, wish, word):
    assert talk(wish, word).reading.danger.level is Level.NOW


@pytest.mark.parametrize("word", ["no i didnt do it", "not tonight", "i havent took it", "no lo hice, no es nada"])
def test_what_was_not_done_is_not(talk, word):
    assert talk(WISH, word).reply.entry != "suicide_took"


def test_beside_an_overdose_did_it_is_the_next_step(talk):
    assert talk(DOWN, "SPRAY", "did it").reply.entry == "breaths"
