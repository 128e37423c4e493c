"""What we promise of the minute's work: one part that breaks ends neither the others nor the minutes that follow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from actors import Clock
from flask import Flask
from serving import until
from sqlalchemy import create_engine, text

from bot.adapters import database, runtime as minutes
from bot.adapters.runtime import Runtime
from bot.adapters.site_refresh import Places
from bot.reply import Tally
from bot.state import State

PARTS = {
    "sweeping": lambda runtime: (runtime.memory, "sweep"),
    "opening the database": lambda _: (database, "prepare"),
    "writing the counts": lambda runtime: (runtime.counters, "due"),
    "writing the reports": lambda runtime: (runtime.reports, "flush"),
    "reading the places": lambda _: (Places, "refresh"),
}  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_breaks_is_told_and_all_goes_on(
    make_app: Callable[..., Flask], clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], part: str
) -> None:
    runtime: Runtime = make_app().extensions["safertext"]
    broke: list[str] = []

    def breaks(*_: object) -> None:
        broke.append(part)
        raise RuntimeError(part)

    with runtime.memory.talk(b"talk") as talk:
        talk.state = State(clock.now)
    clock.passes(days=1)
    monkeypatch.setattr(minutes, "_EVERY_SECONDS", 0.01)
    minute = Thread(target=runtime._look_after)
    with monkeypatch.context() as broken:
        broken.setattr(*PARTS[part](runtime), breaks)
        minute.start()
        until(lambda: len(broke) > 0 and len(runtime.memory) == (part == "sweeping"))
    until(lambda: runtime.database == "ready" and len(runtime.memory) == 0)
    runtime.stop()
    minute.join(10)
    assert "the minute's work broke" in capsys.readouterr().err


def test_what_was_counted_before_the_database_opened_is_not_lost(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'counts.db'}"
    runtime: Runtime = make_app(database_url=url).extensions["safertext"]
    runtime.count(Tally("naloxone_get", "sms", "en"))
    runtime.stop()
    with create_engine(url).connect() as connection:
        [(topic, count)] = connection.execute(text("SELECT value, count FROM count_topic")).all()
    assert (topic, count) == ("naloxone_get", 1)
