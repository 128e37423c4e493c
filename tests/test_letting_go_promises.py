"""What we promise about an alarm that may have been none, what sounds as if it were over, and what gets worse after that."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from talking import talking

from bot.message import Message
from bot.state import State
from bot.understanding.reading import Kind, Level
from handlers.respond import respond

DOWN = "he wont wake up"
WOKE = (DOWN, "he woke up")
ON_SIDE = (DOWN, "SIDE")
EATS = (DOWN, "hes eating pizza")
SEPSIS = "red streaks on my arm and fever chills from a shot"
ALONE = "i took too much im alone"
CHEST = "i did too much coke and my chest hurts bad"
ATE = "my toddler ate something out of her aunts purse"
WISH = "i want to die"
HIS_WISH = "my brother wants to kill himself"
# What may be an emergency or not, so that it is hardly believed.
HARDLY = "is this 911?"
NEEDLES = "how do i get rid of old needles"


@pytest.fixture
def after(full_knowledge, clock):
    """The outcome of a text after an alarm as an older talk may hold it: `after("text", believed=0.05, step="awake")`."""

    def ask(text, **held):
        state = State(at=clock(), **({"language": "en", "step": "overdose_other", "who": "other"} | held))
        return respond(Message(text), state, full_knowledge, clock() + timedelta(seconds=30))

    return ask


@pytest.mark.parametrize("talked", [(HARDLY,), ("i think i messed up",), ("narcan asap",), EATS, WOKE, ("AWAKE",)])
def test_an_ordinary_question_is_answered_where_danger_was_doubtful_or_is_over(talk, talked):
    outcome = talk(*talked, NEEDLES)
    assert (outcome.reply.entry, outcome.reading.danger.level) == ("disposal_of_needles", Level.NONE)
    assert not outcome.state.in_emergency


@pytest.mark.parametrize("first", [DOWN, CHEST, ATE])
def test_the_same_question_beside_plain_danger_is_not_the_end_of_it(talk, first):
    outcome = talk(first, NEEDLES)
    assert (outcome.reading.danger.level, outcome.state.in_emergency) == (Level.NOW, True)


def test_without_the_model_the_steps_go_on(full_knowledge, clock):
    """Its file is damaged, or gone: nothing tells what an ordinary question is."""
    bare = replace(full_knowledge, head=None, encoder=None)
    assert talking(bare, clock)(DOWN, NEEDLES).reply.entry == "overdose_other"


@pytest.mark.parametrize("first", [ATE, "my baby isnt breathing", "my 2yr old just ate one of my suboxone strips"])
@pytest.mark.parametrize("asked", ["is giving him money enabling", "how much does a motel cost"])
def test_beside_a_child_no_other_subject_is_taken_up(talk, first, asked):
    assert talk(first, asked).reply.entry == "overdose_child"


@pytest.mark.parametrize("asked", ["what is naloxone", "my brother died last year"])
def test_what_may_be_about_the_steps_leaves_a_half_believed_alarm_standing(talk, asked):
    outcome = talk(SEPSIS, asked)
    assert (outcome.reading.danger.level, outcome.state.in_emergency) == (Level.POSSIBLE, True)


def test_what_naloxone_is_ends_an_alarm_that_nobody_believed_but_the_line_stays(after, said):
    outcome = after("what is naloxone", believed=0.05)
    assert (outcome.state.in_emergency, outcome.reading.danger.level) == (False, Level.POSSIBLE)
    assert "911" in said(outcome)


@pytest.mark.parametrize("talked", [EATS, WOKE])
def test_what_naloxone_is_is_an_ordinary_question_once_they_are_well(talk, talked):
    outcome = talk(*talked, "what is naloxone")
    assert (outcome.reply.entry, outcome.reading.danger.level) == ("naloxone_what", Level.NONE)


def test_who_spoke_of_giving_up_keeps_the_line_in_front(talk, said):
    outcome = talk("idk what to do anymore", NEEDLES)
    assert (outcome.reply.entry, outcome.reading.danger.level) == ("disposal_of_needles", Level.POSSIBLE)
    assert outcome.reading.danger.kind is Kind.SUICIDE
    assert "988" in said(outcome)


def test_whoever_tries_the_line_is_told_why_it_stands_in_front(talk):
    assert talk("idk what to do anymore", NEEDLES).reading.danger.rule == "alarm before"


def test_once_let_go_an_alarm_leaves_no_line_before_the_next_answers(talk):
    assert talk(HARDLY, NEEDLES, "source?").reading.danger.level is Level.NONE


@pytest.mark.parametrize(
    "word",
    ["walmart lot in ellsworth", "would a beer fix it", "is it xanax with percocet", "who pays for the ambulance", "hello?"],
)
def test_where_they_are_and_what_they_took_is_no_other_subject(talk, word):
    assert talk(SEPSIS, word).reply.entry == "sepsis"


@pytest.mark.parametrize("asked", ["needle exchange in lewiston", "nearest ssp to caribou", "is there a shelter in auburn"])
def test_who_asks_for_something_at_a_place_gets_the_places(talk, asked):
    outcome = talk(SEPSIS, asked)
    assert (outcome.tally.topic, outcome.state.in_emergency) == ("find_service", False)


@pytest.mark.parametrize("first", ["my sister took pills and said bye", SEPSIS, DOWN])
def test_how_to_reach_911_from_afar_is_no_search_for_a_place(talk, first):
    assert talk(first, "im in portsmouth nh shes in sanford how do i get 911 over there").tally.topic != "find_service"


@pytest.mark.parametrize("word", ["thanks", "gracias", "ok bye"])
def test_who_thanks_or_takes_leave_gets_no_step_again(talk, word):
    outcome = talk(DOWN, word)
    assert (outcome.tally.topic, outcome.reading.danger.level) == ("greeting_thanks", Level.NONE)


def test_who_only_sounds_thankful_is_not(talk):
    assert talk(CHEST, "shes laughing and eating now").reply.entry == "stimulant_chest"


@pytest.mark.parametrize(
    ("talked", "word", "step"),
    [
        ((SEPSIS,), "pregnant", "pregnant"),
        (EATS, "pregnant", "pregnant"),
        (WOKE, "overdose", "overdose_unclear"),
        (WOKE, "a ambulancia chegou", "help_here"),
        (ON_SIDE, "seguro? la policia no?", "police_fear"),
        ((HARDLY,), "where can i get narcan", "get_narcan"),
        ((HARDLY,), "can i get in trouble for calling", "police_fear"),
        (WOKE, "anyone there", "awake"),
        (WOKE, "next", "awake_hospital"),
    ],
)
def test_a_word_of_the_steps_is_answered_as_one_however_little_was_believed(talk, talked, word, step):
    assert talk(*talked, word).reply.entry == step


@pytest.mark.parametrize("word", ["pregnant", "mi hija", "and whats recovery position", "does it matter if it's expired"])
def test_a_word_of_the_steps_ends_no_alarm_that_was_hardly_believed(after, word):
    assert after(word, believed=0.05).state.in_emergency


@pytest.mark.parametrize("word", ["they treat me like shit there"])
def test_what_is_plainly_about_something_else_ends_one_though_a_step_knows_the_word(after, word):
    outcome = after(word, believed=0.05)
    assert (outcome.state.in_emergency, outcome.reading.danger.level) == (False, Level.NONE)


def test_the_same_words_end_none_that_was_half_believed(after):
    assert after("they treat me like shit there", believed=0.5).state.in_emergency


@pytest.mark.parametrize("word", ["its goin down my arm", "they deadname me every single day"])
def test_what_tells_no_subject_of_its_own_ends_nothing(after, word):
    assert after(word, believed=0.3, step="stimulant_self", who="self").state.in_emergency


@pytest.mark.parametrize("word", ["does he like dogs", "thanks"])
def test_small_talk_ends_nothing(talk, word):
    assert talk(HARDLY, word).state.in_emergency


@pytest.mark.parametrize(
    ("word", "step"), [("no llega ambulancia", "help_far"), ("mandibula apretada", "jaw_locked"), ("bano cerrado", "locked_door")]
)
def test_in_few_words_the_language_of_the_talk_counts(after, word, step):
    assert after(word, believed=0.05, language="es").reply.entry == step


@pytest.mark.parametrize("step", ["suicide_self", "suicide_other"])
def test_a_talk_about_dying_that_an_older_version_left_keeps_988_in_front(after, said, step):
    outcome = after(NEEDLES, believed=0.05, step=step)
    assert (outcome.reading.danger.kind, "988" in said(outcome)) == (Kind.SUICIDE, True)


def test_after_a_step_of_no_danger_the_line_is_the_one_for_an_overdose(after):
    danger = after("what is naloxone", believed=0.05, step="sepsis_refused").reading.danger
    assert (danger.level, danger.kind) == (Level.POSSIBLE, Kind.OVERDOSE)


@pytest.mark.parametrize("word", ["shes laughing and eating now", "hes eating pizza on the couch", "laughing now, eating"])
def test_who_is_well_by_all_that_is_told_is_watched(talk, word):
    assert talk(DOWN, word).reply.entry == "stay_watch"


def test_who_used_alone_is_not_taken_for_well(talk):
    outcome = talk(ALONE, "shes laughing and eating now")
    assert (outcome.reply.entry, outcome.reading.danger.level) == ("overdose_self", Level.NOW)


@pytest.mark.parametrize("talked", [(WISH,), (HIS_WISH,), (HIS_WISH, "the door is locked")])
def test_who_laughs_again_after_a_wish_to_die_hears_of_the_next_hours(talk, talked):
    assert talk(*talked, "shes laughing and eating now").reply.entry == "suicide_safe"


def test_who_is_said_to_sleep_it_off_is_not_well(talk):
    assert talk(DOWN, "no worries, slept it off before, had pancakes, gone to work").reading.danger.level is Level.NOW


def test_patches_on_a_body_are_no_help_that_came(talk):
    assert talk(DOWN, "he had his patches on 2 of them").reading.danger.level is Level.NOW


@pytest.mark.parametrize("word", ["waxba isma beddelin", "estava de fones o parvo"])
def test_in_a_language_that_is_not_known_for_certain_nothing_sounds_like_an_end(talk, word):
    assert talk(DOWN, word).reply.entry == "overdose_other"


def test_who_laughs_and_eats_is_well_in_french_too(talk):
    assert talk(DOWN, "il rit et il mange sa soupe").reply.entry == "stay_watch"


@pytest.mark.parametrize(
    ("talked", "word", "step"),
    [
        (ON_SIDE, "hes got a patch on his back", "stopped_again"),
        (ON_SIDE, "nodding off mid sentence now", "stopped_again"),
        (WOKE, "his breaths are like one and then a long wait", "stopped_again"),
        (WOKE, "theyre bagging him now not me", "stopped_again"),
        (ON_SIDE, "blood coming from his nose", "alcohol_other"),
    ],
)
def test_what_gets_worse_after_it_seemed_over_is_danger_now(talk, talked, word, step):
    outcome = talk(*talked, word)
    assert (outcome.reply.entry, outcome.reading.danger.level) == (step, Level.NOW)


@pytest.mark.parametrize("talked", [WOKE, ("SIDE",)])
def test_whatever_makes_him_see_bugs_it_is_danger_now(talk, talked):
    outcome = talk(*talked, "hes seeing bugs on the wall")
    assert (outcome.reply.entry in {"stimulant_other", "alcohol_other"}, outcome.reading.danger.level) == (True, Level.NOW)


@pytest.mark.parametrize("word", ["hes skating", "intubated him and took him to lewiston"])
def test_what_sounds_bad_and_is_help_starts_no_steps_again(talk, word):
    assert talk(*ON_SIDE, word).reply.entry != "overdose_other"


@pytest.mark.parametrize("word", ["he has a pulse", "got him out hes snoring", "he had his patches on 2 of them"])
def test_what_sounds_bad_in_the_middle_of_the_steps_is_no_second_stop(talk, word):
    assert talk(DOWN, word).reply.entry != "stopped_again"


def test_a_step_that_the_content_has_no_longer_leaves_nobody_without_one(after):
    assert after("his breaths are like one and then a long wait", step="a_step_of_last_year").reply.entry == "overdose_unclear"


def test_a_wish_to_die_beside_what_was_half_believed_gets_988(talk, said):
    outcome = talk(SEPSIS, "i just want to go where he is")
    assert (outcome.reply.entry, outcome.reading.danger.level) == ("suicide_self", Level.NOW)
    assert "988" in said(outcome)


@pytest.mark.parametrize("first", [DOWN, CHEST])
def test_the_same_words_beside_plain_danger_do_not_end_its_steps(talk, first):
    assert talk(first, "i just want to go where he is").tally.topic != "suicide_crisis"


@pytest.mark.parametrize(
    ("first", "word", "step"),
    [
        (WISH, "hands wont stop shakin and im seeing bugs on the wall", "suicide_took"),
        (WISH, "i took half already", "suicide_took"),
        (HIS_WISH, "he had half the bottle and hes getting sleepy", "suicide_took_other"),
    ],
)
def test_a_body_that_suffers_after_a_wish_to_die_gets_911_first(talk, first, word, step):
    outcome = talk(first, word)
    assert (outcome.reply.entry, outcome.reading.danger.level) == (step, Level.NOW)


@pytest.mark.parametrize("first", [WISH, HIS_WISH])
@pytest.mark.parametrize("word", ["shes making coffee", "she didnt touch it", "no i mean in heaven someday not tonight"])
def test_what_tells_of_no_body_after_a_wish_to_die_stays_with_the_wish(talk, first, word):
    outcome = talk(first, word)
    assert (outcome.tally.topic, outcome.reading.danger.level) == ("suicide_crisis", Level.POSSIBLE)


@pytest.mark.parametrize("text", ["ok did it. nothin", "im 13", "i cant move him hes like 200 lbs"])
def test_who_tells_how_it_goes_on_is_not_taken_for_one_who_thanks_or_asks(talk, text):
    outcome = talk("guy passed out in the bathroom", text)
    assert (outcome.tally.topic, outcome.reading.danger.level) == ("emergency_overdose", Level.NOW)


def test_after_a_word_of_comfort_the_steps_go_on(talk):
    doubt, left = "did i just hurt him", "its been three minutes i got one more in the box"
    assert talk("hes not breathing", "gave narcan", doubt).reply.entry == "did_right"
    assert talk("hes not breathing", "gave narcan", doubt, left).reply.entry == "still_not_breathing"
