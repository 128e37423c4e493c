"""HSDS: services at locations, as a JSON tree (3.x; older trees are alike enough); `hsds_table.py` makes trees of tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.adapters.importers.json_rows import Many
from bot.adapters.importers.record import Book, Hints, Raw, Refused, UnusableFileError
from bot.adapters.places_hsds import hours_of

Tree = Mapping[str, Any]


def read_hsds(found: Sequence[Any], _: Hints) -> Book:
    """Pages, a list, or one service. Raises UnusableFileError when none of it is a service."""
    trees = Many(lambda: (each for value in found for each in _services(value)))
    if not trees:
        raise UnusableFileError("this HSDS file holds no services: export services with their locations inside")
    book = Book("hsds", (), len(trees))
    last = found[-1]
    if isinstance(last, dict) and (last.get("last_page") is False or int(last.get("total_pages") or 1) > len(found)):
        book.complete = False
        book.warnings.append("this is not the last page: fetch the others and import all files at once under one --source")
    book.rows = rows(trees)
    return book


def rows(trees: Iterable[Tree]) -> Iterator[Raw | Refused]:
    """One row for each service at each location, numbered through."""
    number = 0
    for service in trees:
        places = _list(service, "service_at_locations") or [{"location": each} for each in _list(service, "locations")] or [{}]
        for place in places:
            number += 1
            yield _row(number, service, place)


def _services(value: Any) -> Iterator[Tree]:
    """The services in a page, list, organization or service."""
    if isinstance(value, list | Many):
        for each in value:
            yield from _services(each)
    elif isinstance(value, dict):
        if "contents" in value:
            yield from _services(value["contents"])
        elif "services" in value and "service_at_locations" not in value:
            organization = {name: each for name, each in value.items() if name != "services"}
            shared = {"organization": organization, "locations": value.get("locations") or []}
            yield from ({**shared, **each} for each in value["services"] or () if isinstance(each, Mapping))
        elif value.get("name"):
            yield value


def _row(number: int, service: Tree, place: Tree) -> Raw | Refused:
    location, organization = _tree(place, "location"), _tree(service, "organization")
    status = _text(service, "status").lower()
    if not location:
        return Refused(number, "the service names no location")
    if _text(location, "location_type").lower() in {"virtual", "postal"}:
        return Refused(number, "its location is virtual or a mailbox: nobody can go there")
    given = _first("schedules", place, location, service) or _first("regular_schedules", place, location, service)
    hours, said, rrule = hours_of(given, datetime.now(UTC).date())
    fields = {
        "id": _text(place, "id") or "/".join(filter(None, (_text(service, "id"), _text(location, "id")))),
        "name": _text(location, "name") or _text(organization, "name") or _text(service, "name"),
        "org": _text(organization, "name"),
        "category": "; ".join((_text(service, "name"), *_terms(service))),
        "status": "" if status == "active" else status,
        **_address(location),
        "lat": _text(location, "latitude"),
        "lon": _text(location, "longitude"),
        "phone": _phone(place, location, service, organization),
        "url": _text(service, "url") or _text(organization, "website") or _text(organization, "url"),
        "hours": hours or said,
        "rrule": rrule,
        "eligibility": _text(service, "eligibility_description") or _text(service, "eligibility"),
        "cost": _text(service, "fees_description") or _text(service, "fees"),
        "languages": ";".join(
            _text(each, "code") or _text(each, "language") or _text(each, "name")
            for each in _first("languages", service, location)
        ),
        "verified_on": _text(service, "assured_date")[:10],
    }
    return Raw(number, {name: value for name, value in fields.items() if value})


def _address(location: Tree) -> dict[str, str]:
    found = _first("addresses", location) or _first("physical_addresses", location)
    address = next((each for each in found if _text(each, "address_type") in {"", "physical"}), found[0] if found else {})
    names = {"address": "address_1", "address2": "address_2", "city": "city", "state": "state_province", "zip": "postal_code"}
    return {ours: _text(address, theirs) for ours, theirs in names.items()}


def _phone(*trees: Tree) -> str:
    """The first number for talking, with its extension."""
    for tree in trees:
        for each in _list(tree, "phones"):
            if _text(each, "number") and _text(each, "type").lower() in {"", "voice", "hotline", "cell", "tollfree"}:
                extension = _text(each, "extension").removesuffix(".0")
                return _text(each, "number") + (f" ext. {extension}" if extension else "")
    return ""


def _terms(service: Tree) -> list[str]:
    """What taxonomies call the service."""
    told = [*_list(service, "attributes"), *_list(service, "taxonomy"), *_list(service, "service_taxonomy")]
    terms = [_tree(each, "taxonomy_term") or each for each in told]
    return [
        said
        for each in terms
        for said in (_text(each, "code").replace("_", " "), _text(each, "name"), _text(each, "term"))
        if said
    ]


def _first(name: str, *trees: Tree) -> list[Tree]:
    return next((found for tree in trees if (found := _list(tree, name))), [])


def _list(tree: Tree, name: str) -> list[Tree]:
    found = tree.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _tree(tree: Tree, name: str) -> Tree:
    found = tree.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(tree: Tree, name: str) -> str:
    """A field as text; what real files write for nothing is nothing."""
    value = tree.get(name)
    plain = "" if value is None or isinstance(value, Mapping | list) else str(value).strip()
    return "" if plain.lower() in {"null", "none"} else plain
