"""What we promise about the end of an emergency: it is heard in people's own words, and nothing is let go that may go on."""

from __future__ import annotations

import numpy as np
import pytest

from bot.understanding.course import COURSES, HELPED, NO_COURSE, WELL, fit_course, told
from bot.understanding.reading import Level

DOWN, CHILD = "hes not breathing", "my 2 year old ate a pill off the floor"


@pytest.mark.parametrize(
    "text",
    [
        "he sat up and asked for a grilled cheese",
        "shes cussing us all out and eating doritos",
        "il rit et il mange sa soupe",
        "ya se levanto y anda comiendo sopa",
        "ele ta sentado rindo e pedindo comida",
    ],
)
def test_who_eats_and_swears_is_watched_and_given_no_more_breaths(talk, text):
    outcome = talk(DOWN, text)
    assert outcome.reply.entry in {"stay_watch", "awake", "awake_angry", "false_alarm"}
    assert outcome.reading.danger.level is not Level.NOW


@pytest.mark.parametrize("text", ["the medics took him just now, im still shaking", "les ambulanciers sont partis avec lui"])
def test_whom_the_crew_has_taken_gets_no_more_breaths(talk, text):
    assert talk(DOWN, text).reply.entry in {"help_here", "after_you", "stay_watch"}


@pytest.mark.parametrize(
    "text",
    [
        "still nothing",
        "he woke up for a sec and went out again",
        "she talked a little but shes blue",
        "gave it. no change",
        "they are 20 minutes out",
        "i shook him and he opened his eyes, then off again",
        "todavia nada",
        "toujours rien",
        "ainda nada",
    ],
)
def test_what_may_go_on_goes_on(talk, text):
    assert talk(DOWN, text).reading.danger.level is Level.NOW


@pytest.mark.parametrize("text", ["shes laughing and eating now", "shes awake and playing", "she seems fine she wants her toys"])
def test_a_child_who_swallowed_something_and_seems_well_stays_in_danger(talk, text):
    assert talk(CHILD, text).reading.danger.level is Level.NOW


def test_after_it_ended_another_question_is_answered(talk):
    outcome = talk(DOWN, "he sat up and asked for a grilled cheese", "how do i get rid of old needles")
    assert outcome.tally.topic == "disposal_of_needles"


def test_a_new_sign_of_danger_after_the_end_is_danger_now(talk):
    outcome = talk(DOWN, "he sat up and asked for a grilled cheese", "hes blue again and not breathing")
    assert outcome.reading.danger.level is Level.NOW


@pytest.mark.parametrize("text", ["medics here they gave it iv", "emts just walked in with their bags"])
def test_a_crew_that_came_in_is_no_dose_of_ours(talk, text):
    assert talk(DOWN, text).reply.entry == "help_here"


def test_another_language_is_asked_for_in_the_middle_of_an_emergency(talk):
    assert talk("no respira mi primo", "in english please my roommate is american").reply.entry not in {"stay_watch", "help_here"}


def test_a_wish_to_die_is_not_over_because_somebody_came(talk):
    assert talk("my friend wants to kill himself", "his mom is here with him and hes eating").reply.entry == "suicide_safe"


def test_who_has_chest_pain_and_wants_no_ambulance_stays_with_the_chest_pain(talk):
    outcome = talk("did too much coke my chest hurts bad", "he wont go to the hospital")
    assert (outcome.tally.topic, outcome.tally.danger) == ("emergency_stimulant", True)


def test_in_a_language_it_was_not_taught_in_nothing_is_taken_for_the_end(talk):
    """Somali: "I have the nose spray. How is it used?"."""
    outcome = talk("wiilkaygu ma soo kacayo, ma neefsanayo", "waxaan hayaa buufinta sanka. sidee loo isticmaalaa")
    assert outcome.reading.danger.level is Level.NOW


@pytest.fixture
def vectors() -> np.ndarray:
    """Thirty vectors of length one about each of three directions."""
    rows = np.random.default_rng(7).normal(0, 0.02, (90, 512)).astype(np.float32)
    rows[np.arange(90), np.repeat(np.arange(3), 30)] += 1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_each_course_is_told_from_the_others(vectors):
    raw, courses = np.zeros((90, 4), dtype=np.float32), np.repeat(np.arange(3), 30).tolist()
    weights = fit_course(vectors, raw, courses)
    found = [told(weights, vectors[at], raw[at]) for at in (0, 30, 60)]
    (_, on), (helped, by_helped), (well, by_well) = filter(None, found)
    assert (helped, well) == (HELPED, WELL)
    assert on < 0 < min(by_helped, by_well)
    assert len(COURSES) == weights.shape[1]


def test_without_phrases_nothing_is_ever_over(vectors):
    assert told(fit_course(vectors[:0], np.zeros((0, 4), dtype=np.float32), []), vectors[0], np.zeros(4)) is None
    assert len(NO_COURSE) == 0


def test_a_misspelt_thank_you_beside_the_crew_starts_no_breaths_again(talk):
    assert talk(DOWN, "he coughd hes breathin now sorta", "ambulnce here. thank u").reading.danger.level is not Level.NOW
