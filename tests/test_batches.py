"""What we promise about when counts are written: a row's time tells nothing, and neither does its place among others.

Whoever takes the database sees when each part of it was last written, and in which order rows were first put there.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from actors import Clock, Texter
from flask import Flask
from sqlalchemy import Engine, text

from bot.adapters.counters import Counters
from bot.adapters.database import Base, engine_for, prepare
from bot.adapters.runtime import Runtime
from bot.reply import Tally

TABLES = ("count_topic", "count_channel", "count_language", "count_area", "count_day", "site_report")
TALLIES = (
    Tally("thanks", "sms", "es", "044"),
    Tally("bleach", "web", "pt", "049"),
    Tally("naloxone_get", "telegram", "fr", "041"),
)
ROWS, IN_ORDER = "SELECT xmin, ctid, * FROM %s", "SELECT rowid, * FROM %s ORDER BY rowid"
Seen = Callable[[Engine], object]


def files(engine: Engine) -> dict[str, tuple[int, bytes]]:
    """SQLite's files with their times; SQLite's index of the log is renewed by every reader."""
    folder = Path(str(engine.url.database)).parent
    found = [path for path in folder.iterdir() if path.name.startswith("test.db") and not path.name.endswith("-shm")]
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def versions(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """PostgreSQL's own marks of each row: which transaction wrote it, and where it lies."""
    with engine.connect() as connection:
        return {name: [tuple(row) for row in connection.execute(text(ROWS % name))] for name in TABLES}


@pytest.fixture(params=["sqlite", "postgresql"])
def running(request: pytest.FixtureRequest, make_app: Callable[..., Flask], tmp_path: Path) -> Iterator[tuple[Flask, Seen]]:
    """A server with its database open, and what tells whether anything was written."""
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/test.db" if sqlite else request.getfixturevalue("postgresql")
    fresh = engine_for(url)
    Base.metadata.drop_all(fresh)
    fresh.dispose()
    app = make_app(database_url=url)
    runtime = app.extensions["safertext"]
    runtime._open()
    yield app, files if sqlite else versions
    runtime._engine.dispose()


def minute(runtime: Runtime) -> None:
    """The work of one minute."""
    assert runtime._engine
    runtime.sweep()
    assert runtime._write(runtime._engine)
    runtime._refresh(runtime._engine)


def test_nothing_is_written_between_two_quarter_hours_whatever_is_texted(running: tuple[Flask, Seen], clock: Clock) -> None:
    """Texts, a place found shut, a text that did not arrive: no file's time, and no row's, tells the minute of one."""
    app, seen = running
    runtime = app.extensions["safertext"]
    person = Texter(app.test_client())
    minute(runtime)
    before = seen(runtime._engine)
    for said in ("narcan 04401", "wrong 1", "hes blue and wont wake up", "next", *["thanks"] * 10):
        person.says(said)
        runtime.counters.count_failure("30007")
        clock.passes(minutes=1)
        minute(runtime)
        assert seen(runtime._engine) == before
    clock.passes(minutes=1)
    minute(runtime)
    assert seen(runtime._engine) != before


def counted(tallies: tuple[Tally, ...], path: Path, clock: Clock) -> dict[str, list[tuple[object, ...]]]:
    """What a thief reads of a batch, in the order in which it lies there."""
    engine, counters = engine_for(f"sqlite:///{path}"), Counters(clock)
    assert prepare(engine)
    for tally in tallies:
        counters.count(tally)
    assert counters.flush(engine)
    engine.dispose()
    with closing(sqlite3.connect(path)) as database:
        return {name: database.execute(IN_ORDER % name).fetchall() for name in TABLES}


def test_where_rows_lie_does_not_tell_which_belong_to_one_message(tmp_path: Path, clock: Clock) -> None:
    """Were they written as they came, the first row of each table would be of one message: the tables could be joined again."""
    found = [counted(tallies, tmp_path / f"{number}.db", clock) for number, tallies in enumerate(itertools.permutations(TALLIES))]
    assert len(found) == 6
    assert [each for each in found if each != found[0]] == []
    topics, languages = ([row[2] for row in found[0][name]] for name in ("count_topic", "count_language"))
    assert (topics, languages) == (sorted(tally.topic for tally in TALLIES), sorted(tally.language for tally in TALLIES))


def test_counts_that_waited_for_a_lost_database_lie_in_no_other_order(tmp_path: Path, clock: Clock) -> None:
    counters, away = Counters(clock), engine_for(f"sqlite:///{tmp_path}/away.db")
    for tally in TALLIES:
        counters.count(tally)
        assert not counters.flush(away)  # no tables yet
    assert prepare(away)
    assert counters.flush(away)
    away.dispose()
    with closing(sqlite3.connect(tmp_path / "away.db")) as database:
        assert [row[0] for row in database.execute("SELECT value FROM count_topic ORDER BY rowid")] == sorted(
            tally.topic for tally in TALLIES
        )
