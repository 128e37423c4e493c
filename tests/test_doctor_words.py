"""What we promise about the words and the records: doctor says who has not signed, what is stale, what did not arrive."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from doctoring import NOW, all_right, light
from sqlalchemy.orm import Session

from bot.adapters import database, purge
from bot.adapters.doctor import records, words
from bot.adapters.doctor.table import examine
from bot.adapters.doctor.verdict import Light, Visit
from bot.adapters.settings import Settings
from bot.bank import Entry
from bot.knowledge import Knowledge
from bot.review import CLINICIAN, LAWYER, LIVED, TRANSLATOR, Review, Signature


@pytest.fixture
def visit(settings: Settings, tmp_path: Path, knowledge: Knowledge) -> Callable[..., Visit]:
    """`visit(log_level="DEBUG")`: a visit to a set-up that is all right but for what is named."""
    return all_right(settings, tmp_path, knowledge)


# --- the words


def knowing(visit: Visit, entries: list[Entry]) -> Visit:
    """The visit, to a line whose bank holds only `entries`."""
    bank = visit.knowledge.bank
    visit.loaded.knowledge = replace(visit.knowledge, bank=type(bank)(entries, bank.numbers, ["maine", "us"]))
    return visit


def signed(entry: Entry, *roles: str, languages: tuple[str, ...] = ("en", "es", "fr", "pt")) -> Entry:
    """`entry` with made-up signatures; nobody has reviewed anything."""
    made = [
        Signature("Nobody At All", role, date(2026, 11, 1), {code: entry.mark(code, role) for code in languages})
        for role in roles
    ]
    return replace(entry, review=Review(entry.review.by, entry.review.confidence, tuple(made)))


def test_the_words_as_they_are_wait_for_reviewers_and_it_is_red(visit) -> None:
    found = words.reviews(visit())
    assert (light(found), found.says.startswith("not ready to publish: ")) == (Light.RED, True)
    assert [role in found.says for role in (CLINICIAN, LIVED, TRANSLATOR)] == [True] * 3
    assert "still answers" in found.says


@pytest.mark.parametrize(
    ("roles", "lacking"),
    [
        ((LIVED, TRANSLATOR), "(1 a clinician)"),
        ((CLINICIAN, TRANSLATOR), "(1 a person who uses drugs)"),
        ((CLINICIAN, LIVED), "(1 a translator)"),
        ((), "(1 a clinician, 1 a person who uses drugs, 1 a translator)"),
    ],
)
def test_danger_and_naloxone_need_every_role(visit, roles: tuple[str, ...], lacking: str) -> None:
    whole = visit()
    entry = next(entry for entry in whole.knowledge.bank.all if entry.step)
    found = words.reviews(knowing(whole, [signed(entry, *roles)]))
    assert (light(found), lacking in found.says) == (Light.RED, True)
    assert light(words.reviews(knowing(whole, [signed(entry, CLINICIAN, LIVED, TRANSLATOR)]))) == Light.GREEN


def test_a_review_counts_no_more_when_the_words_change(visit) -> None:
    whole = visit()
    entry = signed(next(entry for entry in whole.knowledge.bank.all if entry.step), CLINICIAN, LIVED, TRANSLATOR)
    wording = {**entry.wording, "en": replace(entry.wording["en"], lead="Something else.")}
    assert light(words.reviews(knowing(whole, [replace(entry, wording=wording)]))) == Light.RED


def test_other_subjects_wait_in_yellow(visit) -> None:
    found = words.other_reviews(visit())
    assert (light(found), LAWYER in found.says) == (Light.YELLOW, True)


def test_every_naloxone_subject_is_with_the_dangerous(visit) -> None:
    naloxone = [entry for entry in visit().knowledge.bank.all if entry.topic.startswith("naloxone_") or entry.step]
    assert len(naloxone) > 50
    assert [entry.id for entry in naloxone if not words.dangerous(entry) and "law" not in entry.topic] == []


@pytest.mark.parametrize(("days", "wanted"), [(-1, Light.RED), (0, Light.YELLOW), (29, Light.YELLOW), (31, Light.GREEN)])
def test_a_text_past_its_day_is_seen(visit, days: int, wanted: Light) -> None:
    whole = visit()
    entry = next(entry for entry in whole.knowledge.bank.all if entry.step)
    due = replace(entry, review=replace(entry.review, by=NOW.date() + timedelta(days=days)))
    assert light(words.dates(knowing(whole, [due]))) == wanted


def test_phone_numbers_that_nobody_called_and_places_that_nobody_checked_are_yellow(visit) -> None:
    assert light(words.numbers(visit())) == Light.YELLOW
    found = words.places(visit(site_max_age_days=30))
    assert (light(found), "30 days" in found.says) == (Light.YELLOW, True)


def test_content_that_is_faulty_is_red_with_the_first_fault(visit, tmp_path: Path) -> None:
    (tmp_path / "entries").mkdir()
    (tmp_path / "entries" / "x.toml").write_text("topic = ")
    found = dict(examine(visit(content_dir=tmp_path), offline=True))
    assert [found[name].light for name in ("content", "reviewers, danger")] == [Light.RED, Light.OFF]
    assert "x.toml" in found["content"].says


def test_a_long_name_makes_the_carriers_texts_too_long(visit) -> None:
    assert light(words.carriers(visit())) == Light.GREEN
    found = words.carriers(visit(organisation="A Very Long Name " * 20))
    assert (light(found), "HELP" in found.says) == (Light.YELLOW, True)
    assert light(words.carriers(visit(twilio_auth_token=""))) == Light.OFF


# --- Twilio's records, and texts that did not arrive


@pytest.mark.parametrize(
    ("hours", "wanted"), [(None, Light.YELLOW), (0, Light.GREEN), (2, Light.GREEN), (4, Light.RED), (400, Light.RED)]
)
def test_a_purge_that_stopped_is_red(visit, tmp_path: Path, hours: int | None, wanted: Light) -> None:
    if hours is not None:
        purge.stamp(tmp_path, NOW - timedelta(hours=hours))
    assert light(records.purging(visit())) == wanted


def test_a_legal_hold_is_said(visit, tmp_path: Path) -> None:
    purge.stamp(tmp_path, NOW)
    (tmp_path / "var" / "legal-hold").touch()
    assert "legal hold" in records.purging(visit()).says
    assert light(records.purging(visit())) == Light.YELLOW
    assert light(records.purging(visit(twilio_auth_token=""))) == Light.OFF


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([], Light.GREEN),
        ([("2026-11", "30003")], Light.YELLOW),
        ([("2026-10", "30007"), ("2026-11", "30003")], Light.RED),
        ([("2026-09", "30007")], Light.GREEN),
        ([("2026-11", "30034")], Light.RED),
    ],
)
def test_texts_that_a_carrier_filters_are_red_and_no_count_is_shown(visit, rows: list[tuple[str, str]], wanted: Light) -> None:
    engine = database.engine_for(visit().settings.database_url)
    database.prepare(engine)
    with Session(engine) as session, session.begin():
        session.add_all(database.DeliveryCount(period=period, value=code, count=7) for period, code in rows)
    engine.dispose()
    found = records.failures(visit())
    assert light(found) == wanted
    assert not re.search(r"\b7\b", found.says)


def test_without_a_database_nothing_is_known_of_failures(visit) -> None:
    assert light(records.failures(visit())) == Light.OFF
