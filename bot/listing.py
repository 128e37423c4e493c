"""Sites as text: a line of a list, all that is known of one, and what to say where there is none."""

from __future__ import annotations

import re
from datetime import datetime

from bot.directory import Nearby
from bot.gazetteer import Place
from bot.hours import Openness, Why, openness
from bot.hours_said import past_day, phrase
from bot.knowledge import Knowledge
from bot.recurrence_said import recurring
from bot.site import Site
from bot.wishes import Wish

_FIGURE = re.compile(r"\d")


def row(knowledge: Knowledge, near: Nearby, number: int, now: datetime, language: str) -> str:
    """One site: name, address, distance, hours, phone, last check. "Call first" is said once, at the end."""
    site = near.site
    where = ", ".join(part for part in (site.address, site.city) if part)
    parts = (
        f"{number}. {site.name}, {where}",
        _distance(knowledge, near, language),
        _no_call(_hours(site, near.openness, now, language)),
        site.phone or knowledge.line("no_phone_listed", language),
    )
    return ". ".join(part for part in parts if part) + f". {_checked(knowledge, near, now, language)}"


def details(knowledge: Knowledge, site: Site, now: datetime, language: str) -> list[str]:
    """All that is known of one site, a paragraph each: where and when, what to expect, and who says so."""
    state = openness(site, now)
    phone = site.phone or knowledge.line("no_phone_listed", language)
    opens = _hours(site, state, now, language)
    also = [site.hours_text] if site.hours_text not in opens else []
    first = ". ".join(part for part in (f"{site.name}, {address(site)}", opens, *also, phone, site.url) if part)
    told = {"expect": site.what_to_expect, "eligibility": site.eligibility, "bring": site.bring, "access": site.access,
            "languages": ", ".join(site.languages), "cost": site.cost}  # fmt: skip
    more = [knowledge.line(f"detail_{key}", language, said=said) for key, said in told.items() if said]
    source = [knowledge.line("detail_source", language, said=site.source)] if site.source else []
    return [first + ".", *more, *source]


def address(site: Site) -> str:
    """Where a letter would find it: "1 A St, Bangor, ME 04401", as far as it is known."""
    return ", ".join(part for part in (site.address, site.city, f"{site.state} {site.zip}".strip()) if part)


def heading(  # noqa: PLR0913 (all are what a list is of)
    knowledge: Knowledge, service: str, place: Place, wish: Wish, language: str, *, granted: bool
) -> str:
    """What a list is of; `granted` tells whether any is known to be what they wish."""
    filled = {"service": knowledge.service_name(service, language), "place": named(knowledge, place, language)}
    if wish:
        key = "near_wished" if granted else "none_wished"
        return knowledge.line(key, language, **filled, wish=wished(knowledge, wish, language))
    return knowledge.line("near_you" if place.pinned else "near", language, **filled)


def named(knowledge: Knowledge, place: Place, language: str) -> str:
    """What people read for `place`: a shared pin is "you", for the name of the ZIP around it would be our guess."""
    return knowledge.line("here", language) if place.pinned else place.shown


def wished(knowledge: Knowledge, wish: Wish, language: str) -> str:
    """A wish in words: "open Sunday, walk-in"."""
    day = knowledge.line("weekdays", language).split()[wish.day]
    said = [knowledge.line(f"wish_{wish.when}", language, day=day)] if wish.when else []
    said += [knowledge.line(f"wish_{name}", language) for name in ("walk_in", "free") if getattr(wish, name)]
    return ", ".join(said)


def _hours(site: Site, state: Openness, now: datetime, language: str) -> str:
    """The hours in words; for a closure its reason too, and the source's own words where they cannot be read."""
    said = phrase(state, now, language)
    if state.why == Why.CLOSURE and site.closed_reason:
        return f"{said} ({site.closed_reason})"
    if site.rrule and not state.open and state.why == Why.HOURS:
        return recurring(site.rrule, state.next_change, now, language)
    return site.hours_text if state.open is None and site.hours_text else said


def _no_call(hours: str) -> str:
    """Hours without their own "call first": every row ends with one."""
    return hours.partition(":")[0] if hours.count(":") == 1 and not _FIGURE.search(hours) else hours


def _distance(knowledge: Knowledge, near: Nearby, language: str) -> str:
    """Straight-line miles; a site known only by its ZIP is not given tenths that nobody measured."""
    if near.site.precision == "zip" and near.miles < 1:
        return knowledge.line("in_town", language)
    exact = near.site.precision != "zip" and near.miles < 10
    return f"{near.miles:.1f} mi" if exact else f"{near.miles:.0f} mi"


def _checked(knowledge: Knowledge, near: Nearby, now: datetime, language: str) -> str:
    """When the entry was last checked; nothing on our list is so fresh that a call first would not pay."""
    on = near.site.verified_on
    if near.doubted:
        return knowledge.line("others_shut", language)
    if on is None:
        return knowledge.line("not_checked", language)
    return knowledge.line("stale" if near.stale else "checked", language, date=past_day(on, now.date(), language))
