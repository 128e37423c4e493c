"""`safertext places export`: CSV with everything, for us and a spreadsheet; GeoJSON and HSDS 3 with what is public.

The CSV is our own form and comes back in by `places import`. The other two leave the house: they hold no note, no source's
remark, and nothing that is not published.
"""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bot.adapters.importers.record import UnusableFileError
from bot.adapters.places_hsds import rrule_schedules, schedules, zoned
from bot.adapters.site_rows import FIELDS
from bot.site import Site, Status

_NUMBERS = {"lat", "lon"}
# A spreadsheet would run a cell that begins so; the apostrophe makes it text, and our import takes it off again.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PUBLIC = tuple(name for name in FIELDS if name not in {"notes", "publish", "lat", "lon"})
_HSDS_STATUS = {Status.ACTIVE: "active", Status.TEMPORARILY_CLOSED: "temporarily closed"}
# What may stand in a URI as it is: a letter with an accent may not.
_URI = "%/:?#[]@!$&'()*+,;=~"
# Ids must be UUIDs there: made from ours, so that each export names the same place alike.
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "safertext:site")


def export(path: Path, sites: Iterable[Site]) -> int:
    """Write `sites` in the form that the ending of `path` names; how many. Raises UnusableFileError."""
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise UnusableFileError(f"{path.name}: its ending must be {', '.join(FORMS)}")
    chosen = [site for site in sites if site.offered or path.suffix.lower() == ".csv"]
    put(path, form(chosen))
    return len(chosen)


def put(path: Path, text: str) -> None:
    """Write a file that leaves the house. Raises UnusableFileError."""
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UnusableFileError(f"{path.name}: cannot be written ({error.strerror}); is the folder there?") from None


def _csv(sites: Iterable[Site]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for site in sites:
        writer.writerow(_cell(name, getattr(site, name)) for name in FIELDS)
    return out.getvalue()


def _cell(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = ";".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    return f"'{text}" if name not in _NUMBERS and text.startswith(_FORMULA) else text


def _geojson(sites: Iterable[Site]) -> str:
    features = [
        {
            "type": "Feature",
            "id": site.id,
            "geometry": {"type": "Point", "coordinates": [site.lon, site.lat]} if site.has_door else None,
            "properties": {name: _plain(getattr(site, name)) for name in _PUBLIC if getattr(site, name) not in {"", (), None}},
        }
        for site in sites
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value.isoformat() if isinstance(value, date) else value


def _hsds(sites: Iterable[Site]) -> str:
    """One page of HSDS 3 services, each with its organization, location, phone and schedules inside."""
    contents = [_service(site) for site in sites]
    page = {
        "total_items": len(contents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(contents),
        "first_page": True,
        "last_page": True,
    }
    return json.dumps({**page, "empty": not contents, "contents": contents}, ensure_ascii=False, indent=1)


def _service(site: Site) -> dict[str, Any]:
    said = {
        "url": quote(site.url, safe=_URI),
        "eligibility_description": site.eligibility,
        "fees_description": site.cost,
        "assured_date": site.verified_on.isoformat() if site.verified_on else "",
        "alert": _alert(site),
        "application_process": "By appointment" if site.by_appointment else "",
    }
    documents = [{"id": _uuid(site, "bring"), "document": site.bring}] if site.bring else []
    areas = [site.state if each == "*" else f"{each}, {site.state}" for each in site.area]
    return {
        "id": _uuid(site, "service"),
        "name": site.name,
        "description": "; ".join(site.services),
        "status": _HSDS_STATUS[site.status],
        **{name: value for name, value in said.items() if value},
        "organization": {"id": _uuid(site, "organization"), "name": site.org or site.name, "description": site.org or site.name},
        "service_at_locations": [{"id": _uuid(site, "at"), "location": _location(site)}],
        "languages": [{"id": _uuid(site, f"language {each}"), **_language(each)} for each in site.languages],
        "attributes": [_attribute(site, each) for each in site.services],
        "required_documents": documents,
        "service_areas": [{"id": _uuid(site, f"area {each}"), "name": each} for each in areas],
    }


def _language(said: str) -> dict[str, str]:
    """A language by its ISO code without the country, or by its name as a directory gave it."""
    code = said.partition("-")[0].lower()
    return {"code": code} if re.fullmatch("[a-z]{2,3}", code) else {"name": said}


def _alert(site: Site) -> str:
    """Why a place is closed for a while, and until when."""
    if site.status is not Status.TEMPORARILY_CLOSED:
        return ""
    until = f"reopens {site.closed_until.isoformat()}" if site.closed_until else ""
    return "; ".join(filter(None, (site.closed_reason, until)))


def _location(site: Site) -> dict[str, Any]:
    point = {"latitude": site.lat, "longitude": site.lon} if site.has_door else {}
    number, _, extension = site.phone.partition(" ext. ")
    dialled = {"number": number, "type": "voice", **({"extension": int(extension)} if extension.isdecimal() else {})}
    phones = [{"id": _uuid(site, "phone"), **dialled}] if site.phone else []
    return {
        "id": _uuid(site, "location"),
        "location_type": "physical" if site.has_door else "virtual",
        "name": site.name,
        **({"description": site.what_to_expect} if site.what_to_expect else {}),
        **point,
        "addresses": [_address(site)] if site.city or site.address else [],
        "phones": phones,
        "accessibility": [{"id": _uuid(site, "access"), "description": site.access}] if site.access else [],
        "schedules": [
            {"id": _uuid(site, f"schedule {number}"), **zoned(each, site.tz, datetime.now(UTC))}
            for number, each in enumerate([*schedules(site.hours, site.hours_text), *rrule_schedules(site.rrule)])
        ],
    }


def _address(site: Site) -> dict[str, Any]:
    named = {"address_1": site.address, "city": site.city, "state_province": site.state, "postal_code": site.zip}
    return {
        "id": _uuid(site, "address"),
        **named,
        "country": "CA" if site.zip[:1].isalpha() else "US",
        "address_type": "physical",
    }


def _attribute(site: Site, service: str) -> dict[str, Any]:
    term = {
        "id": str(uuid.uuid5(_SPACE, service)),
        "code": service,
        "name": service,
        "description": service,
        "taxonomy": "SaferText",
    }
    return {"id": _uuid(site, f"attribute {service}"), "taxonomy_term": term}


def _uuid(site: Site, part: str) -> str:
    return str(uuid.uuid5(_SPACE, f"{site.id} {part}"))


FORMS: Mapping[str, Callable[[Iterable[Site]], str]] = {".csv": _csv, ".geojson": _geojson, ".json": _hsds}
