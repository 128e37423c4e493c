"""What we promise of the process itself: when a talk has had its time, no live object tells who it was with.

Not only the memory of states: caches, buffers, locals of sleeping threads, exceptions that somebody keeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from marks import Person, Search, people
from serving import Server, started
from telling import CHANNELS, WAYS, Teller

from bot.state import EMERGENCY_LIFE

COMPOSITION = Path(__file__).with_name("composition.py")
COUNT = 500


@pytest.fixture(scope="module")
def search() -> Search:
    """The search for everything of everybody, as it was said."""
    return Search(part for person in people(COUNT) for part in person.parts)


@pytest.fixture(scope="module")
def server(program: Path) -> Iterator[Server]:
    """A server on a clock that can be moved."""
    with started(program, (COMPOSITION,), LOG_LEVEL="DEBUG", DATABASE_URL="sqlite:///var/objects.db") as running:
        yield running


def does(server: Server, what: str) -> int:
    """A number from one of the test's own routes."""
    status, body = server.request("POST", f"/test/{what}")
    assert status == 200
    return int(body)


def alive(server: Server, search: Search, to: Path) -> tuple[int, set[bytes]]:
    """How many texts and numbers are alive, and the marks among them."""
    count = does(server, f"dump?to={to}")
    return count, search.found_in(to.read_bytes())


def test_no_live_object_tells_of_a_talk_whose_time_is_over(server: Server, search: Search, tmp_path: Path) -> None:
    teller, everybody = Teller(server), people(COUNT)
    for way in WAYS:
        way(teller, everybody if way in CHANNELS else everybody[:20])
    held = does(server, "pass?seconds=1")
    teller.close()
    assert held > COUNT
    does(server, f"pass?seconds={EMERGENCY_LIFE.total_seconds() + 1}")
    assert does(server, "sweep") == 0
    count, found = alive(server, search, tmp_path / "dump")
    assert (count > 100_000, found) == (True, set())


def test_the_walk_finds_what_a_live_object_holds(server: Server, search: Search, tmp_path: Path) -> None:
    """A request that is being answered while we look: its own address is in the process."""
    person = Person(7)
    status, body = server.request("POST", f"/test/dump?to={tmp_path / 'dump'}&said={person.word}")
    assert (status, int(body) > 100_000) == (200, True)
    assert person.word.encode() in search.found_in((tmp_path / "dump").read_bytes())
