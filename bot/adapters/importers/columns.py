"""Which heading means which of our columns: a table of what directories really write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.adapters.importers.record import LONGEST_CELL, Hints, Raw, Refused, UnusableFileError
from bot.adapters.site_rows import FIELDS

# Our column, then every heading seen for it, folded to letters and digits. The first heading found counts.
_SEEN = {
    "id": "id siteid locationid objectid globalid frid resourceagencynum fid recordid",
    "name": "name name1 publicname facilityname facility sitename locationname organizationname title agencyname placename",
    "name2": "name2 facilityname2 dba alternatename",
    "org": "org organization organisation agency parentagency parentorganization provider operator",
    "address": "address address1 street street1 streetaddress physicaladdress1 addressline1 addr addrstreet fulladdress location",
    "address2": "address2 street2 physicaladdress2 addressline2 suite unit",
    "number": "addrhousenumber housenumber",
    "city": "city town municipality physicalcity addrcity cityname locality",
    "state": "state stateprovince physicalstateprovince addrstate st province stateabbr stateabbreviation",
    "zip": "zip zipcode postalcode postcode physicalpostalcode addrpostcode zip5",
    "lat": "lat latitude y pointy ycoord gpslat",
    "lon": "lon lng long longitude x pointx xcoord gpslon",
    "phone": "phone phonenumber telephone tel phone1number mainphone phone1 phonemain",
    "phone_private": "phone1isprivate",
    "intake_private": "phone2isprivate",
    "intake": "intake1 intakephone hotline1 phone2number phone2",
    "url": "url website web homepage link websiteaddress contactwebsite",
    "hours": "hours openinghours hoursofoperation operatinghours businesshours hoursopen schedule officehours",
    "category": "category type services1 locationtype servicetype facilitytype sitetype service program taxonomy amenity",
    "eligibility": "eligibility eligibilitydescription whocanuse",
    "languages": "languages language languagesspoken languagesofferedlist",
    "cost": "cost fees feestructuresource",
    "access": "access accessibility disabilitiesaccess accessibletodisabled",
    "verified_on": "verifiedon updated updatedon lastupdated lastverified editdate verified checkdate assureddate lastchecked",
    "publish": "publish published public",
    "private": "physicaladdressisprivate private isprivate confidential addressisprivate isconfidential hidden",
    "excluded": "excludefromwebsite excludefromdirectory exclude excluded donotpublish internalonly",
    "status": "status agencystatus sitestatus operationalstatus currentstatus",
    "active": "active isactive",
    "notes": "notes note comments",
}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# A comment in somebody's file may name a person; only our own form carries notes.
_NEVER = {"notes"}
# One "yes" in any of these is enough, so every heading of theirs counts.
_EVERY = {"private", "excluded"}
KNOWN: Mapping[str, str] = {
    **{re.sub(r"[^a-z0-9]", "", name): name for name in FIELDS},
    **{heading: name for name, headings in _SEEN.items() for heading in headings.split()},
    **{day: day for day in DAYS},
    **{day[:3]: day for day in DAYS},
}
_OURS = {"id", "services", "kind", "status", "publish", "source"}
_FEWEST = 3


def plain(heading: str) -> str:
    """A heading without case, blanks and signs."""
    return re.sub(r"[^a-z0-9]", "", heading.lower())


class Columns:
    """The columns of one file: which position holds which of our names."""

    def __init__(self, headings: Sequence[str], hints: Hints) -> None:
        """Recognise `headings`. Raises UnusableFileError when a hint names one that is not there."""
        self.headings = [heading.strip() for heading in headings]
        self.ours = {heading.lower() for heading in self.headings} >= _OURS
        self.by_position: dict[int, str] = {}
        for ours, theirs in hints.columns.items():
            self.by_position[self._position(theirs, ours)] = ours
        taken = set(self.by_position.values())
        for position, name in self._found():
            if position not in self.by_position and (name not in taken or name in _EVERY):
                self.by_position[position] = name
                taken.add(name)
        self.names = taken
        folded = {plain(heading) for heading in self.headings}
        listing = {"name1", "street1"} <= folded
        self.kind = "safertext" if self.ours else "samhsa" if listing else "airs" if "resourceagencynum" in folded else ""
        # A SAMHSA listing holds treatment facilities only; its column DT marks detox.
        self._detox = (
            next((position for position, heading in enumerate(self.headings) if heading == "DT"), None) if listing else None
        )

    @property
    def told(self) -> dict[str, str]:
        """Heading to our column, to be shown."""
        return {self.headings[position]: name for position, name in self.by_position.items()}

    def fields(self, cells: Sequence[str]) -> dict[str, str]:
        """One row's cells by our names; empty ones are left out, and any "yes" among several flags counts."""
        found: dict[str, str] = {}
        for position, name in self.by_position.items():
            value = cells[position].strip() if position < len(cells) else ""
            if value and not (name in _EVERY and name in found and found[name].lower() not in {"no", "false", "0", "n", "f"}):
                found[name] = value
        return found

    def row(self, line: int, cells: Sequence[str]) -> Raw | Refused | None:
        """A row, or why it cannot be one; None when every cell is empty."""
        if not any(cell.strip() for cell in cells):
            return None
        if [cell.strip() for cell in cells] == self.headings:
            return Refused(line, "the headings again: two files were joined; this line was left out")
        if any(len(cell) > LONGEST_CELL for cell in cells):
            return Refused(
                line, f"a cell of more than {LONGEST_CELL:,} characters: is a double quote left open in this line or above?"
            )
        if any(cells[len(self.headings) :]):
            return Refused(line, "more cells than headings: put text that holds the separator in double quotes")
        return Raw(line, self.fields(cells), self._services(cells), ours=self.ours)

    def _services(self, cells: Sequence[str]) -> tuple[str, ...]:
        if self.kind != "samhsa":
            return ()
        detox = self._detox is not None and cells[self._detox : self._detox + 1] == ["1"]
        return ("treatment", "detox") if detox else ("treatment",)

    def _found(self) -> Iterable[tuple[int, str]]:
        for position, heading in enumerate(self.headings):
            name = heading.lower() if self.ours and heading.lower() in FIELDS else KNOWN.get(plain(heading), "")
            if name and (self.ours or name not in _NEVER):
                yield position, name

    def _position(self, heading: str, ours: str) -> int:
        wanted = plain(heading)
        for position, there in enumerate(self.headings):
            if plain(there) == wanted:
                return position
        raise UnusableFileError(
            f"the mapping takes {ours} from {heading!r}, but the headings are {', '.join(self.headings[:40])}"
        )


def header(rows: Sequence[Sequence[str]], hints: Hints) -> int:
    """Which of the first rows holds the headings: the first with three that we know. Raises UnusableFileError when none does."""
    hinted = {plain(heading) for heading in hints.columns.values()}
    for number, row in enumerate(rows):
        folded = {plain(cell) for cell in row if cell}
        known = {KNOWN[cell] for cell in folded if cell in KNOWN}
        if (hinted and hinted <= folded) or len(known) >= _FEWEST or ("name" in known and len(known) == len(row) > 1):
            return number
    raise UnusableFileError(
        "no line of headings was found; the first line must name the columns, such as name,address,city,state,zip,lat,lon,hours; "
        "when they are called otherwise, say so with --map"
    )
