"""What we promise after an alarm that nobody confirmed: an ordinary question gets its answer, and danger stays danger."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.message import Message
from bot.state import State
from bot.understanding.reading import Kind, Level
from bot.understanding.step_words import AGAIN, NEXT
from handlers.respond import pressing, respond


@pytest.fixture
def after(full_knowledge, clock):
    """The outcome of a text after an alarm: `after("text", believed=0.05)`; `step` and `who` say where the emergency stands."""

    def ask(text, believed, step="overdose_other", who="other", kind=None):
        began = clock()
        state = State(at=began, language="en", step=step, entry=step, who=who, began=began, believed=believed, kind=kind)
        return respond(Message(text), state, full_knowledge, clock() + timedelta(seconds=30))

    return ask


ORDINARY = ["how do i get rid of old needles", "does suboxone work over the phone", "needle exchange in lewiston"]


@pytest.mark.parametrize("text", ORDINARY)
def test_a_question_about_something_else_ends_an_alarm_that_was_hardly_believed(after, text):
    outcome = after(text, believed=0.05)
    assert (outcome.state.in_emergency, outcome.reading.danger.level) == (False, Level.NONE)


@pytest.mark.parametrize("text", ORDINARY)
def test_an_alarm_that_was_believed_goes_on_beside_the_answer(after, text):
    assert after(text, believed=1.0).state.in_emergency


@pytest.mark.parametrize("text", ["where can i get narcan", "can i get in trouble for calling", "how do i use the spray"])
def test_what_is_asked_beside_a_dying_person_too_ends_no_alarm_that_was_half_believed(after, text):
    assert after(text, believed=0.5).state.in_emergency


@pytest.mark.parametrize("text", sorted({*NEXT, *AGAIN, "yes", "", "?"}))
def test_no_way_of_saying_go_on_ends_the_least_believed_alarm(after, text):
    assert after(text, believed=0.01).state.in_emergency


@pytest.mark.parametrize("text", ["hes still not breathing", "shes turning blue", "still nothing", "breaths", "no", "2", "wont"])
def test_no_word_of_the_steps_and_no_sign_of_danger_ends_the_least_believed_alarm(after, text):
    assert after(text, believed=0.01).state.in_emergency


def test_an_alarm_about_a_child_is_let_go_only_where_nobody_believed_it(after):
    """Who swallowed something may seem well for a while: of 112 alarms about a child kept apart none was believed as little."""
    assert after(ORDINARY[0], believed=0.1, step="overdose_child", who="child").state.in_emergency
    assert not after(ORDINARY[0], believed=0.01, step="overdose_child", who="child").state.in_emergency


def test_after_the_person_is_awake_an_ordinary_question_is_answered_as_one(after):
    outcome = after("is it true that fentanyl is in everything now", believed=1.0, step="awake_angry")
    assert not outcome.state.in_emergency


def test_whoever_follows_the_steps_confirms_the_alarm(after):
    assert after("next", believed=0.05).state.believed == 1.0


@pytest.mark.parametrize("text", ORDINARY)
def test_nobody_in_a_doubtful_emergency_is_left_waiting(knowledge, clock, text):
    """When many wait, whom to answer first is told without the head, which alone can doubt the alarm."""
    state = State(at=clock(), language="en", step="overdose_other", entry="overdose_other", believed=0.01)
    assert pressing(Message(text), state, knowledge, clock())


@pytest.mark.parametrize("text", ["he woke up", "she woke up"])
@pytest.mark.parametrize("known", ["knowledge", "full_knowledge"])
def test_who_says_first_of_all_that_someone_woke_up_is_not_told_to_give_breaths(request, clock, known, text):
    """A server that was started anew has forgotten the talk."""
    assert respond(Message(text), None, request.getfixturevalue(known), clock()).reply.entry != "overdose_other"


def test_who_woke_up_and_goes_under_again_is_in_danger_now(full_knowledge, clock):
    text = "wife woke up after narcan an hour ago now she is going under again"
    outcome = respond(Message(text), None, full_knowledge, clock())
    assert outcome.reading.danger.level is Level.NOW


@pytest.mark.parametrize("step", ["suicide_self", "police_fear"])
def test_who_spoke_of_dying_keeps_the_line_in_front_whatever_step_was_shown_last(after, step):
    outcome = after("how do i get rid of old needles", believed=0.05, step=step, kind="suicide_crisis")
    assert (outcome.reading.danger.level, outcome.reading.danger.kind) == (Level.POSSIBLE, Kind.SUICIDE)
