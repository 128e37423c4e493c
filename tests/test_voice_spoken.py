"""What we promise of spoken words: Twilio can play them, and nothing in them is for eyes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

import pytest
from actors import BASE_URL
from calling import READS_BADLY, Caller, badly, says

from bot.adapters.voice_steps import STEPS
from bot.bank import LANGUAGES
from bot.knowledge import Knowledge
from bot.spoken import phone, spoken, street


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_holds_only_speech_pauses_and_keys(caller: Caller, language: str) -> None:
    """No recording, no speech input; limits of Twilio: 4,096 letters a `<Say>`, 64 kB an answer."""
    for step in STEPS:
        root = caller.at(step, language)
        gather, redirect = root
        assert (gather.tag, redirect.tag, {verb.tag for verb in gather} - {"Say", "Pause"}) == ("Gather", "Redirect", set())
        assert gather.get("input") == "dtmf"
        assert (gather.get("action"), redirect.get("method")) == (redirect.text, "POST")
        assert re.fullmatch(rf"{BASE_URL}/voice/[a-z]+-\d+/[a-z]{{2}}", redirect.text)
        assert max(map(len, says(root))) < 4096
        assert len(ET.tostring(root)) < 64 * 1024
        assert all(0 < int(pause.get("length")) < 10 for pause in root.iter("Pause"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_spoken_reads_well(caller: Caller, language: str) -> None:
    caller.at("zip", language)
    heard = says(caller.presses("04401"))
    assert badly(heard + [text for step in STEPS for text in says(caller.at(step, language))]) == []


def test_the_spoken_form_of_every_entry_reads_well(knowledge: Knowledge) -> None:
    """Not only of those that a call reaches: `safertext ask` and the group's pages show it for each."""
    said = [
        spoken(knowledge.numbered(entry.say(each).spoken or entry.say(each).lead), each)
        for entry in knowledge.bank.all
        for each in LANGUAGES
    ]
    assert len(said) > 900
    assert [text for text in said if READS_BADLY.search(text) or not text] == []


@pytest.mark.parametrize("code", ["04401", "04101", "04769", "04736", "04240", "04605", "02118", "10027"])
def test_places_read_well(caller: Caller, code: str) -> None:
    caller.at("zip")
    assert badly(says(caller.presses(code))) == []


SPOKEN: Mapping[str, tuple[str, str, str]] = {
    "an emergency number": ("en", "CALL 911 now.", "Call 9 1 1 now."),
    "a phone number": ("es", "Llama al 207-555-0100.", "Llama al 2 0 7, 5 5 5, 0 1 0 0."),
    "a long number": ("en", "Call 1-800-222-1222.", "Call 1, 8 0 0, 2 2 2, 1 2 2 2."),
    "a range": ("fr", "Après 2-3 minutes.", "Après 2 à 3 minutes."),
    "a month": ("en", "Not checked since 2025-03: call first.", "Not checked since March 2025: call first."),
    "a day": ("es", "Revisado 2026-11-05.", "Revisado 5 de noviembre de 2026."),
    "a unit": ("pt", "Spray de 4 mg.", "Spray de 4 miligramas."),
    "letters": ("en", "Do CPR.", "Do C P R."),
    "a word to text": ("en", "Give breaths. Text SPRAY or BREATHS.", "Give breaths."),
    "a word with a reason": ("es", "Si deja: escribe OD. Escribe HOSPITAL.", "Si deja: marca 0."),
    "an aside": ("fr", "Râle: textez OD (enfant: textez ENFANT).", "Râle: appuyez sur 0."),
    "an aside that names a word": ("es", "Si deja: escribe OD (menor: MENOR).", "Si deja: marca 0."),
    "a text code": ("en", "Call 211, or text a ZIP to 898-211.", "Call 2 1 1, or text a zip to 8 9 8, 2 1 1."),
    "a long code": ("fr", "Textez ALLO au 741741, jour et nuit. Râle: APPELEZ LE 911.", "Râle: Appelez le 9 1 1."),
    "a site": ("es", "Mapa: treatmentconnection.com/maine.", "Mapa: treatmentconnection punto com barra maine."),
    "a house": ("pt", "Centro: 47 Water St, Augusta.", "Centro: 47 Water Street, Augusta."),
    "a share": ("fr", "Environ 10% des morts.", "Environ 10 pour cent des morts."),
    "a half": ("en", "Add 1/2 teaspoon.", "Add half a teaspoon."),
    "a country": ("es", "En EE.UU.: llama.", "En Estados Unidos: llama."),
    "an address": ("en", "Maine Access Points (maineaccesspoints.org/naloxone), or 211.", "Maine Access Points, or 2 1 1."),
    "a place to text": ("pt", "Grátis. Escreva um ZIP ou cidade. Ou ligue 211.", "Grátis. Ou ligue 2 1 1."),
    "nothing to change": ("en", "Head back, chin up.", "Head back, chin up."),
}


@pytest.mark.parametrize(("language", "text", "said"), SPOKEN.values(), ids=SPOKEN)
def test_a_text_is_turned_into_speech(language: str, text: str, said: str) -> None:
    assert spoken(text, language) == said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("103 India St", "103 India Street"),
        ("9 E Hastings St.", "9 East Hastings Street"),
        ("St. Brendan the Navigator church", "Saint Brendan the Navigator church"),
        ("20 Mt. Blue Circle, Suite 1", "20 Mount Blue Circle, Suite 1"),
        ("45-47 Lisbon Street", "45 to 47 Lisbon Street"),
        ("Health & Community", "Health and Community"),
        ("St John's Rd", "Saint John's Road"),
    ],
)
def test_an_address_is_read_in_full(address: str, said: str) -> None:
    assert street(address) == said


def test_a_phone_is_read_digit_by_digit() -> None:
    assert phone("207-555-0100") == "2 0 7, 5 5 5, 0 1 0 0"
