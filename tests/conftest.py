"""What the tests share: real content loaded once, an app on it, a clock that can be set, and people who write."""

from __future__ import annotations

import os

# As in the server, and before numpy is imported: two test processes with two BLAS threads each stand in each other's way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import postgres
import pytest
from actors import AUTH_TOKEN, BASE_URL, TELEGRAM_SECRET, Chatter, Clock, Texter, Visitor
from breaking import Line, faulty_line
from calling import Caller
from flask import Flask
from serving import copy_program
from talking import Talk, talking

from bot.adapters import database
from bot.adapters.console import answer
from bot.adapters.encoder import load_encoder
from bot.adapters.loading import read, with_encoder
from bot.adapters.settings import PROJECT, Settings
from bot.knowledge import Knowledge
from bot.message import Channel
from webhook import create_app

if TYPE_CHECKING:
    from redis_store import Store

    from bot.adapters.shared_memory import SharedMemory


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's folder."""
    return PROJECT


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The real content without the encoder: what a server knows in its first second."""
    loaded = read(PROJECT / "content", Settings())
    assert loaded.knowledge
    return loaded.knowledge


@pytest.fixture(scope="session")
def full_knowledge(knowledge: Knowledge) -> Knowledge:
    """The real content with the real encoder, which costs a second: only for tests that need it."""
    return with_encoder(knowledge, load_encoder())


@pytest.fixture
def clock() -> Clock:
    """The time of the test."""
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Every channel on, nothing shared with another test."""
    return Settings(
        public_base_url=BASE_URL,
        twilio_auth_token=AUTH_TOKEN,
        telegram_webhook_secret=TELEGRAM_SECRET,
        database_url=f"sqlite:///{tmp_path}/test.db",
    )


@pytest.fixture
def make_app(settings: Settings, clock: Clock, knowledge: Knowledge) -> Callable[..., Flask]:
    """Make an app, with some settings or parts other than usual: `make_app(handlers=broken, twilio_auth_token="")`."""

    def make(*, handlers: object = None, knowing: Knowledge | None = None, **changed: object) -> Flask:
        parts = {"handlers": handlers} if handlers else {}
        return create_app(clock, knowledge=knowing or knowledge, settings=replace(settings, **changed), **parts)

    return make


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The app as it runs."""
    return make_app()


@pytest.fixture
def talk(full_knowledge: Knowledge, clock: Clock) -> Talk:
    """A whole talk with all we know, encoder included; the last outcome: `talk("how do i use test strips", "more")`."""
    return talking(full_knowledge, clock)


@pytest.fixture
def said(full_knowledge: Knowledge):
    """All that an answer says by SMS."""
    return lambda outcome: answer(outcome, Channel.SMS, full_knowledge)["text"]


@pytest.fixture
def texter(app: Flask) -> Texter:
    """Somebody who texts."""
    return Texter(app.test_client())


@pytest.fixture
def caller(app: Flask) -> Caller:
    """Somebody who calls."""
    return Caller(app.test_client())


@pytest.fixture
def chatter(app: Flask) -> Chatter:
    """Somebody on Telegram."""
    return Chatter(app.test_client())


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody on the web page."""
    return Visitor(app.test_client())


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program in a folder of its own, to be run as a process."""
    return copy_program(tmp_path_factory.mktemp("program"))


@pytest.fixture(scope="module")
def faulty(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """One server for all faults that leave it running."""
    with faulty_line(program, tmp_path_factory.mktemp("faulty")) as line:
        yield line


@pytest.fixture
def line(faulty: Line) -> Line:
    """The server, with nothing measured yet."""
    faulty.slowest = 0.0
    return faulty


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL, made for the tests and gone after them."""
    with postgres.running() as folder:
        yield postgres.address(folder)


@pytest.fixture(scope="session")
def store() -> Iterator[Store]:
    """A real Redis, in memory, gone after the tests; some of them kill it."""
    from redis_store import running

    with running() as store:
        yield store


@pytest.fixture
def empty_store(store: Store) -> Store:
    """The same with nothing in it, and running."""
    if store.process is None:
        store.start()
    store.client.flushall()
    return store


@pytest.fixture
def memories(empty_store: Store, clock: Clock) -> list[SharedMemory]:
    """Two processes' memories, on that Redis."""
    from bot.adapters.shared_memory import SharedMemory

    return [SharedMemory(clock, empty_store.url) for _ in range(2)]


@pytest.fixture
def importer(tmp_path: Path, knowledge: Knowledge) -> Iterator[object]:
    """An empty directory to import into."""
    from importing import Importer  # readers of a dozen formats, which few tests need

    engine = database.engine_for(f"sqlite:///{tmp_path}/places.db")
    assert database.prepare(engine)
    yield Importer(tmp_path, engine, knowledge.gazetteer)
    engine.dispose()
