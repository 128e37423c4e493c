"""What we promise of the Redis that processes share: one that writes is refused, and one that is gone holds nobody up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from actors import Clock
from flask import Flask
from redis_store import SMS, Store, keep, kept, running
from serving import Server, free_port, seconds, started, until

from bot.adapters.shared_memory import SharedMemory
from bot.errors import SettingsError
from bot.state import State

DANGER = "hes blue and wont wake up"


# --- a Redis that writes


@pytest.mark.parametrize(
    ("options", "how"),
    [(("--save", "3600 1", "--appendonly", "no"), "save"), (("--save", "", "--appendonly", "yes"), "appendonly"),
     (("--save", "", "--rename-command", "CONFIG", ""), "does not say")],
    ids=["snapshots", "a journal", "will not say"],
)  # fmt: skip
def test_a_redis_that_writes_to_disk_is_refused_with_what_to_do(
    store: Store, make_app: Callable[..., Flask], options: tuple[str, ...], how: str
) -> None:
    with running(*options) as writing:
        with pytest.raises(SettingsError) as caught:
            make_app(state_url=writing.url)
        assert how in caught.value.faults[0]
        assert caught.value.faults[0].startswith("STATE_URL: ")


def test_serve_ends_with_that_sentence(store: Store, program: Path) -> None:
    with running("--save", "3600 1") as writing:
        environment = os.environ | {"STATE_URL": writing.url, "PORT": str(free_port()), "PYTHONPATH": str(program)}
        ran = subprocess.run([sys.executable, "-m", "bot.cli", "serve"], cwd=program, capture_output=True, text=True,
                             timeout=60, check=False, env=environment)  # fmt: skip
    assert (ran.returncode, "writes to disk (save)" in ran.stderr, "Traceback" in ran.stderr) == (2, True, False)


def test_writing_that_is_switched_on_later_is_noticed_and_nothing_more_is_told(
    memories: list[SharedMemory], empty_store: Store
) -> None:
    memories[0].key(*SMS)
    empty_store.client.config_set("save", "3600 1")
    try:
        memories[0].sweep()
        assert memories[0].status == "refused"
        told = empty_store.client.info("commandstats")
        memories[0].count(memories[0].key(*SMS), timedelta(minutes=1))
        assert "cmdstat_incr" not in told
        assert empty_store.names("count") == []
    finally:
        empty_store.client.config_set("save", "")
    until(lambda: memories[0].key(*SMS) is not None and memories[0].status == "ready", 8)


def test_redis_is_loaded_only_where_it_is_used(project: Path) -> None:
    code = "import sys, webhook; webhook.create_app(); print('redis' in sys.modules)"
    environment = os.environ | {"STATE_URL": "", "LOG_LEVEL": "ERROR"}
    ran = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, timeout=60,
                         check=True, env=environment)  # fmt: skip
    assert ran.stdout.strip() == "False"


# --- Redis is gone


def test_without_redis_at_the_start_answers_come_and_state_comes_with_it(
    memories: list[SharedMemory], store: Store, clock: Clock
) -> None:
    store.kill()
    memory = SharedMemory(clock, store.url)
    memory.refuse_disk()
    assert memory.status == "away"
    keep(memory, State(clock.now))
    assert kept(memory) is None
    store.start()
    until(lambda: memory.key(*SMS) is not None and memory.status == "ready", 8)
    keep(memory, State(clock.now))
    assert kept(memory) == State(clock.now)


def test_a_redis_that_hangs_holds_nobody_up(memories: list[SharedMemory], empty_store: Store, clock: Clock) -> None:
    keep(memories[0], State(clock.now))
    assert empty_store.process
    empty_store.process.send_signal(signal.SIGSTOP)
    try:
        spent = [seconds(lambda: keep(memories[0], State(clock.now))) for _ in range(20)]
    finally:
        empty_store.process.send_signal(signal.SIGCONT)
    assert max(spent) < 0.7
    assert sorted(spent)[10] < 0.02


def test_while_redis_is_gone_one_process_still_limits_and_answers_once(memories: list[SharedMemory], store: Store) -> None:
    store.kill()
    key = memories[0].key("id", "SM3")
    assert [memories[0].once(key, lambda number=number: f"answer {number}") for number in range(2)] == ["answer 0"] * 2
    assert [memories[0].count(key, timedelta(minutes=1)) for _ in range(3)] == [1, 2, 3]


def test_its_address_with_the_password_is_in_no_log(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    memory = SharedMemory(clock, f"redis://u:pssst@127.0.0.1:{free_port()}/0")
    memory.refuse_disk()
    memory.key(*SMS)
    assert len(caplog.records) == 1
    assert "pssst" not in caplog.text


# --- real processes


@pytest.fixture
def servers(program: Path, empty_store: Store) -> Iterator[list[Server]]:
    """Two servers that share."""
    with started(program, STATE_URL=empty_store.url) as one, started(program, STATE_URL=empty_store.url) as two:
        yield [one, two]


def test_two_servers_share_a_talk_and_live_through_the_end_of_one_another_and_of_redis(
    servers: list[Server], empty_store: Store
) -> None:
    one, two = servers
    assert "911" in one.texts(DANGER)[0]
    alone = two.texts("next", From="+12075550101")
    assert two.texts("next") != alone
    worker = one.worker()
    assert worker
    os.kill(worker, signal.SIGKILL)
    assert "911" in two.texts(DANGER)[0] or two.texts("again")
    until(one.answers, 8)
    assert one.texts("again") != alone

    empty_store.kill()
    for server in servers:
        assert seconds(lambda server=server: server.texts(DANGER)) < 1
        assert "911" in server.texts(DANGER, From="+12075550102")[0]
        assert b'"state":"away"' in server.request("GET", "/readyz")[1]
    empty_store.start()
    until(lambda: [server.texts("hello", From="+12075550103") for server in servers] != [] and
                  all(b'"state":"ready"' in server.request("GET", "/readyz")[1] for server in servers), 8)  # fmt: skip
    two.texts(DANGER, From="+12075550104")
    assert one.texts("next", From="+12075550104") == two.texts("next", From="+12075550104") or empty_store.names("talk") != []


def test_a_server_killed_in_the_middle_holds_up_a_talk_for_no_longer_than_a_second(
    memories: list[SharedMemory], empty_store: Store, clock: Clock
) -> None:
    """What it held is let go by time: the next text of that person is answered meanwhile."""
    empty_store.client.set(b"lock:talk:" + memories[0].key(*SMS), b"of a process that is dead", px=3000)
    assert seconds(lambda: keep(memories[1], State(clock.now))) < 1
    assert kept(memories[0]) == State(clock.now)
