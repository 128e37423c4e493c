"""What we promise to people who call: 911 first in every answer, keys that mean the same, a pace to breathe by, an end."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from actors import AUTH_TOKEN, BASE_URL, LINE, PERSON, Texter
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from bot import lastresort
from bot.adapters.voice import VOICES
from bot.adapters.voice_script import BUDGET, COUNT_SECONDS, CUE_SECONDS, MARK_SECONDS, STEPS, Call, onward
from bot.adapters.voice_words import BUILT_IN, NAME, load
from bot.bank import LANGUAGES
from bot.spoken import phone, spoken, street

Element = ET.Element
KEYS = "0123456789*#"
# What Twilio sends as the number of somebody who hides it.
HIDDEN = ["anonymous", "", "+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253", "Restricted", "sip:a@example.org"]
PACED = {"breaths": 5, "again": 5, "puffs": 3, "pant": 3}
# How a key of one step is named; 0, 5 to 9 and star mean the same everywhere.
NAMED = re.compile(r"(?:[Pp]ress|[Mm]arca|[Aa]ppuyez sur|[Tt]ecle) ([1-4])(?=[.,])")
_sids = itertools.count(1)


@dataclass
class Caller:
    """Somebody who calls, as Twilio brings their keys; follows the addresses that the answers name."""

    client: FlaskClient
    number: str = PERSON
    token: str = AUTH_TOKEN
    sid: str = field(default_factory=lambda: f"CA{next(_sids):032x}")
    path: str = "/voice"

    def posts(self, path: str, **more: str) -> TestResponse:
        """Post to any address, signed."""
        form = {"CallSid": self.sid, "AccountSid": "AC" + "0" * 32, "From": self.number, "To": LINE, "CallStatus": "in-progress"}
        form |= {"ApiVersion": "2010-04-01", "Direction": "inbound", "FromCity": "", "FromZip": "", **more}
        signed = RequestValidator(self.token).compute_signature(BASE_URL + path, form)
        return self.client.post(path, data=form, headers={"X-Twilio-Signature": signed})

    def calls(self) -> Element:
        """Dial; the first answer."""
        return self.heard(self.posts("/voice"))

    def presses(self, keys: str) -> Element:
        """Press keys; what is heard then."""
        return self.heard(self.posts(self.path, Digits=keys))

    def waits(self) -> Element:
        """Press nothing."""
        return self.heard(self.posts(self.path, Digits=""))

    def at(self, step: str, language: str = "en") -> Element:
        """Stand at a step, as if keys had led there, and have it repeated."""
        self.path = f"/voice/{step}-0/{language}"
        return self.presses("#")

    def heard(self, response: TestResponse) -> Element:
        """The answer, read by an XML parser that is not Twilio's; its address is where the next key goes."""
        assert (response.status_code, response.mimetype) == (200, "text/xml")
        root = ET.fromstring(response.data)
        assert root.tag == "Response"
        gather = root.find("Gather")
        if gather is not None:
            self.path = urlsplit(gather.get("action")).path
        return root


@pytest.fixture
def caller(app: Flask) -> Caller:
    return Caller(app.test_client())


def says(root: Element) -> list[str]:
    """Everything that is spoken, in order."""
    return [say.text for say in root.iter("Say")]


def first(language: str) -> str:
    return spoken(BUILT_IN["danger"][language], language)


def ends(root: Element) -> bool:
    return [child.tag for child in root][-1] == "Hangup"


# --- who may ask


@pytest.mark.parametrize("path", ["/voice", "/voice/od-0/en"])
def test_only_twilio_is_answered(caller: Caller, path: str) -> None:
    caller.token = "somebody-elses-token"
    stranger, unsigned = caller.posts(path), caller.client.post(path, data={"CallSid": "CA1"})
    assert [(each.status_code, each.data) for each in (stranger, unsigned)] == [(403, b"")] * 2


@pytest.mark.parametrize("path", ["/voice", "/voice/od-0/en"])
def test_only_posts_are_answered(caller: Caller, path: str) -> None:
    assert [caller.client.open(path, method=method).status_code for method in ("GET", "PUT", "DELETE", "OPTIONS")] == [405] * 4


def test_a_signature_of_another_step_does_not_fit(caller: Caller) -> None:
    form = {"CallSid": "CA1"}
    signed = RequestValidator(AUTH_TOKEN).compute_signature(f"{BASE_URL}/voice/od-0/en", form)
    assert caller.client.post("/voice/od-0/es", data=form, headers={"X-Twilio-Signature": signed}).status_code == 403


def test_without_twilio_s_secret_there_is_no_voice(make_app: Callable[..., Flask]) -> None:
    assert Caller(make_app(twilio_auth_token="").test_client()).posts("/voice").status_code == 404


def test_a_form_of_many_megabytes_is_refused(caller: Caller) -> None:
    assert caller.posts("/voice", More="x" * 70_000).status_code == 413


@pytest.mark.parametrize("number", HIDDEN, ids=[number or "none" for number in HIDDEN])
def test_a_hidden_number_is_answered_like_any_other(caller: Caller, number: str) -> None:
    usual = says(caller.calls())
    caller.number = number
    assert says(caller.calls()) == usual


# --- 911 first


def test_the_first_words_of_a_call_send_to_911_within_five_seconds(caller: Caller) -> None:
    """At 2.5 words a second, slower than the voices speak, and with no pause before."""
    root = caller.calls()
    spoken_first = next(iter(root.iter("Say"))).text
    assert next(iter(root[0])).tag == "Say"
    assert spoken_first.startswith("Is someone not breathing? Hang up and call 9 1 1: they talk you through it.")
    assert len(spoken_first.partition("9 1 1")[0].split()) + 3 <= 5 * 2.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_begins_with_the_danger(caller: Caller, language: str) -> None:
    assert {step: says(caller.at(step, language))[0] for step in STEPS} == dict.fromkeys(STEPS, first(language))


def test_the_menu_names_the_overdose_first(caller: Caller) -> None:
    assert says(caller.calls())[1].startswith("Overdose now: press 1.")


def test_the_first_answer_sends_to_911_in_every_language(caller: Caller) -> None:
    heard = {say.get("language"): say.text for say in caller.calls().iter("Say") if "9 1 1" in say.text}
    assert sorted(heard) == sorted(language for _, language in VOICES.values())


def test_the_last_words_of_a_call_are_not_a_goodbye_alone(caller: Caller) -> None:
    caller.path = f"/voice/od-{BUDGET}/fr"
    root = caller.waits()
    assert (ends(root), says(root)[0]) == (True, first("fr"))


# --- the guide


def test_an_overdose_is_led_through_step_by_step(caller: Caller, knowledge) -> None:
    caller.calls()
    heard = [says(caller.presses("1"))[1] for _ in range(3)]
    steps = ("overdose_other", "naloxone_nose", "breaths")
    assert heard == [spoken(knowledge.lead(knowledge.bank.get(step), "en"), "en") for step in steps]


def test_somebody_without_naloxone_is_led_to_breaths(caller: Caller, knowledge) -> None:
    caller.calls()
    caller.presses("1")
    assert says(caller.presses("2"))[1] == spoken(knowledge.lead(knowledge.bank.get("naloxone_none"), "en"), "en")
    assert "Breathe." in says(caller.presses("1"))


@pytest.mark.parametrize("keys", ["9", "#", ""], ids=["nine", "unknown", "nothing"])
def test_a_step_is_repeated(caller: Caller, keys: str) -> None:
    """But after "still not breathing" silence means busy hands: the count goes on."""
    for step in STEPS:
        usual = says(caller.at(step))
        if (keys or not STEPS[step].silent) and keys not in STEPS[step].keys:
            assert (step, says(caller.presses(keys))) == (step, usual)


@pytest.mark.parametrize(("step", "whole"), [("again", "breaths"), ("pant", "puffs")])
def test_nine_in_a_count_tells_how_to_breathe_again(caller: Caller, step: str, whole: str) -> None:
    usual = says(caller.at(whole))
    caller.at(step)
    assert says(caller.presses("9")) == usual


@pytest.mark.parametrize("step", PACED)
def test_with_no_key_the_breaths_go_on(caller: Caller, step: str) -> None:
    caller.at(step)
    heard = says(caller.waits())
    assert heard[1] == "Breathe."
    assert heard.count("Breathe.") > COUNT_SECONDS / PACED[step]


@pytest.mark.parametrize(("key", "leads"), [("0", "od"), ("*", "menu")])
def test_a_key_leads_there_from_everywhere(caller: Caller, key: str, leads: str) -> None:
    usual = says(caller.at(leads))
    for step in STEPS:
        caller.at(step)
        assert (step, says(caller.presses(key))) == (step, usual)


def test_every_key_leads_to_a_step_and_every_step_is_reached() -> None:
    reached = {"menu"} | {to for step in STEPS.values() for to in (*step.keys.values(), step.silent) if to} | {"near"}
    assert reached == set(STEPS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keys_that_are_named_are_the_keys_that_lead_on(caller: Caller, language: str) -> None:
    for name, step in STEPS.items():
        named = NAMED.findall(" ".join(says(caller.at(name, language))))
        assert (name, sorted(set(named) - set(step.keys))) == (name, [])
        assert (name, sorted(step.keys.keys() - set(named) - {"1", "9"})) == (name, [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_spoken_by_its_own_voice_from_everywhere(caller: Caller, language: str) -> None:
    for step in STEPS:
        caller.at(step)
        root = caller.presses({"en": "5", "es": "6", "fr": "7", "pt": "8"}[language])
        voices = [(say.get("voice"), say.get("language")) for say in root.iter("Say")]
        assert (step, voices[0], set(voices) <= set(VOICES.values())) == (step, VOICES[language], True)
        assert caller.path.endswith(f"/{language}")


# --- breaths


def beats(root: Element) -> Iterator[float]:
    """Seconds from each cue to the next, with a mark that is spoken in between."""
    seconds: float | None = None
    for verb in root[0]:
        if verb.tag == "Say" and verb.text == "Breathe.":
            if seconds is not None:
                yield seconds
            seconds = CUE_SECONDS
        elif verb.tag == "Say":
            is_mark = verb.text in {"One minute left.", "Thirty seconds left."}
            seconds = None if seconds is None or not is_mark else seconds + MARK_SECONDS
        elif seconds is not None:
            seconds += int(verb.get("length"))


@pytest.mark.parametrize(("step", "beat"), PACED.items())
def test_the_pauses_keep_the_pace_for_two_minutes(caller: Caller, step: str, beat: int) -> None:
    seconds = list(beats(caller.at(step)))
    if STEPS[step].entry:
        assert seconds.pop(0) == 2  # the two breaths at the beginning
    assert set(seconds) == {beat}
    assert sum(seconds) == COUNT_SECONDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cue_is_one_short_word(language: str) -> None:
    """The pace is counted from it."""
    cue = BUILT_IN["breathe"][language]
    assert (len(cue.split()), len(cue) <= 10) == (1, True)


@pytest.mark.parametrize("step", ["breaths", "puffs"])
def test_breathing_goes_on_while_the_second_dose_is_told(caller: Caller, step: str) -> None:
    heard = says(caller.at(step))
    told = heard[heard.index("Thirty seconds left.") :]
    assert any("another dose" in text for text in told)
    assert all("Breathe." in pair for pair in itertools.pairwise(told))
    assert max(len(text.split()) for text in told) <= 12


def test_the_time_to_the_second_dose_is_told(caller: Caller) -> None:
    heard = says(caller.at("breaths"))
    cues = [number for number, text in enumerate(heard) if text == "Breathe."]
    minute, half = heard.index("One minute left."), heard.index("Thirty seconds left.")
    assert sum(minute < cue < half for cue in cues) * 5 == 30


# --- help near a ZIP


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
    voices = {say.text: say.get("language") for say in caller.presses("04401").iter("Say")}
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


# --- every call ends


def test_every_key_and_every_silence_costs() -> None:
    calls = [Call(step, "en", 7) for step in STEPS]
    assert [each for call in calls for key in (*KEYS, "", "04401", "44") if (each := onward(call, key)).spent <= 7] == []


@pytest.mark.parametrize("keys", ["", *KEYS, "16", "139", "04401"], ids=lambda keys: keys or "silence")
def test_a_call_ends_whatever_is_pressed(caller: Caller, keys: str) -> None:
    caller.calls()
    pressed = itertools.cycle([keys] if len(keys) in {0, 5} else list(keys))
    answers = [caller.presses(next(pressed)) for _ in range(BUDGET)]
    assert ends(answers[-1])


@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=st.lists(st.sampled_from([*KEYS, "", "04401", "44444"]), min_size=BUDGET, max_size=BUDGET))
def test_a_call_ends_on_every_path(keys: list[str]) -> None:
    call = Call()
    for key in keys:
        call = onward(call, key)
        assert call.step in STEPS
    assert call.spent >= BUDGET


def test_a_silent_emergency_is_kept_for_half_an_hour_at_least() -> None:
    """An ambulance in the country takes that long."""
    call, rounds = Call("breaths"), 0
    while call.spent < BUDGET:
        call, rounds = onward(call, ""), rounds + 1
    assert rounds * COUNT_SECONDS >= 30 * 60


ODD = ["x/en", "od/en", "od-/en", "od-9999/en", "..-1/en", "od-1/xx", "OD-1/EN"]


@pytest.mark.parametrize("path", ODD)
@pytest.mark.parametrize("digits", ["1", "", "é" * 50, "1\x00", "\ud7ff", "-1", "9" * 1000])
def test_an_address_that_is_not_ours_is_answered_with_the_danger(caller: Caller, path: str, digits: str) -> None:
    assert says(caller.heard(caller.posts(f"/voice/{path}", Digits=digits)))[0] == first("en")


# --- what Twilio can play


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


READS_BADLY = re.compile(
    r"\b[A-ZÀ-Ý]{2,}\b|\b(?:St|Ave|Rd|Dr|Rte|Blvd|mg|mL|lb|hr|vs|e\.g|i\.e|etc)\b|\d (?:mi|min)\b"
    r"|[&/#@%<>{}_|]|\d-\d|\d{5,}|\b911\b|www|\.(?:org|com|gov|me)\b"
)
ASKS_TO_TEXT = re.compile(r"\b(?:text|textez|escribe|escreva|envie|texto)\b", re.IGNORECASE)


def badly(heard: list[str]) -> list[str]:
    """What a voice would stumble over, or nobody can do in a call."""
    return [text for text in heard if READS_BADLY.search(text) or ASKS_TO_TEXT.search(text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_spoken_reads_well(caller: Caller, language: str) -> None:
    caller.at("zip", language)
    heard = says(caller.presses("04401"))
    assert badly(heard + [text for step in STEPS for text in says(caller.at(step, language))]) == []


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


# --- when things break


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_no_content_every_step_still_says_what_to_do(make_app: Callable[..., Flask], tmp_path: Path, language: str) -> None:
    app = make_app(content_dir=tmp_path)
    app.extensions["safertext"].loaded.knowledge = None
    caller = Caller(app.test_client())
    heard = {step: says(caller.at(step, language)) for step in STEPS}
    assert [step for step, texts in heard.items() if texts[0] != first(language) or len(texts) < 2] == []
    assert badly([text for texts in heard.values() for text in texts]) == []
    assert heard["od"][1] == spoken(lastresort.STEPS[language], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_breaks_inside_is_answered_with_the_steps(caller: Caller, app: Flask, language: str) -> None:
    app.extensions["safertext"].loaded.knowledge = "not knowledge"
    app.extensions["safertext"].counters = None
    for step in STEPS:
        root = caller.at(step, language)
        assert (says(root)[:2], ends(root)) == ([first(language), spoken(lastresort.STEPS[language], language)], True)


FAULTY = {
    "no TOML": "[danger\nen = ",
    "no English": "[danger]\nes = 'x'\n",
    "a number": "[danger]\nen = 5\n",
    "empty": "[danger]\nen = ' '\n",
    "a brace": "[danger]\nen = 'call {911'\n",
    "an unknown name": "[danger]\nen = 'call {number}'\n",
    "a language we have not": "[danger]\nen = 'x'\nxx = 'y'\n",
    "no table": "danger = 'x'\n",
}


@pytest.mark.parametrize("text", FAULTY.values(), ids=FAULTY)
def test_faulty_words_are_told_and_never_cost_the_danger(make_app: Callable[..., Flask], tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    app = make_app(content_dir=tmp_path)
    assert says(Caller(app.test_client()).calls())[0] == first("en")
    assert [fault for fault in app.test_client().get("/readyz").get_json()["faults"] if NAME in fault] != []


def test_the_built_in_words_are_those_of_the_file(project: Path) -> None:
    table = tomllib.loads((project / "content" / NAME).read_text(encoding="utf-8"))
    assert {key: table[key] for key in BUILT_IN} == {key: dict(said) for key, said in BUILT_IN.items()}


def test_the_file_has_no_fault_and_every_language(project: Path) -> None:
    assert load(project / "content")[1] == []
    table = tomllib.loads((project / "content" / NAME).read_text(encoding="utf-8"))
    assert [key for key, said in table.items() if list(said) != list(LANGUAGES)] == []


# --- what stays


def counted(app: Flask) -> dict[str, dict[str, int]]:
    held = app.extensions["safertext"].counters._held
    found: dict[str, dict[str, int]] = {}
    for (table, _, value), count in held.items():
        found.setdefault(table.__tablename__, {})[value] = count
    return found


def test_a_call_is_counted_by_what_was_asked(caller: Caller, app: Flask) -> None:
    caller.calls()
    caller.presses("1")
    caller.waits()
    caller.presses("*")
    caller.presses("3")
    caller.presses("04401")
    found = counted(app)
    assert found["count_topic"] == {"bot_menu_help_stop": 2, "emergency_overdose": 1, "find_service": 2}
    assert (found["count_channel"], found["count_area"]) == ({"voice": 5}, {"044": 1})


def test_topics_are_ones_of_ours(knowledge) -> None:
    assert {step.topic for step in STEPS.values()} <= {entry.topic for entry in knowledge.bank.all}


def test_a_retry_is_answered_again_and_counted_once(caller: Caller, app: Flask) -> None:
    caller.calls()
    path = caller.path
    answers = [caller.posts(path, Digits="1").data for _ in range(3)]
    assert len(set(answers)) == 1
    assert counted(app)["count_topic"] == {"bot_menu_help_stop": 1, "emergency_overdose": 1}


def test_a_call_tells_nothing_to_a_talk_by_text(caller: Caller, texter: Texter) -> None:
    """The same number may be somebody else's hand."""
    usual = texter.says("hello")
    caller.at("zip")
    caller.presses("04401")
    assert Texter(texter.client, number="+12075550101").says("hello") == usual


def test_entries_may_have_a_spoken_form_of_their_own(make_app: Callable[..., Flask], knowledge) -> None:
    entry = knowledge.bank.get("overdose_other")
    changed = replace(entry, wording={**entry.wording, "en": replace(entry.wording["en"], spoken="Call 911. Press on.")})
    bank = knowledge.bank
    entries = {**bank.entries, "overdose_other": changed}
    twin = object.__new__(type(bank))
    twin.__dict__.update(bank.__dict__ | {"entries": entries})
    app = make_app(knowing=replace(knowledge, bank=twin))
    assert says(Caller(app.test_client()).at("od"))[1] == "Call 9 1 1. Press on."
