"""A real Redis for the tests, in a folder of its own, gone after them; and one talk that is kept in it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from actors import PERSON
from needing import lacking
from redis import Redis
from redis.exceptions import RedisError
from serving import free_port, until

from bot.adapters.shared_memory import SharedMemory
from bot.state import State

SMS = ("sms", f"{PERSON}|+12075550199")
IN_MEMORY = ("--save", "", "--appendonly", "no")


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
        until(self._answers, 10)

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except RedisError:
            return False

    @property
    def client(self) -> Redis:
        """A client that looks at what is in there."""
        return Redis.from_url(self.url)

    def names(self, kind: str) -> list[bytes]:
        """The names of what is in it."""
        return sorted(self.client.keys(f"{kind}:*"))

    def kill(self) -> None:
        """End it as a broken machine does."""
        if self.process:
            self.process.kill()
            self.process.wait(10)
        self.process = None


@contextmanager
def running(*options: str) -> Iterator[Store]:
    """A Redis that answers, with these options; without any it writes nothing to disk."""
    if shutil.which("redis-server") is None:
        lacking("Redis is not installed here (Debian: apt install redis-server)")
    folder = Path(tempfile.mkdtemp(prefix="redis"))
    store = Store(folder)
    store.start(*options)
    try:
        yield store
    finally:
        store.kill()
        shutil.rmtree(folder, ignore_errors=True)


def keep(memory: SharedMemory, state: State | None) -> None:
    """Leave `state` in the talk."""
    with memory.talk(memory.key(*SMS)) as talk:
        talk.state = state


def kept(memory: SharedMemory) -> State | None:
    """The state in the talk."""
    with memory.talk(memory.key(*SMS)) as talk:
        return talk.state
