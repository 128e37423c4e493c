"""What we promise about carried state: it helps, it is short-lived, and it can name nobody."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from actors import PERSON, Clock, Texter
from flask import Flask

from bot.adapters.memory import Memory
from bot.state import State

SMS, CHAT = ("sms", f"{PERSON}|+12075550199"), ("telegram", "101")


@pytest.fixture
def memory(clock: Clock) -> Memory:
    """An empty memory on the test's clock."""
    return Memory(clock)


def keep(memory: Memory, key: bytes, state: State | None) -> None:
    """Leave `state` in a talk."""
    with memory.talk(key) as talk:
        talk.state = state


def kept(memory: Memory, key: bytes) -> State | None:
    """The state in a talk."""
    with memory.talk(key) as talk:
        return talk.state


# --- nobody is named


def test_a_talk_is_found_again_by_who_talks(memory: Memory, clock: Clock) -> None:
    keep(memory, memory.key(*SMS), State(clock.now, entry="x"))
    assert kept(memory, memory.key(*SMS)) == State(clock.now, entry="x")
    assert kept(memory, memory.key(*CHAT)) is None


def test_the_key_cannot_be_made_again_in_another_process(clock: Clock) -> None:
    """A list of all phone numbers must not be enough to find a talk: the hash is keyed, and the key dies with the process."""
    assert len({Memory(clock).key(*SMS) for _ in range(50)}) == 50


def test_the_parts_of_a_key_cannot_be_shifted_into_one_another(memory: Memory) -> None:
    assert memory.key("ab", "c") != memory.key("a", "bc")


def test_nothing_of_who_talks_is_in_the_entries(memory: Memory, clock: Clock) -> None:
    for parts in (SMS, CHAT, ("update", "555123"), ("id", "SM0123456789abcdef")):
        keep(memory, memory.key(*parts), State(clock.now))
        memory.remember_answer(memory.key(*parts), "our answer")
    dump = repr(memory._talks) + repr(memory._answers)
    assert [mark for mark in (PERSON, PERSON[1:], "5550199", "101|", "555123", "SM0123") if mark in dump] == []
    assert all(len(key) == 32 for key in (*memory._talks, *memory._answers))


def test_an_odd_name_makes_a_key_too(memory: Memory) -> None:
    assert len(memory.key("sms", "\ud800\x00é" * 1000)) == 32


def test_the_talks_of_a_server_name_nobody(texter: Texter, app: Flask) -> None:
    texter.number = "+12075550142"
    texter.says("a very particular sentence about naloxone")
    memory = app.extensions["safertext"].memory
    dump = repr(memory._talks)
    assert len(memory) == 1
    assert not re.search(r"5550142|particular|sentence", dump)


# --- how long it lives


@pytest.mark.parametrize(
    ("state", "minutes", "lives"),
    [({}, 29, True), ({}, 31, False), ({"step": "breaths"}, 239, True), ({"step": "breaths"}, 241, False)],
    ids=["ordinary, 29 min", "ordinary, 31 min", "emergency, 3:59", "emergency, 4:01"],
)
def test_a_talk_lives_half_an_hour_and_an_emergency_four_hours(
    memory: Memory, clock: Clock, state: dict[str, str], minutes: int, *, lives: bool
) -> None:
    keep(memory, memory.key(*SMS), State(clock.now, **state))
    clock.passes(minutes=minutes)
    memory.sweep()
    assert len(memory) == lives


def test_a_stale_state_that_is_not_yet_swept_counts_for_nothing(texter: Texter, clock: Clock) -> None:
    texter.says("what is naloxone")
    clock.passes(minutes=31)
    late = texter.says("more")
    texter.number = "+12075550101"
    assert late == texter.says("more")


def test_the_steps_go_on_for_hours(texter: Texter, clock: Clock) -> None:
    """An overdose comes back when naloxone wears off."""
    texter.says("hes blue and wont wake up")
    clock.passes(hours=3, minutes=50)
    going_on = texter.says("next")
    texter.number = "+12075550101"
    assert going_on != texter.says("next")


def test_a_clock_that_jumps_back_loses_nobody(memory: Memory, clock: Clock) -> None:
    keep(memory, memory.key(*SMS), State(clock.now))
    clock.passes(days=-1)
    memory.sweep()
    assert len(memory) == 1


def test_our_answers_are_kept_a_quarter_of_an_hour_for_retries(memory: Memory, clock: Clock) -> None:
    key = memory.key("id", "SM1")
    memory.remember_answer(key, "said")
    clock.passes(minutes=14)
    assert memory.answered(key) == "said"
    clock.passes(minutes=2)
    assert memory.answered(key) is None
    memory.sweep()
    assert len(memory._answers) == 0


def test_a_forgotten_talk_is_gone(memory: Memory, clock: Clock) -> None:
    keep(memory, memory.key(*SMS), State(clock.now))
    memory.forget(memory.key(*SMS))
    memory.forget(memory.key("nobody"))
    assert len(memory) == 0


def test_a_talk_without_state_takes_no_room(memory: Memory) -> None:
    keep(memory, memory.key(*SMS), None)
    assert len(memory) == 0


def test_a_talk_in_which_something_broke_is_open_to_the_next_text(memory: Memory, clock: Clock) -> None:
    key = memory.key(*SMS)
    keep(memory, key, State(clock.now, entry="x"))
    with pytest.raises(RuntimeError), memory.talk(key):
        raise RuntimeError
    assert kept(memory, key) == State(clock.now, entry="x")


# --- bounds


def test_no_flood_of_senders_fills_the_memory(clock: Clock) -> None:
    """The longest silent talk goes first: every answer works without state."""
    memory = Memory(clock, most=100)
    first = memory.key("first")
    for number in range(500):
        keep(memory, memory.key(str(number)), State(clock.now))
        keep(memory, first, State(clock.now))
        memory.remember_answer(memory.key("id", str(number)), "said")
    assert 94 <= len(memory) <= 100
    assert 94 <= len(memory._answers) <= 100
    assert kept(memory, first) == State(clock.now)


def test_ten_thousand_talks_are_held_and_never_more(clock: Clock) -> None:
    """One talk too many lets a sixteenth of all go at once: those that were silent longest."""
    memory = Memory(clock)
    for number in range(10_000):
        keep(memory, memory.key(str(number)), State(clock.now))
    assert len(memory) == 10_000
    keep(memory, memory.key("one more"), State(clock.now))
    assert len(memory) == 9_376 - 1
    assert kept(memory, memory.key("624")) is None
    assert kept(memory, memory.key("626")) == State(clock.now)


# --- two texts within a second


def test_no_text_of_a_person_is_lost_when_many_come_at_once(memory: Memory, clock: Clock) -> None:
    key = memory.key(*SMS)

    def add(_: int) -> None:
        with memory.talk(key) as talk:
            state = talk.state or State(clock.now)
            talk.state = replace(state, offset=state.offset + 1)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(2000)))
    assert kept(memory, key) == State(clock.now, offset=2000)


def test_a_person_s_texts_wait_for_each_other_and_for_nobody_else(memory: Memory) -> None:
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with memory.talk(memory.key(*SMS)):
            inside.set()
            leave.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(5)
    assert kept(memory, memory.key(*CHAT)) is None  # would hang if one lock held everybody
    memory.sweep()
    leave.set()
    holder.join(5)
    assert not holder.is_alive()


def test_hide_does_not_swallow_the_text_that_follows_at_once(memory: Memory, clock: Clock) -> None:
    """ "hide" ends a talk while the next text already waits for it: what that text leaves must be kept."""
    key = memory.key(*SMS)
    hidden, waiting = threading.Event(), threading.Event()

    def hide() -> None:
        with memory.talk(key) as talk:
            hidden.set()
            waiting.wait(5)
            talk.state = None

    def go_on() -> None:
        hidden.wait(5)
        keep(memory, key, State(clock.now, step="breaths"))

    threads = [threading.Thread(target=work) for work in (hide, go_on)]
    for thread in threads:
        thread.start()
    while memory._talks[key].users < 2:
        hidden.wait(0.01)
    waiting.set()
    for thread in threads:
        thread.join(5)
    assert kept(memory, key) == State(clock.now, step="breaths")


def test_the_sweep_never_takes_a_talk_that_is_in_use(memory: Memory, clock: Clock) -> None:
    key = memory.key(*SMS)
    with memory.talk(key) as talk:
        memory.sweep()
        talk.state = State(clock.now)
    assert kept(memory, key) == State(clock.now)


def test_panic_in_pieces_adds_up_when_the_pieces_come_at_once(app: Flask) -> None:
    """ "he" "wont" "wake up" within a second, in whatever order they are answered: the last answered has the steps."""
    with ThreadPoolExecutor(3) as pool:
        said = list(pool.map(lambda text: Texter(app.test_client()).says(text), ["he", "wont", "wake up"]))
    assert any("911" in text and len(text) <= 160 for texts in said for text in texts)
