"""What we promise about counting: separate tables that cannot tell who, on SQLite and PostgreSQL, never in an answer's way."""

from __future__ import annotations

import socket
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from actors import Clock, Texter
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.adapters.counters import Counters
from bot.adapters.database import COUNTS, Base, answers, engine_for, prepare
from bot.bank import LANGUAGES
from bot.message import Channel
from bot.reply import Tally

TALLY = Tally(topic="naloxone_get", channel="sms", language="es", area="044")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    url = f"sqlite:///{tmp_path}/counts.db" if request.param == "sqlite" else request.getfixturevalue("postgresql")
    engine = engine_for(url)
    Base.metadata.drop_all(engine)
    assert prepare(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def counters(clock: Clock) -> Counters:
    """Counters on the test's clock: 23 November 2026."""
    return Counters(clock)


def rows(engine: Engine) -> dict[str, dict[tuple[str, str], int]]:
    """Everything that is in the tables."""
    with Session(engine) as session:
        return {
            table.__tablename__: {(row.period, row.value): row.count for row in session.scalars(select(table))}
            for table in COUNTS
        }


def total(engine: Engine) -> int:
    """How many messages were counted."""
    return sum(rows(engine)["count_day"].values())


# --- what is counted


def test_there_is_no_table_about_who_texts() -> None:
    """What the group writes, and counts: period, one value, a count; nothing crosses two values or points to another table."""
    ours = {name for name in Base.metadata.tables if name.startswith("site") or name in {"supply_alert", "notice", "admin"}}
    tables = {name: table for name, table in Base.metadata.tables.items() if name not in ours}
    assert {"count_topic", "count_channel", "count_language", "count_area", "count_day"} <= set(tables)
    assert [name for name in tables if not name.startswith("count_")] == []
    assert {name: [column.name for column in table.columns] for name, table in tables.items()} == {
        name: ["period", "value", "count"] for name in tables
    }
    assert [table.name for table in tables.values() if table.foreign_keys] == []


def test_a_message_is_counted_once_in_each_table(engine: Engine, counters: Counters) -> None:
    counters.count(TALLY)
    assert counters.flush(engine)
    assert rows(engine) == {
        "count_topic": {("2026-11", "naloxone_get"): 1},
        "count_channel": {("2026-11", "sms"): 1},
        "count_language": {("2026Q4", "es"): 1},
        "count_area": {("2026Q4", "044"): 1},
        "count_day": {("2026-11-23", "all"): 1},
    }


def test_counts_add_up_over_time_and_places(engine: Engine, counters: Counters, clock: Clock) -> None:
    for _ in range(3):
        counters.count(TALLY)
        counters.count(Tally("bleach", "telegram", "en"))
        assert counters.flush(engine)
    clock.now = datetime(2027, 1, 1, tzinfo=UTC)
    counters.count(TALLY)
    assert counters.flush(engine)
    assert rows(engine)["count_topic"] == {
        ("2026-11", "naloxone_get"): 3,
        ("2026-11", "bleach"): 3,
        ("2027-01", "naloxone_get"): 1,
    }
    assert rows(engine)["count_language"] == {("2026Q4", "es"): 3, ("2026Q4", "en"): 3, ("2027Q1", "es"): 1}
    assert rows(engine)["count_area"] == {("2026Q4", "044"): 3, ("2027Q1", "044"): 1}


@pytest.mark.parametrize(
    ("month", "quarter"), [(1, "Q1"), (3, "Q1"), (4, "Q2"), (6, "Q2"), (7, "Q3"), (9, "Q3"), (10, "Q4"), (12, "Q4")]
)
def test_a_quarter_has_three_months(counters: Counters, clock: Clock, month: int, quarter: str) -> None:
    clock.now = datetime(2026, month, 28, tzinfo=UTC)
    counters.count(TALLY)
    assert ("2026" + quarter) in {period for _, period, _ in counters._held}


def test_counts_are_written_on_the_quarter_hour_so_that_a_row_s_time_tells_nothing(
    engine: Engine, counters: Counters, clock: Clock
) -> None:
    """Not a minute after somebody texted: a file's own time would say when."""
    counters.count(TALLY)
    assert not counters.due()
    clock.passes(minutes=14, seconds=59)
    assert not counters.due()
    clock.passes(seconds=1)
    assert (counters.due(), counters.flush(engine), counters.due()) == (True, True, False)


def test_counts_that_could_not_be_written_are_tried_again_within_the_minute(counters: Counters) -> None:
    counters.count(TALLY)
    assert (counters.flush(engine_for(AWAY["a server that is not there"])), counters.due()) == (False, True)


def test_a_database_that_cannot_be_read_is_noticed_between_two_writings(engine: Engine) -> None:
    assert (answers(engine), answers(engine_for(AWAY["a server that is not there"]))) == (True, False)


def test_the_order_of_messages_is_not_kept(engine: Engine, counters: Counters) -> None:
    """Two rows written together tell nothing of which message brought which value."""
    for tally in (Tally("bleach", "sms", "es", "044"), Tally("thanks", "web", "en", "049")):
        counters.count(tally)
    counters.flush(engine)
    counted = rows(engine)
    assert {name: len(cells) for name, cells in counted.items()} == dict.fromkeys(counted, 2) | {"count_day": 1}


def test_several_servers_count_into_one_database(engine: Engine, clock: Clock) -> None:
    """Adding is one statement, so none overwrites another."""

    def serve(_: int) -> bool:
        counters = Counters(clock)
        for _ in range(25):
            counters.count(TALLY)
            while not counters.flush(engine):
                time.sleep(0.01)
        return True

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(serve, range(4)))
    assert total(engine) == 100


def test_no_message_is_lost_between_threads(engine: Engine, counters: Counters) -> None:
    def work(number: int) -> None:
        for _ in range(100):
            counters.count(TALLY)
            if number == 0:
                counters.flush(engine)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert counters.flush(engine)
    assert total(engine) == 800


def test_the_tables_are_made_once(engine: Engine, counters: Counters) -> None:
    counters.count(TALLY)
    counters.flush(engine)
    assert prepare(engine)
    assert total(engine) == 1


def test_only_labels_of_ours_reach_the_database(app: Flask, texter: Texter, tmp_path: Path) -> None:
    for text in (
        "narcan 04401",
        "¿quién ve esto?",
        "zebra xylophone quokka",
        "hes blue and wont wake up",
        "04101",
        "Fort Kent",
        "9" * 30,
    ):
        texter.says(text)
    engine = engine_for(f"sqlite:///{tmp_path}/counts.db")
    assert prepare(engine)
    assert app.extensions["safertext"].counters.flush(engine)
    counted = {name: {value for _, value in cells} for name, cells in rows(engine).items()}
    engine.dispose()
    bank = app.extensions["safertext"].knowledge.bank
    topics = {entry.topic for entry in bank.all} | {"out_of_scope"}
    assert counted["count_topic"] <= topics
    assert counted["count_channel"] <= set(Channel)
    assert counted["count_language"] <= set(LANGUAGES)
    assert all(len(area) == 3 and area.isdecimal() for area in counted["count_area"])
    assert counted["count_day"] == {"all"}


# --- the database is away


AWAY = {
    "a server that is not there": "postgresql+psycopg://u:pssst@127.0.0.1:1/x",
    "a socket that is not there": "postgresql+psycopg://u@/x?host=/nowhere",
    "a host without a name": "postgresql+psycopg://u@nowhere.invalid/x",
}


@pytest.mark.parametrize("url", AWAY.values(), ids=AWAY)
def test_a_database_that_is_away_costs_no_count(url: str, counters: Counters, tmp_path: Path) -> None:
    counters.count(TALLY)
    away = engine_for(url)
    assert (prepare(away), counters.flush(away)) == (False, False)
    counters.count(TALLY)
    back = engine_for(f"sqlite:///{tmp_path}/back.db")
    assert (prepare(back), counters.flush(back), total(back)) == (True, True, 2)
    back.dispose()


def test_a_database_that_never_answers_holds_nobody_up() -> None:
    """A port that is open and silent: the minute's work must go on."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        assert not prepare(engine_for(f"postgresql+psycopg://u@127.0.0.1:{silent.getsockname()[1]}/x"))
        assert time.monotonic() - began < 10


def test_a_file_that_is_no_database_costs_no_count(counters: Counters, tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"this is a letter, not a database" * 100)
    counters.count(TALLY)
    engine = engine_for(f"sqlite:///{tmp_path}/x.db")
    assert (prepare(engine), counters.flush(engine)) == (False, False)
    assert sum(counters._held.values()) == 5


def test_a_folder_in_the_place_of_the_file_costs_no_count(counters: Counters, tmp_path: Path) -> None:
    counters.count(TALLY)
    engine = engine_for(f"sqlite:///{tmp_path}")
    assert (prepare(engine), counters.flush(engine)) == (False, False)
    assert sum(counters._held.values()) == 5


def test_a_database_that_is_locked_gets_the_counts_later(counters: Counters, tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path}/x.db")
    assert prepare(engine)
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    counters.count(TALLY)
    assert not counters.flush(engine)
    other.execute("COMMIT")
    other.close()
    assert counters.flush(engine)
    assert (total(engine), counters._held) == (1, Counter())
    engine.dispose()


def test_answers_go_on_without_a_database_and_the_counts_wait(make_app: Callable[..., Flask]) -> None:
    app = make_app(database_url="postgresql+psycopg://u@127.0.0.1:1/x")
    texter = Texter(app.test_client())
    assert "911" in texter.says("hes blue and wont wake up")[0]
    assert texter.says("next") != []
    held = app.extensions["safertext"].counters._held
    assert sum(count for (table, _, _), count in held.items() if table == "count_day") == 2


def test_no_error_of_the_database_tells_its_password(caplog: pytest.LogCaptureFixture, counters: Counters) -> None:
    counters.count(TALLY)
    away = engine_for(AWAY["a server that is not there"])
    prepare(away)
    counters.flush(away)
    assert len(caplog.records) == 2
    assert "pssst" not in caplog.text
