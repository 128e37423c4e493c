"""What we promise to who went for nothing: it counts against that place, warns the next person, and nobody learns who told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from actors import Texter
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.adapters.importers.match import match_of
from bot.adapters.places_due import due
from bot.adapters.site_reports import reports_of
from bot.adapters.site_rows import bump, load_sites_from
from bot.adapters.site_said import Incoming
from bot.adapters.site_store import Store
from bot.text import words
from bot.understanding.place_reports import Report, report


@pytest.fixture
def runtime(app):
    """The server's parts, with its database open."""
    parts = app.extensions["safertext"]
    parts._open()
    assert parts._engine
    return parts


def minute(runtime) -> dict[str, int]:
    """The work of the minute that begins a quarter hour; what the table holds then."""
    runtime.clock.passes(minutes=15)
    assert runtime._write(runtime._engine)
    runtime._refresh(runtime._engine)
    return reports_of(runtime._engine)


def shown(runtime, place: str = "04401") -> list[str]:
    """The ids of the first list near a place, in its order."""
    directory, town = runtime.knowledge.directory, runtime.knowledge.gazetteer.zip(place)
    return [near.site.id for near in directory.nearest(town.point, "naloxone", runtime.clock()).results]


def tells(app, number: str, *said: str) -> list[str]:
    """Somebody asks, goes, and texts; the last answer."""
    person = Texter(app.test_client(), number=number)
    person.says("narcan 04401")
    return [person.says(each) for each in said][-1]


def test_a_place_found_shut_is_counted_once_a_talk_and_for_that_place_alone(app, runtime):
    assert "Noted" in tells(app, "+12075550101", "WRONG 2", "2 is closed", "wrong 2")[0]
    assert minute(runtime) == {shown(runtime)[1]: 1}


def test_three_who_found_it_shut_warn_the_next_person(app, runtime):
    second = shown(runtime)[1]
    for number in ("+12075550101", "+12075550102"):
        tells(app, number, "wrong 2")
    minute(runtime)
    assert "Others found it closed" not in "".join(tells(app, "+12075550104", "hours"))
    tells(app, "+12075550103", "2 is closed")
    assert minute(runtime) == {second: 3}
    said = "".join(tells(app, "+12075550104", "hours"))
    assert said.count("Others found it closed: call first") == 1


def test_the_list_of_whom_to_call_begins_with_it(app, runtime):
    tells(app, "+12075550101", "wrong 1")
    first = shown(runtime)[0]
    lines = due(load_sites_from(runtime._engine), minute(runtime), date(2026, 11, 23))
    assert (first in lines[0], "1 found it shut" in lines[0]) == (True, True)


def test_nothing_of_who_told_or_when_is_kept(app, runtime):
    tells(app, "+12075550101", "wrong 1")
    minute(runtime)
    with runtime._engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text("SELECT * FROM site_report"))]
    assert rows == [(shown(runtime)[0], 1, "2026-11")]


def test_a_later_check_forgets_what_was_reported(app, runtime):
    first = shown(runtime)[0]
    tells(app, "+12075550101", "wrong 1")
    minute(runtime)
    site = replace(runtime.knowledge.directory.get(first), verified_on=date(2026, 11, 23))
    with Session(runtime._engine) as session, session.begin():
        bump(session)
        Store(session, "us").put(Incoming(site.id, match_of(site), site, ours=True))
    assert reports_of(runtime._engine) == {}


def test_a_place_that_is_gone_from_the_database_does_not_hold_up_the_counts(app, runtime):
    runtime.reports.count("no-such-place")
    assert minute(runtime) == {}


def test_reports_wait_while_the_database_is_away(app, runtime):
    tells(app, "+12075550101", "wrong 1")
    with runtime._engine.begin() as connection:
        connection.execute(text("ALTER TABLE site_report RENAME TO away"))
    assert not runtime.reports.flush(runtime._engine)
    with runtime._engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO site_report"))
    assert sum(minute(runtime).values()) == 1


def test_which_place_is_asked_where_several_were_shown(app, runtime):
    assert "WRONG 2" in tells(app, "+12075550101", "closed")[0]
    assert "WRONG 2" in tells(app, "+12075550102", "wrong 9")[0]
    assert minute(runtime) == {}


def test_without_a_list_the_words_mean_what_they_meant(texter, app, runtime):
    texter.says("what is fentanyl")
    assert "Maybe one of these" in texter.says("wrong")[0]
    assert "Maybe one of these" in tells(app, "+12075550101", "what is fentanyl", "wrong")[0]
    assert minute(runtime) == {}


def test_more_goes_on_with_what_was_answered_last(app):
    said = tells(app, "+12075550101", "what is fentanyl", "more")
    assert "mi." not in said[0]


TELLS = {
    "wrong 2": 2, "WRONG #2": 2, "2 closed": 2, "2 is closed": 2, "the 2nd one is closed": 2, "the second one was locked": 2,
    "closed": None, "wrong": None, "its closed": None, "they are closed": None, "number 3 doesnt exist": 3, "1 moved": 1,
    "i went there and it was shut": None, "the first one isnt there anymore": 1, "nobody there": None, "hey 1 is gone": 1,
    "2 cerrado": 2, "está cerrado": None, "mal 2": 2, "el segundo ya no existe": 2, "2 está cerrada": 2,
    "fermé": None, "2 fermé": 2, "faux 2": 2, "le deuxième est fermé": 2, "c'est fermé": None,
    "fechado": None, "2 fechado": 2, "errado 3": 3, "o primeiro não existe mais": 1, "wrong number for 2": 2,
}  # fmt: skip


@pytest.mark.parametrize("said", TELLS)
def test_each_way_of_telling_is_understood(said):
    assert report(words(said), asks=False) == Report(TELLS[said])


@pytest.mark.parametrize(
    "said",
    ["hes gone", "mal", "estoy mal", "me siento mal", "moved", "is it closed", "are they closed on sunday", "", "2", "narcan",
     "what am i doing wrong", "my mouth is locked shut", "closed fist", "something is wrong", "wrong vein", "gone",
     "the door is closed and he wont answer", "nobody there to help me", "she is wrong", "2 narcans and still wrong"],
)  # fmt: skip
def test_other_words_are_no_report(said):
    assert report(words(said), asks=False) is None


def test_a_question_is_no_report():
    assert report(words("esta cerrado"), asks=True) is None
