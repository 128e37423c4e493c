"""Checks of what is set at Twilio, read by the API key and never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urldefrag, urlsplit

from bot.adapters.doctor.verdict import Verdict, Visit, green, off, red, yellow
from bot.adapters.twilio_api import KEY_FILE, MESSAGING, TwilioError

Row = Mapping[str, Any]
_LOW = 20.0


def numbers(visit: Visit) -> list[Row]:
    """The phone numbers of the account. Raises TwilioError."""
    return visit.once(
        "numbers", lambda: list(visit.twilio.pages(f"{visit.twilio.account}/IncomingPhoneNumbers.json", "incoming_phone_numbers"))
    )


def asked(check: Callable[[Visit], Verdict]) -> Callable[[Visit], Verdict]:
    """`check` where there is a key and texting is on."""

    def looked(visit: Visit) -> Verdict:
        if not visit.settings.sms_on:
            return off("texting is off")
        if not visit.keys.complete:
            return off(
                "there is no API key",
                f"put TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_SECRET into {KEY_FILE}, or look in the console",
            )
        return check(visit)

    return looked


@asked
def account(visit: Visit) -> Verdict:
    """Whether the key opens the account, and there is a number."""
    found = numbers(visit)
    if not found:
        return red("the account has no phone number", "rent one: docs/go-live.md, section 4")
    return green(", ".join(str(row.get("phone_number")) for row in found))


def _each(visit: Visit, wrong: Callable[[Row], str | None]) -> Iterator[str]:
    """What is wrong with each number, after its number."""
    for row in numbers(visit):
        said = wrong(row)
        if said:
            yield f"{row.get('phone_number')} {said}"


def _hook(visit: Visit, kind: str, path: str) -> Verdict:
    """Whether `kind` ("sms", "voice") comes to our `path` by POST."""
    ours = visit.settings.public_base_url + path

    def wrong(row: Row) -> str | None:
        if row.get(f"{kind}_application_sid"):
            return "hands over to a TwiML App instead"
        if urldefrag(str(row.get(f"{kind}_url") or ""))[0] != ours:
            return f"goes to {row.get(f'{kind}_url') or 'nowhere'}"
        return None if row.get(f"{kind}_method") == "POST" else "comes by GET, which leaves numbers and texts in logs"

    found = list(_each(visit, wrong))
    return red("; ".join(found), f"set it to {ours}, HTTP POST, in Twilio's console") if found else green(f"{ours}, POST")


def _fallback(visit: Visit, kind: str, path: str) -> Verdict:
    """Whether something else than our own server answers when that is down."""
    home = urlsplit(visit.settings.public_base_url).hostname

    def wrong(row: Row) -> str | None:
        url = str(row.get(f"{kind}_fallback_url") or "")
        if not url:
            return "has none: people get silence when the server is down"
        return "has our own server, which is down just then" if urlsplit(url).hostname == home else None

    found = list(_each(visit, wrong))
    do = f"paste what {path} shows into a TwiML Bin and set it as the fallback (safertext doctor --texts prints it)"
    return red("; ".join(found), do) if found else green("set, and not on our own server")


@asked
def texts(visit: Visit) -> Verdict:
    """Where texts go."""
    services = _services(visit)
    odd = [row for row in services if _takes_over(visit, row)]
    if odd:
        return red(
            "a Messaging Service sends texts elsewhere",
            'in the service choose "defer to sender\'s webhook", so that there is one place to look',
        )
    return _hook(visit, "sms", "/sms")


def _takes_over(visit: Visit, service: Row) -> bool:
    """Whether a service of our numbers has a webhook of its own that is not ours."""
    url = urldefrag(str(service.get("inbound_request_url") or ""))[0]
    return not service.get("use_inbound_webhook_on_number") and url != f"{visit.settings.public_base_url}/sms"


@asked
def texts_fallback(visit: Visit) -> Verdict:
    """What a person gets by text while we are down."""
    return _fallback(visit, "sms", "/fallback.xml")


@asked
def calls(visit: Visit) -> Verdict:
    """Where calls go."""
    return _hook(visit, "voice", "/voice")


@asked
def calls_fallback(visit: Visit) -> Verdict:
    """What a caller hears while we are down."""
    return _fallback(visit, "voice", "/fallback-voice.xml")


def _services(visit: Visit) -> list[Row]:
    """The Messaging Services that hold one of our numbers. Raises TwilioError."""

    def ask() -> list[Row]:
        ours = {row.get("sid") for row in numbers(visit)}
        return [
            row
            for row in visit.twilio.pages("/v1/Services", "services", MESSAGING)
            if ours & _members(visit, str(row.get("sid")))
        ]

    return visit.once("services", ask)


def _members(visit: Visit, service: str) -> set[Any]:
    return {row.get("sid") for row in visit.twilio.pages(f"/v1/Services/{service}/PhoneNumbers", "phone_numbers", MESSAGING)}


@asked
def service(visit: Visit) -> Verdict:
    """Whether a Messaging Service holds the number, which STOP, START and HELP of our own need; and its registration."""
    found = _services(visit)
    if not found:
        return yellow(
            "no Messaging Service holds the number: Twilio's own words answer STOP and HELP",
            "make one: docs/go-live.md, section 4",
        )
    if not any(row.get("us_app_to_person_registered") for row in found):
        do = "register (docs/go-live.md, section 5); a toll-free number is verified elsewhere in the console: look there"
        return yellow("Twilio does not show a 10DLC registration", do)
    return green("holds the number, and is registered for 10DLC")


@asked
def balance(visit: Visit) -> Verdict:
    """Whether money is left: at nothing the number goes silent."""
    try:
        answer = visit.twilio.get(f"{visit.twilio.account}/Balance.json")
        left = float(str(answer.get("balance")))
    except (TwilioError, ValueError):
        return off("this key may not see it", "look in the console, and turn on auto-recharge and the low-balance alert")
    said = f"{left:.2f} {answer.get('currency')}"
    do = "pay, and turn on auto-recharge and the low-balance alert: at nothing the number goes silent"
    if left <= 0:
        return red(said, do)
    return yellow(said, do) if left < _LOW else green(said)
