"""The running server: how it starts, what it bears beside bare Flask under the same server, and what memory it takes."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from measure.drive import Load, drive
from measure.people import PLAIN, Maker, endless, free_text, plain, requests, text_message, update
from measure.process import BARE, Server, copy_program, started
from measure.row import Row, row

ROUNDS, ROUND_SECONDS, HALF_SECONDS = 3, 2.0, 4.0
STARTS = 3
# Enough to fill what the server remembers; where the machine is slow, as many as the seconds allow.
MESSAGES, WARM_SECONDS, A_SECOND = 20_000, 60.0, 120
# More than any round can use.
_POOL = 6000
GOAL_ALIVE, GOAL_ENCODER, GOAL_MEMORY, GOAL_GROWTH, GOAL_P99 = 2.0, 5.0, 300.0, 5.0, 50.0


@dataclass(slots=True)
class Course:
    """One kind of request to one server, and what its rounds gave: answers a second, and CPU ms an answer."""

    server: Server
    path: str
    make: Maker
    texts: list[str]
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)

    def run(self) -> None:
        """One round at full load."""
        cpu = self.server.cpu_seconds()
        load = self.drive(ROUND_SECONDS)
        self.rates.append(load.rate)
        self.costs.append((self.server.cpu_seconds() - cpu) * 1000 / load.n)

    def drive(self, seconds: float, rate: float | None = None) -> Load:
        """A load of this kind."""
        most = _POOL if rate is None else int(rate * seconds) + 1
        return drive(self.server.port, requests(self.make, self.path, self.texts, most), seconds, rate)

    @property
    def rate(self) -> float:
        """Answers a second in the middle round."""
        return statistics.median(self.rates)

    @property
    def cost(self) -> float:
        """CPU ms an answer in the middle round; 0 where the system does not tell."""
        return statistics.median(self.costs)


def rows(say: Callable[[str], None], messages: int = MESSAGES) -> Iterator[Row]:
    """Every row on the running server, about three minutes; memory's growth is measured over so many `messages`."""
    with tempfile.TemporaryDirectory() as folder:
        program = copy_program(Path(folder))
        yield from _starts(program)
        with started(program) as ours, started(program, BARE) as bare:
            ours.encoder_after()
            idle = ours.memory_mb()
            courses = _courses(ours, bare)
            say("load ...")
            for _ in range(ROUNDS):
                for course in courses.values():
                    course.run()
            yield from _rates(courses)
            yield from _halves(courses)
            say("memory ...")
            yield from _memory(ours, idle, messages)


def _courses(ours: Server, bare: Server) -> Mapping[str, Course]:
    easy, free = plain(), free_text()
    return {
        "bare Flask": Course(bare, "/bare", text_message, easy),
        "signature and TwiML alone": Course(bare, "/signed", text_message, easy),
        "SMS, plain": Course(ours, "/sms", text_message, easy),
        "SMS, free text": Course(ours, "/sms", text_message, free),
        "Telegram, plain": Course(ours, "/telegram", update, easy),
        "Telegram, free text": Course(ours, "/telegram", update, free),
    }


def _starts(program: Path) -> Iterator[Row]:
    """The first start also compiles and makes the database; the middle of three is what a restart takes."""
    alive, encoder = [], []
    for _ in range(STARTS):
        with started(program) as server:
            alive.append(server.alive_after)
            encoder.append(server.encoder_after())
    yield row("start to /healthz", statistics.median(alive), "s", ("goal", GOAL_ALIVE), STARTS)
    yield row("start to encoder ready", statistics.median(encoder), "s", ("goal", GOAL_ENCODER), STARTS)


def _rates(courses: Mapping[str, Course]) -> Iterator[Row]:
    bare, alone = courses["bare Flask"], courses["signature and TwiML alone"]
    for name, course in courses.items():
        against = None if course is bare else ("bare Flask", bare.rate)
        yield row(name, course.rate, "1/s", against, ROUNDS)
    for name, course in courses.items():
        if course.cost:
            rival = ("bare Flask", bare.cost) if course is alone else ("signature and TwiML", alone.cost)
            yield row(f"{name}, whole request", course.cost, "ms CPU", None if course is bare else rival, ROUNDS)


def _halves(courses: Mapping[str, Course]) -> Iterator[Row]:
    """Answer times at half of what each can bear."""
    bare = courses["bare Flask"].drive(HALF_SECONDS, courses["bare Flask"].rate / 2)
    for name, course in courses.items():
        load = bare if name == "bare Flask" else course.drive(HALF_SECONDS, course.rate / 2)
        yield row(f"{name}, p50 at half load", load.at(0.5), "ms", ("bare Flask", bare.at(0.5)), load.n)
        yield row(f"{name}, p99 at half load", load.at(0.99), "ms", ("goal", GOAL_P99), load.n)


def _memory(server: Server, idle: float, messages: int) -> Iterator[Row]:
    """Memory at rest, and its growth once talks and recent answers are as many as are ever held."""
    if not idle:
        return
    yield row("memory of all processes, at rest", idle, "MB", ("goal", GOAL_MEMORY))
    _, before = _after(server, MESSAGES, WARM_SECONDS)
    sent, after = _after(server, messages, max(messages / A_SECOND, WARM_SECONDS))
    yield row("memory of all processes, after the load", after, "MB", ("goal", GOAL_MEMORY))
    yield row("memory's growth over further messages", (after / before - 1) * 100, "%", ("goal", GOAL_GROWTH), sent)


def _after(server: Server, messages: int, seconds: float) -> tuple[int, float]:
    """Up to that many more messages, cheap to understand and each remembered; how many they were, and MB then."""
    texts = [*PLAIN["ZIPs"], *PLAIN["plain danger"]]
    sent = drive(server.port, endless(text_message, "/sms", texts, messages), seconds).n
    return sent, server.memory_mb()
