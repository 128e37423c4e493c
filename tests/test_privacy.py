"""What we promise about who texts: nothing of them is ever in a file, a table, a log or a header, whatever breaks.

Real servers at their most talkative are told of five hundred marked people in every way we know. Their system calls are
traced, so that everything they write is found wherever they write it, and searched for every mark in every usual form.
`pytest -rP tests/test_privacy.py` prints how much was searched.
"""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import postgres
import pytest
from actors import AUTH_TOKEN, TELEGRAM_SECRET
from broken import MEMORY_KEY
from marks import Search, people
from serving import SERVE, UP_SECONDS, Server, copy_program, started, until
from telling import CHANNELS, WAYS, Teller, by_breaking
from tracing import UNSEEN, Call, Trace, needs_trace

SECRETS = {
    "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
    "TELEGRAM_WEBHOOK_SECRET": TELEGRAM_SECRET,
    "TELEGRAM_BOT_TOKEN": "101:token-of-the-bot-of-the-tests",
    "TWILIO_API_SECRET": "api-secret-of-the-tests-0123456789",
    "SECRET_KEY": "secret-key-of-the-tests-0123456789",
}
BROKEN = Path(__file__).with_name("broken.py")
# What could make libraries talk: an operator who looks for a fault may set it.
TALKATIVE = {"LOG_LEVEL": "DEBUG", "PYTHONFAULTHANDLER": "1", "PYTHONWARNINGS": "always", "PYTHONASYNCIODEBUG": "1",
             "GUNICORN_CMD_ARGS": "--access-logfile=- --log-level=debug --capture-output"}  # fmt: skip
FEW = 25


@dataclass(frozen=True)
class Setup:
    """One way of running it: the program, the database, and how many people tell it who they are."""

    program: tuple[str | Path, ...]
    database: str
    count: int


SETUPS = {"SQLite": Setup(SERVE, "sqlite", 500), "PostgreSQL": Setup(SERVE, "postgresql", 500),
          "everything breaks": Setup((BROKEN,), "sqlite", FEW)}  # fmt: skip


@dataclass
class Told:
    """A server that was told everything, and has ended: what it wrote, by where."""

    setup: Setup
    folder: Path
    trace: Trace
    master: int
    written: dict[str, bytes]
    statuses: set[int]

    @property
    def broken(self) -> bool:
        """Whether everything in it breaks."""
        return self.setup.program != SERVE

    @property
    def log(self) -> str:
        return self.written["log"].decode(errors="replace")

    @property
    def database(self) -> bytes:
        """All that has to do with the database: its files, and what went over its socket."""
        return b"".join(data for where, data in self.written.items() if "marked.db" in where or "postgres" in where.lower())


@pytest.fixture(scope="module", autouse=True)
def _traced() -> None:
    needs_trace()


@pytest.fixture(scope="module")
def search() -> Search:
    """The search for everything of all five hundred, under every secret of the settings too, and for the memory's key."""
    marks = [part for person in people() for part in person.parts]
    return Search([*marks, MEMORY_KEY], (*SECRETS.values(), MEMORY_KEY))


@pytest.fixture(scope="module", params=SETUPS.values(), ids=SETUPS)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A traced server, told of everybody, killed once in the middle, ended in good order."""
    setup, folder = request.param, copy_program(tmp_path_factory.mktemp("told"))
    trace = Trace(folder.parent / f"{folder.name}.trace")
    with ExitStack() as stack:
        data = stack.enter_context(postgres.running()) if setup.database == "postgresql" else None
        url = postgres.address(data) if data else f"sqlite:///{folder}/marked.db"
        environment = SECRETS | TALKATIVE | {"DATABASE_URL": url}
        began = time.time()
        with started(folder, trace.command(setup.program), **environment) as server:
            teller = Teller(server)
            machines = tell(teller, setup)
        trace.wait()
        written = everything(trace, folder, server.log, began) | {"told to machines": machines}
        if data:
            written |= {f"PostgreSQL {each.name}": each.read_bytes() for each in changed(data, began)}
    return Told(setup, folder, trace, server.process.pid, written, {status for _, status in teller.statuses})


def tell(teller: Teller, setup: Setup) -> bytes:
    """Everybody by every way, a few of them after the worker has crashed; what machines are told of the server meanwhile."""
    server, everybody = teller.server, people(setup.count)
    wait_until_ready(server)
    for way in WAYS:
        way(teller, everybody if way in CHANNELS else everybody[:FEW])
    if setup.program != SERVE:
        break_more(teller)
    machines = server.request("GET", "/readyz")[1] + server.request("GET", "/healthz")[1]
    worker = server.worker()
    assert worker
    os.kill(worker, signal.SIGSEGV)
    until(lambda: server.worker() not in {None, worker} and server.answers(), UP_SECONDS)
    WAYS[0](teller, everybody[:5])
    teller.close()
    wait_until_ready(server)  # else its counts would find no database when it ends
    return machines


def break_more(teller: Teller) -> None:
    """Requests, threads, the table of the counts, and last the worker itself."""
    by_breaking(teller, people(FEW))
    with closing(sqlite3.connect(teller.server.folder / "marked.db")) as database:
        database.execute("DROP TABLE count_day")
    worker, person = teller.server.worker(), people(FEW)[-1]
    teller.asks("POST", f"/{person.word}", f"Body={person.word}", {"X-Break": "worker"})
    until(lambda: teller.server.worker() not in {None, worker} and teller.server.answers(), UP_SECONDS)


def wait_until_ready(server: Server) -> None:
    """The database open, the encoder loaded."""

    def ready() -> bool:
        said = server.request("GET", "/readyz")[1]
        return b'"database":"ready"' in said and b'"encoder":"loading"' not in said

    until(ready, UP_SECONDS)


def changed(folder: Path, since: float) -> Iterator[Path]:
    """The files that were written since."""
    return (path for path in folder.rglob("*") if path.is_file() and path.stat().st_mtime >= since - 1)


def everything(trace: Trace, folder: Path, log: Path, began: float) -> dict[str, bytes]:
    """What went out of the process, by where; of an answer only its head: the body is for the person who asked."""
    found: dict[str, bytearray] = {"log": bytearray(log.read_bytes())}
    for where, data in trace.written():
        if not where.startswith(("TCP", "UDP")):
            found.setdefault(where, bytearray()).extend(data)
        elif data.startswith(b"HTTP/"):
            found.setdefault("heads", bytearray()).extend(head(data))
    files = {path for path in trace.opened() if path.is_file()} | set(changed(folder, began))
    found |= {f"at the end {path}": bytearray(path.read_bytes()) for path in files if path not in {log, trace.path}}
    found["names"] = bytearray("\n".join(map(str, trace.opened())).encode())
    return {where: bytes(data) for where, data in found.items()}


def head(answer: bytes) -> bytes:
    """The head of an answer without the cookie that the browser itself had sent: a random number of ours, unknown elsewhere."""
    return re.sub(rb"(?m)^Set-Cookie: t=.*$", b"", answer.partition(b"\r\n\r\n")[0])


def copies_content(call: Call, folder: Path) -> bool:
    """Whether it copies one of our own words into `var/last-good`, for the next start."""
    return call.name == "sendfile" and any(each.startswith(f"{folder}/content/") for each in call.files)


# --- the promise


def test_nothing_of_a_sender_is_in_anything_that_the_server_wrote(
    told: Told, search: Search, record_testsuite_property: Callable[[str, object], None]
) -> None:
    found = {where: search.found_in(data) for where, data in told.written.items()}
    size, hits = sum(map(len, told.written.values())), sum(map(len, found.values()))
    said = f"{len(found)} files and streams, {size:,} bytes; {search.marks:,} marks in {len(search):,} forms; {hits} found"
    print(f"{told.folder.name}: {said}")  # noqa: T201 - for whoever asks how much was searched
    record_testsuite_property(f"searched in {told.folder.name}", said)
    assert {where: marks for where, marks in found.items() if marks} == {}


def test_nothing_went_where_we_could_not_see_it(told: Told) -> None:
    """No road that the trace does not show, no other machine called; the one file that is also memory is SQLite's index."""
    unseen = [call for call in told.trace.calls if call.name in UNSEEN and not copies_content(call, told.folder)]
    assert unseen == []
    assert {Path(each).name for each in told.trace.shared()} - {"marked.db-shm"} == set()
    # PostgreSQL, and what tells the C library the names of this machine's users: PostgreSQL's client looks up its own.
    here = (b"/.s.PGSQL.5432", b"/var/run/nscd/socket")
    assert [each for each in told.trace.called() if not each.endswith(here)] == []


def test_there_was_something_to_search(told: Told) -> None:
    """The log, the heads of answers, the counts in the database's own words: each is among what was found."""
    assert len(told.log) > 1000
    assert told.written["heads"].count(b"HTTP/1.1 200") > FEW * 4
    assert b'"ready"' in told.written["told to machines"]
    counted = b"out_of_scope" if told.broken else b"emergency_overdose"
    assert [word for word in (b"count_topic", b"2026", counted) if word not in told.database] == []


def test_every_kind_of_error_was_provoked(told: Told) -> None:
    assert {200, 403, 404, 405, 413} <= told.statuses
    assert (500 in told.statuses) == told.broken
    always = ["UpdateError", "RecursionError", "Fatal Python error: Segmentation fault"]
    broken = ["an answer broke", "counts wait: the database cannot be written (OperationalError)", "spoke at app.py",
              "a thread broke", "an object broke", "spoke at library.py", "spoke at wasyncore.py", "the worker broke",
              "RuntimeError at broken.py"]  # fmt: skip
    assert [each for each in always if each not in told.log] == []
    assert [each for each in broken if (each in told.log) != told.broken] == []


def test_a_crash_leaves_no_dump(told: Told) -> None:
    assert [path.name for path in told.folder.rglob("core*") if path.is_file()] == []


def test_it_ended_in_good_order(told: Told) -> None:
    """After two workers were killed, the master ended by itself when it was told to: nothing was cut short in writing."""
    assert told.trace.ends[told.master] == "exited with 0"
    assert "killed by SIGSEGV" in told.trace.ends.values()
