"""What we promise of the whole: `safertext serve` as a process, the transcripts played through Twilio's and Telegram's ways.

The stand-ins judge with packages that are not ours: Twilio's signer, an XML parser, smsutil, aiogram's models.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playing import CALLED, TYPED, Turn, aloud, caller, missing, person, turns
from serving import Server, started, until
from standin_telegram import Telegram
from standin_twilio import Phone, Twilio

from bot.knowledge import Knowledge

TEXTING = ("sms", "whatsapp", "telegram", "web")
# What a person types, and the entry that every channel must answer with.
AGREED = {
    "hes blue and wont wake up": "overdose_other",
    "I took too much and feel sleepy": "overdose_self",
    "mi amigo no respira": "overdose_other",
    "il ne respire plus": "overdose_other",
    "ele nao respira": "overdose_other",
    "what is naloxone": "naloxone_what",
    "how do i use narcan": "naloxone_how_to_use",
    "who can see this": "privacy_who_sees_this",
    "can i get in trouble if i call 911": "good_samaritan_law",
    "menu": "bot_menu_help_stop",
    "¿qué es la naloxona?": "naloxone_what",
    "qui peut voir ces messages": "privacy_who_sees_this",
}


@pytest.fixture(scope="module")
def server(program: Path) -> Iterator[Server]:
    """A server whose encoder is loaded, so that it answers as it will for hours."""
    with started(program) as found:
        until(lambda: json.loads(found.request("GET", "/readyz")[1])["encoder"] == "ready", 60)
        yield found


@pytest.fixture
def twilio(server: Server) -> Twilio:
    return Twilio(server.port)


@pytest.fixture
def telegram(server: Server) -> Telegram:
    return Telegram(server.port)


def plays(name: str, talk: Callable[[str], str], knowledge: Knowledge, *shape: Callable[[str, str], str]) -> None:
    """Every turn of a transcript, in order."""
    for turn in turns(name):
        said = talk(turn.does)
        assert (turn.does, missing(said, turn, knowledge, *shape), said) == (turn.does, [], said)


# --- the transcripts


@pytest.mark.parametrize("channel", TEXTING)
@pytest.mark.parametrize("name", TYPED)
def test_a_talk_goes_as_it_is_written(server: Server, knowledge: Knowledge, name: str, channel: str) -> None:
    plays(name, person(channel, server.port), knowledge)


@pytest.mark.parametrize("name", CALLED)
def test_a_call_goes_as_it_is_written(server: Server, knowledge: Knowledge, name: str) -> None:
    plays(name, caller(server.port), knowledge, aloud)


def test_the_player_sees_what_is_missing(knowledge: Knowledge) -> None:
    lead = knowledge.lead(knowledge.bank.entries["breaths"], "fr")
    assert missing(f"Réponse: {lead} Fin", Turn("", ("(breaths)", "fin")), knowledge) == []
    assert missing(f"Fin {lead}", Turn("", ("(breaths)", "fin")), knowledge) == ["fin"]
    assert missing("something else", Turn("", ("(breaths)",)), knowledge) == ["(breaths)"]


# --- the channels agree


@pytest.mark.parametrize(("text", "entry"), AGREED.items(), ids=AGREED)
def test_every_channel_answers_with_the_same_entry(server: Server, knowledge: Knowledge, text: str, entry: str) -> None:
    turn = Turn(text, (f"({entry})",))
    lost = {channel: missing(person(channel, server.port)(text), turn, knowledge) for channel in TEXTING}
    assert lost == {channel: [] for channel in TEXTING}


def test_the_command_line_agrees_for_every_channel_and_for_a_voice(program: Path) -> None:
    asked = [{"id": f"{text}|{channel}", "text": text, "channel": channel} for text in AGREED for channel in (*TEXTING, "voice")]
    ran = subprocess.run([sys.executable, "-m", "bot.cli", "ask"], cwd=program, input="\n".join(map(json.dumps, asked)),
                         capture_output=True, text=True, timeout=60, check=True)  # fmt: skip
    found = {each["id"]: each["entry"] for each in map(json.loads, ran.stdout.splitlines())}
    assert found == {f"{text}|{channel}": entry for text, entry in AGREED.items() for channel in (*TEXTING, "voice")}


# --- texts


def test_an_emergency_is_one_message_of_one_segment_whoever_counts(twilio: Twilio) -> None:
    for number, text in enumerate(["hes blue and wont wake up", "no respira", "il respire pas", "ele nao acorda"]):
        (sent,) = twilio.text(f"+160355501{60 + number}", text)
        assert (sent.segments, sent.encoding) == (1, "GSM-7")


def test_after_stop_nothing_is_sent_until_start(twilio: Twilio) -> None:
    """The stand-in refuses a text to somebody who opted out, as the network does."""
    number = "+16035550170"
    twilio.text(number, "what is naloxone")
    assert [twilio.text(number, word) for word in ("STOP", "stop ")] == [[], []]
    assert twilio.text(number, "START") != []
    assert "helps a person breathe" not in " ".join(sent.text for sent in twilio.text(number, "again"))


def test_what_became_of_a_text_is_taken_signed(twilio: Twilio) -> None:
    twilio.fate = ("undelivered", "30007")
    assert twilio.text("+16035550171", "od") != []
    assert twilio.debugger == []


def test_when_the_webhook_refuses_us_the_fallback_speaks(twilio: Twilio) -> None:
    twilio.token = "another-token-of-the-tests-000000"
    (sent,) = twilio.text("+16035550172", "hes blue")
    assert [part in sent.text for part in ("CALL 911", "LLAMA AL 911")] == [True, True]
    assert [error.code for error in twilio.debugger] == [11200]


def test_a_call_that_fails_is_answered_by_the_fallback_of_calls(twilio: Twilio) -> None:
    twilio.token = "another-token-of-the-tests-000000"
    phone = Phone(twilio, "anonymous")
    assert phone.dials().startswith("Is someone not breathing? Hang up and call 9 1 1")
    assert (phone.over, [error.code for error in twilio.debugger]) == (True, [11200])


@pytest.mark.parametrize("number", ["whatsapp:", "whatsapp:US.13491208655302741918", ""])
def test_whoever_has_no_number_is_answered(twilio: Twilio, number: str) -> None:
    more = {"ProfileName": "Alex", "WaId": "", "ExternalUserId": "whatsapp:US.13491208655302741918", "ChannelMetadata": "{}"}
    assert "911" in " ".join(sent.text for sent in twilio.text(number, "hes blue and wont wake up", **more))


def test_whatsapp_takes_a_shared_place_and_a_button(twilio: Twilio) -> None:
    number = "whatsapp:+16035550173"
    place = twilio.text(number, "", MessageType="location", Latitude="44.80", Longitude="-68.77", Address="", Label="")
    assert "Bangor" in place[0].text
    assert "911" in twilio.text(number, "", MessageType="button", ButtonText="OD", ButtonPayload="od")[0].text


# --- Telegram


def test_every_answer_passes_telegrams_own_rules(telegram: Telegram) -> None:
    for text in (*AGREED, "narcan 04401", "<b>x & y", "/start", "/help", "/near 04401", "hide"):
        assert len(telegram.text(900, text)) == 1
    assert telegram.refused == []


def test_every_button_leads_on(telegram: Telegram) -> None:
    (first,) = telegram.text(901, "what is naloxone")
    assert len(first.buttons) == 5
    for label in first.buttons[:-1]:
        assert telegram.presses(901, label) != []
        telegram.text(901, "what is naloxone")


@pytest.mark.parametrize(("link", "begins"), [("/start od", "CALL 911"), ("/start naloxone", "Reply:")])
def test_a_poster_s_link_opens_its_subject(telegram: Telegram, link: str, begins: str) -> None:
    assert telegram.text(2000 + len(link), link)[0].text.startswith(begins)


def test_somebody_who_blocked_the_bot_holds_nobody_up(telegram: Telegram) -> None:
    telegram.blocked.add(903)
    assert telegram.text(903, "hello") == []
    assert telegram.text(904, "hello") != []


def test_a_wrong_secret_is_tried_again_and_holds_that_chat_up_alone(telegram: Telegram) -> None:
    """So Telegram treats a 403: the update comes back for a day, and what is behind it waits."""
    pauses: list[float] = []
    telegram.secret, telegram.sleep = "wrong", pauses.append
    assert telegram.text(905, "hello") == []
    assert (len(telegram.lost), sum(pauses) >= 86_400, pauses[:4]) == (1, True, [0.0, 2.0, 4.0, 8.0])


# --- under load


def test_fifteen_seconds_are_kept_while_forty_others_text(server: Server) -> None:
    """Twilio gives up after 15 s; the slowest answer must be far below, with two cores and forty people at once."""
    from concurrent.futures import ThreadPoolExecutor

    def one(number: int) -> float:
        begun = time.monotonic()
        assert (
            Twilio(server.port).text(f"+180255501{number:02}", ["hes blue", "what is naloxone", "narcan 04401"][number % 3]) != []
        )
        return time.monotonic() - begun

    with ThreadPoolExecutor(40) as pool:
        assert max(pool.map(one, range(40))) < 7.5
