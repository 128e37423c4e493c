"""One row of any format made into a `Site`, or refused with the reason: what every importer shares.

The order matters. What a source keeps private, left out or marked as gone is obeyed before anything else is read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.adapters.importers.address import address_of, short
from bot.adapters.importers.details import Terms, contact, hours_of, verified, yes
from bot.adapters.importers.match import match_of
from bot.adapters.importers.points import Located
from bot.adapters.importers.record import Raw, RefusedError
from bot.adapters.importers.services import own_services, services_in
from bot.adapters.importers.texts import text
from bot.gazetteer import Place
from bot.site import Kind, Site, Status
from bot.text import fold

_Enum = TypeVar("_Enum", Kind, Status)
_GONE = {
    "inactive",
    "defunct",
    "closed",
    "permanently closed",
    "deleted",
    "disabled",
    "archived",
    "retired",
    "not active",
    "merged",
}
_PAUSED = {"temporarily closed", "temporarily_closed", "suspended temporarily"}
_PLACEHOLDER = re.compile(
    r"\b(?:do not use|placeholder|lorem ipsum|dummy|example only)\b|^(?:x{3,}|test|tbd|n/?a|none|null|unknown)\W*\d*$",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"\b(?:mobile|van|rv|bus|street outreach)\b", re.IGNORECASE)
_WITHHELD = re.compile(r"withheld|confidential|undisclosed|not disclosed|call for (?:the )?(?:address|location)", re.IGNORECASE)


def site_from(raw: Raw, terms: Terms) -> Site:
    """The place that a row tells. Raises RefusedError."""
    fields = {**terms.defaults, **raw.fields}
    if not raw.ours:
        _obey(fields)
    name = _name(fields)
    services = _services(raw, fields, terms)
    address = address_of(fields)
    kind, located = _where(raw, fields, address, terms)
    site = Site(
        id=_id(raw, fields, terms),
        name=name,
        **_place(address, located, kind),
        **contact(raw, fields, terms),
        **hours_of(raw, fields, terms),
        services=services,
        kind=kind,
        status=_status(fields, ours=raw.ours),
        source=text(fields.get("source", "")) if raw.ours else terms.source,
        verified_on=verified(raw, fields, terms),
    )
    site = replace(site, **_ours(fields)) if raw.ours else site
    return (
        site
        if site.id
        else replace(site, id=f"{_slug(terms.source)}-{_hash(match_of(site) or repr(sorted(raw.fields.items())))}")
    )


def _obey(fields: Mapping[str, str]) -> None:
    """Refuse what the source does not want shown, without repeating any of it."""
    if yes(fields.get("excluded", "")):
        raise RefusedError("its source leaves it out of public lists")
    if yes(fields.get("private", "")) or ("publish" in fields and not yes(fields["publish"])):
        raise RefusedError("its source keeps it private")
    if _WITHHELD.search(fields.get("address", "")):
        raise RefusedError("its address is withheld")
    gone = fold(fields.get("status", "")) in _GONE or ("active" in fields and not yes(fields["active"]))
    if gone:
        raise RefusedError("its source marks it as no longer active")


def _name(fields: Mapping[str, str]) -> str:
    name = text(fields.get("name", "")) or text(fields.get("org", ""))
    if not name:
        raise RefusedError("it has no name")
    if _PLACEHOLDER.search(name):
        raise RefusedError("a placeholder, not a place")
    short("name", name)
    return name


def _services(raw: Raw, fields: Mapping[str, str], terms: Terms) -> tuple[str, ...]:
    given, strange = own_services(fields.get("services", "")) if raw.ours else ((), [])
    if strange:
        raise RefusedError(f"services {', '.join(strange)}: not among ours")
    said = [text(fields.get(column, ""), "; ") for column in ("category", "services")]
    found = given or raw.services or tuple(dict.fromkeys(each for words in said for each in services_in(words, terms.named)))
    if found or terms.services:
        if "naloxone" in found and "pharmacy" in fold(said[0]).split():
            terms.warn(raw.line, "a pharmacy, taken as a place for naloxone: ask that it has some")
        return found or terms.services
    category = next(filter(None, said), "")[:80]
    what = f"the category {category!r} is not known here" if category else "nothing says what it offers"
    raise RefusedError(f"{what}: add --service, or name it under [services] in a mapping file")


def _where(raw: Raw, fields: Mapping[str, str], address: Mapping[str, str], terms: Terms) -> tuple[Kind, Located | None]:
    """How people reach it, and where it is. Raises RefusedError for a door that nobody could find."""
    kind = _kind(fields, ours=raw.ours)
    expected = terms.ground.expected(address["zip"], address["city"], address["state"])
    located = terms.ground.locate(fields.get("lat", ""), fields.get("lon", ""), expected, address["state"])
    hidden = raw.ours and (
        kind in {Kind.DELIVERY, Kind.MAIL} or fields.get("publish") == "no" or fields.get("status", "active") != "active"
    )
    if located is None and not hidden:
        told = address["zip"] or address["city"] or "no ZIP or town"
        zip_said = fields.get("zip", "").strip()
        shown = f"the ZIP {zip_said[:12]!r} is none" if zip_said and not address["zip"] else f"{told} is not known"
        raise RefusedError(f"it has no point, and {shown if told != 'no ZIP or town' else told}: add lat and lon")
    if located and located.warning and not raw.ours:
        terms.warn(raw.line, located.warning)
    return kind, located


def _kind(fields: Mapping[str, str], *, ours: bool) -> Kind:
    if ours:
        return _one_of(Kind, fields.get("kind", ""), "kind")
    return Kind.MOBILE if any(_MOBILE.search(fields.get(each, "")) for each in ("name", "category", "name2")) else Kind.FIXED


def _one_of(kinds: type[_Enum], value: str, name: str) -> _Enum:
    try:
        return kinds(value)
    except ValueError:
        raise RefusedError(f"{name} {value!r} is none of {', '.join(kinds)}") from None


def _place(address: Mapping[str, str], located: Located | None, kind: Kind) -> dict[str, Any]:
    area: Place | None = located.place if located else None
    point = {"lat": located.lat, "lon": located.lon, "precision": located.precision} if located else {}
    filled = dict(address)
    if area and kind != Kind.MOBILE:
        filled["city"] = address["city"] or area.name
    if area:
        filled["state"] = address["state"] or area.state
    return {**filled, **point, "tz": (area.tz or "") if area else ""}


def _status(fields: Mapping[str, str], *, ours: bool) -> Status:
    if ours:
        return _one_of(Status, fields.get("status", ""), "status")
    return Status.TEMPORARILY_CLOSED if fold(fields.get("status", "")) in _PAUSED else Status.ACTIVE


def _ours(fields: Mapping[str, str]) -> dict[str, Any]:
    """The columns that only our own form has. Raises RefusedError."""
    plain = {
        name: text(fields[name])
        for name in ("bring", "what_to_expect", "closed_reason", "source_url", "confidence", "notes", "precision", "phone")
        if name in fields
    }
    lists = {
        name: tuple(filter(None, (each.strip() for each in fields.get(name, "").split(";")))) for name in ("area", "languages")
    }
    dates = {name: date.fromisoformat(fields[name]) for name in ("closed_from", "closed_until") if fields.get(name)}
    flags = {"publish": yes(fields.get("publish", "")), "by_appointment": yes(fields.get("by_appointment", ""))}
    return {**plain, **lists, **dates, **flags, **_own_zone(fields)}


def _own_zone(fields: Mapping[str, str]) -> dict[str, str]:
    try:
        return {"tz": ZoneInfo(fields["tz"]).key} if fields.get("tz") else {}
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise RefusedError(f"tz {fields['tz'][:40]!r} is not a zone such as America/New_York") from None


def _id(raw: Raw, fields: Mapping[str, str], terms: Terms) -> str:
    own = text(fields.get("id", ""))[:150]
    if raw.ours:
        return own
    return f"{_slug(terms.source)}-{_slug(own) if len(own) <= 60 else _hash(own)}" if own else ""


def _slug(value: str) -> str:
    return fold(value).replace(" ", "-")[:60] or "x"


def _hash(value: str) -> str:
    return hashlib.blake2s(value.encode("utf-8", "replace"), digest_size=5).hexdigest()
