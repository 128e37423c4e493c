"""The checks, in the order in which a set-up grows, and the visit that makes them all."""

from __future__ import annotations

import http.client
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram.error import TelegramError

from bot.adapters import fetch, telegram_setup
from bot.adapters.doctor import at_telegram, at_twilio, machine, outside, records, words
from bot.adapters.doctor.verdict import AskedBeforeError, Light, Verdict, Visit, off, red
from bot.adapters.twilio_api import TwilioError
from bot.errors import ContentError


@dataclass(frozen=True, slots=True)
class Check:
    """A light's name, how to tell its colour, and who must be asked for it: nobody, our own public address, or a provider."""

    name: str
    look: Callable[[Visit], Verdict]
    asks: str = ""


CHECKS: tuple[Check, ...] = (
    Check("settings", machine.settings),
    Check("secrets", machine.secrets),
    Check("files", machine.files),
    Check("content", words.content),
    Check("last day", machine.last_day),
    Check("reviewers, danger", words.reviews),
    Check("reviewers, rest", words.other_reviews),
    Check("review dates", words.dates),
    Check("phone numbers", words.numbers),
    Check("places", words.places),
    Check("carriers' texts", words.carriers),
    Check("database", machine.storage),
    Check("disk", machine.disk),
    Check("swap", machine.swap),
    Check("Twilio's records", records.purging),
    Check("failed texts", records.failures),
    Check("public address", outside.address, asks="provider"),
    Check("certificate", outside.certificate, asks="address"),
    Check("signature", outside.signature, asks="address"),
    Check("fallback texts", outside.fallbacks, asks="address"),
    Check("Twilio's account", at_twilio.account, asks="provider"),
    Check("texts come to us", at_twilio.texts, asks="provider"),
    Check("texts, server down", at_twilio.texts_fallback, asks="provider"),
    Check("calls come to us", at_twilio.calls, asks="provider"),
    Check("calls, server down", at_twilio.calls_fallback, asks="provider"),
    Check("Messaging Service", at_twilio.service, asks="provider"),
    Check("balance", at_twilio.balance, asks="provider"),
    Check("Telegram", at_telegram.webhook, asks="provider"),
    Check("clock", outside.clock, asks="provider"),
)
_ORDER = list(Light)
_AGAIN = "mend that and ask again"
# What keeps a check from looking, the first kind that fits, and the light that it is.
_HINDERED: tuple[tuple[type[Exception], Callable[[Any], Verdict]], ...] = (
    (AskedBeforeError, lambda _: off("what it needs could not be had: see the red light before it")),
    (ContentError, lambda error: red(f"{len(error.faults)} faults, the first: {error.faults[0]}", "run: safertext check")),
    (TwilioError, lambda error: red(str(error), _AGAIN)),
    (TelegramError, lambda error: red(telegram_setup.why(error), _AGAIN)),
    (SQLAlchemyError, lambda error: red(f"the database cannot be read ({type(error).__name__})", "look at DATABASE_URL")),
    (OSError, lambda error: red(fetch.why(error), "is the server up, the proxy before it, and the name in DNS?")),
    (http.client.HTTPException, lambda error: red(fetch.why(error), "look at the proxy: what answers there is no web server")),
)


def examine(visit: Visit, *, offline: bool = False) -> Iterator[tuple[str, Verdict]]:
    """Every light by name, in the order of the table. A check that cannot look is a light too."""
    for check in CHECKS:
        if check.asks and offline:
            yield check.name, off("nobody outside was asked (--offline)")
        elif check.asks == "address" and not visit.settings.public_base_url:
            yield check.name, off("there is no public address")
        else:
            yield check.name, _looked(check, visit)


def _looked(check: Check, visit: Visit) -> Verdict:
    try:
        return check.look(visit)
    except tuple(kind for kind, _ in _HINDERED) as error:
        return next(say(error) for kind, say in _HINDERED if isinstance(error, kind))


def lines(found: Sequence[tuple[str, Verdict]]) -> Iterator[str]:
    """The lights for people, the worst first, and how many of each; what was not checked for one reason stands together."""
    names: dict[tuple[Verdict, str], list[str]] = {}
    for name, verdict in found:
        names.setdefault((verdict, "" if verdict.light is Light.OFF else name), []).append(name)
    for (verdict, _), those in sorted(names.items(), key=lambda each: _ORDER.index(each[0][0].light)):
        yield f"{verdict.light.value:11}  {'; '.join(those)}: {verdict.says}"
        if verdict.do:
            yield f"{'':11}  -> {verdict.do}"
    counts = Counter(verdict.light for _, verdict in found)
    yield ", ".join(f"{counts[light]} {light.value}" for light in _ORDER)


def as_json(found: Iterable[tuple[str, Verdict]]) -> Mapping[str, object]:
    """The lights for programs: `ready` when none is red."""
    rows = [{"check": name, "light": verdict.light.value, "says": verdict.says, "do": verdict.do} for name, verdict in found]
    return {"ready": all(row["light"] != Light.RED for row in rows), "lights": rows}
