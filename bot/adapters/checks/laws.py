"""Rules for `safertext check`: a text about a law names one that is in `laws.toml`, and each of those has been read lately."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.adapters.checks.content import Content, Finding
from bot.adapters.files import Reader, line_of
from bot.bank import Entry
from bot.law import Law

# "17-A MRSA 1111-B", "5 MRSA chapter 337-E", "21 USC 856": the code, and the section or chapter in it.
_CITED = re.compile(r"\b(\d+(?:-[A-Z])? (?:MRSA|USC|CFR))\s(?:[^\W\d]+\.?\s)?(\d[\w.-]*\w)")
_SINCE = re.compile(r"\b(?:since|desde|depuis)\s(?:[^\d.]{1,12}\s)?(20\d\d)\b", re.IGNORECASE)
# Each spring's session changes laws: one that was read longer ago may be another by now.
_DAYS = 200


def unlisted(content: Content) -> Iterator[Finding]:
    """Laws that an entry lists and no `laws.toml` has; laws that a text names and its entry does not list."""
    laws = _laws(content)
    for entry in content.entries:
        for law in entry.laws:
            if law not in laws:
                yield content.told(entry, "laws", f"{law!r} is in no laws.toml of this region: its date cannot be shown")
    for said in content.texts():
        known = {cite for law in _of(said.entry, laws) for cite in law.cites}
        for code, section in _CITED.findall(said.text):
            if f"{code} {section}" not in known:
                yield said.found(content, f"{code} {section} is named here; put the law in laws.toml and list it as laws = [...]")


def misdated(content: Content) -> Iterator[Finding]:
    """Texts that say another year than the laws they are about."""
    laws = _laws(content)
    for said in content.texts():
        known = {law.since[:4] for law in _of(said.entry, laws) if law.since}
        for year in _SINCE.findall(said.text) if known else ():
            if year not in known:
                what = f"says since {year}; the law in laws.toml is in force since {', '.join(sorted(known))}"
                yield said.found(content, what)


def unread(content: Content) -> Iterator[Finding]:
    """Laws that nobody has read for half a year, that are read on a day to come, or that are not in force yet."""
    for law in _laws(content).values():
        if (content.today - law.read).days > _DAYS:
            yield _at(content, law, f"was last read on {law.read}: the legislature has sat since, read it again")
        if law.read > content.today:
            yield _at(content, law, f"read = {law.read} is a day to come")
        if law.since > content.today.isoformat() and any(law.id in entry.laws for entry in content.entries):
            yield _at(content, law, f"is in force only from {law.since}, and an answer already speaks of it")


def _of(entry: Entry, laws: dict[str, Law]) -> list[Law]:
    return [laws[each] for each in entry.laws if each in laws]


def _laws(content: Content) -> dict[str, Law]:
    return Reader(content.folder).laws(content.regions)


def _at(content: Content, law: Law, what: str) -> Finding:
    file = f"regions/{law.region}/laws.toml"
    return content.elsewhere(file, line_of(content.folder / file, law.id), f"{law.name} {what}")
