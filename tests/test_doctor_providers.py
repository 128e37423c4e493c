"""What we promise about Twilio and Telegram: doctor reads how they are set, says what is wrong, and changes nothing.

Twilio is a stand-in held to Twilio's specification, Telegram an emulator that we did not write.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from actors import AUTH_TOKEN, BASE_URL, LINE
from doctoring import OURS, TOKEN, account_as_the_pages_say, bot_api, lights, set_webhook, visits
from serving import copy_program, started
from standin_twilio_api import ACCOUNT, KEY, KEY_FILE, SECRET, TwilioApi, sid
from telegram import WebhookInfo

from bot.adapters.doctor import at_telegram, at_twilio
from bot.adapters.doctor.table import examine, lines
from bot.adapters.doctor.verdict import Light, Verdict, Visit
from bot.adapters.loading import read
from bot.adapters.purge import Order, Purge
from bot.adapters.settings import Settings, from_environment
from bot.adapters.twilio_api import Keys, keys_of
from bot.knowledge import Knowledge


@pytest.fixture
def visit(settings: Settings, tmp_path: Path, knowledge: Knowledge) -> Iterator[Callable[..., Visit]]:
    """A visit, with some settings other than usual."""
    with visits(settings, tmp_path, knowledge) as make:
        yield make


@pytest.fixture
def api() -> Iterator[TwilioApi]:
    """Twilio, with one number that is set as the pages say."""
    with account_as_the_pages_say() as found:
        yield found


@pytest.fixture
def telegram(tmp_path: Path) -> Iterator[str]:
    """The address of a Bot API on loopback."""
    with bot_api(tmp_path) as address:
        yield address


# --- at Twilio

AT_TWILIO = ("Twilio's account", "texts come to us", "texts, server down", "calls come to us", "calls, server down",
             "Messaging Service", "balance")  # fmt: skip


def test_an_account_that_is_set_as_the_pages_say_is_green(visit, api: TwilioApi) -> None:
    assert lights(visit(twilio_url=api.address), *AT_TWILIO) == [Light.GREEN] * 7
    assert {method for method, _ in api.asked} == {"GET"}
    assert not [path for _, path in api.asked if "Messages" in path or "Calls" in path]


def test_nothing_is_asked_twice(visit, api: TwilioApi) -> None:
    list(examine(visit(twilio_url=api.address)))
    assert len(api.asked) == len({path for _, path in api.asked})


@pytest.mark.parametrize(
    ("name", "changed", "said"),
    [
        ("texts come to us", {"sms_url": "https://demo.twilio.com/welcome/sms"}, "goes to https://demo"),
        ("texts come to us", {"sms_url": ""}, "goes to nowhere"),
        ("texts come to us", {"sms_url": f"{BASE_URL}/sms/"}, "goes to"),
        ("texts come to us", {"sms_method": "GET"}, "comes by GET"),
        ("texts come to us", {"sms_application_sid": sid("AP", 1)}, "TwiML App"),
        ("texts, server down", {"sms_fallback_url": ""}, "silence"),
        ("texts, server down", {"sms_fallback_url": f"{BASE_URL}/fallback.xml"}, "our own server"),
        ("calls come to us", {"voice_url": None}, "goes to nowhere"),
        ("calls come to us", {"voice_method": "GET"}, "comes by GET"),
        ("calls, server down", {"voice_fallback_url": None}, "silence"),
    ],
)
def test_a_number_that_is_set_otherwise_is_red(visit, api: TwilioApi, name: str, changed: dict[str, object], said: str) -> None:
    api.numbers = [{"sid": sid("PN", 1), **OURS, **changed}]
    found = dict(examine(visit(twilio_url=api.address)))
    assert {each: found[each].light for each in AT_TWILIO if found[each].light != Light.GREEN} == {name: Light.RED}
    assert (said in found[name].says, LINE in found[name].says) == (True, True)


def test_a_messaging_service_that_takes_the_texts_elsewhere_is_red(visit, api: TwilioApi) -> None:
    api.services[0] |= {"use_inbound_webhook_on_number": False, "inbound_request_url": "https://studio.twilio.com"}
    assert lights(visit(twilio_url=api.address), "texts come to us") == [Light.RED]
    api.services[0] |= {"inbound_request_url": f"{BASE_URL}/sms"}
    assert lights(visit(twilio_url=api.address), "texts come to us") == [Light.GREEN]


def test_a_number_without_a_service_or_a_registration_is_yellow(visit, api: TwilioApi) -> None:
    api.services[0]["us_app_to_person_registered"] = False
    assert lights(visit(twilio_url=api.address), "Messaging Service") == [Light.YELLOW]
    api.members = {}
    assert lights(visit(twilio_url=api.address), "Messaging Service", "texts come to us") == [Light.YELLOW, Light.GREEN]


@pytest.mark.parametrize(
    ("left", "wanted"), [("-1.20", Light.RED), ("0", Light.RED), ("19.99", Light.YELLOW), ("25.00", Light.GREEN), ("", Light.OFF)]
)
def test_an_empty_account_is_red(visit, api: TwilioApi, left: str, wanted: Light) -> None:
    api.balance = left
    assert lights(visit(twilio_url=api.address), "balance") == [wanted]


def test_an_account_without_a_number_is_red(visit, api: TwilioApi) -> None:
    api.numbers = []
    assert lights(visit(twilio_url=api.address), "Twilio's account") == [Light.RED]


def test_a_key_that_twilio_refuses_is_said_once(visit, api: TwilioApi) -> None:
    one = visit(twilio_url=api.address)
    one.keys = Keys(ACCOUNT, KEY, "wrong")
    found = dict(examine(one))
    assert [found[name].light for name in AT_TWILIO] == [Light.RED, *[Light.OFF] * 6]
    assert "does not know this key" in found["Twilio's account"].says


def test_without_a_key_it_is_said_where_to_put_one(visit) -> None:
    found = at_twilio.account(visit())
    assert (found.light, ".env.purge" in found.do) == (Light.OFF, True)


# --- at Telegram


def test_telegram_is_asked_where_it_sends_what_people_write(visit, telegram: str) -> None:
    one = visit(telegram_url=telegram, telegram_bot_token=TOKEN)
    assert at_telegram.webhook(one).says == "what people write goes to nowhere"
    set_webhook(telegram, f"{BASE_URL}/telegram")
    assert at_telegram.webhook(one).light == Light.GREEN
    set_webhook(telegram, "https://else.example.org/telegram")
    assert at_telegram.webhook(one).light == Light.RED


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({}, Light.GREEN),
        ({"pending_update_count": 3}, Light.YELLOW),
        ({"last_error_date": datetime.now(UTC), "last_error_message": "403 Forbidden"}, Light.YELLOW),
        ({"last_error_date": datetime.now(UTC), "last_error_message": "x", "pending_update_count": 2}, Light.RED),
        ({"last_error_date": datetime.now(UTC) - timedelta(days=3), "last_error_message": "x"}, Light.GREEN),
    ],
)
def test_what_telegram_could_not_bring_is_seen(visit, fields: dict[str, object], wanted: Light) -> None:
    usual = {"url": f"{BASE_URL}/telegram", "has_custom_certificate": False, "pending_update_count": 0}
    assert at_telegram._told(visit(), WebhookInfo(**usual | fields)).light == wanted


@pytest.mark.parametrize(("token", "wanted"), [("", Light.OFF), ("odd", Light.RED)])
def test_without_a_token_telegram_is_not_asked(visit, token: str, wanted: Light) -> None:
    found: Verdict = at_telegram.webhook(visit(telegram_bot_token=token))
    assert found.light == wanted


# --- a set-up that is ready


def publish(content: Path) -> None:
    """Made-up signatures under every text of a copy, none of them soon due, and a day beside every number.

    Nobody has reviewed anything.
    """
    due = f"by = {datetime.now(UTC).date() + timedelta(days=90)}"
    for path in content.rglob("*.toml"):
        path.write_text(re.sub(r"^by = [-0-9]+$", due, path.read_text(), flags=re.MULTILINE))
    knowledge = read(content, Settings()).knowledge
    assert knowledge
    for entry in knowledge.bank.all:
        path, text = content / entry.file, ""
        for role in sorted({role for language in entry.wording for role in entry.lacks(language)}):
            marks = ", ".join(f'{code} = "{entry.mark(code, role)}"' for code in entry.wording)
            text += f'\n[[reviewed]]\nname = "Nobody At All"\nrole = "{role}"\non = 2026-11-01\nof = {{ {marks} }}\n'
        path.write_text(path.read_text() + text)
    for path in content.glob("regions/*/numbers.toml"):
        path.write_text(re.sub(r'^checked = ""', 'checked = "2026-11-01"', path.read_text(), flags=re.MULTILINE))


def test_a_set_up_that_is_ready_has_no_red_light(tmp_path: Path, api: TwilioApi, telegram: str) -> None:
    """Everything is real but who has signed: the server, its folder, the purge, the answers of Twilio and Telegram."""
    program, secret = copy_program(tmp_path / "program"), os.urandom(32).hex()
    publish(program / "content")
    given = {"PUBLIC_BASE_URL": BASE_URL, "TWILIO_AUTH_TOKEN": AUTH_TOKEN, "TRUSTED_HOSTS": "bot.example.org,127.0.0.1",
             "ORGANISATION": "A Van", "ORGANISATION_PHONE": "207-555-0100", "TELEGRAM_WEBHOOK_SECRET": secret}  # fmt: skip
    own = {"TELEGRAM_BOT_TOKEN": TOKEN, "CONTENT_DIR": str(program / "content"),
           "DATABASE_URL": f"sqlite:///{program}/var/safertext.db"}  # fmt: skip
    (program / ".env.purge").write_text(KEY_FILE)
    (program / ".env.purge").chmod(0o640)
    set_webhook(telegram, f"{BASE_URL}/telegram")
    with started(program, **given) as running:
        (program / "var").chmod(0o700)
        settings, now = from_environment(given | own), datetime.now(UTC)
        keys, at = keys_of(settings, program), f"http://127.0.0.1:{running.port}"
        visit = Visit(settings, now, keys, program, at, api.address, telegram)
        visit.once("faults", list)  # the copy has no phrases; faults in content have tests of their own
        Purge(visit.twilio, Order(), now, program).run()
        found = list(examine(visit))
        visit.close()
    shown = "\n".join(lines(found))
    assert [name for name, verdict in found if verdict.light == Light.RED] == [], shown
    assert sum(verdict.light == Light.GREEN for _, verdict in found) >= len(found) - 3, shown
    assert [mark for mark in (TOKEN, AUTH_TOKEN, SECRET, secret) if mark in shown] == []
    if asked := os.environ.get("SHOW_DOCTOR"):
        Path(asked).write_text(shown)
