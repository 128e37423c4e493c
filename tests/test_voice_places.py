"""What we promise to a caller who keys in a ZIP: the nearest places, and that it stands in no address."""

from __future__ import annotations

import pytest
from calling import Caller, says
from flask import Flask


def test_the_nearest_places_are_spoken(caller: Caller) -> None:
    caller.calls()
    caller.presses("3")
    heard = says(caller.presses("04401"))
    assert heard[2:4] == ["Bangor Public Health and Community Services. Bangor.", "Phone: 2 0 7, 9 9 2, 4 4 6 1."]
    assert "Wabanaki Public Health and Wellness. 304 Hancock Street. Bangor." in heard


def test_places_are_said_again(caller: Caller) -> None:
    caller.at("zip")
    usual = says(caller.presses("04401"))
    assert (says(caller.presses("9")), says(caller.waits())) == (usual, usual)


def test_names_of_places_are_read_by_the_english_voice(caller: Caller) -> None:
    caller.at("zip", "es")
    voices = {"".join(say.itertext()): say.get("language") for say in caller.presses("04401").iter("Say")}
    assert voices["Bangor Public Health and Community Services. Bangor."] == "en-US"
    assert voices["Teléfono: 2 0 7, 9 9 2, 4 4 6 1."] == "es-US"


def test_a_zip_stands_in_no_address(caller: Caller) -> None:
    caller.at("zip")
    root = caller.presses("04401")
    assert "04401" not in caller.path
    assert "04401" not in root.findtext("Redirect")


def test_one_call_does_not_hear_another_s_places(caller: Caller, app: Flask) -> None:
    caller.at("zip")
    caller.presses("04401")
    other = Caller(app.test_client())
    assert says(other.at("near")) == says(other.at("zip"))


def test_a_place_that_was_forgotten_is_asked_again(caller: Caller, app: Flask) -> None:
    caller.at("zip")
    caller.presses("04401")
    app.extensions["safertext"].memory.forget(app.extensions["safertext"].memory.key("voice", caller.sid))
    assert says(caller.presses("9")) == says(caller.at("zip"))


def test_a_call_without_an_id_is_answered(caller: Caller) -> None:
    caller.sid = ""
    caller.at("zip")
    assert "Bangor" in " ".join(says(caller.presses("04401")))
    assert says(caller.presses("9")) == says(caller.at("zip"))


@pytest.mark.parametrize("code", ["00000", "99999", "12345"])
def test_a_zip_that_is_unknown_or_far_leads_to_people(caller: Caller, code: str) -> None:
    caller.at("zip")
    heard = " ".join(says(caller.presses(code)))
    assert "2 1 1" in heard or "Phone" in heard


@pytest.mark.parametrize("keys", ["4", "04", "0440", "0440*", "#0440", "٠٤٤٠١", "x" * 100])
def test_a_zip_in_pieces_is_asked_again(caller: Caller, keys: str) -> None:
    usual = says(caller.at("zip"))
    assert says(caller.presses(keys)) == usual
