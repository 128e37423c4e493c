"""An address in its parts, from four columns or from one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.adapters.importers.record import RefusedError
from bot.adapters.importers.texts import text
from bot.text import fold
from bot.understanding.place_words import STATE_CODES, STATE_NAMES

_LINE = re.compile(r"^(?P<street>.+?),\s*(?P<city>[^,\d]+?)(?:,?\s+(?P<state>[A-Z]{2}))?(?:,?\s+(?P<zip>\d{5})(?:-\d{4})?)?$")
_LONGEST = {"name": 160, "address": 200, "city": 80, "org": 160, "url": 300}


def address_of(fields: Mapping[str, str]) -> dict[str, str]:
    """Street, city, state and ZIP, also from one line "3 C St, Pinewood ME 04098"."""
    street = " ".join(filter(None, (text(fields.get(each, "")) for each in ("number", "address", "address2"))))
    city, state = text(fields.get("city", "")), _state(text(fields.get("state", "")))
    code = _zip(fields.get("zip", ""))
    line = re.sub(r",?\s*(?:USA|United States)\.?$", "", street)
    found = _LINE.match(line) if not (city and (code or state)) else None
    if found and (found["state"] or found["zip"]):
        street, city, state = found["street"], city or found["city"], state or _state(found["state"] or "")
        code = code or found["zip"] or ""
    return {"address": short("address", street), "city": short("city", city), "state": state, "zip": code}


@lru_cache(maxsize=512)
def _state(value: str) -> str:
    plain = fold(value)
    return STATE_CODES.get(plain) or STATE_NAMES.get(plain) or (value.upper() if re.fullmatch(r"[A-Za-z]{2}", value) else "")


def _zip(value: str) -> str:
    """Five digits, with the zeros that a spreadsheet ate; the first half of a Canadian code; empty when it is neither."""
    plain = re.sub(r"\.0+$", "", value.strip().upper())
    if re.fullmatch(r"[A-Z]\d[A-Z](?: ?\d[A-Z]\d)?", plain):
        return plain
    # Seven or eight digits are a ZIP+4 that lost its zeros.
    found = re.fullmatch(r"(\d{3,4})(\d{4})|(\d{3,5})(?:-?\d{4})?", plain)
    code = (found[1] or found[3]).zfill(5) if found else ""
    return "" if code == "00000" else code


def short(name: str, value: str) -> str:
    """`value`, unless it is too long to be what its column says. Raises RefusedError."""
    if len(value) > _LONGEST[name]:
        raise RefusedError(
            f"its {name} has {len(value):,} characters, more than {_LONGEST[name]}: is a quote left open in the file?"
        )
    return value
