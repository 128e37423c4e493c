"""The turns of an emergency one by one: what is carried, what a number means, and when it is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.entry import LANGUAGES
from bot.knowledge import Knowledge
from bot.message import Message
from bot.reply import Outcome
from bot.state import State
from bot.understanding import thresholds
from bot.understanding.reading import Danger, Kind, Level, Who
from bot.understanding.topics import Scores
from handlers import emergency
from handlers.turn import Turn

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def overdose(step: str | None = None, kind: Kind = Kind.OVERDOSE, who: Who = Who.OTHER) -> Danger:
    """A row that fired."""
    return Danger(Level.NOW, kind, who, "row", step, "en")


@pytest.fixture
def turn(knowledge: Knowledge):
    """`turn("next", step="breaths")`: one message in an emergency that goes on, or a first one."""

    def make(
        text: str, danger: Danger | None = None, *, topic: str = "", chance: float = 0.9, sure: float = 0.0, **state: object
    ):
        carried = State(at=NOW, **{"language": "en", **state}) if state else None
        made = Turn(Message(text), carried, knowledge, NOW, danger or Danger())
        if topic:
            vars(made)["scores"] = Scores(((topic, chance),), sure, "other", encoded=True)
        return made

    return make


def told(outcome: Outcome | None) -> str | None:
    """The step that an outcome shows."""
    return outcome and outcome.reply.entry


# --- the first text


def test_the_first_text_remembers_the_step_the_time_and_who(turn) -> None:
    outcome = emergency.respond(turn("x", overdose()))
    state = outcome.state
    assert (state.step, state.entry, state.part, state.who, state.began) == ("overdose_other", "overdose_other", 0, "other", NOW)
    assert (state.alarm, state.told_machine, state.greeted) == (0, False, True)
    assert state.offered == ("entry:naloxone_nose", "entry:breaths", "entry:naloxone_none")
    assert len(outcome.reply.choices) == 3
    assert outcome.reply.urgent
    assert (outcome.tally.topic, outcome.tally.danger) == ("emergency_overdose", True)


def test_nobody_in_danger_is_nobody_s_emergency(turn) -> None:
    assert emergency.respond(turn("hello")) is None
    assert emergency.respond(turn("hello", Danger(Level.POSSIBLE))) is None


@pytest.mark.parametrize(
    ("text", "danger", "step"),
    [
        ("i cant call 911 im on probation", overdose(), "wont_call"),
        ("il se reveille pas et pas de reseau pour appeler le 911", overdose(), "overdose_other"),
        ("i cant call 911 im on probation", overdose(kind=Kind.STIMULANT), "stimulant_other"),
        ("x", overdose("seizure"), "seizure"),
        ("x", overdose("no such step"), "overdose_other"),
        ("still not breathing", overdose(), "overdose_other"),
    ],
)
def test_a_more_exact_first_text_comes_where_its_lead_opens_with_the_whole_action(turn, text, danger, step) -> None:
    assert told(emergency.first(turn(text, danger), danger)) == step


@pytest.mark.parametrize(("word", "step"), [("OD", "overdose_other"), ("BREATHS", "breaths"), ("POLICE", None)])
def test_a_step_s_own_word_alone_opens_it_unless_it_is_also_an_ordinary_question(turn, word, step) -> None:
    assert told(emergency.respond(turn(word))) == step


def test_the_word_that_opens_an_emergency_asks_who_and_a_later_step_does_not(turn) -> None:
    assert emergency.respond(turn("OD")).state.who == "unclear"
    assert emergency.respond(turn("BREATHS")).state.who is None


# --- every next action


def test_a_step_keeps_when_it_all_began_and_says_once_what_we_are(turn, knowledge) -> None:
    began = NOW - timedelta(minutes=5)
    outcome = emergency.respond(turn("BREATHS", step="overdose_other", began=began, alarm=3, part=2))
    state = outcome.state
    assert (state.began, state.step, state.entry, state.part, state.alarm) == (began, "breaths", "breaths", 0, 0)
    assert (state.told_machine, state.greeted, state.dosed) == (True, True, None)
    assert state.offered == ("entry:still_not_breathing", "entry:breaths_no_rise", "entry:breathing_asleep")
    assert len(outcome.reply.choices) == 3
    not_called = knowledge.line("not_called", "en")
    assert outcome.reply.notes == (not_called, knowledge.bank.steps["machine"].say("en").lead)
    again = emergency.respond(turn("BREATHS", step="breaths", told_machine=True))
    assert (again.reply.notes, again.state.began) == ((not_called,), NOW)


def test_who_has_called_911_is_not_asked_again(turn) -> None:
    again = emergency.respond(turn("BREATHS", step="breaths", told_machine=True, called=True))
    assert (again.reply.notes, again.state.called) == ((), True)


def test_what_we_are_is_said_without_itself_and_the_steps_go_on_where_they_were(turn) -> None:
    outcome = emergency.show(turn("x", step="breaths"), turn("x").knowledge.bank.steps["machine"])
    assert (outcome.reply.notes, outcome.state.step, outcome.state.entry) == ((), "breaths", "machine")
    fresh = emergency.show(turn("x"), turn("x").knowledge.bank.steps["machine"])
    assert fresh.state.step == "machine"


@pytest.mark.parametrize(("seconds", "told_again"), [(149, False), (150, True), (151, True)])
def test_two_and_a_half_minutes_after_a_dose_breaths_come_with_the_next_dose(turn, knowledge, seconds, told_again) -> None:
    more = knowledge.bank.steps["still_not_breathing"].say("en").lead
    dosed = NOW - timedelta(seconds=seconds)
    assert (more in emergency.respond(turn("BREATHS", step="breaths", dosed=dosed)).reply.notes) == told_again
    assert more not in emergency.respond(turn("ASLEEP", step="breaths", dosed=dosed)).reply.notes


def test_a_dose_is_timed_when_its_step_is_shown_and_kept_by_the_others(turn) -> None:
    before = NOW - timedelta(minutes=1)
    assert emergency.respond(turn("SPRAY", step="overdose_other")).state.dosed == NOW
    assert emergency.respond(turn("BREATHS", step="naloxone_nose", dosed=before)).state.dosed == before


@pytest.mark.parametrize(("number", "step"), [("1", "naloxone_nose"), ("2", "breaths"), ("3", "naloxone_none")])
def test_a_number_is_what_was_offered_under_it(turn, number, step) -> None:
    offered = ("entry:naloxone_nose", "entry:breaths", "entry:naloxone_none")
    assert told(emergency.respond(turn(number, step="overdose_other", offered=offered))) == step


@pytest.mark.parametrize("said", ["again", "", "repeat"])
def test_again_and_nothing_show_the_step_again(turn, said) -> None:
    assert told(emergency.respond(turn(said, step="breaths"))) == "breaths"


def test_next_goes_where_the_step_says_and_stays_where_none_follows(turn, knowledge) -> None:
    assert told(emergency.respond(turn("next", step="breaths"))) == "still_not_breathing"
    last = next(step.id for step in knowledge.bank.steps.values() if not step.next)
    assert told(emergency.respond(turn("next", step=last))) == last


def test_another_question_is_left_to_others(turn) -> None:
    assert emergency.respond(turn("who made this", step="breaths")) is None


def test_a_child_that_seems_well_is_still_watched(turn) -> None:
    assert told(emergency.respond(turn("false alarm shes fine", step="poison_child", who="other"))) == "false_alarm"
    assert told(emergency.respond(turn("shes fine now, it was nothing", step="breaths", who="other"))) == "false_alarm"
    assert told(emergency.respond(turn("shes fine now, it was nothing", step="poison_child", who="child"))) == "poison_child"
    assert told(emergency.respond(turn("hes puking", step="overdose_child", who="child"))) == "vomit"


# --- danger in the middle of it


@pytest.mark.parametrize(
    ("step", "danger", "shown"),
    [
        ("awake", overdose(), "stopped_again"),
        ("breaths", overdose(), "still_not_breathing"),
        ("overdose_other", overdose(), "naloxone_nose"),
        ("breaths", overdose("seizure"), "seizure"),
        ("breaths", overdose(kind=Kind.SUICIDE, who=Who.SELF), "suicide_self"),
        ("stimulant_other", overdose(), "overdose_other"),
        ("breathing_asleep", overdose(), "stopped_again"),
    ],
)
def test_a_new_sign_goes_on_starts_again_or_opens_another_kind(turn, step, danger, shown) -> None:
    if step == "awake":  # its topic is what comes after: another kind than danger now
        shown = told(emergency.first(turn("zz", danger), danger))
    assert told(emergency.respond(turn("zz", danger, step=step))) == shown


def test_a_sign_beats_a_calm_word_in_the_same_text(turn) -> None:
    assert told(emergency.respond(turn("hes awake", overdose(), step="breaths"))) == "still_not_breathing"
    assert told(emergency.respond(turn("hes awake", step="breaths"))) == "awake"


# --- what is asked while it goes on, and when it is over


@pytest.mark.parametrize(
    ("step", "topic", "shown"),
    [
        ("breaths", "naloxone_get", "get_narcan"), ("breaths", "overdose_signs", "wake_check"), ("breaths", "find_service", None),
        ("suicide_self", "human_contact", "suicide_safe"), ("stimulant_self", "human_contact", "machine"),
        ("alcohol_other", "never_use_alone", "machine"), ("awake", "naloxone_get", None), (None, "naloxone_get", None),
        ("no such step", "naloxone_get", None),
    ],
)  # fmt: skip
def test_a_question_means_the_step_about_it_while_it_goes_on(turn, step, topic, shown) -> None:
    made = turn("x", step=step) if step else turn("x")
    assert told(emergency.meant(made, topic)) == shown


def test_all_clear_ends_it_but_never_for_a_child(turn, knowledge) -> None:
    clear = knowledge.bank.entries["all_clear"]
    said = next(pattern for pattern in clear.say("en").asks if "{" not in pattern)
    assert told(emergency.meant(turn(said, step="breaths", who="other"), clear.topic)) == "false_alarm"
    assert told(emergency.meant(turn(said, step="breaths", who="child"), clear.topic)) is None


def test_help_that_has_come_ends_the_steps_and_is_no_danger(turn) -> None:
    outcome = emergency.respond(turn("ambulance is here", step="breaths"))
    assert (told(outcome), outcome.state.step, outcome.tally.danger) == ("help_here", None, False)
    assert emergency.respond(turn("BREATHS", step="breaths")).tally.danger


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_that_the_last_text_of_an_emergency_offers_is_understood(turn, knowledge, language: str) -> None:
    closed = emergency.respond(turn("ambulance is here", step="breaths", language=language)).state
    words = [knowledge.bank.steps[each].say(language).word for each in ("after_you", "keep_going")]
    made = [turn(word, language=language, offered=closed.offered) for word in words]
    assert [told(emergency.respond(each)) for each in made] == ["after_you", "keep_going"]


def test_what_is_not_understood_shows_the_step_again_or_the_first_one(turn) -> None:
    assert told(emergency.fall_back(turn("zz", step="breaths"))) == "breaths"
    assert told(emergency.fall_back(turn("zz"))) == "overdose_unclear"
    assert told(emergency.fall_back(turn("zz", step="gone from the content"))) == "overdose_unclear"


NEVER_MIND = "false alarm, where is a class"


@pytest.mark.parametrize(
    ("changed", "moves"),
    [
        ({}, True),
        ({"who": "child"}, False),
        ({"danger": overdose()}, False),
        ({"topic": "emergency_overdose"}, False),
        ({"topic": "greeting_thanks"}, False),
        ({"chance": thresholds.TOPIC_AFTER_ALARM}, True),
        ({"chance": thresholds.TOPIC_AFTER_ALARM - 0.01}, False),
        ({"sure": thresholds.DANGER_FAINT}, False),
        ({"sure": thresholds.DANGER_FAINT - 0.01}, True),
        ({"text": "where is a class"}, False),
        ({"topic": "naloxone_get"}, False),
        ({"topic": "naloxone_get", "who": "unclear"}, True),
        ({"topic": "naloxone_get", "step": "awake"}, True),
        ({"step": "gone from the content"}, True),
    ],
    ids=str,
)
def test_who_says_never_mind_and_asks_something_else_has_moved_on(turn, changed, moves) -> None:
    usual = {"text": NEVER_MIND, "danger": None, "topic": "find_service", "step": "breaths", "who": "other"}
    assert emergency.moves_on(turn(**{**usual, **changed})) is moves


def test_without_a_talk_or_a_head_nobody_moves_on(turn) -> None:
    assert not emergency.moves_on(turn(NEVER_MIND, topic="find_service"))
    made = turn(NEVER_MIND, step="breaths", who="other")
    vars(made)["scores"] = None
    assert not emergency.moves_on(made)


@pytest.mark.parametrize(
    "text",
    [
        "carrying him out to my car",
        "loading him in the truck",
        "why arent they here",
        "is he just stoned",
        "sorry to bother you but what do i do now",
        "se esta comiendo las pastillas",
        "la respiracion no esta normal",
        "elle mange des pilules",
    ],
)
def test_what_only_sounds_like_the_end_does_not_end_an_emergency(turn, text: str) -> None:
    outcome = emergency.respond(turn(text, step="breaths", language="es" if "esta" in text else "fr" if "elle" in text else "en"))
    assert outcome is None or outcome.state.in_emergency
