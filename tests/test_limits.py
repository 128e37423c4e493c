"""What we promise about floods: nobody under 40 texts in 10 minutes is limited, nobody in danger ever, and loops end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from actors import Chatter, Clock, Texter, Visitor
from flask import Flask

from bot import reserved
from bot.adapters.limits import ECHO_MOST, LOOP_LIFE, MANY_WAIT, SAME_MOST, TOO_MANY_WAIT
from bot.adapters.memory import Memory
from bot.bank import LANGUAGES
from bot.knowledge import Knowledge
from bot.message import Message
from bot.reply import Outcome, Reply, Tally
from bot.segments import segments, to_gsm7
from bot.text import words

MOST = 40
DANGER = "hes blue and wont wake up"


@pytest.fixture
def line(knowledge: Knowledge) -> str:
    """What a flood is told."""
    return to_gsm7(knowledge.line("flood", "en"))


def floods(texter: Texter, times: int = MOST) -> list[list[str]]:
    """Ordinary texts, one after the other."""
    return [texter.says(f"what is naloxone {'?' * (number % 3)}") for number in range(times)]


# --- who is limited


def test_nobody_is_limited_under_40_texts_in_10_minutes(texter: Texter, line: str) -> None:
    said = floods(texter)
    assert [len(each) for each in said] == [1] * MOST
    assert line not in {text for each in said for text in each}


def test_a_flood_is_told_once_whom_to_call_and_then_met_with_silence(texter: Texter, line: str) -> None:
    floods(texter)
    assert floods(texter, 5) == [[line], [], [], [], []]
    assert ("911" in line, "OD" in line) == (True, True)


def test_ten_minutes_later_every_text_is_answered_again(texter: Texter, clock: Clock) -> None:
    floods(texter, MOST + 3)
    clock.passes(minutes=10)
    assert [len(each) for each in floods(texter, 5)] == [1] * 5


def test_40_texts_over_a_longer_time_are_no_flood(texter: Texter, clock: Clock) -> None:
    for number in range(2 * MOST):
        clock.passes(seconds=16)
        assert len(texter.says(f"narcan {number:05d}")) == 1


def test_one_sender_s_flood_silences_nobody_else(texter: Texter, chatter: Chatter, line: str) -> None:
    floods(texter, MOST + 3)
    texter.number = "+12075550101"
    assert texter.says("what is naloxone")[0] != line
    assert "naloxone" in str(chatter.says("what is naloxone")["text"]).lower()


def test_the_same_text_brought_again_by_a_provider_is_no_second_text(texter: Texter) -> None:
    form = texter.form("what is naloxone")
    said = {texter.posts(form).text for _ in range(3 * MOST)}
    assert len(said) == 1
    assert len(texter.says("what is naloxone")) == 1


def test_the_limit_is_the_operator_s(make_app: Callable[..., Flask], line: str) -> None:
    texter = Texter(make_app(rate_limit="3/1 minute").test_client())
    assert floods(texter, 5)[3:] == [[line], []]


# --- danger


@pytest.mark.parametrize("text", [DANGER, "OD", "no se despierta", "my friend might have taken too much"])
def test_danger_is_answered_in_the_middle_of_a_flood(texter: Texter, text: str) -> None:
    floods(texter, MOST + 3)
    assert "911" in texter.says(text)[0]


def test_an_emergency_is_never_limited(texter: Texter) -> None:
    said = [texter.says(DANGER) for _ in range(MOST + 10)]
    assert all("911" in each[0] or "breath" in each[0].lower() for each in said)


def test_the_next_steps_of_an_emergency_are_never_limited(texter: Texter) -> None:
    texter.says(DANGER)
    assert [len(texter.says("next")) for _ in range(MOST + 5)] == [1] * (MOST + 5)


def test_an_ordinary_question_in_an_emergency_is_never_limited(texter: Texter) -> None:
    texter.says(DANGER)
    assert [len(texter.says("what is naloxone")) for _ in range(MOST + 5)] == [1] * (MOST + 5)


def test_panic_in_pieces_is_never_limited(texter: Texter) -> None:
    """One piece raises an alarm; what comes next is read with it."""
    floods(texter, MOST + 3)
    said = [texter.says(piece) for piece in ("he", "wont", "wake up")]
    assert all(said)
    assert "911" in said[-1][0]


def test_a_flood_s_danger_does_not_end_its_limit(texter: Texter, clock: Clock) -> None:
    """Who floods on after the emergency is over waits like anybody."""
    floods(texter, MOST + 3)
    texter.says(DANGER)
    clock.passes(hours=4, minutes=1)
    floods(texter, MOST)
    assert floods(texter, 2)[1] == []


# --- the other ways in


def test_telegram_gets_the_line_once_and_then_nothing(chatter: Chatter, knowledge: Knowledge) -> None:
    update = chatter.update
    said = [chatter.posts(update(text="what is naloxone")) for _ in range(MOST + 3)]
    assert {response.status_code for response in said} == {200}
    assert knowledge.line("flood", "en").replace("'", "&#x27;") in str(said[MOST].get_json()["text"]).replace("'", "&#x27;")
    assert [response.get_json() for response in said[MOST + 1 :]] == [{}, {}]


def test_the_page_says_it_each_time_with_status_200(visitor: Visitor, knowledge: Knowledge) -> None:
    """A browser that shows "429" helps nobody."""
    said = [visitor.says("what is naloxone")["text"] for _ in range(MOST + 3)]
    assert said[MOST:] == [knowledge.line("flood", "en")] * 3
    assert visitor.says(DANGER)["danger"] is True


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["flood", "busy"])
def test_the_line_fits_one_text_and_names_911_and_the_steps_in_every_language(
    knowledge: Knowledge, key: str, language: str
) -> None:
    said = knowledge.lines[key][language]
    assert segments(to_gsm7(said)) == 1
    assert {"911", "od"} <= set(words(said))
    assert reserved.ALL & set(words(said)) <= {"help"}


# --- two machines


@pytest.mark.parametrize("opening", ["hello", DANGER, "narcan 04401", "I am driving and will reply later"])
def test_a_machine_that_sends_our_own_text_back_is_left_alone(texter: Texter, clock: Clock, opening: str) -> None:
    """It ends even though our steps tell of danger: what we said is no person's emergency."""
    said, rounds = texter.says(opening), 0
    while said and rounds < 300:
        clock.passes(seconds=2)
        said, rounds = texter.says("\n".join(said)), rounds + 1
    assert (said, ECHO_MOST < rounds < MOST) == ([], True)


@pytest.mark.parametrize("opening", ["hello", "hes blue and wont wake up", "zebra quokka"])
def test_two_lines_like_ours_that_text_each_other_end(make_app: Callable[..., Flask], clock: Clock, opening: str) -> None:
    ours, theirs = Texter(make_app().test_client()), Texter(make_app().test_client())
    said, rounds = ours.says(opening), 0
    while said and rounds < 300:
        clock.passes(seconds=2)
        ours, theirs, rounds = theirs, ours, rounds + 1
        said = ours.says("\n".join(said))
    # The line that ends a flood names 911, so that the other answers it with the steps: their echoes end then.
    assert (said, rounds < 3 * MOST) == ([], True)


def test_a_slow_machine_with_the_same_text_ends_too(texter: Texter, clock: Clock) -> None:
    """Ten an hour is under every limit, and would go on for months."""
    said, rounds = texter.says("we are closed today"), 0
    while said and rounds < 300:
        clock.passes(minutes=6)
        said, rounds = texter.says("we are closed today"), rounds + 1
    assert (said, rounds <= SAME_MOST + 2) == ([], True)


def test_who_pauses_half_an_hour_is_no_machine(texter: Texter, clock: Clock) -> None:
    for _ in range(SAME_MOST + 5):
        assert len(texter.says("we are closed today")) == 1
        clock.passes(minutes=31)


# --- too many at once


def test_while_many_wait_answers_come_without_the_encoder(app: Flask, texter: Texter) -> None:
    app.extensions["safertext"].limits.waiting = lambda: MANY_WAIT
    assert app.extensions["safertext"].knowledge.encoder is None
    assert "naloxone" in texter.says("what is naloxone")[0].lower()


def test_while_too_many_wait_only_danger_is_answered(app: Flask, texter: Texter, knowledge: Knowledge) -> None:
    app.extensions["safertext"].limits.waiting = lambda: TOO_MANY_WAIT
    assert texter.says("what is naloxone") == [to_gsm7(knowledge.line("busy", "en"))]
    assert "CALL 911" in texter.says(DANGER)[0]
    assert [len(texter.says("next")), len(texter.says("what is naloxone"))] == [1, 1]
    texter.number = "+12075550101"
    assert "911" in [texter.says(piece) for piece in ("he", "wont", "wake up")][-1][0]
    app.extensions["safertext"].limits.waiting = lambda: 0
    texter.number = "+12075550102"
    assert texter.says("what is naloxone") != [to_gsm7(knowledge.line("busy", "en"))]


# --- what is kept


def test_what_is_counted_names_nobody_and_ends(app: Flask, texter: Texter, clock: Clock) -> None:
    texter.number = "+12075550142"
    floods(texter, MOST + 3)
    memory = app.extensions["safertext"].memory
    dump = repr(memory._counts)
    assert [mark for mark in ("5550142", "naloxone", "2075550") if mark in dump] == []
    assert all(len(key) == 32 for key in memory._counts)
    clock.now += LOOP_LIFE
    memory.sweep()
    assert len(memory._counts) == 0


def test_a_count_begins_anew_when_its_time_is_over(clock: Clock) -> None:
    memory, life = Memory(clock), timedelta(minutes=10)
    key = memory.key("x")
    assert [memory.count(key, life) for _ in range(3)] == [1, 2, 3]
    clock.passes(minutes=9, seconds=59)
    assert (memory.counted(key), memory.count(key, life)) == (3, 4)
    clock.passes(seconds=1)
    assert (memory.counted(key), memory.count(key, life)) == (0, 1)


def test_a_count_that_is_renewed_lives_on(clock: Clock) -> None:
    memory = Memory(clock)
    for number in range(1, 20):
        assert memory.count(b"k", timedelta(minutes=30), renew=True) == number
        clock.passes(minutes=29)


def test_no_flood_of_senders_fills_the_counts(clock: Clock) -> None:
    memory = Memory(clock, most=100)
    for number in range(5000):
        memory.count(memory.key(str(number)), timedelta(minutes=10))
    assert 375 <= len(memory._counts) <= 400


def test_no_text_is_counted_twice_or_not_at_all_between_threads(clock: Clock) -> None:
    memory = Memory(clock)
    threads = [threading.Thread(target=lambda: [memory.count(b"k", timedelta(minutes=10)) for _ in range(500)]) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(10)
    assert memory.counted(b"k") == 4000


# --- nothing of this may silence anyone


def test_a_limit_that_breaks_lets_the_answer_out(app: Flask, texter: Texter) -> None:
    app.extensions["safertext"].limits._memory = None
    assert "naloxone" in texter.says("what is naloxone")[0].lower()


def test_a_handler_that_raises_is_limited_too_but_not_in_danger(make_app: Callable[..., Flask]) -> None:
    def broken(*_: object) -> Outcome:
        raise RuntimeError

    texter = Texter(make_app(handlers=broken).test_client())
    said = [texter.says("zebra") for _ in range(MOST + 3)]
    assert [len(each) for each in said] == [1] * (MOST + 1) + [0, 0]
    assert "CALL 911" in texter.says(DANGER)[0]


def test_what_a_carrier_wants_unanswered_is_not_counted(app: Flask, texter: Texter, clock: Clock) -> None:
    limits = app.extensions["safertext"].limits
    silent = Outcome(Reply("", silent=True), None, Tally("out_of_scope", "sms", "en"))
    assert [limits.hold(b"k", Message("stop"), None, silent) for _ in range(100)] == [None] * 100
