"""What we promise about our own address: doctor asks it as Twilio would, and changes nothing.

The server is a real process. What is set at Twilio and Telegram is in `test_doctor_providers.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from doctoring import account_as_the_pages_say, visits
from loopback import saying, served
from serving import Server, copy_program, free_port, started
from standin_twilio_api import TwilioApi

from bot.adapters.doctor import at_twilio, outside
from bot.adapters.doctor.table import examine
from bot.adapters.doctor.verdict import Light, Visit
from bot.adapters.fetch import Answer
from bot.adapters.settings import Settings
from bot.knowledge import Knowledge


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`safertext serve`, up for all the tests here."""
    with started(copy_program(tmp_path_factory.mktemp("doctor")), TWILIO_SHARED_KEYS="k1:key-of-the-tests") as running:
        yield running


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


# --- our own server


def test_a_server_that_is_up_is_green_in_every_light(server: Server, visit) -> None:
    found = dict(examine(visit(at=f"http://127.0.0.1:{server.port}")))
    assert {name: found[name].light for name in ("public address", "signature", "fallback texts", "clock")} == dict.fromkeys(
        ("public address", "signature", "fallback texts", "clock"), Light.GREEN
    )


def test_another_secret_than_the_server_s_is_red(server: Server, visit) -> None:
    found = outside.signature(visit(at=f"http://127.0.0.1:{server.port}", twilio_auth_token="x" * 32))
    assert (found.light, "was not restarted" in found.says, "x" * 32 in found.says + found.do) == (Light.RED, True, False)


def test_another_address_than_the_server_s_is_red(server: Server, visit) -> None:
    assert (
        outside.signature(visit(at=f"http://127.0.0.1:{server.port}", public_base_url="https://other.example.org")).light
        == Light.RED
    )


def test_a_shared_key_is_signed_with_as_twilio_does(server: Server, visit) -> None:
    keys = {"twilio_auth_token": "", "twilio_shared_keys": {"k1": "key-of-the-tests"}}
    assert outside.signature(visit(at=f"http://127.0.0.1:{server.port}", **keys)).light == Light.GREEN
    keys["twilio_shared_keys"] = {"k1": "another"}
    assert outside.signature(visit(at=f"http://127.0.0.1:{server.port}", **keys)).light == Light.RED


def test_a_server_that_is_away_is_said_once(visit) -> None:
    gone = visit(at=f"http://127.0.0.1:{free_port()}")
    found = dict(examine(gone))
    assert (found["public address"].light, "nobody answers" in found["public address"].says) == (Light.RED, True)
    assert [found[name].light for name in ("certificate", "clock")] == [Light.OFF, Light.OFF]


def test_an_address_on_this_machine_is_not_public(server: Server, visit) -> None:
    found = outside.address(visit(public_base_url=f"http://127.0.0.1:{server.port}"))
    assert (found.light, "https" in found.do) == (Light.RED, True)


@pytest.fixture
def stranger() -> Iterator[Callable[[int, dict[str, str], bytes], str]]:
    """A server that is not ours: it answers every request with what it is given; its address."""
    with ExitStack() as up:
        yield lambda *answer: up.enter_context(served(saying(*answer)))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((301, {"Location": "https://www.example.org"}, b""), "sends on"),
        ((200, {}, b"<html>parked</html>"), "something else answers"),
        ((502, {}, b"bad gateway"), "something else answers"),
        ((503, {}, b'{"ready": false, "content": "last-good", "faults": ["content/x.toml:3: odd"]}'), "x.toml:3"),
    ],
)
def test_what_is_no_ready_server_is_red(visit, stranger, answer: tuple[int, dict[str, str], bytes], said: str) -> None:
    found = outside.address(visit(at=stranger(*answer)))
    assert (found.light, said in found.says) == (Light.RED, True)


def test_a_server_that_answers_everybody_is_red(visit, stranger) -> None:
    found = outside.signature(visit(at=stranger(200, {}, b"<Response><Message>hello</Message></Response>")))
    assert (found.light, "not refused" in found.says) == (Light.RED, True)


@pytest.mark.parametrize("body", [b"", b"<html/>", b"<Response></Response>", b"<Response>"])
def test_a_fallback_that_is_no_twiml_is_red(visit, stranger, body: bytes) -> None:
    assert outside.fallbacks(visit(at=stranger(200, {}, body))).light == Light.RED


def test_a_part_that_is_missing_is_yellow() -> None:
    whole = {"ready": True, "content": "content", "encoder": "ready", "database": "ready", "faults": []}
    for changed, wanted in (({}, Light.GREEN), ({"encoder": "missing"}, Light.YELLOW), ({"database": "away"}, Light.YELLOW)):
        assert outside.readiness(Answer(200, body=json.dumps(whole | changed).encode())).light == wanted


@pytest.mark.parametrize(("days", "wanted"), [(80, Light.GREEN), (13, Light.YELLOW), (-1, Light.YELLOW)])
def test_a_certificate_that_nobody_renews_is_seen(visit, days: int, wanted: Light) -> None:
    one = visit()
    one.once("readyz", lambda: Answer(200, expires=one.now + timedelta(days=days)))
    assert outside.certificate(one).light == wanted


def test_a_clock_that_is_wrong_is_red(server: Server, visit, api: TwilioApi) -> None:
    at, now = f"http://127.0.0.1:{server.port}", datetime.now(UTC) + timedelta(minutes=5)
    assert outside.clock(visit(at=at, now=now)).light == Light.RED
    asked = visit(at=at, now=now, twilio_url=api.address)
    at_twilio.account(asked)
    assert (outside.clock(asked).light, "Twilio" in outside.clock(asked).says) == (Light.RED, True)
