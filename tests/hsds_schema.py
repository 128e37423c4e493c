"""What HSDS 3.2 asks of a page of services, restated as a JSON schema of our own from the tables of its published schema.

Source: Open Referral, Human Services Data Specification 3.2, schema/*.json (docs.openreferral.org). The published files run to
2.5 MB when compiled; here stand the names, types, formats, enumerations and required fields of the objects that we write.
It is stricter where the specification only says it in words: days, times of day with their offset, country codes, what kinds of
phone there are, language codes. And a field that the specification does not name is refused, since it would be a slip of ours.
Held on 2026-11-22 against the thirteen files of these objects in openreferral/specification at commit 149f77c (the 3.2 branch),
field by field: types, formats, enumerations, references and required fields agree. The page is that of schema/openapi.json at
commit 0adc618, which requires `empty` alone; we write all of it.
No package of PyPI or npm ships those files (`hsds-validator` 0.1.2 brings models of its own for 3.1, and needs Python 3.13).
"""

from __future__ import annotations

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "number"}
ID: dict[str, Any] = {"type": "string", "format": "uuid"}
URI: dict[str, Any] = {"type": "string", "format": "uri"}
DAY: dict[str, Any] = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
TIME: dict[str, Any] = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(Z|[+-]\d\d:\d\d)$"}
EMAIL: dict[str, Any] = {"type": "string", "format": "email"}
CODE: dict[str, Any] = {"type": "string", "pattern": "^[a-z]{2,3}$"}

PHONES: dict[str, Any] = {"enum": "text voice fax cell video pager textphone".split()}


def listed(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def table(required: str, **fields: dict[str, Any]) -> dict[str, Any]:
    """An object: its required fields, and every field that it may have."""
    return {"type": "object", "properties": {"id": ID, **fields}, "required": required.split(), "additionalProperties": False}


TABLES = {
    "service": table(
        "id name status",
        organization_id=ID, program_id=ID, name=TEXT, alternate_name=TEXT, description=TEXT, url=URI, email=EMAIL,
        status={"enum": ["active", "inactive", "defunct", "temporarily closed"]}, interpretation_services=TEXT,
        application_process=TEXT, fees_description=TEXT, eligibility_description=TEXT, minimum_age=NUMBER, maximum_age=NUMBER,
        assured_date=DAY, alert=TEXT, phones=listed("phone"), schedules=listed("schedule"), languages=listed("language"),
        service_at_locations=listed("service_at_location"), organization={"$ref": "#/$defs/organization"},
        attributes=listed("attribute"), required_documents=listed("required_document"), service_areas=listed("service_area"),
    ),
    "required_document": table("id", service_id=ID, document=TEXT, uri=URI),
    "service_area": table(
        "id", service_id=ID, service_at_location_id=ID, name=TEXT, description=TEXT, extent=TEXT, extent_type=TEXT, uri=TEXT,
    ),
    "accessibility": table("id", location_id=ID, description=TEXT, details=TEXT, url=URI),
    "organization": table("id name description", name=TEXT, description=TEXT, website=URI),
    "service_at_location": table("id", service_id=ID, location_id=ID, description=TEXT, location={"$ref": "#/$defs/location"}),
    "location": table(
        "id location_type",
        location_type={"enum": ["physical", "postal", "virtual"]}, url=URI, name=TEXT, description=TEXT, transportation=TEXT,
        latitude=NUMBER, longitude=NUMBER, languages=listed("language"), addresses=listed("address"), phones=listed("phone"),
        schedules=listed("schedule"), accessibility=listed("accessibility"),
    ),
    "address": table(
        "id address_1 city state_province postal_code country address_type",
        address_1=TEXT, address_2=TEXT, city=TEXT, region=TEXT, state_province=TEXT, postal_code=TEXT,
        country={"type": "string", "pattern": "^[A-Z]{2}$"}, address_type={"enum": ["physical", "postal", "virtual"]},
    ),
    "phone": table("id number", number=TEXT, extension=NUMBER, type=PHONES, description=TEXT),
    "language": table("id", name=TEXT, code=CODE, note=TEXT),
    "schedule": table(
        "id",
        valid_from=DAY, valid_to=DAY, dtstart=DAY, until=DAY, timezone=NUMBER, count=NUMBER, interval=NUMBER,
        wkst={"enum": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]}, freq={"enum": ["WEEKLY", "MONTHLY"]}, byday=TEXT,
        byweekno=TEXT, bymonthday=TEXT, byyearday=TEXT, description=TEXT, opens_at=TIME, closes_at=TIME, schedule_link=URI,
        notes=TEXT,
    ),
    "attribute": table(
        "id", link_id=ID, taxonomy_term_id=ID, link_type=TEXT, link_entity=TEXT, value=TEXT, label=TEXT,
        taxonomy_term={"$ref": "#/$defs/taxonomy_term"},
    ),
    "taxonomy_term": table(
        "id name description", code=TEXT, name=TEXT, description=TEXT, parent_id=ID, taxonomy=TEXT, term_uri=URI,
    ),
}  # fmt: skip
WHOLE = {"type": "integer", "minimum": 0}
FLAG = {"type": "boolean"}
SERVICE_LIST = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": TABLES,
    "type": "object",
    "properties": {
        "total_items": WHOLE, "total_pages": WHOLE, "page_number": WHOLE, "size": WHOLE, "first_page": FLAG, "last_page": FLAG,
        "empty": FLAG, "contents": listed("service"),
    },
    "required": ["total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"],
    "additionalProperties": False,
}  # fmt: skip
