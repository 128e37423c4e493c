"""We promise a practice overdose that nobody can take for a real one, and that a real one always breaks through."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from actors import Chatter, Clock, Texter, Visitor

from bot.adapters.render import plain, sms
from bot.adapters.settings import PROJECT
from bot.bank import LANGUAGES
from bot.message import Channel, Message
from bot.segments import is_gsm7
from bot.state import DRILL_LIFE
from handlers import drill
from handlers.respond import respond


@pytest.fixture
def say(knowledge, clock):
    """One text to the core: `say(text, state)` gives the outcome."""

    def one(text, state=None, after=timedelta(seconds=16), channel=Channel.SMS):
        clock.now += after
        return respond(Message(text, channel), state, knowledge, clock())

    return one


@pytest.fixture
def practise(say):
    """A drill in `language`, some texts long: its outcomes."""

    def some(language="en", texts=None):
        state, outcomes = None, []
        for text in texts or []:
            outcomes.append(say(text, state))
            state = outcomes[-1].state
        return outcomes

    return some


def whole(knowledge, language):
    return drill.script(knowledge, language)


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.WHATSAPP, Channel.TELEGRAM, Channel.WEB])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_practice_is_marked_on_every_text_and_in_its_language(say, knowledge, language, channel):
    state = None
    for text in whole(knowledge, language):
        outcome = say(text, state, channel=channel)
        state = outcome.state
        assert [part[:5] for part in outcome.reply.paragraphs] == ["DRILL"] * len(outcome.reply.paragraphs)
        assert outcome.reply.language == language
    assert state.drill is None
    assert "DRILL" in outcome.reply.paragraphs[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_practice_goes_from_the_call_to_the_crew_by_the_real_steps(practise, knowledge, language):
    outcomes = practise(language, whole(knowledge, language))
    steps = ["overdose_other", *drill.STORY.values()][:7]
    order = ["overdose_other", "naloxone_nose", "breaths", "still_not_breathing", "awake", "wants_leave"]
    assert [outcome.reply.entry for outcome in outcomes[1:-1]] == order
    for outcome, step in zip(outcomes[1:-1], order, strict=True):
        assert knowledge.lead(knowledge.bank.steps[step], language) in outcome.reply.lead
    assert set(order) <= set(steps) | {"overdose_other"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_practice_text_says_what_to_do_if_it_is_real(practise, knowledge, language):
    for outcome in practise(language, whole(knowledge, language)):
        said = plain(outcome.reply)
        assert "911" in said
        assert "OD" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_practice_is_counted_as_a_drill_and_as_no_danger(practise, knowledge, language):
    outcomes = practise(language, whole(knowledge, language))
    assert {(each.tally.topic, each.tally.danger, each.tally.area) for each in outcomes} == {("drill", False, None)}
    assert {each.reading.danger.level.value for each in outcomes} == {"none"}
    assert not any(each.reply.urgent for each in outcomes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_practice_never_looks_like_an_emergency_to_the_rest_of_the_program(practise, knowledge, language):
    assert not any(each.state.in_emergency for each in practise(language, whole(knowledge, language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_practice_texts_are_plain_sms(practise, knowledge, language):
    texts = [text for each in practise(language, whole(knowledge, language)) for text in sms(each.reply)]
    assert all(is_gsm7(text) for text in texts)
    assert len(texts) == len(whole(knowledge, language))


def test_the_clock_is_shortened_and_the_text_says_so(say, knowledge):
    spray = say("SPRAY", say("go", say("drill").state).state)
    assert "15 seconds stand for 2-3 minutes" in plain(spray.reply)
    dose = knowledge.lead(knowledge.bank.steps["still_not_breathing"], "en")
    assert dose not in plain(say("BREATHS", spray.state, after=timedelta(seconds=5)).reply)
    assert dose in plain(say("BREATHS", spray.state, after=timedelta(seconds=16)).reply)


REAL = [
    "od", "OD: steps now", "overdose", "he stopped breathing", "hes blue and wont wake up", "this is real", "for real now",
    "not a drill", "this is not a drill", "911 now", "call 911", "help", "really", "hes puking", "he is having a seizure",
    "no joke he isnt waking up",
    "esto es de verdad", "no es un simulacro", "no respira", "c'est pour vrai", "pas un exercice", "il respire plus",
    "nao e simulado",
    "e de verdade", "ele nao respira", "my baby isnt breathing", "i took too much", "i want to die",
]  # fmt: skip


@pytest.mark.parametrize("text", REAL)
@pytest.mark.parametrize(
    "begun", [("drill",), ("drill", "go"), ("drill", "go", "spray", "breaths"), ("drill", "go", "next", "next", "awake")]
)
def test_what_may_be_real_ends_the_drill_at_once_with_the_real_steps(practise, say, begun, text):
    outcome = say(text, practise("en", begun)[-1].state)
    assert outcome.tally.danger
    assert outcome.reply.urgent
    assert not any("DRILL" in part for part in outcome.reply.paragraphs)
    assert outcome.state.drill is None
    assert outcome.state.in_emergency


EMERGENCIES = [
    row
    for row in map(json.loads, (PROJECT / "tests" / "danger" / "messages.jsonl").read_text(encoding="utf-8").splitlines())
    if row["emergency"]
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("texts", [1, 2, 4, 6])
def test_no_labelled_emergency_is_ever_taken_for_practice(practise, say, knowledge, language, texts):
    """Every one of them, in the middle of a drill: none gets the mark, and none that is danger alone is less here."""
    state = practise(language, whole(knowledge, language)[:texts])[-1].state
    assert state.drill
    for row in EMERGENCIES:
        outcome = say(row["text"], state, after=timedelta())
        assert (row["text"], outcome.tally.topic == "drill") == (row["text"], False)
        alone = say(row["text"], replace(state.in_earnest(), alarm=0), after=timedelta())
        assert (row["text"], outcome.tally.danger or not alone.tally.danger) == (row["text"], True)


def test_after_a_real_one_broke_in_the_steps_are_unmarked(say, practise):
    real = say("he stopped breathing", practise("en", ("drill", "go", "spray"))[-1].state)
    following = say("BREATHS", real.state)
    assert following.reply.entry == "breaths"
    assert not any("DRILL" in part for part in following.reply.paragraphs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_ok_and_hes_awake_go_on_as_in_earnest_with_the_mark(practise, knowledge, language):
    begin, go, *_ = whole(knowledge, language)
    said = {"en": "hes awake", "es": "ya desperto", "fr": "il est reveille", "pt": "ele acordou"}[language]
    outcomes = practise(language, (begin, go, "ok", "ok", said))
    assert [each.reply.entry for each in outcomes[2:]] == ["naloxone_nose", "breaths", "awake"]
    assert all(each.tally.topic == "drill" for each in outcomes)


@pytest.mark.parametrize("over", ["drill over", "end drill", "stop drill", "fin simulacro", "fin exercice", "fim simulado"])
def test_a_drill_ends_by_its_own_words(practise, say, over):
    ended = say(over, practise("en", ("drill", "go"))[-1].state)
    assert ended.reply.lead.startswith("DRILL OVER")
    assert ended.state.drill is None
    assert say("BREATHS", ended.state).tally.danger


def test_a_question_ends_the_drill_and_its_answer_says_so(practise, say):
    outcome = say("narcan 04401", practise("en", ("drill", "go"))[-1].state)
    assert outcome.reply.paragraphs[0] == "The DRILL is over: this answer is real."
    assert outcome.tally.topic == "find_service"
    assert outcome.state.drill is None


def test_a_drill_that_nobody_went_on_with_is_over(practise, say):
    left = practise("en", ("drill", "go"))[-1].state
    later = say("BREATHS", left, after=DRILL_LIFE + timedelta(seconds=1))
    assert later.tally.danger
    assert later.reply.lead.startswith("On the back.")


def test_no_drill_begins_in_the_middle_of_real_steps(say):
    real = say("he is blue and wont wake up")
    refused = say("drill", real.state)
    assert refused.state.drill is None
    assert refused.state.in_emergency
    assert "CALL 911. Text OD" in refused.reply.lead
    assert say("BREATHS", refused.state).tally.danger


def test_the_word_of_two_languages_begins_in_the_one_of_the_talk(say):
    talk = say("preciso de ajuda para encontrar naloxona perto de mim, onde fica")
    assert talk.state.language == "pt"
    assert say("simulacro", talk.state).reply.language == "pt"
    assert say("simulacro").reply.language == "es"


def test_a_practice_by_text_message(texter: Texter, clock: Clock):
    for text, found in [
        ("DRILL", "DRILL: A practice overdose."),
        ("GO", "DRILL: CALL 911"),
        ("SPRAY", "DRILL: Peel"),
        ("OD", "CALL 911"),
    ]:
        clock.passes(seconds=16)
        assert texter.says(text)[0].startswith(found)


def test_a_practice_on_telegram_and_on_the_page_is_shown_as_no_danger(chatter: Chatter, visitor: Visitor):
    assert chatter.says("DRILL")["text"].startswith("DRILL: A practice overdose.")
    assert chatter.says("GO")["text"].startswith("DRILL: CALL 911")
    visitor.says("DRILL")
    step = visitor.says("GO")
    assert step["text"].startswith("DRILL: CALL 911")
    assert step["danger"] is False
    assert visitor.says("he stopped breathing")["danger"] is True


def test_the_command_prints_a_whole_practice(program):
    ran = subprocess.run(
        [sys.executable, "-m", "bot.cli", "drill", "--play", "--language", "es"],
        cwd=program, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 0
    said = [block for block in ran.stdout.strip().split("\n\n") if block]
    assert said[0].startswith("> SIMULACRO\nDRILL (SIMULACRO):")
    assert "DRILL TERMINADO" in said[-1]
    assert [line for block in said for line in block.splitlines()[1:] if not line.startswith("DRILL")] == []
