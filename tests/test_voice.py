"""What we promise to people who call: 911 first in every answer, keys that mean the same, a step for each need."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from actors import AUTH_TOKEN, BASE_URL
from calling import HIDDEN, PACED, Caller, begins, ends, first, says
from flask import Flask
from twilio.request_validator import RequestValidator

from bot.adapters.voice_say import VOICES
from bot.adapters.voice_script import COUNT_SECONDS
from bot.adapters.voice_steps import BUDGET, STEPS
from bot.bank import LANGUAGES
from bot.spoken import spoken

# How a key of one step is named; 0, 5 to 9 and star mean the same everywhere.
NAMED = re.compile(r"(?:[Pp]ress|[Mm]arca|[Aa]ppuyez sur|[Tt]ecle) ([1-4])(?=[.,])")


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


# How many words a minute a voice must say for 911 to be out within five seconds; people and voices speak about 150.
FIRST = {"en": 132, "es": 120, "fr": 132, "pt": 108}


@pytest.mark.parametrize(("language", "pace"), FIRST.items())
def test_the_first_words_of_a_call_send_to_911_within_five_seconds(caller: Caller, language: str, pace: int) -> None:
    """Before any menu, with no pause and no tag before; each digit is a word."""
    root = caller.at("menu", language)
    spoken_first = root[0][0]
    assert (spoken_first.tag, len(spoken_first), spoken_first.text) == ("Say", 0, first(language))
    up_to_911 = spoken_first.text[: spoken_first.text.index("9 1 1") + len("9 1 1")]
    assert (len(up_to_911.split()) * 12, pace <= 150) == (pace, True)


def test_the_danger_is_told_in_its_whole_words(caller: Caller) -> None:
    assert says(caller.calls())[0] == (
        "Is someone not breathing? Hang up and call 9 1 1: they talk you through it. "
        "Stay here only if 9 1 1 is already called from another phone."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_begins_with_the_danger(caller: Caller, language: str) -> None:
    assert {step: begins(says(caller.at(step, language)), language) for step in STEPS} == dict.fromkeys(STEPS, True)


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
