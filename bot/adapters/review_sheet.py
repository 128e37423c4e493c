"""`safertext check --sheet OUT.xlsx`: every text in a row, for reviewers and translators who do not work in files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from bot.adapters.review_rows import COLUMNS, Row, entries_of, rows
from bot.adapters.settings import Settings
from bot.bank import Entry
from bot.review import ROLES
from bot.segments import segments, to_gsm7

SHEET = "texts"
_HOW = (
    "One row is one text. Write in the yellow columns only; the others show what belongs to it.",
    "Change a text in the column text. An empty text is left as it was.",
    "What stands in braces, such as {poison_help}, is a phone number: keep it as it is.",
    "If you stand by the words: your name in every row of that language, and as what you sign. Only you may say so.",
    "Whoever texts SOURCE is told the name of the clinician.",
    "What you want to say about a text goes into remarks.",
    "Filter by file or language as you like. Leave the column code alone: it tells whether a text has changed meanwhile.",
)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_SHOWN = NamedStyle("shown", alignment=_WRAPPED)
_ASKED = NamedStyle("asked", alignment=_WRAPPED, fill=PatternFill("solid", fgColor="FFF6CC"), protection=Protection(locked=False))


def write_sheet(settings: Settings, out: Path) -> int:
    """Write the workbook; how many texts. Raises ContentError where a file of the content cannot be used, OSError for `out`."""
    entries = entries_of(settings)
    workbook = Workbook()
    for style in (_SHOWN, _ASKED):
        workbook.add_named_style(style)
    sheet = workbook.active
    sheet.title = SHEET
    count = _fill(sheet, (row for entry in _in_order(entries) for row in rows(entry)))
    _dress(sheet, count)
    how = workbook.create_sheet("how to")
    how.column_dimensions["A"].width = 120
    for line in _HOW:
        how.append([line])
    workbook.save(out)
    return count


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    """What danger needs first, then subject by subject."""
    return sorted(entries, key=lambda entry: (entry.step is None, entry.topic, entry.file))


def _fill(sheet: Any, listed: Iterator[Row]) -> int:
    sheet.append(list(COLUMNS))
    styles = [(_ASKED if asked else _SHOWN).name for _, asked in COLUMNS.values()]
    at = 1
    for at, row in enumerate(listed, start=2):
        for column, (value, style) in enumerate(zip(_values(row), styles, strict=True), start=1):
            cell = sheet.cell(at, column, value)
            cell.style = style
            if isinstance(value, str):
                cell.data_type = "s"  # a text that begins with "=" is still a text
    return at - 1


def _values(row: Row) -> list[object]:
    entry = row.entry
    sources = "\n".join(f"{each.publisher}, {each.title} {each.url}".strip() for each in entry.sources)
    sent = row.key.split()[0] in {"lead", "more", "sms"} and row.text
    beside = [row.english, sources, entry.review.confidence, entry.review.by.isoformat()]
    count = segments(to_gsm7(row.text)) if sent else None
    return [entry.file, entry.topic, row.key, row.language, row.text, *beside, count, None, None, None, row.code]


def _dress(sheet: Any, count: int) -> None:
    """Headings that stay in sight, widths, a filter, and a lock on what is only shown."""
    for number, (heading, (width, _)) in enumerate(COLUMNS.items(), start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = Font(bold=True)
        if heading == "as":
            listed = DataValidation(type="list", formula1=f'"{",".join(ROLES)}"', allow_blank=True)
            sheet.add_data_validation(listed)
            listed.add(f"{letter}2:{letter}{count + 1}")
    sheet.freeze_panes = "E2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.protection.sheet, sheet.protection.autoFilter, sheet.protection.sort = True, False, False
    sheet.protection.formatColumns = sheet.protection.formatRows = False
