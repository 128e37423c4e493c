"""Phone numbers as a person can dial them; words and nobody's numbers are left out."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import Leniency, PhoneNumber, PhoneNumberMatcher

# Three digits that the library calls impossible and that save lives.
_SHORT = re.compile(r"\b(?:988|[2-9]11)\b")
# "option 2" is for the person to press, and a comma would make it an extension.
_NOT_EXTENSION = re.compile(r"[,;]?\s*\bx?opt(?:ion)?\.?\s*#?\d+", re.IGNORECASE)


def phones(value: str) -> tuple[str, ...]:
    """Every number in `value`, as "207-555-0141", "207-555-0120 ext. 2", "988"; abroad with its "+"."""
    if not any(letter.isdigit() for letter in value):
        return ()
    plain = _NOT_EXTENSION.sub(" ", value)
    try:
        number = phonenumbers.parse(plain, "US")
        if phonenumbers.is_valid_number(number):
            return (_shown(number),)
    except phonenumbers.NumberParseException:
        pass
    found = [_shown(match.number) for match in PhoneNumberMatcher(plain, "US", leniency=Leniency.VALID, max_tries=20)]
    return tuple(dict.fromkeys(found)) or tuple(_SHORT.findall(plain if len(plain) < 20 else ""))


def _shown(number: PhoneNumber) -> str:
    if number.country_code != 1:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    digits = str(number.national_number)
    plain = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return f"{plain} ext. {number.extension}" if number.extension else plain
