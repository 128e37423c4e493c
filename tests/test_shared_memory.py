"""What we promise of several processes: one talk whoever answers, and nothing in what they share names anyone or stays."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import get_args, get_type_hints

from actors import Clock, Texter
from flask import Flask
from redis_store import SMS, Store, keep, kept

from bot.adapters.packing import pack, unpack
from bot.adapters.shared_memory import SharedMemory
from bot.gazetteer import Place
from bot.state import EMERGENCY_LIFE, ORDINARY_LIFE, State
from bot.wishes import When, Wish

DANGER = "hes blue and wont wake up"
_VALUES = {str: "x", int: 3, float: 0.5, bool: True, datetime: datetime(2026, 11, 23, tzinfo=UTC)}


# --- one talk, whoever answers


def test_a_talk_goes_on_in_another_process(memories: list[SharedMemory], clock: Clock) -> None:
    place = Place("Bangor", "ME", 44.8, -68.78, "04401", "Penobscot", "America/New_York", 31753)
    state = State(clock.now, language="es", step="breaths", offered=("step:awake", "place:Portland|ME"), place=place,
                  dosed=clock.now - timedelta(minutes=2), alarm=5, greeted=True)  # fmt: skip
    keep(memories[0], state)
    assert kept(memories[1]) == state
    keep(memories[1], None)
    assert kept(memories[0]) is None


def test_what_is_packed_is_read_back_whole_and_nonsense_is_no_state(clock: Clock) -> None:
    state = State(clock.now, began=clock.now, shown=("a", "b"), guesses=("x",), told_machine=True)
    assert unpack(pack(state)) == state
    for odd in (b"", b"[]", b"{", b"null", b'{"at": 1, "place": {"Place": 3}}', b'{"at": {"datetime": "noon"}}', b"\xff"):
        assert unpack(odd) is None or isinstance(unpack(odd), State)
    assert unpack(pack(state).replace(b'"shown"', b'"of a later program"')) == replace(state, shown=())


def test_every_part_of_a_state_can_be_packed(clock: Clock) -> None:
    """Also one that is added tomorrow."""
    known = {"Place": Place("Bangor", "ME", 44.8, -68.78), "Wish": Wish(When.NOW, 2, walk_in=True)}
    for each in fields(State):
        hint = get_type_hints(State)[each.name]
        kinds = [kind for kind in (hint, *get_args(hint)) if is_dataclass(kind)]
        value = known[kinds[0].__name__] if kinds else _VALUES[next(iter((*get_args(hint), hint)))]
        state = replace(State(clock.now), **{each.name: value})
        assert unpack(pack(state)) == state


def test_an_answer_is_given_once_whichever_process_is_asked_again(memories: list[SharedMemory]) -> None:
    said = [
        memory.once(memory.key("id", "SM1"), lambda number=number: f"answer {number}") for number, memory in enumerate(memories)
    ]
    assert said == ["answer 0", "answer 0"]


def test_a_retry_that_comes_meanwhile_waits_for_the_first(memories: list[SharedMemory]) -> None:
    inside, said = threading.Event(), []

    def slow() -> str:
        inside.set()
        time.sleep(0.2)
        return "first"

    first = threading.Thread(target=lambda: said.append(memories[0].once(memories[0].key("id", "SM2"), slow)))
    first.start()
    inside.wait(5)
    said.append(memories[1].once(memories[1].key("id", "SM2"), lambda: "second"))
    first.join(5)
    assert said == ["first", "first"]


def test_no_text_of_a_person_is_lost_when_many_come_at_once(memories: list[SharedMemory], clock: Clock) -> None:
    def add(memory: SharedMemory) -> None:
        for _ in range(10):
            with memory.talk(memory.key(*SMS)) as talk:
                talk.state = replace(talk.state or State(clock.now), offset=(talk.state.offset if talk.state else 0) + 1)

    threads = [threading.Thread(target=add, args=(memory,)) for memory in memories]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    found = kept(memories[0])
    assert found is not None
    assert found.offset == 20


def test_a_flood_is_counted_over_all_processes(make_app: Callable[..., Flask], empty_store: Store) -> None:
    texters = [Texter(make_app(state_url=empty_store.url).test_client()) for _ in range(2)]
    said = [texters[number % 2].says("what is naloxone") for number in range(44)]
    assert [len(each) for each in said] == [1] * 41 + [0, 0, 0]
    assert "911" in texters[0].says(DANGER)[0]


def test_panic_in_pieces_adds_up_over_processes(make_app: Callable[..., Flask], empty_store: Store) -> None:
    texters = [Texter(make_app(state_url=empty_store.url).test_client()) for _ in range(3)]
    said = [texter.says(piece) for texter, piece in zip(texters, ("he", "wont", "wake up"), strict=True)]
    assert "911" in said[-1][0]


# --- nobody is named, nothing stays


def test_nothing_in_redis_names_anyone(make_app: Callable[..., Flask], empty_store: Store) -> None:
    texter = Texter(make_app(state_url=empty_store.url).test_client(), number="+12075550142")
    texter.says("a very particular sentence about naloxone")
    texter.says("narcan 04401")
    client = empty_store.client
    names = client.keys("*")
    dump = b" ".join(names) + b" ".join(client.get(name) or b"" for name in names)
    assert [mark for mark in (b"5550142", b"particular", b"sms|") if mark in dump] == []
    assert [len(name.partition(b":")[2]) for name in names if not name.startswith(b"key:")] == [32] * (len(names) - 1)


def test_everything_ends_by_itself(make_app: Callable[..., Flask], empty_store: Store) -> None:
    texter = Texter(make_app(state_url=empty_store.url).test_client())
    texter.says("what is naloxone")
    texter.says(DANGER)
    client = empty_store.client
    left = {name: client.pttl(name) / 1000 for name in client.keys("*")}
    most = {b"talk": EMERGENCY_LIFE, b"said": timedelta(minutes=15), b"coun": ORDINARY_LIFE, b"key:": timedelta(hours=28)}
    assert [name for name, seconds in left.items() if not 0 < seconds <= most[name[:4]].total_seconds()] == []


def test_an_ordinary_talk_ends_after_half_an_hour(memories: list[SharedMemory], empty_store: Store, clock: Clock) -> None:
    keep(memories[0], State(clock.now))
    (name,) = empty_store.names("talk")
    assert 1795 < empty_store.client.pttl(name) / 1000 <= 1800


def test_the_key_is_in_redis_alone_and_replaced_every_day(memories: list[SharedMemory], empty_store: Store, clock: Clock) -> None:
    before = memories[0].key(*SMS)
    (name,) = empty_store.names("key")
    secret = empty_store.client.get(name)
    assert (len(secret or b""), secret in vars(memories[0]).values()) == (32, False)
    assert memories[1].key(*SMS) == before
    clock.passes(days=1)
    after = memories[0].key(*SMS)
    assert (after == before, memories[1].key(*SMS) == after, after.before == before) == (False, True, True)


def test_a_talk_goes_on_over_the_change_of_the_key_and_is_not_kept_under_the_old_one(
    memories: list[SharedMemory], empty_store: Store, clock: Clock
) -> None:
    clock.passes(hours=8, minutes=59)  # 23:59
    keep(memories[0], State(clock.now, step="breaths"))
    clock.passes(minutes=2)
    assert kept(memories[1]) is not None
    keep(memories[1], State(clock.now, step="awake"))
    assert len(empty_store.names("talk")) == 1
    assert kept(memories[0]) == State(clock.now, step="awake")


def test_the_old_key_is_deleted_when_no_talk_can_need_it(memories: list[SharedMemory], empty_store: Store, clock: Clock) -> None:
    """By the life that Redis was given: 15:00 to midnight, and four hours."""
    memories[0].key(*SMS)
    (name,) = empty_store.names("key")
    assert abs(empty_store.client.pttl(name) / 1000 - 13 * 3600) < 5


def test_a_new_key_makes_old_hashes_worthless(memories: list[SharedMemory], empty_store: Store) -> None:
    before = memories[0].key(*SMS)
    empty_store.client.flushall()
    assert memories[0].key(*SMS) != before
