"""A composition root of the tests' own: the whole server, with faults that are switched on and off while it runs.

Run as a program. None of this is in what ships; the app is the shipped one but for the routes under /test, a clock that can
be moved, and a minute that is a fifth of a second. Each fault answers with the proof that it is in force, or with nothing.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask, request
from sqlalchemy import Engine, event

import webhook
from bot.adapters import runtime as minutes
from bot.adapters.server import serve
from bot.adapters.settings import from_environment
from bot.state import State
from handlers import respond

ahead = timedelta()
SLOW_SECONDS = 10
_REMOUNT, _READ_ONLY = 32, 1  # of mount(2)


def now() -> datetime:
    """The time, moved by what `/test/pass` has said."""
    return datetime.now(UTC) + ahead


class Faults:
    """What is wrong just now, in this process, with this database file."""

    def __init__(self, app: Flask, file: Path) -> None:
        self._runtime, self._file = app.extensions["safertext"], file
        self._spare, self._ballast = b"", file.parent / "ballast"
        self._lock: sqlite3.Connection | None = None
        self._fast = threading.Event()
        self._fast.set()
        self.waiting = self.broke = 0
        self.row, self.delay = "", 0.0
        event.listen(Engine, "before_cursor_execute", self._slowly)
        respond.ORDER = tuple(replace(need, respond=self._breakable(need)) for need in respond.ORDER)

    def _slowly(self, *_: object) -> None:
        if not self._fast.is_set():
            self.waiting += 1
            self._fast.wait(SLOW_SECONDS)
            self.waiting -= 1

    def _breakable(self, need: respond.Need) -> respond.Handler:
        def handle(turn: object) -> object:
            time.sleep(self.delay)
            if need.name == self.row:
                self.broke += 1
                raise RuntimeError(need.name)
            return need.respond(turn)

        return handle

    def _reopened(self) -> None:
        """As after the pool's connections were lost: what they hold in memory must not hide the fault."""
        if self._runtime._engine:
            self._runtime._engine.dispose()

    def total(self) -> str:
        """All messages that are counted in the database, through a connection of its own."""
        with closing(sqlite3.connect(self._file, timeout=1)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
            total = connection.execute("SELECT coalesce(sum(count), 0) FROM count_day").fetchone()[0]
            return f"{total} {sound}"

    def write(self) -> str:
        """What a write into the database says that changes nothing; nothing where it goes through."""
        try:
            with closing(sqlite3.connect(self._file, timeout=0.1)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("CREATE TABLE probe AS SELECT randomblob(100000) AS x")
                connection.execute("DROP TABLE probe")
                connection.commit()
        except sqlite3.Error as error:
            return str(error)
        return ""

    def locked(self, *, on: bool) -> str:
        """Somebody else holds the file."""
        if not on and self._lock:
            self._lock.close()
        elif on:
            self._lock = sqlite3.connect(self._file, check_same_thread=False, isolation_level=None)
            self._lock.execute("BEGIN EXCLUSIVE")
        return self.write()

    def slow(self, *, on: bool) -> str:
        """Every statement takes ten seconds; in force once one waits."""
        self._fast.clear() if on else self._fast.set()
        deadline = time.monotonic() + 5
        while on and not self.waiting and time.monotonic() < deadline:
            time.sleep(0.01)
        return "a statement waits" if self.waiting and on else ""

    def corrupt(self, *, on: bool) -> str:
        """Every byte of the file is another."""
        self._reopened()
        if on:
            with closing(sqlite3.connect(self._file)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._spare = self._file.read_bytes()
        self._file.write_bytes(bytes(255 - each for each in self._spare) if on else self._spare)
        for beside in ("-wal", "-shm"):
            Path(f"{self._file}{beside}").unlink(missing_ok=True)
        return self.write()

    def full(self, *, on: bool) -> str:
        """Not a byte more fits on the disk."""
        if not on:
            self._ballast.unlink()
        elif self._full() != errno.ENOSPC:
            return ""
        return self.write()

    def _full(self) -> int:
        for size in (65536, 1):
            try:
                with self._ballast.open("ab", buffering=0) as out:
                    while out.write(b"x" * size):
                        pass
            except OSError as error:
                found = error.errno or 0
        return found

    def readonly(self, *, on: bool) -> str:
        """The disk is mounted read-only, as Linux does after an error."""
        flags = _REMOUNT | (_READ_ONLY if on else 0)
        for _ in range(200):  # who has the file open for writing is in the way
            self._reopened()
            if ctypes.CDLL(None).mount(None, os.fsencode(self._file.parent), None, flags, None) == 0:
                break
            time.sleep(0.013)
        try:
            (self._file.parent / "probe").touch()
        except OSError as error:
            return error.strerror or ""
        return ""

    def memory(self, *, on: bool) -> str:
        """As many talks as are ever held, all of them fresh."""
        memory = self._runtime.memory
        for number in range(memory._most if on else 0):
            with memory.talk(memory.key("filler", str(number))) as talk:
                talk.state = State(at=now())
        return f"{len(memory)} talks" if on and len(memory) == memory._most else ""


def routes(app: Flask, faults: Faults) -> None:
    """The switches."""

    @app.post("/test/fault/<name>/<int:on>")
    def switch(name: str, on: int) -> str:
        fault: Callable[..., str] = getattr(faults, name)
        return fault(on=bool(on))

    @app.post("/test/break")
    def break_row() -> str:
        faults.row, before, faults.broke = request.args.get("row", ""), faults.broke, 0
        return str(before)

    @app.post("/test/delay")
    def delay() -> str:
        faults.delay = float(request.args["seconds"])
        return ""

    @app.post("/test/pass")
    def pass_time() -> str:
        global ahead  # noqa: PLW0603 - the one clock of this process
        ahead += timedelta(seconds=float(request.args["seconds"]))
        return str(now().timestamp())

    @app.post("/test/total")
    def total() -> str:
        return faults.total()


def main() -> None:
    """Serve; on a small disk of its own where `SMALL_DISK` names its folder."""
    disk = os.environ.pop("SMALL_DISK", "")
    if disk:
        script = 'mount -t tmpfs -o size=2m none "$0" && exec "$@"'
        os.execvp("unshare", ["unshare", "-rm", "sh", "-c", script, disk, sys.executable, *sys.argv])  # noqa: S606
    minutes._EVERY_SECONDS = 0.2
    minutes.load_in_background = lambda *_: None  # its faults have tests of their own; without it every row is reached
    settings = from_environment()
    app = webhook.create_app(clock=now, settings=settings)
    routes(app, Faults(app, Path(settings.database_url.removeprefix("sqlite:///"))))
    serve(app, settings)


if __name__ == "__main__":
    main()
