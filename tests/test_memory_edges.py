"""The edges of the memory: counts that begin and end, answers that are kept for retries, and what the sweep leaves."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from actors import Clock

from bot.adapters.memory import MOST_TALKS, RETRY_LIFE, Memory
from bot.state import State

LIFE, SECOND = timedelta(minutes=10), timedelta(seconds=1)


@pytest.fixture
def memory(clock: Clock) -> Memory:
    """A memory of two talks."""
    return Memory(clock, most=2)


def test_ten_thousand_talks_are_the_most_and_the_key_is_32_random_bytes(clock: Clock) -> None:
    assert (Memory(clock)._most, MOST_TALKS, len(Memory(clock)._key)) == (10_000, 10_000, 32)
    assert (len(Memory(clock).key("a")), Memory.status) == (32, "own")


def test_a_count_goes_up_one_at_a_time_and_each_thing_has_its_own(memory: Memory) -> None:
    assert [memory.count(b"a", LIFE) for _ in range(3)] == [1, 2, 3]
    assert memory.count(b"b", LIFE) == 1
    assert [memory.counted(key) for key in (b"a", b"b", b"c")] == [3, 1, 0]


def test_counting_lasts_from_the_first_time(memory: Memory, clock: Clock) -> None:
    memory.count(b"a", LIFE)
    clock.now += LIFE - SECOND
    assert (memory.count(b"a", LIFE), memory.counted(b"a")) == (2, 2)
    clock.now += SECOND
    assert memory.counted(b"a") == 0
    assert memory.count(b"a", LIFE) == 1


def test_a_count_that_is_renewed_lasts_from_the_last_time(memory: Memory, clock: Clock) -> None:
    memory.count(b"a", LIFE, renew=True)
    clock.now += LIFE - SECOND
    assert memory.count(b"a", LIFE, renew=True) == 2
    clock.now += LIFE - SECOND
    assert (memory.counted(b"a"), memory.count(b"a", LIFE, renew=True)) == (2, 3)
    clock.now += LIFE
    assert (memory.counted(b"a"), memory.count(b"a", LIFE, renew=True)) == (0, 1)


def test_four_counts_a_talk_are_held_and_the_longest_silent_goes_first(memory: Memory) -> None:
    keys = [bytes([number]) for number in range(9)]
    for key in keys[:8]:
        memory.count(key, LIFE)
    memory.count(keys[0], LIFE)  # no longer the longest silent
    memory.count(keys[8], LIFE)
    assert [memory.counted(key) for key in keys] == [2, 0, 1, 1, 1, 1, 1, 1, 1]


def test_an_answer_is_given_once_and_kept_for_a_quarter_hour_to_the_second(memory: Memory, clock: Clock) -> None:
    said = iter(["first", "second"])
    assert [memory.once(b"a", lambda: next(said)) for _ in range(3)] == ["first"] * 3
    clock.now += RETRY_LIFE
    assert memory.answered(b"a") == "first"
    clock.now += SECOND
    assert memory.answered(b"a") is None
    assert memory.once(b"a", lambda: next(said)) == "second"


def test_an_empty_answer_is_an_answer(memory: Memory) -> None:
    said = iter(["", "second"])
    assert [memory.once(b"a", lambda: next(said)) for _ in range(2)] == ["", ""]


def test_who_asks_another_thing_does_not_wait_for_an_answer_that_takes_long(memory: Memory) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slowly() -> str:
        begun.set()
        go_on.wait(5)
        return "slow"

    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(memory.once, b"slow", slowly)
        assert begun.wait(5)
        quick = pool.submit(memory.once, b"quick", lambda: "quick")
        wait([quick], timeout=5)
        came_first = quick.done() and not slow.done()
        go_on.set()
    assert (came_first, quick.result(), slow.result()) == (True, "quick", "slow")


def test_a_retry_that_comes_while_we_answer_waits_for_that_answer(memory: Memory) -> None:
    begun, go_on, said = threading.Event(), threading.Event(), []

    def answer() -> str:
        said.append("said")
        begun.set()
        go_on.wait(5)
        return said[-1]

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(memory.once, b"a", answer)
        assert begun.wait(5)
        retry = pool.submit(memory.once, b"a", answer)
        while memory._talks[b"a"].users < 2:
            time.sleep(0.001)
        go_on.set()
    assert (first.result(), retry.result(), said) == ("said", "said", ["said"])


def test_as_many_answers_as_talks_are_kept_the_oldest_going_first(memory: Memory) -> None:
    for number in range(3):
        memory.remember_answer(bytes([number]), str(number))
    assert [memory.answered(bytes([number])) for number in range(3)] == [None, "1", "2"]


def held(memory: Memory) -> list[bytes]:
    return [kept for _, kept in memory._answers.values()]


def test_the_same_answer_to_many_people_is_held_once(memory: Memory) -> None:
    for name in (b"a", b"b"):
        memory.remember_answer(name, "CALL 911" + " now" * 2)
    one, other = held(memory)
    assert one is other


def test_an_answer_that_nobody_got_lately_is_not_held(clock: Clock) -> None:
    memory = Memory(clock)
    memory.remember_answer(b"a", "old")
    clock.now += RETRY_LIFE + SECOND
    memory.sweep()
    assert memory._same == {}


def test_the_talk_that_was_silent_longest_goes_and_who_texts_now_stays(memory: Memory, clock: Clock) -> None:
    for name in (b"a", b"b", b"a", b"c"):
        with memory.talk(name) as talk:
            talk.state = State(clock.now, entry=f"{talk.state.entry if talk.state else ''}x")
    assert {name: slot.state.entry for name, slot in memory._talks.items() if slot.state} == {b"a": "xx", b"c": "x"}


def test_however_many_different_answers_there_are_few_are_held(memory: Memory) -> None:
    for number in range(20):
        memory.remember_answer(b"a", str(number))
        assert len(memory._same) <= 4
    assert memory.answered(b"a") == "19"


def test_all_answers_are_gone_through_only_where_twice_as_many_texts_are_held_as_talks(memory: Memory) -> None:
    """That costs time, while others wait for it."""
    held_texts = []
    for number in range(6):
        memory.remember_answer(bytes([number]), str(number))
        held_texts.append(len(memory._same))
    assert held_texts == [1, 2, 3, 4, 2, 3]


def test_the_sweep_takes_what_has_ended_and_nothing_else(clock: Clock) -> None:
    memory = Memory(clock)
    memory.count(b"old", LIFE)
    memory.remember_answer(b"old", "x")
    clock.now += RETRY_LIFE
    memory.count(b"new", LIFE)
    memory.remember_answer(b"new", "y")
    with memory.talk(b"talk") as talk:
        talk.state = State(at=clock())
    memory.sweep()
    assert (list(memory._counts), list(memory._answers), list(memory._talks)) == ([b"new"], [b"old", b"new"], [b"talk"])
    clock.now += SECOND
    memory.sweep()
    assert list(memory._answers) == [b"new"]
    clock.now += LIFE - SECOND
    memory.sweep()
    assert list(memory._counts) == []


def test_a_key_depends_on_each_part_and_on_where_it_ends(memory: Memory) -> None:
    keys = {memory.key(*parts) for parts in (("a", "b"), ("ab",), ("a", "", "b"), ("b", "a"), ("A", "B"))}
    assert len(keys) == 5
