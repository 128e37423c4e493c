"""The answer of FindTreatment.gov's locator (SAMHSA): treatment facilities with coded services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.adapters.importers.json_rows import Many
from bot.adapters.importers.record import Book, Hints, Raw, Refused

_PLAIN = {
    "id": "frid", "name": "name1", "name2": "name2", "address": "street1", "address2": "street2", "city": "city",
    "state": "state", "zip": "zip", "phone": "phone",
    "intake": "intake1", "url": "website", "lat": "latitude", "lon": "longitude",
}  # fmt: skip
# What a facility is, and what the words under "type of care" and "setting" add.
_TYPES = {"SA": "treatment", "MH": "mental_health", "BUPREN": "treatment", "OTP": "treatment", "HRSA": "health_care"}
_CARE = (("detox", "detox"), ("substance use treatment", "treatment"), ("mental health", "mental_health"))
_LANGUAGES = {"spanish": "es", "french": "fr", "portuguese": "pt", "arabic": "ar", "somali": "so"}


def read_findtreatment(found: Sequence[Any], _: Hints) -> Book:
    """Pages of the locator; with fewer pages than there are, nothing is taken off the list."""
    rows = Many(lambda: (each for page in found for each in page.get("rows") or []))
    book = Book("samhsa", (), len(rows))
    whole = max((int(page.get("recordCount") or 0) for page in found), default=0)
    if whole > len(rows):
        book.complete = False
        book.warnings.append(
            f"{len(rows)} of {whole:,} facilities: fetch the other pages and import all files at once under one --source"
        )
    book.rows = (_row(number, each) for number, each in enumerate(rows, start=1))
    return book


def _row(number: int, row: Any) -> Raw | Refused:
    if not isinstance(row, dict):
        return Refused(number, "it is no facility")
    fields = {ours: str(row[theirs]).strip() for ours, theirs in _PLAIN.items() if row.get(theirs) not in {None, ""}}
    said = {str(each.get("f2")): str(each.get("f3") or "") for each in row.get("services") or [] if isinstance(each, dict)}
    words = said.get("SL", "").lower()
    fields["languages"] = ";".join(code for name, code in _LANGUAGES.items() if name in words)
    return Raw(
        number, {name: value for name, value in fields.items() if value}, _services(str(row.get("typeFacility", "")), said)
    )


def _services(kind: str, said: Mapping[str, str]) -> tuple[str, ...]:
    care = f"{said.get('TC', '')}; {said.get('SET', '')}; {said.get('DT', '')}".lower()
    found = [_TYPES[kind]] if kind in _TYPES else []
    found += [service for word, service in _CARE if word in care]
    return tuple(dict.fromkeys(found)) or ("treatment",)
