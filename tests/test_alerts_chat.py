"""We promise that alerts are pulled and never pushed, end by themselves, and never stand in the way of danger."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from serving import started
from sqlalchemy.orm import Session

from bot.adapters import database
from bot.adapters.alerts_store import AlertRow, NoticeRow
from bot.adapters.news import with_news
from bot.alerts import Alert, Notice, current
from bot.bank import LANGUAGES
from bot.message import Message
from handlers.respond import respond

TODAY = date(2026, 11, 23)
NEW = Alert(
    {"en": "Grey powder sold as dope puts people to sleep for hours.", "es": "Polvo gris vendido como droga: duerme horas."},
    TODAY, TODAY + timedelta(days=7), "Bangor", "Bangor Public Health",
)  # fmt: skip
OLD = Alert({"en": "Blue pills are not what they look like."}, TODAY - timedelta(days=9), TODAY + timedelta(days=1), "", "A lab")
NOTICE = Notice(
    {"en": "The van is not out this week.", "es": "La camioneta no sale esta semana."}, TODAY, TODAY + timedelta(days=2)
)


@pytest.fixture
def say(knowledge, clock):
    """One text to the core while `alerts` and `notices` hold."""

    def one(text, state=None, alerts=(OLD, NEW), notices=(), at=None, **changed):
        known = replace(knowledge, alerts=tuple(alerts), notices=tuple(notices), **changed)
        return respond(Message(text), state, known, at or clock())

    return one


ASKED = [
    "alerts",
    "ALERTS",
    "bad batch",
    "whats going around",
    "What's going around?",
    "alertas",
    "lote malo",
    "alertes",
    "lote ruim",
]


@pytest.mark.parametrize("text", [*ASKED, "is there a bad batch in bangor", "any alerts right now", "heard theres a bad batch"])
def test_who_asks_gets_every_alert_with_place_day_and_source(say, text):
    said = say(text).reply.paragraphs
    assert [part for part in said if "Bangor" in part and "2026-11-23" in part and "Bangor Public Health" in part]
    assert [part for part in said if "2026-11-14" in part and "A lab" in part]


def test_the_newest_comes_first_but_for_one_where_the_person_looked(say, knowledge):
    assert say("alerts").reply.notes[0].startswith("Bangor, since 2026-11-23:")
    here = replace(OLD, area="Aroostook County")
    looked = say("narcan caribou maine", alerts=(NEW, here))
    assert say("alerts", looked.state, alerts=(NEW, here)).reply.notes[0].startswith("Aroostook County")


NONE = [("alerts", "We hold no supply alert"), ("alertas", "Hoy no tenemos"), ("alertes", "Nous n'avons aucune alerte")]


@pytest.mark.parametrize(("text", "begins"), NONE)
def test_with_no_alert_we_say_so_and_that_it_does_not_mean_safe(say, text, begins):
    said = say(text, say({"alertas": "espanol", "alertes": "francais"}.get(text, "hi")).state, alerts=()).reply
    assert (said.lead[: len(begins)], len(said.notes)) == (begins, 1)


def test_an_alert_is_said_in_the_language_of_the_talk_or_else_in_english(say):
    talk = say("espanol").state
    said = say("alertas", talk).reply
    assert said.language == "es"
    assert "Polvo gris" in said.notes[0]
    assert "Blue pills" in said.notes[1]


def test_an_alert_ends_at_midnight_in_maine_by_our_own_clock(say, clock):
    last = clock().replace(hour=4, minute=59) + timedelta(days=8)  # 23:59 on the last day in Maine
    assert say("alerts", at=last, alerts=(NEW,)).reply.notes[0].startswith("Bangor")
    assert say("alerts", at=last + timedelta(minutes=2), alerts=(NEW,)).reply.lead.startswith("We hold no supply alert")


def test_an_alert_that_has_not_begun_is_not_shown():
    assert current([replace(NEW, starts=TODAY + timedelta(days=1))], TODAY) == ()


def test_an_answer_that_it_bears_on_carries_one_line(say):
    notes = say("what is fentanyl").reply.notes
    assert notes[0] == "ALERT, Bangor: Grey powder sold as dope puts people to sleep for hours. Text ALERTS for all of it."
    assert not [note for note in notes[1:] if "ALERT" in note]


def test_a_long_alert_beside_an_answer_is_only_pointed_to(say):
    long = replace(NEW, text={"en": "x" * 200})
    assert "There is a supply alert (Bangor). Text ALERTS." in say("what is fentanyl", alerts=(long,)).reply.notes


def test_an_answer_that_it_does_not_bear_on_carries_none(say):
    for text in ("who can see these messages", "thanks", "narcan 04401"):
        assert not [part for part in say(text).reply.paragraphs if "ALERT" in part]


DANGER = [
    "he is blue and wont wake up",
    "od",
    "i took too much",
    "someone smoked a bad batch and isnt breathing",
    "i want to die",
]


@pytest.mark.parametrize("text", DANGER)
def test_danger_carries_neither_alert_nor_notice(say, text):
    assert say(text, notices=(NOTICE,)).reply == say(text, alerts=()).reply


def test_steps_carry_neither_alert_nor_notice(say):
    opened = say("he is blue and wont wake up", notices=(NOTICE,)).state
    for text in ("next", "BREATHS", "what is fentanyl", "hes awake"):
        outcome = say(text, opened, notices=(NOTICE,))
        assert not [part for part in outcome.reply.paragraphs if "ALERT" in part or "van" in part]


def test_a_notice_comes_before_the_first_reply_of_a_talk_and_not_again(say):
    first = say("what is naloxone", notices=(NOTICE,))
    assert "The van is not out this week." in first.reply.before
    assert "The van is not out this week." not in say("more", first.state, notices=(NOTICE,)).reply.paragraphs


def test_a_notice_waits_where_danger_is_possible(say):
    outcome = say("help", notices=(NOTICE,))
    assert "The van is not out this week." not in outcome.reply.paragraphs
    assert "The van is not out this week." in say("what is naloxone", outcome.state, notices=(NOTICE,)).reply.before


def test_a_notice_is_gone_after_its_last_day(say, clock):
    assert not say("what is naloxone", notices=(NOTICE,), at=clock() + timedelta(days=3)).state.noticed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_around_an_alert_name_the_word_that_asks_for_it(knowledge, language):
    word = {"en": "ALERTS", "es": "ALERTAS", "fr": "ALERTES", "pt": "ALERTAS"}[language]
    assert word in knowledge.line("alert_beside", language)
    assert word in knowledge.line("alert_pointer", language)


@pytest.fixture
def engine(tmp_path):
    """A database with one alert and one notice, from a day before the real one to a day after the tests'."""
    engine = database.engine_for(f"sqlite:///{tmp_path}/news.db")
    assert database.prepare(engine)
    now = datetime.now(UTC).date()
    days = {"starts": min(now, TODAY) - timedelta(days=1), "ends": max(now, TODAY) + timedelta(days=1)}
    with Session(engine) as session, session.begin():
        session.add(AlertRow(text_en="Grey powder.", text_es="Polvo gris.", area="Bangor", source="A lab", created=now, **days))
        session.add(NoticeRow(text_en="No van.", **days))
    yield engine
    engine.dispose()


def test_what_the_group_wrote_is_answered_from_the_database(knowledge, engine, clock):
    known = with_news(knowledge, engine, TODAY)
    assert "Grey powder." in respond(Message("alerts"), None, known, clock()).reply.notes[0]
    assert "No van." in respond(Message("what is naloxone"), None, known, clock()).reply.before


def test_a_database_that_cannot_be_read_leaves_what_is_in_memory(knowledge, tmp_path):
    known = replace(knowledge, alerts=(NEW,))
    broken = database.engine_for(f"sqlite:///{tmp_path}/empty.db")  # no tables
    assert with_news(known, broken, TODAY).alerts == (NEW,)
    broken.dispose()


def test_a_running_server_answers_with_what_the_group_wrote(program, engine):
    with started(program, DATABASE_URL=str(engine.url)) as server:
        deadline, said = time.monotonic() + 20, ""
        while "Grey powder." not in said and time.monotonic() < deadline:
            time.sleep(0.5)
            said = " ".join(server.texts("alerts"))
    assert "Grey powder. (Source: A lab)" in said
