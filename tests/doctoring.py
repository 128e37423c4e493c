"""Visits of the doctor in tests: to a real server, to a Twilio held to its specification, to a Bot API that we did not write."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from actors import BASE_URL, LINE, TELEGRAM_SECRET
from serving import free_port
from standin_twilio_api import ACCOUNT, KEY, SECRET, TwilioApi, sid, twilio_on_loopback
from telegram import Bot

from bot.adapters import telegram_setup
from bot.adapters.doctor.table import examine
from bot.adapters.doctor.verdict import Light, Verdict, Visit
from bot.adapters.fetch import fetch
from bot.adapters.loading import Loaded
from bot.adapters.settings import Settings
from bot.adapters.twilio_api import Keys
from bot.knowledge import Knowledge

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
LONG = "9f2c4e81b7d05a36c1e8f4927b6d30a5"
TOKEN = "123456:synthetic-token_of-the-tests"
EMULATOR = "import sys; from lo_bot_api_emulator import main; sys.exit(main())"
OURS = {"sms_url": f"{BASE_URL}/sms#rc=2&rp=ct,rt", "sms_method": "POST", "sms_fallback_url": "https://handler.twilio.com/twiml/EH1",
        "voice_url": f"{BASE_URL}/voice", "voice_method": "POST", "voice_fallback_url": "https://handler.twilio.com/twiml/EH2",
        "sms_application_sid": None, "voice_application_sid": None, "phone_number": LINE}  # fmt: skip


def all_right(settings: Settings, folder: Path, knowledge: Knowledge) -> Callable[..., Visit]:
    """What makes visits to a set-up, without others to ask, that is all right but for what is named."""
    good = replace(settings, organisation="A Van", organisation_phone="207-555-0100", twilio_auth_token=LONG,
                   trusted_hosts=("bot.example.org", "127.0.0.1"), telegram_webhook_secret=LONG[::-1])  # fmt: skip

    def make(**changed: object) -> Visit:
        made = Visit(replace(good, **changed), NOW, folder=folder)
        if "content_dir" not in changed:  # the real content, loaded once for all tests
            made.once("content", lambda: Loaded(knowledge))
        return made

    return make


@contextmanager
def visits(settings: Settings, folder: Path, knowledge: Knowledge) -> Iterator[Callable[..., Visit]]:
    """What makes visits, with some settings other than usual; the real content, loaded once for all tests."""
    made: list[Visit] = []

    def make(at: str = "", twilio_url: str = "", telegram_url: str = "", now: datetime | None = None, **changed: object) -> Visit:
        keys = Keys(ACCOUNT, KEY, SECRET) if twilio_url else Keys("", "", "")
        one = Visit(replace(settings, **changed), now or datetime.now(UTC), keys, folder, at, twilio_url, telegram_url)
        one.once("content", lambda: Loaded(knowledge))
        one.once("faults", list)
        made.append(one)
        return one

    yield make
    for each in made:
        each.close()


@contextmanager
def account_as_the_pages_say() -> Iterator[TwilioApi]:
    """Twilio, with one number in one service of ours, and a service that is not ours."""
    with twilio_on_loopback() as found:
        found.numbers = [{"sid": sid("PN", 1), **OURS}]
        ours = {"sid": sid("MG", 1), "use_inbound_webhook_on_number": True, "us_app_to_person_registered": True}
        strange = {"sid": sid("MG", 2), "use_inbound_webhook_on_number": False, "inbound_request_url": "https://else"}
        found.services = [ours, strange]
        found.members = {sid("MG", 1): [sid("PN", 1)], sid("MG", 2): [sid("PN", 9)]}
        yield found


@contextmanager
def bot_api(folder: Path) -> Iterator[str]:
    """The address of a Bot API on loopback."""
    port = free_port()
    command = [sys.executable, "-c", EMULATOR, "--port", str(port), "--journal", str(folder / "journal")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address, deadline = f"http://127.0.0.1:{port}", time.monotonic() + 30
    try:
        while not _up(address):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield address
    finally:
        process.kill()
        process.wait(10)


def _up(address: str) -> bool:
    try:
        return fetch(f"{address}/bot{TOKEN}/getMe", body="").status == 200
    except OSError:
        return False


def set_webhook(address: str, url: str) -> None:
    """Tell the Bot API where to send what people write."""

    async def sets() -> None:
        async with Bot(TOKEN, **telegram_setup.api(address)) as bot:
            await bot.set_webhook(url, secret_token=TELEGRAM_SECRET)

    asyncio.run(sets())


def light(verdict: Verdict) -> Light:
    """The light; whatever is not green says what to do, unless nobody looked."""
    assert verdict.says
    assert bool(verdict.do) or verdict.light in {Light.GREEN, Light.OFF}
    return verdict.light


def lights(visit: Visit, *names: str) -> list[Light]:
    """The colours of some lights of the whole visit."""
    found = dict(examine(visit))
    return [found[name].light for name in names]
