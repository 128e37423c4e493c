"""What we promise of the way a call is spoken: slowly where hands follow, in tags that the voice takes, right without them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from calling import Caller, Element, begins, says
from defusedxml.ElementTree import fromstring
from flask import Flask
from ssml_rules import XML_LANG, refused, seconds
from twilio.twiml.voice_response import Say, VoiceResponse

from bot.adapters import fallback
from bot.adapters.voice_say import VOICES, Part, say
from bot.adapters.voice_steps import STEPS
from bot.adapters.voice_words import NAME, load
from bot.bank import LANGUAGES
from bot.knowledge import Knowledge
from bot.spoken import spoken

PLACE = "04401"


def said(part: Part, names: tuple[str, ...] = ()) -> Element:
    """One part as Twilio gets it, read again."""
    response = VoiceResponse()
    say(response, part, names)
    return fromstring(str(response))[0]


def tagged(root: Element) -> list[Element]:
    """The `<Say>`s that hold tags."""
    return [each for each in root.iter("Say") if len(each)]


# --- what is taken


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tag_of_every_step_is_one_that_its_voice_takes(caller: Caller, language: str) -> None:
    roots = [caller.at(step, language) for step in STEPS]
    caller.at("zip", language)
    spoken_by = [each for root in (*roots, caller.presses(PLACE)) for each in root.iter("Say")]
    assert [what for each in spoken_by for what in refused(each)] == []
    assert sum(len(each) > 0 for each in spoken_by) > len(STEPS) / 2


BROKEN = {
    "emphasis": '<Say voice="Polly.Joanna-Neural"><emphasis level="strong">now</emphasis></Say>',
    "pitch": '<Say voice="Polly.Joanna-Neural"><prosody pitch="high">now</prosody></Say>',
    "letters": '<Say voice="Polly.Lupe-Neural"><say-as interpret-as="characters">CPR</say-as></Say>',
    "too slow": '<Say voice="Polly.Joanna-Neural"><prosody rate="10%">now</prosody></Say>',
    "a word for a rate": '<Say voice="Polly.Joanna-Neural"><prosody rate="slowly">now</prosody></Say>',
    "too long a break": '<Say voice="Polly.Joanna-Neural">now<break time="11s"/></Say>',
    "a break around words": '<Say voice="Polly.Joanna-Neural"><break time="1s">now</break></Say>',
    "a language of no country": '<Say voice="Polly.Joanna-Neural"><lang xml:lang="english">now</lang></Say>',
    "another tag": '<Say voice="Polly.Joanna-Neural"><b>now</b></Say>',
    "a basic voice": '<Say voice="alice"><break time="1s"/>now</Say>',
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_the_judge_refuses_what_a_voice_does_not_take(text: str) -> None:
    assert len(refused(fromstring(text))) == 1


def test_the_judge_takes_what_a_voice_takes() -> None:
    one = Say(voice="Polly.Lupe-Neural", language="es-US")
    one.prosody("Uno", rate="85%").break_(time="1s")
    one.say_as("207-555-0100", interpret_as="telephone")
    one.lang("Maine", xml_lang="en-US")
    assert refused(fromstring(str(one.to_xml()))) == []


# --- right without it


@pytest.mark.parametrize("voice", ["alice", "man", "Polly.Ruth-Generative", "Google.en-US-Neural2-C", ""])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_voice_that_takes_no_such_tags_says_the_same_words(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge, voice: str, language: str
) -> None:
    part = Part(knowledge.lead(knowledge.bank.entries["naloxone_get"], language), language, pace=90)
    usual = said(part, ("Maine Access Points",))
    monkeypatch.setitem(VOICES, language, (voice, VOICES[language][1]))
    plain = said(part, ("Maine Access Points",))
    assert (len(usual), len(plain), plain.text) == (1, 0, "".join(usual.itertext()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pace_of_100_sends_no_tag_and_the_same_words(
    make_app: Callable[..., Flask], caller: Caller, project: Path, tmp_path: Path, language: str
) -> None:
    """What a group sets whose voices stumble."""
    text = (project / "content" / NAME).read_text(encoding="utf-8")
    (tmp_path / NAME).write_text(text.replace("pace = 90", "pace = 100"), encoding="utf-8")
    bare = Caller(make_app(content_dir=tmp_path).test_client())
    for step in STEPS:
        root = bare.at(step, language)
        assert (tagged(root), says(root)) == ([], says(caller.at(step, language)))


def test_what_must_not_fail_holds_no_tag(caller: Caller) -> None:
    """The danger, the cues of a count and what is told between them, the keys, and all that is said when nothing else works."""
    count = caller.at("again")
    assert tagged(count) == []
    for step in STEPS:
        assert begins([each.text for each in caller.at(step).iter("Say") if not len(each)], "en")
    assert [tagged(ET.fromstring(text)) for text in (fallback.calls(), fallback.calls())] == [[], []]


# --- what it is for


def test_a_step_is_slower_with_time_after_each_sentence(caller: Caller) -> None:
    (slow,) = next(each for each in caller.at("od").iter("Say") if len(each))
    assert (slow.tag, slow.get("rate"), {tag.tag for tag in slow}) == ("prosody", "90%", {"break"})
    assert len(slow) == len(re.findall(r"[.?!] ", "".join(slow.itertext())))


def test_a_number_is_said_in_groups_with_time_to_write() -> None:
    one = said(Part("Phone: 207-555-0100.", "en", pace=90))
    assert [each.get("time") for each in one.iter("break")] == ["400ms", "400ms"]
    assert "".join(one.itertext()) == "Phone: 2 0 7, 5 5 5, 0 1 0 0."
    assert seconds(one, 2.5) > seconds(said(Part("Phone: 207-555-0100.", "en")), 2.5) + 0.8


@pytest.mark.parametrize(("language", "lang"), [("en", []), ("es", ["en-US"]), ("fr", ["en-US"]), ("pt", ["en-US"])])
def test_an_english_name_in_another_language_is_said_as_english(caller: Caller, language: str, lang: list[str]) -> None:
    found = [each for each in caller.at("get", language).iter("lang") if each.text == "Maine Access Points"]
    assert [each.get(XML_LANG) for each in found] == lang


def test_what_is_between_tags_stays_words() -> None:
    one = said(Part("Tom & Ann <now>. Press 1.", "es", pace=50), ("Ann <now>",))
    assert "".join(one.itertext()) == spoken("Tom & Ann <now>. Press 1.", "es")
    assert (one[0].get("rate"), [each.text for each in one.iter("lang")]) == ("50%", ["Ann <now>"])


def test_pace_and_names_are_the_file_s(project: Path) -> None:
    words, faults = load(project / "content")
    assert (words.pace, words.names, faults) == (90, ("Maine Access Points", "MaineCare"), [])


def test_with_no_file_the_steps_are_still_slow(tmp_path: Path) -> None:
    words, _ = load(tmp_path)
    assert (words.pace, words.names) == (90, ())
    assert replace(Part("Call.", "en"), pace=words.pace).pace < 100
