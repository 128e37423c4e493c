"""One site as a line of text: where, how far, when, whom to call, and how old that knowledge is."""

from __future__ import annotations

from datetime import datetime

from bot.directory import Nearby
from bot.hours_said import phrase
from bot.knowledge import Knowledge

# Older than this, the month says enough.
_FRESH_DAYS = 90


def row(knowledge: Knowledge, near: Nearby, number: int, now: datetime, language: str) -> str:
    """One site: name, address, distance, hours, phone, last check. "Call first" is said once, at the end."""
    site = near.site
    where = ", ".join(part for part in (site.address, site.city) if part)
    said = phrase(near.openness, now, language)
    hours = site.hours_text if near.openness.open is None and site.hours_text else said
    parts = (
        f"{number}. {site.name}, {where}",
        _distance(knowledge, near, language),
        _no_call(hours),
        site.phone or knowledge.line("no_phone_listed", language),
    )
    return ". ".join(part for part in parts if part) + f". {_checked(knowledge, near, now, language)}"


def _no_call(hours: str) -> str:
    """Hours without their own "call first": every row ends with one."""
    return hours.partition(":")[0] if hours.count(":") == 1 and not any(char.isdigit() for char in hours) else hours


def _distance(knowledge: Knowledge, near: Nearby, language: str) -> str:
    """Straight-line miles; a site known only by its ZIP is not given tenths that nobody measured."""
    if near.site.precision == "zip" and near.miles < 1:
        return knowledge.line("in_town", language)
    exact = near.site.precision != "zip" and near.miles < 10
    return f"{near.miles:.1f} mi" if exact else f"{near.miles:.0f} mi"


def _checked(knowledge: Knowledge, near: Nearby, now: datetime, language: str) -> str:
    """When the entry was last checked; nothing on our list is so fresh that a call first would not pay."""
    on = near.site.verified_on
    if on is None:
        return knowledge.line("not_checked", language)
    fresh = (now.date() - on).days <= _FRESH_DAYS
    shown = on.isoformat() if fresh else f"{on:%Y-%m}"
    return knowledge.line("stale" if near.stale else "checked", language, date=shown)
