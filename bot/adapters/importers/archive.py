"""Files that are zips inside: XLSX, KMZ, HSDS packages. What unpacks to more than it can mean is refused unopened."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from bot.adapters.importers.hsds_table import read_tables
from bot.adapters.importers.kml import read_kml
from bot.adapters.importers.record import Book, Hints, UnusableFileError
from bot.adapters.importers.xlsx import read_xlsx

_MIB = 1024 * 1024
_MOST_MIB = 300
_MOST_FILES = 2000
_MOST_TIMES = 200
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


def read_archive(raw: bytes, hints: Hints) -> Book:
    """What is in a zip. Raises UnusableFileError for a broken one, a bomb, or one without places."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        names = _safe(archive, len(raw))
        if "xl/workbook.xml" in names:
            _no_entities(archive, names)
            return read_xlsx(raw, hints)
        if kml := sorted(
            (name for name in names if name.lower().endswith(".kml")), key=lambda name: (name.lower() != "doc.kml", name)
        ):
            return read_kml(archive.read(kml[0]), hints)
        return read_tables(_tables(archive, names), hints)
    except _BROKEN as error:
        raise UnusableFileError(f"the zip is broken, cut short or locked ({type(error).__name__}); fetch it again") from None


def check_workbook(raw: bytes) -> None:
    """Nothing where `raw` is a workbook that can be opened without harm. Raises UnusableFileError for all else."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        names = _safe(archive, len(raw))
        if "xl/workbook.xml" not in names:
            raise UnusableFileError("this is no workbook; save the sheet as XLSX")
        _no_entities(archive, names)
    except _BROKEN as error:
        raise UnusableFileError(f"the workbook is broken, cut short or locked ({type(error).__name__}); save it again") from None


def _safe(archive: zipfile.ZipFile, packed: int) -> list[str]:
    members = archive.infolist()
    whole = sum(member.file_size for member in members)
    if whole > _MOST_MIB * _MIB or whole > max(packed, 1) * _MOST_TIMES or len(members) > _MOST_FILES:
        raise UnusableFileError(
            f"it would unpack to {whole / _MIB:,.0f} MB in {len(members):,} files: refused; split the list, or save it as CSV"
        )
    return [member.filename for member in members]


def _no_entities(archive: zipfile.ZipFile, names: list[str]) -> None:
    """A workbook never declares entities: one that does is made to blow up whoever reads it."""
    for name in names:
        if name.endswith((".xml", ".rels")):
            with archive.open(name) as file:
                if b"<!" in file.read(2048).replace(b"<!--", b""):
                    raise UnusableFileError(
                        "a part of this workbook declares entities, as no spreadsheet does: refused; save it as CSV"
                    )


def _tables(archive: zipfile.ZipFile, names: list[str]) -> Mapping[str, bytes]:
    found = {
        name.rpartition("/")[2].lower().removesuffix(".csv"): archive.read(name)
        for name in names
        if name.lower().endswith(".csv")
    }
    if "services" not in found and len(found) != 1:
        raise UnusableFileError("this zip holds no workbook, no KML and no services.csv; unpack it and import the list inside")
    return found
