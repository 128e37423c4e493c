"""A sheet that comes back from a reviewer, as rows of texts: nothing in it is run, and what could do harm is refused."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from bot.adapters.importers.archive import check_workbook
from bot.adapters.importers.record import UnusableFileError
from bot.adapters.review_rows import COLUMNS, plain

_MIB = 1024 * 1024
_LARGEST = 20 * _MIB
_MOST_ROWS, _MOST_COLUMNS, _LONGEST = 25_000, 60, 5_000
_NEEDED = ("file", "key", "language", "text", "code")


@dataclass(frozen=True, slots=True)
class Given:
    """One row as it came back: `at` is its number in the sheet, `wrong` why it cannot be taken ("" where it can)."""

    at: int
    file: str
    key: str
    language: str
    text: str
    english: str
    code: str
    reviewer: str
    role: str
    remarks: str
    wrong: str = ""


def read_sheet(path: Path) -> list[Given]:
    """The rows of the sheet in `path`. Raises UnusableFileError for a file that is no such sheet."""
    raw = _bytes(path)
    check_workbook(raw)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, OSError, SyntaxError) as error:
        raise UnusableFileError(f"the workbook cannot be read ({type(error).__name__}); open it and save it as XLSX") from None
    for sheet in workbook.worksheets:
        found = _rows(sheet)
        if found is not None:
            return found
    raise UnusableFileError(f"no sheet has the headings {', '.join(_NEEDED)}; make one with `safertext check --sheet`")


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise UnusableFileError(f"{path.stat().st_size / _MIB:,.0f} MB is more than any sheet of ours; is it the right file?")
        return path.read_bytes()
    except OSError as error:
        raise UnusableFileError(f"{path.name} cannot be read ({error.strerror}); is the name right?") from None


def _rows(sheet: Any) -> list[Given] | None:
    """The rows below our headings; None where the first row has none of them."""
    columns: dict[str, int] | None = None
    found: list[Given] = []
    for at, cells in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), start=1):
        if columns is None:
            columns = _columns(cells)
            if columns is None:
                return None
        elif any(cell.value is not None for cell in cells):
            found.append(_given(at, {name: cells[column] for name, column in columns.items() if column < len(cells)}))
        if at > _MOST_ROWS:
            raise UnusableFileError(f"more than {_MOST_ROWS:,} rows: is it the right file?")
    return found if columns is not None else None


def _columns(cells: Sequence[Any]) -> dict[str, int] | None:
    headings = {str(cell.value).strip().lower(): number for number, cell in enumerate(cells) if cell.value is not None}
    found = {name: headings[name.lower()] for name in COLUMNS if name.lower() in headings}
    return found if all(name in found for name in _NEEDED) else None


def _given(at: int, cells: dict[str, Any]) -> Given:
    said = {name: _text(cell) for name, cell in cells.items()}
    get = said.get
    wrong = next((f"{name}: {why}" for name, cell in cells.items() if (why := _wrong(cell, said[name]))), "")
    told = (get("reviewer", ""), get("as", ""), get("remarks", ""))
    return Given(at, said["file"], said["key"], said["language"], said["text"], get("English", ""), said["code"], *told, wrong)


def _text(cell: Any) -> str:
    return "" if cell.value is None or cell.data_type == "f" else plain(str(cell.value))


def _wrong(cell: Any, text: str) -> str:
    if cell.data_type == "f":
        return "holds a formula, which is not worked out; write the words themselves"
    if cell.data_type == "e":
        return f"holds an error of the spreadsheet ({text})"
    if len(text) > _LONGEST:
        return f"holds {len(text):,} letters, more than a text has"
    odd = next((char for char in text if not char.isprintable() and char != "\n"), "")
    return f"holds a letter that no phone shows (U+{ord(odd):04X})" if odd else ""
