"""A person who texts a server on which faults are switched on and off, and what must hold for them (see faulty.py)."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from serving import Server, started, until
from sqlalchemy import func, select

from bot.adapters.database import DayCount, engine_for
from bot.adapters.settings import PROJECT

FAULTY = PROJECT / "tests" / "faulty.py"
DANGER, QUESTION = "hes blue and wont wake up", "where can i get narcan 04401"
# Somebody to call, in whatever is said instead of an answer.
CALL = ("911", "211", "988")


@dataclass
class Line:
    """A server with switches for its faults; every text comes from another number, and is counted."""

    server: Server
    sent: int = 0
    slowest: float = 0.0
    numbers: Iterator[int] = field(default_factory=lambda: itertools.cycle(range(100)))

    def says(self, text: str, **parameters: str) -> str:
        """One text, and all that comes back."""
        self.sent += 1
        return " ".join(self.server.texts(text, **{"From": f"+12075550{100 + next(self.numbers)}", **parameters}))

    def switch(self, fault: str, *, on: bool) -> str:
        """Begin or end a fault; what proves that it is in force."""
        return self.test(f"fault/{fault}/{int(on)}")

    def test(self, path: str) -> str:
        """One of the test's own routes."""
        status, body = self.server.request("POST", f"/test/{path}")
        assert status == 200, body
        return body.decode()

    def ready(self) -> bytes:
        """What `/readyz` says."""
        return self.server.request("GET", "/readyz")[1]

    def steps_come(self) -> None:
        """A person in danger gets the steps within a second, on SMS and Telegram; anybody else an answer or whom to call."""
        for text in (DANGER, "OD"):
            began = time.monotonic()
            said = self.says(text)
            took = time.monotonic() - began
            self.slowest = max(self.slowest, took)
            assert "CALL 911" in said
            assert took < 1
        said = self.says(QUESTION)
        assert any(number in said for number in (*CALL, "207-")), said

    def all_is_counted_once(self, within: float = 15) -> None:
        """The database is whole again and holds every message that was sent, and no more."""
        deadline, said = time.monotonic() + within, ""
        self.test("pass?seconds=20000")  # past the quarter hour of the counts, and the life of every talk
        while said != f"{self.sent} ok":
            assert time.monotonic() < deadline, (said, self.sent)
            time.sleep(0.1)
            said = self.test("total")

    def told(self, where: str) -> None:
        """The time of this row, for the record (`pytest -s`)."""
        print(f"{where}: steps within {self.slowest * 1000:.0f} ms")  # noqa: T201 - asked for with -s


@contextmanager
def faulty_line(program: Path, folder: Path, **environment: str) -> Iterator[Line]:
    """A line whose database, in `folder`, is there."""
    with started(program, [FAULTY], DATABASE_URL=f"sqlite:///{folder}/safertext.db", **environment) as server:
        line = Line(server)
        until(lambda: b'"database":"ready"' in line.ready())
        yield line


def counted(url: str) -> int:
    """All messages that are counted there."""
    engine = engine_for(url)
    with engine.connect() as connection:
        total = connection.execute(select(func.coalesce(func.sum(DayCount.count), 0))).scalar_one()
    engine.dispose()
    return int(total)


def raised(work: Callable[[], object]) -> BaseException:
    """What `work` raises."""
    try:
        return AssertionError(work())
    except Exception as error:  # noqa: BLE001 - that is the question
        return error
