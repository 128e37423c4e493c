"""What we promise of several processes: one talk whoever answers, nothing on disk, and answers at once when Redis is gone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from actors import PERSON, Clock, Texter
from flask import Flask
from redis import Redis
from redis.exceptions import RedisError
from serving import Server, free_port, started

from bot.adapters.packing import pack, unpack
from bot.adapters.shared_memory import SharedMemory
from bot.errors import SettingsError
from bot.gazetteer import Place
from bot.state import EMERGENCY_LIFE, ORDINARY_LIFE, State
from bot.wishes import When, Wish

DANGER = "hes blue and wont wake up"
IN_MEMORY = ("--save", "", "--appendonly", "no")
_VALUES = {str: "x", int: 3, bool: True, datetime: datetime(2026, 11, 23, tzinfo=UTC)}
SMS = ("sms", f"{PERSON}|+12075550199")


class Store:
    """A Redis of the test's own; only what was started here is ever ended."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> None:
        """Start, and wait until it answers."""
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        self.process = subprocess.Popen([*command, *(options or IN_MEMORY)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while not self._answers():
            assert time.monotonic() < deadline, "Redis did not start"
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except RedisError:
            return False

    @property
    def client(self) -> Redis:
        """A client that looks at what is in there."""
        return Redis.from_url(self.url)

    def kill(self) -> None:
        """End it as a broken machine does."""
        if self.process:
            self.process.kill()
            self.process.wait(10)
        self.process = None


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A real Redis, in memory, gone after the tests."""
    if shutil.which("redis-server") is None:
        missing = "Redis is not installed here (Debian: apt install redis-server)"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    folder = Path(tempfile.mkdtemp(prefix="redis"))
    store = Store(folder)
    store.start()
    yield store
    store.kill()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def empty(store: Store) -> Store:
    """The same with nothing in it, and running."""
    if store.process is None:
        store.start()
    store.client.flushall()
    return store


@pytest.fixture
def pair(empty: Store, clock: Clock) -> list[SharedMemory]:
    """Two processes' memories."""
    return [SharedMemory(clock, empty.url) for _ in range(2)]


def keep(memory: SharedMemory, state: State | None) -> None:
    with memory.talk(memory.key(*SMS)) as talk:
        talk.state = state


def kept(memory: SharedMemory) -> State | None:
    with memory.talk(memory.key(*SMS)) as talk:
        return talk.state


def held(store: Store, kind: str) -> list[bytes]:
    """The names of what is in Redis."""
    return sorted(store.client.keys(f"{kind}:*"))


def eventually(true: Callable[[], bool], seconds: float = 8) -> bool:
    """Whether `true` within some seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return False


# --- one talk, whoever answers


def test_a_talk_goes_on_in_another_process(pair: list[SharedMemory], clock: Clock) -> None:
    place = Place("Bangor", "ME", 44.8, -68.78, "04401", "Penobscot", "America/New_York", 31753)
    state = State(clock.now, language="es", step="breaths", offered=("step:awake", "place:Portland|ME"), place=place,
                  dosed=clock.now - timedelta(minutes=2), alarm=5, greeted=True)  # fmt: skip
    keep(pair[0], state)
    assert kept(pair[1]) == state
    keep(pair[1], None)
    assert kept(pair[0]) is None


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


def test_an_answer_is_given_once_whichever_process_is_asked_again(pair: list[SharedMemory]) -> None:
    said = [memory.once(memory.key("id", "SM1"), lambda number=number: f"answer {number}") for number, memory in enumerate(pair)]
    assert said == ["answer 0", "answer 0"]


def test_a_retry_that_comes_meanwhile_waits_for_the_first(pair: list[SharedMemory]) -> None:
    inside, said = threading.Event(), []

    def slow() -> str:
        inside.set()
        time.sleep(0.2)
        return "first"

    first = threading.Thread(target=lambda: said.append(pair[0].once(pair[0].key("id", "SM2"), slow)))
    first.start()
    inside.wait(5)
    said.append(pair[1].once(pair[1].key("id", "SM2"), lambda: "second"))
    first.join(5)
    assert said == ["first", "first"]


def test_no_text_of_a_person_is_lost_when_many_come_at_once(pair: list[SharedMemory], clock: Clock) -> None:
    def add(memory: SharedMemory) -> None:
        for _ in range(10):
            with memory.talk(memory.key(*SMS)) as talk:
                talk.state = replace(talk.state or State(clock.now), offset=(talk.state.offset if talk.state else 0) + 1)

    threads = [threading.Thread(target=add, args=(memory,)) for memory in pair]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    found = kept(pair[0])
    assert found is not None
    assert found.offset == 20


def test_a_flood_is_counted_over_all_processes(make_app: Callable[..., Flask], empty: Store) -> None:
    texters = [Texter(make_app(state_url=empty.url).test_client()) for _ in range(2)]
    said = [texters[number % 2].says("what is naloxone") for number in range(44)]
    assert [len(each) for each in said] == [1] * 41 + [0, 0, 0]
    assert "911" in texters[0].says(DANGER)[0]


def test_panic_in_pieces_adds_up_over_processes(make_app: Callable[..., Flask], empty: Store) -> None:
    texters = [Texter(make_app(state_url=empty.url).test_client()) for _ in range(3)]
    said = [texter.says(piece) for texter, piece in zip(texters, ("he", "wont", "wake up"), strict=True)]
    assert "911" in said[-1][0]


# --- nobody is named, nothing stays


def test_nothing_in_redis_names_anyone(make_app: Callable[..., Flask], empty: Store) -> None:
    texter = Texter(make_app(state_url=empty.url).test_client(), number="+12075550142")
    texter.says("a very particular sentence about naloxone")
    texter.says("narcan 04401")
    client = empty.client
    names = client.keys("*")
    dump = b" ".join(names) + b" ".join(client.get(name) or b"" for name in names)
    assert [mark for mark in (b"5550142", b"particular", b"sms|") if mark in dump] == []
    assert [len(name.partition(b":")[2]) for name in names if not name.startswith(b"key:")] == [32] * (len(names) - 1)


def test_everything_ends_by_itself(make_app: Callable[..., Flask], empty: Store) -> None:
    texter = Texter(make_app(state_url=empty.url).test_client())
    texter.says("what is naloxone")
    texter.says(DANGER)
    client = empty.client
    left = {name: client.pttl(name) / 1000 for name in client.keys("*")}
    most = {b"talk": EMERGENCY_LIFE, b"said": timedelta(minutes=15), b"coun": ORDINARY_LIFE, b"key:": timedelta(hours=28)}
    assert [name for name, seconds in left.items() if not 0 < seconds <= most[name[:4]].total_seconds()] == []


def test_an_ordinary_talk_ends_after_half_an_hour(pair: list[SharedMemory], empty: Store, clock: Clock) -> None:
    keep(pair[0], State(clock.now))
    (name,) = held(empty, "talk")
    assert 1795 < empty.client.pttl(name) / 1000 <= 1800


def test_the_key_is_in_redis_alone_and_replaced_every_day(pair: list[SharedMemory], empty: Store, clock: Clock) -> None:
    before = pair[0].key(*SMS)
    (name,) = held(empty, "key")
    secret = empty.client.get(name)
    assert (len(secret or b""), secret in vars(pair[0]).values()) == (32, False)
    assert pair[1].key(*SMS) == before
    clock.passes(days=1)
    after = pair[0].key(*SMS)
    assert (after == before, pair[1].key(*SMS) == after, after.before == before) == (False, True, True)


def test_a_talk_goes_on_over_the_change_of_the_key_and_is_not_kept_under_the_old_one(
    pair: list[SharedMemory], empty: Store, clock: Clock
) -> None:
    clock.passes(hours=8, minutes=59)  # 23:59
    keep(pair[0], State(clock.now, step="breaths"))
    clock.passes(minutes=2)
    assert kept(pair[1]) is not None
    keep(pair[1], State(clock.now, step="awake"))
    assert len(held(empty, "talk")) == 1
    assert kept(pair[0]) == State(clock.now, step="awake")


def test_the_old_key_is_deleted_when_no_talk_can_need_it(pair: list[SharedMemory], empty: Store, clock: Clock) -> None:
    """By the life that Redis was given: 15:00 to midnight, and four hours."""
    pair[0].key(*SMS)
    (name,) = held(empty, "key")
    assert abs(empty.client.pttl(name) / 1000 - 13 * 3600) < 5


def test_a_new_key_makes_old_hashes_worthless(pair: list[SharedMemory], empty: Store) -> None:
    before = pair[0].key(*SMS)
    empty.client.flushall()
    assert pair[0].key(*SMS) != before


# --- a Redis that writes


@contextmanager
def other(options: tuple[str, ...]) -> Iterator[Store]:
    """A Redis with other settings."""
    folder = Path(tempfile.mkdtemp(prefix="redis"))
    writing = Store(folder)
    writing.start(*options)
    try:
        yield writing
    finally:
        writing.kill()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize(
    ("options", "how"),
    [(("--save", "3600 1", "--appendonly", "no"), "save"), (("--save", "", "--appendonly", "yes"), "appendonly"),
     (("--save", "", "--rename-command", "CONFIG", ""), "does not say")],
    ids=["snapshots", "a journal", "will not say"],
)  # fmt: skip
def test_a_redis_that_writes_to_disk_is_refused_with_what_to_do(
    store: Store, make_app: Callable[..., Flask], options: tuple[str, ...], how: str
) -> None:
    with other(options) as writing:
        with pytest.raises(SettingsError) as caught:
            make_app(state_url=writing.url)
        assert how in caught.value.faults[0]
        assert caught.value.faults[0].startswith("STATE_URL: ")


def test_serve_ends_with_that_sentence(store: Store, program: Path) -> None:
    with other(("--save", "3600 1")) as writing:
        environment = os.environ | {"STATE_URL": writing.url, "PORT": str(free_port()), "PYTHONPATH": str(program)}
        ran = subprocess.run([sys.executable, "-m", "bot.cli", "serve"], cwd=program, capture_output=True, text=True,
                             timeout=60, check=False, env=environment)  # fmt: skip
    assert (ran.returncode, "writes to disk (save)" in ran.stderr, "Traceback" in ran.stderr) == (2, True, False)


def test_writing_that_is_switched_on_later_is_noticed_and_nothing_more_is_told(pair: list[SharedMemory], empty: Store) -> None:
    pair[0].key(*SMS)
    empty.client.config_set("save", "3600 1")
    try:
        pair[0].sweep()
        assert pair[0].status == "refused"
        told = empty.client.info("commandstats")
        pair[0].count(pair[0].key(*SMS), timedelta(minutes=1))
        assert "cmdstat_incr" not in told
        assert held(empty, "count") == []
    finally:
        empty.client.config_set("save", "")
    assert eventually(lambda: pair[0].key(*SMS) is not None and pair[0].status == "ready")


def test_redis_is_loaded_only_where_it_is_used(project: Path) -> None:
    code = "import sys, webhook; webhook.create_app(); print('redis' in sys.modules)"
    environment = os.environ | {"STATE_URL": "", "LOG_LEVEL": "ERROR"}
    ran = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, timeout=60,
                         check=True, env=environment)  # fmt: skip
    assert ran.stdout.strip() == "False"


# --- Redis is gone


def seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def test_without_redis_at_the_start_answers_come_and_state_comes_with_it(
    pair: list[SharedMemory], store: Store, clock: Clock
) -> None:
    store.kill()
    memory = SharedMemory(clock, store.url)
    memory.refuse_disk()
    assert memory.status == "away"
    keep(memory, State(clock.now))
    assert kept(memory) is None
    store.start()
    assert eventually(lambda: memory.key(*SMS) is not None and memory.status == "ready")
    keep(memory, State(clock.now))
    assert kept(memory) == State(clock.now)


def test_a_redis_that_hangs_holds_nobody_up(pair: list[SharedMemory], empty: Store, clock: Clock) -> None:
    keep(pair[0], State(clock.now))
    assert empty.process
    empty.process.send_signal(signal.SIGSTOP)
    try:
        spent = [seconds(lambda: keep(pair[0], State(clock.now))) for _ in range(20)]
    finally:
        empty.process.send_signal(signal.SIGCONT)
    assert max(spent) < 0.7
    assert sorted(spent)[10] < 0.02


def test_while_redis_is_gone_one_process_still_limits_and_answers_once(pair: list[SharedMemory], store: Store) -> None:
    store.kill()
    key = pair[0].key("id", "SM3")
    assert [pair[0].once(key, lambda number=number: f"answer {number}") for number in range(2)] == ["answer 0"] * 2
    assert [pair[0].count(key, timedelta(minutes=1)) for _ in range(3)] == [1, 2, 3]


def test_its_address_with_the_password_is_in_no_log(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    memory = SharedMemory(clock, f"redis://u:pssst@127.0.0.1:{free_port()}/0")
    memory.refuse_disk()
    memory.key(*SMS)
    assert len(caplog.records) == 1
    assert "pssst" not in caplog.text


# --- real processes


@pytest.fixture
def servers(program: Path, empty: Store) -> Iterator[list[Server]]:
    """Two servers that share."""
    with started(program, STATE_URL=empty.url) as one, started(program, STATE_URL=empty.url) as two:
        yield [one, two]


def test_two_servers_share_a_talk_and_live_through_the_end_of_one_another_and_of_redis(
    servers: list[Server], empty: Store
) -> None:
    one, two = servers
    assert "911" in one.texts(DANGER)[0]
    alone = two.texts("next", From="+12075550101")
    assert two.texts("next") != alone
    worker = one.worker()
    assert worker
    os.kill(worker, signal.SIGKILL)
    assert "911" in two.texts(DANGER)[0] or two.texts("again")
    assert eventually(one.answers)
    assert one.texts("again") != alone

    empty.kill()
    for server in servers:
        assert seconds(lambda server=server: server.texts(DANGER)) < 1
        assert "911" in server.texts(DANGER, From="+12075550102")[0]
        assert b'"state":"away"' in server.request("GET", "/readyz")[1]
    empty.start()
    assert eventually(lambda: [server.texts("hello", From="+12075550103") for server in servers] != [] and
                      all(b'"state":"ready"' in server.request("GET", "/readyz")[1] for server in servers))  # fmt: skip
    two.texts(DANGER, From="+12075550104")
    assert one.texts("next", From="+12075550104") == two.texts("next", From="+12075550104") or held(empty, "talk") != []


def test_a_server_killed_in_the_middle_holds_up_a_talk_for_no_longer_than_a_second(
    pair: list[SharedMemory], empty: Store, clock: Clock
) -> None:
    """What it held is let go by time: the next text of that person is answered meanwhile."""
    empty.client.set(b"lock:talk:" + pair[0].key(*SMS), b"of a process that is dead", px=3000)
    assert seconds(lambda: keep(pair[1], State(clock.now))) < 1
    assert kept(pair[0]) == State(clock.now)
