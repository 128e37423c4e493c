"""One row of any format made into a `Site`, or refused with the reason: what every importer shares.

The order matters. What a source keeps private, left out or marked as gone is obeyed before anything else is read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.adapters.importers.match import match_of
from bot.adapters.importers.phones import phones
from bot.adapters.importers.points import Ground, Located
from bot.adapters.importers.record import Raw, RefusedError
from bot.adapters.importers.services import own_services, services_in
from bot.adapters.importers.texts import day, text
from bot.gazetteer import Place
from bot.hours import doubts
from bot.hours_read import read_hours
from bot.site import Kind, Site, Status
from bot.text import fold
from bot.understanding.place_words import STATE_CODES, STATE_NAMES

_NO = {"", "no", "n", "false", "f", "0", "none", "null", "-"}
_GONE = {"inactive", "defunct", "closed", "permanently closed", "deleted", "disabled", "archived", "retired", "not active", "merged"}
_PAUSED = {"temporarily closed", "temporarily_closed", "suspended temporarily"}
_PLACEHOLDER = re.compile(r"\b(?:test(?:ing)?\b.*\bdo not use|do not use|placeholder|lorem ipsum|dummy|example only)\b|^(?:x{3,}|test|tbd|n/?a|none|null|unknown)\W*\d*$", re.IGNORECASE)
_MOBILE = re.compile(r"\b(?:mobile|van|rv|bus|street outreach)\b", re.IGNORECASE)
_WITHHELD = re.compile(r"withheld|confidential|undisclosed|not disclosed|call for (?:the )?(?:address|location)", re.IGNORECASE)
_LINE = re.compile(r"^(?P<street>.+?),\s*(?P<city>[^,\d]+?)(?:,?\s+(?P<state>[A-Z]{2}))?(?:,?\s+(?P<zip>\d{5})(?:-\d{4})?)?$")
_APPOINTMENT = re.compile(r"\b(?:by|with) appointment|appointment only\b", re.IGNORECASE)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST = {"name": 160, "address": 200, "city": 80, "org": 160, "url": 300}
_LONG_TEXT = 500


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


def site_from(raw: Raw, terms: Terms) -> Site:
    """The place that a row tells. Raises RefusedError."""
    fields = {**terms.defaults, **raw.fields}
    if not raw.ours:
        _obey(fields)
    name = _name(fields)
    services = _services(raw, fields, terms)
    address = _address(fields)
    kind, located = _where(raw, fields, address, terms)
    site = Site(
        id=_id(raw, fields, terms),
        name=name,
        **_place(address, located, kind),
        **_contact(raw, fields, terms),
        **_hours(raw, fields, terms),
        services=services,
        kind=kind,
        status=_status(fields, ours=raw.ours),
        source=text(fields.get("source", "")) if raw.ours else terms.source,
        verified_on=_verified(raw, fields, terms),
    )
    site = replace(site, **_ours(fields)) if raw.ours else site
    return site if site.id else replace(site, id=f"{_slug(terms.source)}-{_hash(match_of(site) or repr(sorted(raw.fields.items())))}")


def _obey(fields: Mapping[str, str]) -> None:
    """Refuse what the source does not want shown, without repeating any of it."""
    if _yes(fields.get("excluded", "")):
        raise RefusedError("its source leaves it out of public lists")
    if _yes(fields.get("private", "")) or ("publish" in fields and not _yes(fields["publish"])):
        raise RefusedError("its source keeps it private")
    if _WITHHELD.search(fields.get("address", "")):
        raise RefusedError("its address is withheld")
    gone = fold(fields.get("status", "")) in _GONE or ("active" in fields and not _yes(fields["active"]))
    if gone:
        raise RefusedError("its source marks it as no longer active")


def _yes(value: str) -> bool:
    return value.strip().lower() not in _NO


def _name(fields: Mapping[str, str]) -> str:
    name = text(fields.get("name", "")) or text(fields.get("org", ""))
    if not name:
        raise RefusedError("it has no name")
    if _PLACEHOLDER.search(name):
        raise RefusedError("a placeholder, not a place")
    _short("name", name)
    return name


def _short(name: str, value: str) -> str:
    if len(value) > _LONGEST[name]:
        raise RefusedError(f"its {name} has {len(value):,} characters, more than {_LONGEST[name]}: is a quote left open, or is this another column?")
    return value


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


def _address(fields: Mapping[str, str]) -> dict[str, str]:
    """Street, city, state and ZIP, also from one line "3 C St, Pinewood ME 04098"."""
    street = " ".join(filter(None, (text(fields.get(each, "")) for each in ("number", "address", "address2"))))
    city, state = text(fields.get("city", "")), _state(text(fields.get("state", "")))
    code = _zip(fields.get("zip", ""))
    line = re.sub(r",?\s*(?:USA|United States)\.?$", "", street)
    found = _LINE.match(line) if not (city and (code or state)) else None
    if found and (found["state"] or found["zip"]):
        street, city, state = found["street"], city or found["city"], state or _state(found["state"] or "")
        code = code or found["zip"] or ""
    return {"address": _short("address", street), "city": _short("city", city), "state": state, "zip": code}


@lru_cache(maxsize=512)
def _state(value: str) -> str:
    plain = fold(value)
    return STATE_CODES.get(plain) or STATE_NAMES.get(plain) or (value.upper() if re.fullmatch(r"[A-Za-z]{2}", value) else "")


def _zip(value: str) -> str:
    """Five digits, with the zeros that a spreadsheet ate; the first half of a Canadian code; empty when it is neither."""
    plain = re.sub(r"\.0+$", "", value.strip().upper())
    if re.fullmatch(r"[A-Z]\d[A-Z] ?\d[A-Z]\d", plain):
        return plain
    found = re.fullmatch(r"(\d{3,5})(?:-?(\d{4}))?", plain) if not re.fullmatch(r"\d{6,8}", plain) else re.fullmatch(r"(\d{3,4})(\d{4})", plain)
    code = found[1].zfill(5) if found else ""
    return "" if code == "00000" else code


def _where(raw: Raw, fields: Mapping[str, str], address: Mapping[str, str], terms: Terms) -> tuple[Kind, Located | None]:
    """How people reach it, and where it is. Raises RefusedError for a door that nobody could find."""
    kind = _kind(fields, ours=raw.ours)
    expected = terms.ground.expected(address["zip"], address["city"], address["state"])
    located = terms.ground.locate(fields.get("lat", ""), fields.get("lon", ""), expected, address["state"])
    hidden = raw.ours and (kind in {Kind.DELIVERY, Kind.MAIL} or fields.get("publish") == "no" or fields.get("status", "active") != "active")
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


def _one_of(kinds: Any, value: str, name: str) -> Any:
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


def _contact(raw: Raw, fields: Mapping[str, str], terms: Terms) -> dict[str, Any]:
    """Phone, web page and the rest; never a person's name, never a mail address."""
    said = "" if _yes(fields.get("phone_private", "")) else text(fields.get("phone", ""), "; ")
    numbers = phones(said) or phones(text(fields.get("intake", ""), "; "))
    if said and not numbers:
        terms.warn(raw.line, "its phone is no number that can be called: left out")
    url = text(fields.get("url", ""))
    url = url if re.fullmatch(r"https?://\S+\.\S+", url) else f"https://{url}" if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", url) else ""
    return {
        "phone": numbers[0] if numbers else "",
        "url": _short("url", url),
        "org": text(fields.get("org", ""))[: _LONGEST["org"]],
        "eligibility": text(fields.get("eligibility", ""))[:_LONG_TEXT],
        "cost": text(fields.get("cost", ""))[:_LONG_TEXT],
        "access": text(fields.get("access", ""))[:_LONG_TEXT],
        "languages": tuple(filter(None, (each.strip() for each in re.split(r"[;,]", text(fields.get("languages", "")))))),
    }


def _hours(raw: Raw, fields: Mapping[str, str], terms: Terms) -> dict[str, Any]:
    """Hours in OpenStreetMap's form where they are surely understood, else as they were written."""
    by_day = "; ".join(f"{day_}: {fields[day_]}" for day_ in _DAYS if fields.get(day_))
    said = text(fields.get("hours", "") or by_day, "; ")[:_LONG_TEXT]
    given = text(fields.get("hours_text", ""))[:_LONG_TEXT]
    if raw.ours:
        if found := doubts(said):
            raise RefusedError(f"hours {said!r}: {'; '.join(found)}")
        return {"hours": said, "hours_text": given}
    read = read_hours(said) if said else None
    if read and read != said:
        terms.readings[said] = read
    return {"hours": read or "", "hours_text": given if read else said or given, "by_appointment": bool(_APPOINTMENT.search(said))}


def _status(fields: Mapping[str, str], *, ours: bool) -> Status:
    if ours:
        return Status(_one_of(Status, fields.get("status", ""), "status"))
    return Status.TEMPORARILY_CLOSED if fold(fields.get("status", "")) in _PAUSED else Status.ACTIVE


def _verified(raw: Raw, fields: Mapping[str, str], terms: Terms) -> date | None:
    said = fields.get("verified_on", "")
    found = day(said) if said else None
    if said and (found is None or found > terms.today):
        terms.warn(raw.line, f"its date {said[:20]!r} {'lies ahead' if found else 'cannot be read'}: taken as not checked")
        return None
    return found


def _ours(fields: Mapping[str, str]) -> dict[str, Any]:
    """The columns that only our own form has. Raises RefusedError."""
    plain = {name: text(fields[name]) for name in ("bring", "what_to_expect", "closed_reason", "source_url", "confidence", "notes", "precision", "phone") if name in fields}
    lists = {name: tuple(filter(None, (each.strip() for each in fields.get(name, "").split(";")))) for name in ("area", "languages")}
    dates = {name: date.fromisoformat(fields[name]) for name in ("closed_from", "closed_until") if fields.get(name)}
    flags = {"publish": _yes(fields.get("publish", "")), "by_appointment": _yes(fields.get("by_appointment", ""))}
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
