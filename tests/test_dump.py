"""What we promise about whoever takes the memory of states without its key: it names nobody.

The dump is searched for five hundred people, and then attacked as a thief would: with a list of all their numbers, and with
every secret of the settings. Whoever has the key too, and a list of numbers, finds who is there: that is in `docs/threats.md`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import pickle
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from actors import AUTH_TOKEN, TELEGRAM_SECRET, Chatter, Clock, Texter, Visitor
from flask import Flask
from marks import LINE, Person, Search, people
from redis_store import Store
from telling import texts

from bot.adapters.keyed import keyed
from bot.adapters.memory import RETRY_LIFE, Memory
from bot.state import EMERGENCY_LIFE, State

SECRETS = (AUTH_TOKEN, TELEGRAM_SECRET)


def senders(person: Person) -> list[tuple[str, ...]]:
    """The parts of the keys under which the talks of a person are kept."""
    whatsapp = f"whatsapp|whatsapp:{person.number}|whatsapp:{LINE}"
    return [(f"sms|{person.number}|{LINE}",), (whatsapp,), ("telegram", str(person.chat)), ("web", person.cookie)]


def entries(memory: Memory) -> dict[str, object]:
    """All that a memory holds, but its key."""
    return {"talks": dict(memory._talks), "answers": dict(memory._answers), "counts": dict(memory._counts)}


def dump(memory: Memory) -> bytes:
    """All of it as bytes, raw and as Python prints it; the locks of talks hold nothing."""
    held = entries(memory) | {"talks": {key: slot.state for key, slot in memory._talks.items()}}
    return pickle.dumps(held) + repr(held).encode() + json.dumps(repr(held)).encode()


@pytest.fixture
def memory(clock: Clock) -> Memory:
    """A memory with talks, answers and counts of all five hundred, on every channel."""
    memory = Memory(clock)
    for person in people():
        for parts in senders(person):
            with memory.talk(memory.key(*parts)) as talk:
                talk.state = State(clock.now, language="en", step="breaths")
            memory.count(memory.key("limit", *parts), timedelta(minutes=10))
        memory.remember_answer(memory.key("id", person.sid), "our answer")
    return memory


def guesses(person: Person) -> Iterator[bytes]:
    """What a thief can make of a number: every usual hash, plain and under each secret that is in the settings."""
    for joined in ("\x1f".join(parts).encode() for parts in senders(person)):
        for how in ("md5", "sha1", "sha256", "sha512"):
            yield hashlib.new(how, joined).digest()
            yield from (hmac.digest(secret.encode(), joined, how) for secret in (*SECRETS, "", "key"))
        yield from (keyed(secret.encode(), joined) for secret in (*SECRETS, "", "key"))


def test_a_dump_of_the_memory_without_the_key_names_nobody(memory: Memory) -> None:
    found = dump(memory)
    assert len(memory) == 2000
    assert Search((part for person in people() for part in person.parts), SECRETS).found_in(found) == set()
    assert [guess for person in people() for guess in guesses(person) if guess in memory._talks] == []


def test_with_the_key_and_a_list_of_numbers_it_does(memory: Memory) -> None:
    """A test of the test, and the truth: this is why the key is never written and dies with the process."""
    keys = {keyed(memory._key, "\x1f".join(parts).encode()) for person in people() for parts in senders(person)}
    assert keys == set(memory._talks)


def test_the_dump_of_another_process_has_no_entry_in_common(memory: Memory, clock: Clock) -> None:
    other = Memory(clock)
    assert {other.key(*parts) for person in people() for parts in senders(person)} & set(memory._talks) == set()


def test_the_key_itself_is_not_among_the_entries(memory: Memory) -> None:
    found = dump(memory).lower()
    assert [form for form in (memory._key, memory._key.hex().encode(), repr(memory._key).encode()) if form.lower() in found] == []


@pytest.mark.parametrize(
    ("life", "left"),
    [(timedelta(minutes=9), (2000, 500, 2000)), (timedelta(minutes=10), (2000, 500, 0)), (RETRY_LIFE, (2000, 500, 0)),
     (RETRY_LIFE + timedelta(seconds=1), (2000, 0, 0)), (EMERGENCY_LIFE, (2000, 0, 0)),
     (EMERGENCY_LIFE + timedelta(seconds=1), (0, 0, 0))],
    ids=lambda each: str(each) if isinstance(each, timedelta) else "",
)  # fmt: skip
def test_no_entry_outlives_its_time(memory: Memory, clock: Clock, life: timedelta, left: tuple[int, int, int]) -> None:
    clock.now += life
    memory.sweep()
    assert tuple(len(held) for held in entries(memory).values()) == left


# --- through the webhooks themselves, so that whatever a state or a kept answer may hold is in the dump


def tell(app: Flask, everybody: list[Person]) -> None:
    """Everybody by every channel that is remembered."""
    for person in everybody:
        texter = Texter(app.test_client(), number=person.number)
        for said in texts(person):
            texter.says(said, MessageSid=person.sid + said[:4], FromCity=person.town)
        texter.says(texts(person)[0], From=f"whatsapp:{person.number}", To=f"whatsapp:{LINE}", ProfileName=person.name)
        chatter = Chatter(app.test_client(), chat=person.chat, name=person.name, username=person.username)
        chatter.says(texts(person)[2])
        chatter.shares(*map(float, person.exact))
        visitor = Visitor(app.test_client())
        visitor.client.set_cookie("t", person.cookie)
        visitor.says(texts(person)[0], lang=person.name, lat=person.exact[0], lon=person.exact[1])


def test_the_memory_of_a_server_that_was_told_everything_names_nobody(app: Flask, clock: Clock) -> None:
    everybody = people(6)
    tell(app, everybody)
    memory = app.extensions["safertext"].memory
    assert [len(held) for held in entries(memory).values()] >= [4 * len(everybody)] * 3
    assert Search((part for person in everybody for part in person.parts), SECRETS).found_in(dump(memory)) == set()
    clock.now += EMERGENCY_LIFE + timedelta(seconds=1)
    memory.sweep()
    assert [len(held) for held in entries(memory).values()] == [0, 0, 0]


def test_a_redis_that_was_told_everything_names_nobody(make_app: Callable[..., Flask], empty_store: Store) -> None:
    everybody = people(6)
    tell(make_app(state_url=empty_store.url), everybody)
    client = empty_store.client
    names = client.keys("*")
    held = b"\n".join([*names, *(client.dump(name) for name in names), *(client.get(name) for name in names)])
    assert len(names) > 12 * len(everybody)
    assert Search((part for person in everybody for part in person.parts), SECRETS).found_in(held) == set()
