"""What people shorten is understood beside a service, an unknown ZIP is told as such, and a bare "ER" asks for a door."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.message import Channel, Message
from bot.reply import Outcome
from handlers.respond import respond

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))


def told(knowledge, *texts: str) -> Outcome:
    state, outcome = None, None
    for text in texts:
        outcome = respond(Message(text, Channel.SMS), state, knowledge, NOW)
        state = outcome.state
    assert outcome
    return outcome


@pytest.mark.parametrize(
    ("text", "zip_code"),
    [
        pytest.param("narcan 4401", "04401", id="a zero left out"),
        pytest.param("needles 4240", "04240", id="likewise"),
        pytest.param("narcan v6a", "V6A", id="half of a Canadian code"),
        pytest.param("narcan H2X 1Y4", "H2X", id="all of it"),
        pytest.param("narcan 04112-1234", "04112", id="ZIP+4 of a PO box"),
    ],
)
def test_a_shortened_code_beside_a_service_is_a_place(knowledge, text, zip_code):
    assert told(knowledge, text).state.place.zip == zip_code


@pytest.mark.parametrize("text", ["i paid 4401 dollars for narcan training", "narcan 2026"])
def test_another_number_is_none(knowledge, text):
    state = told(knowledge, text).state
    assert state is None or state.place is None


def test_a_zip_that_nobody_knows_is_told_and_the_last_town_is_not_taken_in_its_stead(knowledge):
    assert told(knowledge, "narcan bangor", "narcan 99999").reply.lead == knowledge.line("unknown_place", "en")
    assert told(knowledge, "narcan 99999 bangor").state.place.name == "Bangor"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("ER", "no_hospital"),
        ("nearest emergency room", "no_hospital"),
        ("hospital", "no_hospital"),
        ("where is the nearest hospital", "no_hospital"),
        ("er near lewiston", "no_hospital"),
        ("pharmacy", "no_pharmacy"),
    ],
)
def test_a_door_of_which_we_have_no_list_is_told_so(knowledge, text, line):
    assert knowledge.line(line, "en") in told(knowledge, text).reply.paragraphs


@pytest.mark.parametrize("name", ["Unity", "Hope", "Freedom"])
def test_a_service_and_a_town_that_is_a_word_is_asked_back(knowledge, name):
    outcome = told(knowledge, f"narcan {name.lower()}")
    assert outcome.state.offered[0] == f"place:{name}|ME"
    assert told(knowledge, f"narcan {name.lower()}", "1").state.place.name == name


@pytest.mark.parametrize(
    ("texts", "service"),
    [
        pytest.param(("detox", "lewiston"), "detox", id="after what detox is"),
        pytest.param(("narcan 04401", "detox", "lewiston"), "detox", id="which is newer than the list"),
        pytest.param(("detox", "narcan in washington", "2"), "naloxone", id="but not than our question"),
        pytest.param(("needles bangor", "lewiston"), "syringe_services", id="after a list"),
        pytest.param(("narcan", "lewiston"), "naloxone", id="after another answer"),
    ],
)
def test_a_town_alone_asks_for_what_was_spoken_of(knowledge, texts, service):
    assert told(knowledge, *texts).state.service == service
