"""What we promise to who sets the line up: what is pasted at Twilio puts the emergency first, costs two texts at most."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from smsutil import split

from bot.adapters import carrier_texts
from bot.adapters.settings import PROJECT, Settings
from bot.bank import LANGUAGES
from bot.errors import ContentError

CONTENT = PROJECT / "content"
TEXTS = {(each.word, each.language): each for each in carrier_texts.texts(CONTENT, "Bridge & Tide", "207-555-0100")}
GOOD = {word: dict.fromkeys(LANGUAGES, "911") for word in carrier_texts.WORDS}


def write(folder: Path, table: dict[str, dict[str, str]], never: str = '["AYUDA"]') -> Path:
    """A folder with a carrier.toml."""
    lines = [f"never = {never}"]
    for word, said in table.items():
        lines += [f"[{word}]", *(f"{code} = {text!r}" for code, text in said.items())]
    (folder / carrier_texts.NAME).write_text("\n".join(lines))
    return folder


def test_each_word_has_a_text_in_each_language() -> None:
    assert list(TEXTS) == [(word, language) for word in ("STOP", "START", "HELP") for language in LANGUAGES]


@pytest.mark.parametrize("each", TEXTS.values(), ids=lambda each: f"{each.word} {each.language}")
def test_a_text_costs_two_segments_at_most_by_a_counter_that_is_not_ours(each: carrier_texts.CarrierText) -> None:
    assert each.segments == len(split(each.text).parts) <= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_sends_to_911_and_od_before_it_says_who_we_are(language: str) -> None:
    said = TEXTS["HELP", language].text
    assert said.index("911") < said.index(" OD. ") < said.index("Bridge & Tide") < said.index("207-555-0100")


def test_stop_says_that_help_stops_too_and_how_to_come_back() -> None:
    assert TEXTS["STOP", "en"].text == (
        "No more texts from us, even in an emergency: call 911. You can still call this number. "
        "To turn texts back on: START (toll-free: UNSTOP)."
    )


def test_a_cry_for_help_is_no_keyword() -> None:
    assert carrier_texts.never(CONTENT) == ("AYUDA", "AIDE", "AJUDA", "SOCORRO")


def test_nothing_offers_to_end_or_cancel() -> None:
    assert [each for each in TEXTS.values() if {"END", "CANCEL", "QUIT"} & set(each.text.replace(".", " ").split())] == []


def test_all_that_is_to_be_pasted_is_printed_with_the_group_s_name() -> None:
    said = carrier_texts.to_paste(Settings(organisation="Bridge & Tide", organisation_phone="207-555-0100"))
    assert [each.text in said for each in TEXTS.values()] == [True] * 12
    assert said.count("<?xml") == 2
    assert "AYUDA, AIDE, AJUDA, SOCORRO" in said


def test_a_name_that_costs_more_is_told() -> None:
    said = carrier_texts.to_paste(Settings(organisation="Źródło " * 9))
    assert "because of 'Ź' at 70 letters each: shorten it" in said or "shorten it" in said


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"help": {"en": "911"}}, "help: must have a text in each language"),
        ({"stop": dict.fromkeys(LANGUAGES, "no number")}, "stop: [en] 911 is missing"),
        ({"help": dict.fromkeys(LANGUAGES, "911 {who}")}, "unknown names in braces: who"),
        ({"help": dict.fromkeys(LANGUAGES, "911 {")}, "a brace is not closed"),
    ],
)
def test_a_fault_is_told_with_word_and_language(tmp_path: Path, change: dict[str, dict[str, str]], told: str) -> None:
    with pytest.raises(ContentError, match="The content cannot be used") as raised:
        carrier_texts.texts(write(tmp_path, GOOD | change))
    assert told in str(raised.value)


@pytest.mark.parametrize("text", ["[", "\x00", ""], ids=repr)
def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path, text: str) -> None:
    (tmp_path / carrier_texts.NAME).write_text(text)
    with pytest.raises(ContentError):
        carrier_texts.texts(tmp_path)


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="nothing to paste"):
        carrier_texts.never(tmp_path)


# --- what stands in for us


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(("path", "verbs"), [("/fallback.xml", {"Message"}), ("/fallback-voice.xml", {"Say", "Hangup"})])
def test_each_fallback_is_its_channel_s_twiml_and_needs_no_signature(app: Flask, method: str, path: str, verbs: set[str]) -> None:
    response = app.test_client().open(path, method=method)
    root = ET.fromstring(response.data)
    assert (response.status_code, response.mimetype, {child.tag for child in root}) == (200, "text/xml", verbs)
    assert len(response.data) < 4000


def test_the_fallback_of_a_call_sends_to_911_first_in_every_language(app: Flask) -> None:
    root = ET.fromstring(app.test_client().get("/fallback-voice.xml").data)
    said = [(each.get("language"), each.text) for each in root.iter("Say")]
    for code in ("en-US", "es-US", "fr-CA", "pt-BR"):
        assert ["9 1 1" in text for language, text in said if language == code] == [True, True]
    assert said[0][1].startswith("Is someone not breathing? Hang up and call 9 1 1")
    assert root[-1].tag == "Hangup"
