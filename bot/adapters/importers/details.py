"""What a row tells beside name and place: phone, page, hours, when it was checked. No person's name, no mail address."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.adapters.importers.address import short
from bot.adapters.importers.columns import DAYS
from bot.adapters.importers.phones import phones
from bot.adapters.importers.points import Ground
from bot.adapters.importers.record import Raw, RefusedError
from bot.adapters.importers.texts import day, text
from bot.hours import doubts
from bot.hours_read import read_hours
from bot.recurrence import rules_of

_NO = {"", "no", "n", "false", "f", "0", "none", "null", "-"}
_APPOINTMENT = re.compile(r"\b(?:by|with) appointment|appointment only\b", re.IGNORECASE)
_LONG_TEXT = 500
_LONG_NAME = 160


@dataclass(slots=True)
class Terms:
    """What an import knows beside the rows: the ground, its source, and what the operator said of it.

    `warn` takes a line and a sentence; `readings` gathers hours as written and as read, for a person to confirm.
    """

    ground: Ground
    source: str
    today: date
    services: tuple[str, ...] = ()
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    warn: Callable[[int, str], None] = lambda _line, _what: None
    readings: dict[str, str] = field(default_factory=dict)


def yes(value: str) -> bool:
    """Whether a flag is set, in whatever way it was written."""
    return value.strip().lower() not in _NO


def contact(raw: Raw, fields: Mapping[str, str], terms: Terms) -> dict[str, Any]:
    """Phone, web page and the rest; never a person's name, never a mail address."""
    said = "" if yes(fields.get("phone_private", "")) else text(fields.get("phone", ""), "; ")
    other = "" if yes(fields.get("intake_private", "")) else text(fields.get("intake", ""), "; ")
    numbers = phones(said) or phones(other)
    if said and not numbers:
        terms.warn(raw.line, "its phone is no number that can be called: left out")
    url = text(fields.get("url", ""))
    url = (
        url
        if re.fullmatch(r"https?://\S+\.\S+", url)
        else f"https://{url}"
        if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", url)
        else ""
    )
    return {
        "phone": numbers[0] if numbers else "",
        "url": short("url", url),
        "org": text(fields.get("org", ""))[:_LONG_NAME],
        "eligibility": text(fields.get("eligibility", ""))[:_LONG_TEXT],
        "cost": text(fields.get("cost", ""))[:_LONG_TEXT],
        "access": text(fields.get("access", ""))[:_LONG_TEXT],
        "languages": tuple(filter(None, (each.strip() for each in re.split(r"[;,]", text(fields.get("languages", "")))))),
    }


def hours_of(raw: Raw, fields: Mapping[str, str], terms: Terms) -> dict[str, Any]:
    """Hours in OpenStreetMap's form where they are surely understood, else as they were written."""
    by_day = "; ".join(f"{day_}: {fields[day_]}" for day_ in DAYS if fields.get(day_))
    said = text(fields.get("hours", "") or by_day, "; ")[:_LONG_TEXT]
    given = text(fields.get("hours_text", ""))[:_LONG_TEXT]
    rrule = _rrule(fields.get("rrule", ""))
    if raw.ours:
        if found := doubts(said):
            raise RefusedError(f"hours {said!r}: {'; '.join(found)}")
        return {"hours": said, "hours_text": given, "rrule": rrule}
    read = read_hours(said) if said else None
    if read and read != said:
        terms.readings[said] = read
    return {
        "hours": read or "",
        "rrule": rrule,
        "hours_text": given if read else said or given,
        "by_appointment": bool(_APPOINTMENT.search(said)),
    }


def _rrule(said: str) -> str:
    try:
        rules_of(said)
    except ValueError as error:
        raise RefusedError(f"rrule {said[:80]!r}: {error}") from None
    return said


def verified(raw: Raw, fields: Mapping[str, str], terms: Terms) -> date | None:
    """When somebody last saw that this is so; None where that is not told, or cannot be."""
    said = fields.get("verified_on", "")
    found = day(said) if said else None
    if said and (found is None or found > terms.today):
        terms.warn(raw.line, f"its date {said[:20]!r} {'lies ahead' if found else 'cannot be read'}: taken as not checked")
        return None
    return found
