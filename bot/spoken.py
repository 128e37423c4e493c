"""Texts as a voice says them: numbers digit by digit, addresses in words, no capitals to spell out, no word to text.

All of it is in the words themselves, so that a voice that knows no markup says the same.
"""

from __future__ import annotations

import re

from bot.markup import words

# At any time in a call this key leads to the overdose steps; "text OD" becomes it.
EMERGENCY_KEY = "0"
_PRESS = {"en": "press", "es": "marca", "fr": "appuyez sur", "pt": "tecle"}
_TO = {"en": "to", "es": "a", "fr": "à", "pt": "a"}
_AND = {"en": "and", "es": "y", "fr": "et", "pt": "e"}
_UNITS = {
    "en": {"mg": "milligrams", "mL": "milliliters", "mi": "miles"},
    "es": {"mg": "miligramos", "mL": "mililitros", "mi": "millas"},
    "fr": {"mg": "milligrammes", "mL": "millilitres", "mi": "milles"},
    "pt": {"mg": "miligramas", "mL": "mililitros", "mi": "milhas"},
}
_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(),
}
_DOT = {"en": "dot", "es": "punto", "fr": "point", "pt": "ponto"}
_SLASH = {"en": "slash", "es": "barra", "fr": "barre", "pt": "barra"}
_PERCENT = {"en": "percent", "es": "por ciento", "fr": "pour cent", "pt": "por cento"}
_HALF = {"en": "half a", "es": "media", "fr": "une demi", "pt": "meia"}
_COUNTRY = {"EE.UU.": "Estados Unidos", "É.-U.": "États-Unis", "EUA": "Estados Unidos"}
# Read letter by letter; other capitals are only loud print.
_SPELLED = frozenset("CPR RCP RCR HIV VIH PPE OD ER AVC SMS IP ID NYC US LD DEA DHHS UNC OHSU OPC CHS LGBTQ MDMA LSD".split())
_STREETS = {
    "St": "Street", "Ave": "Avenue", "Rd": "Road", "Dr": "Drive", "Ln": "Lane", "Blvd": "Boulevard", "Hwy": "Highway",
    "Rte": "Route", "Rt": "Route", "Ct": "Court", "Pl": "Place", "Sq": "Square", "Ste": "Suite", "Mt": "Mount", "Ft": "Fort",
    "N": "North", "S": "South", "E": "East", "W": "West",
}  # fmt: skip

_VERBS = r"(?:[Tt]ext|[Ee]scrib[ea]|[Tt]extez|[Ee]nvi[ea]|[Ee]screva|[Mm]anda)"
_TEXT_OD = re.compile(rf"\b{_VERBS} OD\b")
# "(child: text CHILD)", "(menor: MENOR)", "(site.org)".
_ASIDE = re.compile(rf"\s*\((?:[^()]*\b{_VERBS} [A-ZÀ-Ý]{{2,}}[^()]*|[^():]+: [A-ZÀ-Ý]{{3,}}|[^()]*\w\.\w+/?[^()]*)\)")
_TEXTS = re.compile(rf"\b{_VERBS} [A-ZÀ-Ý]{{2,}}|^{_VERBS} (?!\d)")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_PHONE = re.compile(r"(?<![\d-])(?:1-)?(\d{3})-(\d{3})-(\d{4})(?![\d-])")
_TEXT_CODE = re.compile(r"(?<![\d-])(\d{3})-(211)(?![\d-])")
_DIGITS = re.compile(r"(?<![\d-])(?:911|988|211|711|\d{5,})(?![\d-])")
_WEB = re.compile(r"(?:https?://)?((?:[\w-]+\.)+(?:org|com|gov|net|me)\b)((?:/[\w-]+)*)/?")
_DATE = re.compile(r"(?<![\d-])(20\d\d)-(0[1-9]|1[0-2])(?:-(\d\d))?(?![\d-])")
_RANGE = re.compile(r"(?<![\d-])(\d+)-(\d+)(?![\d-])")
_UNIT = re.compile(r"(?<=\d )(mg|mL|mi)\b")
_CAPITALS = re.compile(r"\b[A-ZÀ-Ý]{2,}\b")
_STREET = re.compile(rf"\b({'|'.join(sorted(_STREETS, key=len, reverse=True))})\b\.?(?!')")
_HOUSE = re.compile(r"\b\d+ (?:[A-Z][\w']+ ){1,3}(?:St|Ave|Rd|Dr|Ln|Blvd)\b")
_ABROAD = re.compile("|".join(map(re.escape, _COUNTRY)))


def spoken(text: str, language: str) -> str:
    """`text` for a voice in `language`: what only makes sense with a screen is left out, numbers and capitals are written out."""
    said = _TEXT_OD.sub(f"{_PRESS[language]} {EMERGENCY_KEY}", words(text))
    said = _ASIDE.sub("", said)
    said = " ".join(part for part in _SENTENCE.split(said.strip()) if not _TEXTS.search(part))
    said = _numbers(said, language)
    said = _HOUSE.sub(lambda found: _STREET.sub(lambda short: _STREETS[short[1]], found[0]), said)
    said = _WEB.sub(lambda found: _address(found, language), said)
    said = _ABROAD.sub(lambda found: _COUNTRY[found[0]], said).replace("/", " ")
    return _CAPITALS.sub(_lowered, said.replace("&", _AND[language]))


def _numbers(said: str, language: str) -> str:
    """Telephone numbers and codes digit by digit; dates, ranges and units in words."""
    said = _PHONE.sub(lambda found: phone(found[0]), said)
    said = _TEXT_CODE.sub(lambda found: phone(found[0]), said)
    said = _DIGITS.sub(lambda found: " ".join(found[0]), said)
    said = _DATE.sub(lambda found: _date(found, language), said)
    said = _RANGE.sub(rf"\1 {_TO[language]} \2", said)
    said = _UNIT.sub(lambda found: _UNITS[language][found[0]], said)
    said = said.replace("1/2", _HALF[language])
    return re.sub(r"(?<=\d) ?%", f" {_PERCENT[language]}", said)


def _address(found: re.Match[str], language: str) -> str:
    """A web address as people say it: "site.org/page" is "site dot org slash page"."""
    site = found[1].replace(".", f" {_DOT[language]} ")
    return site + found[2].replace("/", f" {_SLASH[language]} ")


def _date(found: re.Match[str], language: str) -> str:
    """A date as people say it: "2025-03" is March 2025, not a range."""
    year, month, day = found[1], _MONTHS[language][int(found[2]) - 1], (found[3] or "").lstrip("0")
    if language == "en":
        return f"{month} {day}, {year}" if day else f"{month} {year}"
    of = " " if language == "fr" else " de "
    return of.join(part for part in (day, month, year) if part)


def phone(number: str) -> str:
    """A phone number digit by digit, with a breath between its groups: "2 0 7, 5 5 5, 0 1 0 0"."""
    groups = re.findall(r"\d+", number)
    return ", ".join(" ".join(group) for group in groups)


def street(address: str) -> str:
    """A name or an address with its short forms written out: "12 E Main St" gives "12 East Main Street"."""
    said = re.sub(r"\bSt\.? (?=[A-Z])", "Saint ", address)
    return spoken(_STREET.sub(lambda found: _STREETS[found[1]], said), "en")


def _lowered(found: re.Match[str]) -> str:
    word = found[0]
    if word in _SPELLED:
        return " ".join(word)
    # Case does not change the voice; a long word is likely the first of its sentence, or a name.
    return word.capitalize() if len(word) > 3 else word.lower()
