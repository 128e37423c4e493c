"""Overpass JSON: what OpenStreetMap knows of pharmacies, clinics and shelters. Its data are under the ODbL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.adapters.importers.columns import Columns
from bot.adapters.importers.json_rows import Many
from bot.adapters.importers.record import Book, Hints, Raw, Refused, UnusableFileError

# The longest side, in degrees, of a building whose middle may stand for its door: about 500 m.
_BUILDING = 0.005
# Key, value (* for any) and our service. Naloxone and needle exchange have no settled tag.
_TAGS = (
    ("amenity", "pharmacy", "naloxone"),
    ("amenity", "hospital", "health_care"),
    ("amenity", "clinic", "health_care"),
    ("amenity", "doctors", "health_care"),
    ("healthcare", "clinic", "health_care"),
    ("healthcare", "centre", "health_care"),
    ("healthcare", "rehabilitation", "treatment"),
    ("healthcare:speciality", "addiction_medicine", "treatment"),
    ("social_facility", "shelter", "shelter"),
    ("social_facility", "food_bank", "food"),
    ("social_facility", "soup_kitchen", "food"),
    ("office", "supervised_injection_site", "opc"),
    ("vending", "naloxone", "naloxone"),
    ("vending", "syringes", "syringe_services"),
)
_TYPED = {
    "phone": ("phone", "contact:phone"),
    "url": ("website", "contact:website"),
    "hours": ("opening_hours",),
    "verified_on": ("check_date",),
}
_ADDRESS = {
    "number": "addr:housenumber",
    "address": "addr:street",
    "city": "addr:city",
    "state": "addr:state",
    "zip": "addr:postcode",
}


def read_overpass(found: Sequence[Any], hints: Hints) -> Book:
    """The elements of an answer. Raises UnusableFileError when it says itself that it broke off."""
    for page in found:
        if "error" in str(page.get("remark", "")).lower():
            raise UnusableFileError("Overpass broke off (its remark tells of an error): ask again, for a smaller area")
    elements = Many(lambda: (each for page in found for each in page.get("elements") or [] if isinstance(each, dict)))
    Columns([], hints)
    book = Book(
        "overpass",
        (),
        len(elements),
        warnings=["the data are OpenStreetMap's: name © OpenStreetMap contributors, ODbL where they are shown"],
    )
    book.rows = (_row(number, each) for number, each in enumerate(elements, start=1))
    return book


def _row(number: int, element: Mapping[str, Any]) -> Raw | Refused:
    tags = {str(key): str(value) for key, value in (element.get("tags") or {}).items()}
    if not tags:
        return Refused(number, "it has no tags: part of another element's shape")
    if any(key.startswith(("disused:", "abandoned:", "was:")) for key in tags) or tags.get("access") in {"private", "no"}:
        return Refused(number, "its source marks it as disused or private")
    point = _point(element)
    if point is None:
        return Refused(number, "it has no point: ask Overpass for `out center`")
    fields = {ours: tags[theirs] for ours, theirs in _ADDRESS.items() if theirs in tags}
    fields |= {
        ours: next(tags[each] for each in theirs if each in tags)
        for ours, theirs in _TYPED.items()
        if any(each in tags for each in theirs)
    }
    fields |= {
        "id": f"{element.get('type')}/{element.get('id')}",
        "name": tags.get("name", ""),
        "org": tags.get("operator", ""),
        **point,
    }
    fields["category"] = "; ".join(tags[key] for key in ("amenity", "healthcare", "social_facility") if key in tags)
    return Raw(number, {name: value for name, value in fields.items() if value}, _services(tags))


def _services(tags: Mapping[str, str]) -> tuple[str, ...]:
    if tags.get("dispensing") == "no":
        return ()
    found = [service for key, value, service in _TAGS if value in tags.get(key, "").split(";")]
    return tuple(dict.fromkeys(found))


def _point(element: Mapping[str, Any]) -> dict[str, str] | None:
    center, bounds = element.get("center") or {}, element.get("bounds") or {}
    if "lat" in element:
        return {"lat": str(element["lat"]), "lon": str(element.get("lon", ""))}
    if "lat" in center:
        return {"lat": str(center["lat"]), "lon": str(center.get("lon", ""))}
    try:
        south, north, west, east = (float(bounds[each]) for each in ("minlat", "maxlat", "minlon", "maxlon"))
    except (KeyError, TypeError, ValueError):
        return None
    small = north - south < _BUILDING and east - west < _BUILDING
    return {"lat": str((south + north) / 2), "lon": str((west + east) / 2)} if small else None
