"""XLSX: every sheet with headings that we know, values as they are shown, hidden rows left out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from bot.adapters.importers.columns import Columns, header
from bot.adapters.importers.record import Book, Hints, Raw, Refused, UnusableFileError

_MOST_ROWS = 25_000
_MOST_COLUMNS = 2000
_LOOKED_AT = 30
_HIDDEN = re.compile(rb"<row\b(?=[^>]*\shidden=\"(?:1|true)\")[^>]*?\sr=\"(\d+)\"")


def read_xlsx(raw: bytes, hints: Hints) -> Book:
    """The rows of a workbook, sheet by sheet. Raises UnusableFileError when no sheet has headings that we know."""
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, OSError, SyntaxError) as error:
        raise UnusableFileError(f"the workbook cannot be read ({type(error).__name__}); open it and save it as CSV") from None
    book = Book("xlsx", ())
    sheets = [found for sheet in workbook.worksheets if (found := _sheet(sheet, raw, hints, book))]
    if not sheets:
        header([], hints)
    book.expected = sum(len(rows) for rows, _, _ in sheets)
    book.rows = (row for rows, columns, hidden in sheets for row in _rows(rows, columns, hidden))
    return book


_Sheet = tuple[list[tuple[int, list[str]]], Columns, set[int]]


def _sheet(sheet: Any, raw: bytes, hints: Hints, book: Book) -> _Sheet | None:
    """One sheet's rows below its headings; None when it has no headings, which is told."""
    rows: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS), start=1):
        if any(cell is not None for cell in cells):
            rows.append((number, _trimmed([_text(cell) for cell in cells])))
        if len(rows) > _MOST_ROWS + _LOOKED_AT:
            raise UnusableFileError(f"more than {_MOST_ROWS:,} rows: save the sheet as CSV, of which more are read")
    if not rows:
        return None
    try:
        top = header([cells for _, cells in rows[:_LOOKED_AT]], hints)
    except UnusableFileError:
        book.warnings.append(f"the sheet {sheet.title!r} has no headings that we know: left out")
        return None
    columns = Columns(rows[top][1], hints)
    book.columns = {**book.columns, **columns.told}
    book.format = columns.kind or book.format
    return rows[top + 1 :], columns, _hidden(raw, sheet)


def _hidden(raw: bytes, sheet: Any) -> set[int]:
    """The numbers of the rows that the sheet hides."""
    path = getattr(sheet, "_worksheet_path", "").lstrip("/")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {int(found) for found in _HIDDEN.findall(archive.read(path))} if path in archive.namelist() else set()


def _rows(rows: Sequence[tuple[int, list[str]]], columns: Columns, hidden: set[int]) -> Iterator[Raw | Refused]:
    for number, cells in rows:
        row = columns.row(number, cells)
        if row and number in hidden:
            yield Refused(number, "the sheet hides this row")
        elif row:
            yield row


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(cell: Any) -> str:
    """A cell as a person sees it: 4098 not 4098.0, a day as 2026-10-02, an hour as 09:00."""
    return "" if cell is None else next((shown(cell) for kind, shown in _SHOWN if isinstance(cell, kind)), str(cell))


def _number(cell: float) -> str:
    return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else str(cell)


# The narrower kind stands first: a moment is also a day, and a flag a number.
_SHOWN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda cell: "yes" if cell else "no"),
    (datetime, lambda cell: cell.date().isoformat()),
    (date, lambda cell: cell.isoformat()),
    (time, lambda cell: f"{cell:%H:%M}"),
    (float, _number),
)
