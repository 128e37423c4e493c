"""We promise a last day without a restart: 911, 211 and 988 for everybody, and still the steps for who is in danger."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from actors import AUTH_TOKEN, BASE_URL
from serving import FORM, started
from twilio.request_validator import RequestValidator

from bot.bank import LANGUAGES
from bot.message import Message
from bot.segments import forcing, segments, to_gsm7
from handlers.respond import respond


@pytest.fixture
def say(knowledge, clock):
    """One text to the core of a line that has ended."""
    over = replace(knowledge, sunset=True)
    return lambda text, state=None: respond(Message(text), state, over, clock())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_words_name_911_211_and_988_in_two_plain_sms(knowledge, language):
    said = to_gsm7(knowledge.line("sunset", language))
    assert [number in said for number in ("911", "211", "988", "OD")] == [True] * 4
    assert forcing(said) is None
    assert segments(said) <= 2


ORDINARY = [
    "what is naloxone",
    "narcan 04401",
    "menu",
    "1",
    "who are you",
    "alerts",
    "drill",
    "espanol",
    "😀",
    "",
    "MORE",
    "privacy",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_every_answer_but_danger_s_is_the_last_words(say, knowledge, text):
    outcome = say(text)
    assert outcome.reply.lead == knowledge.line("sunset", outcome.reply.language)
    assert not outcome.tally.danger


@pytest.mark.parametrize(
    ("text", "language"), [("donde consigo naloxona", "es"), ("ou trouver de la naloxone", "fr"), ("onde consigo naloxona", "pt")]
)
def test_the_last_words_come_in_the_language_of_the_question(say, text, language):
    assert say(text).reply.language == language


@pytest.mark.parametrize("text", ["od", "he is blue and wont wake up", "i took too much", "no respira y esta morado", "BREATHS"])
def test_the_steps_still_come_first(say, text):
    outcome = say(text)
    assert outcome.tally.danger
    assert "This line has ended" not in outcome.reply.lead


def test_steps_go_on_to_their_end(say):
    opened = say("he is blue and wont wake up")
    assert [say(text, opened.state).reply.entry for text in ("next", "BREATHS", "hmm what")] == [
        "naloxone_nose",
        "breaths",
        "overdose_other",
    ]


def safertext(program, *arguments):
    """Run one command in the copy of the program; its exit code and what it printed."""
    ran = subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments], cwd=program, capture_output=True, text=True, timeout=60, check=False
    )
    return ran.returncode, ran.stdout + ran.stderr


def called(server):
    """What a caller hears first."""
    form = {"CallSid": "CA" + "0" * 32, "From": "+12075550100", "To": "+12075550199"}
    signature = RequestValidator(AUTH_TOKEN).compute_signature(f"{BASE_URL}/voice", form)
    status, body = server.request("POST", "/voice", "&".join(f"{key}={value.replace('+', '%2B')}" for key, value in form.items()),
                                  {"Content-Type": FORM, "X-Twilio-Signature": signature})  # fmt: skip
    assert status == 200
    return " ".join(each.text or "" for each in ET.fromstring(body).iter("Say"))


def test_a_running_server_ends_and_comes_back_without_a_restart(program):
    with started(program) as server:
        assert safertext(program, "sunset", "--dry-run")[0] == 0
        assert "Naloxone (Narcan) helps" in server.texts("what is naloxone")[0]
        assert safertext(program, "sunset")[0] == 0
        began = time.monotonic()
        time.sleep(1)
        assert server.texts("what is naloxone")[0].startswith("This line has ended.")
        assert server.texts("he is blue and wont wake up")[0].startswith("CALL 911")
        assert "This line has ended." in called(server)
        assert [b"This line has ended." in server.request("GET", path)[1] for path in ("/", "/od")] == [True] * 2
        assert time.monotonic() - began < 60
        assert safertext(program, "sunset", "--undo")[0] == 0
        time.sleep(1)
        assert [b"This line has ended." in server.request("GET", path)[1] for path in ("/", "/od")] == [False] * 2
        assert "Naloxone (Narcan) helps" in server.texts("what is naloxone")[0]
        assert safertext(program, "sunset", "--undo") == (1, "The line had not ended: nothing was changed.\n")
