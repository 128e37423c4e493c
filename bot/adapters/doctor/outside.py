"""Checks from outside: the public address, its certificate, the signature, the fallbacks, the clock."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as ET

from twilio.request_validator import HMAC_SHA256, RequestValidator

from bot.adapters.doctor.verdict import Verdict, Visit, green, off, red, yellow
from bot.adapters.fetch import Answer
from bot.adapters.settings import Settings

_MOST_APART = timedelta(minutes=2)
_RENEW = timedelta(days=14)
# A word that only shows the menu, from a number that is kept for fiction and belongs to nobody.
_FORM = {"Body": "MENU", "From": "+12075550100", "To": "+12075550199", "NumMedia": "0"}
_TYPE = {"Content-Type": "application/x-www-form-urlencoded"}
_FALLBACKS = {"/fallback.xml": "Message", "/fallback-voice.xml": "Say"}


def address(visit: Visit) -> Verdict:
    """Whether the server is there, through the address that Twilio and Telegram call, and says it is ready."""
    url = visit.settings.public_base_url
    if not url:
        return red(
            "PUBLIC_BASE_URL is empty: nobody outside can reach the line",
            "set it to your https address: docs/go-live.md, section 3",
        )
    answer = visit.ready
    if 300 <= answer.status < 400:
        return red(
            f"{url} sends on to another address, and Twilio would lose the text on the way",
            "set PUBLIC_BASE_URL to the last address",
        )
    if urlsplit(url).scheme != "https" and not visit.at:
        return red(
            f"{url} is this machine only",
            "put a TLS proxy in front (deploy/README.md) and set PUBLIC_BASE_URL to its https address",
        )
    return readiness(answer)


def readiness(answer: Answer) -> Verdict:
    """What an answer of `/readyz` means."""
    report = answer.json()
    if answer.status not in {200, 503} or "ready" not in report:
        return red(f"something else answers there (status {answer.status})", "look at the proxy: does it pass on to SaferText?")
    faults = report.get("faults") or []
    if not report["ready"]:
        first = f": {faults[0]}" if faults else ""
        return red(
            f"it answers, but from {report.get('content', 'an old copy of its words')}{first}",
            "run: safertext check, mend, restart",
        )
    poorly = [f"{part} is {report.get(part)}" for part in ("encoder", "database") if report.get(part) in {"missing", "away"}]
    if poorly:
        return yellow(f"ready, but the {' and the '.join(poorly)}", "look at the log: journalctl -u safertext -n 50")
    return green("ready")


def certificate(visit: Visit) -> Verdict:
    """Until when the TLS certificate holds."""
    until = visit.ready.expires
    if until is None:
        return off("no TLS on the way that was taken")
    days = (until - visit.now).days
    if until - visit.now < _RENEW:
        return yellow(
            f"the certificate ends in {days} days, and nothing has renewed it", "look at the proxy's log: journalctl -u caddy"
        )
    return green(f"holds {days} days")


def signature(visit: Visit) -> Verdict:
    """A signed request gets an answer, and one that is not signed gets none."""
    if not visit.settings.sms_on:
        return off("texting is off")
    signed = visit.fetch("/sms", urlencode(_FORM), _signed(visit.settings))
    stranger = visit.fetch("/sms", urlencode(_FORM), _TYPE)
    do = "compare PUBLIC_BASE_URL and TWILIO_AUTH_TOKEN in .env with Twilio's console, and restart the server after a change"
    if signed.status == 403:
        return red(
            "the server refuses what is signed with the secret in .env: its own settings differ, or it was not restarted", do
        )
    if signed.status != 200 or b"<Message" not in signed.body:
        return red(f"a signed text gets no answer (status {signed.status})", do)
    if stranger.status != 403:
        return red(
            f"a text that nobody signed is not refused (status {stranger.status})",
            "do not go live: something between answers for the server",
        )
    return green("a signed text is answered, one that is not is refused")


def _signed(settings: Settings) -> dict[str, str]:
    """The headers of a genuine request, signed with the account's token or with a shared key."""
    url = f"{settings.public_base_url}/sms"
    if settings.twilio_auth_token:
        return {**_TYPE, "X-Twilio-Signature": RequestValidator(settings.twilio_auth_token).compute_signature(url, _FORM)}
    name, key = next(iter(settings.twilio_shared_keys.items()))
    made = RequestValidator(key).compute_signature(url, _FORM, HMAC_SHA256)
    named = f"key={name},algorithm={HMAC_SHA256}"
    return {**_TYPE, "X-Twilio-Signature": made, "X-Twilio-Webhooks-Signature-Settings": named}


def fallbacks(visit: Visit) -> Verdict:
    """The texts for when we are down can be read, to be pasted into TwiML Bins."""
    for path, wanted in _FALLBACKS.items():
        answer = visit.fetch(path)
        if answer.status != 200 or wanted not in _tags(answer.body):
            return red(
                f"{path} is not what Twilio needs (status {answer.status})", "look at the proxy: does it pass on to SaferText?"
            )
    return green("/fallback.xml and /fallback-voice.xml are there")


def _tags(body: bytes) -> list[str]:
    try:
        return [child.tag for child in ET.fromstring(body)]  # noqa: S314 - our own server's few lines
    except ET.ParseError:
        return []


def clock(visit: Visit) -> Verdict:
    """Whether the hours of places are told by the right time."""
    who, said = ("Twilio", visit.twilio.date) if visit.keys.complete else ("", "")
    if not said and visit.settings.public_base_url:
        who, said = "the public address", visit.ready.headers.get("date", "")
    theirs = _date(said)
    if theirs is None:
        return off("nobody else said what time it is")
    apart = abs(visit.now - theirs)
    if apart > _MOST_APART:
        return red(f"{int(apart.total_seconds())} seconds apart from {who}", "run: timedatectl set-ntp true")
    return green(f"as {who} has it")


def _date(said: str) -> datetime | None:
    return parsedate_to_datetime(said) if re.search(r"\d\d:\d\d:\d\d GMT$", said) else None
