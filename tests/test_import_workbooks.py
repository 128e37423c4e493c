"""What we promise about workbooks: values as they are shown, what is hidden stays so, and no other file loads their reader."""

from __future__ import annotations

import io
from datetime import date, time
from pathlib import Path

import openpyxl
import pytest
from importing import counts, reasons

from bot.adapters.importers.record import UnusableFileError


def workbook(*rows: list[object], hidden: int = 0) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if hidden:
        book.active.row_dimensions[hidden].hidden = True
    book.create_sheet("notes").append(["hello"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read_below_its_title_with_numbers_as_they_are_shown(importer):
    raw = workbook(
        ["Naloxone boxes"],
        [],
        ["Name", "Address", "City", "State", "ZIP", "Phone", "Updated", "Opens"],
        ["Harbor", "1 A St", "Portland", "ME", 4101, 2075550123, date(2026, 10, 2), time(9)],
        ["Hidden", "2 A St", "Portland", "ME", 4101, None, None, None],
        ["Pine", "3 A St", "Portland", "ME", 4101.0, None, None, None],
        hidden=5,
    )
    report = importer("boxes.xlsx", raw)
    site = importer.sites["Harbor"]
    assert (report.format, counts(report), reasons(report)) == ("xlsx", (3, 2, 0, 0, 1), {5: "the sheet hides this row"})
    assert (site.zip, site.phone, site.verified_on) == ("04101", "207-555-0123", date(2026, 10, 2))
    assert [row["reason"] for row in report.warnings if "sheet" in row["reason"]] == [
        "the sheet 'notes' has no headings that we know: left out"
    ]


def test_a_formula_in_a_workbook_is_never_run(importer):
    report = importer("a.xlsx", workbook(["Name", "Address", "ZIP"], ['=HYPERLINK("x")', "1 A St", 4101]))
    assert reasons(report) == {2: "it has no name"}


def test_a_workbook_that_is_too_long_says_what_to_do(importer, monkeypatch):
    monkeypatch.setattr("bot.adapters.importers.xlsx._MOST_ROWS", 50)
    with pytest.raises(UnusableFileError, match="more than 50 rows: save the sheet as CSV"):
        importer("a.xlsx", workbook(["Name", "Address", "ZIP"], *([f"Box {n}", f"{n} A St", 4101] for n in range(100))))


def test_every_reader_is_loaded_only_when_a_file_needs_it():
    text = (Path(__file__).parents[1] / "bot" / "adapters" / "importers" / "sniff.py").read_text()
    assert [name for name in ("openpyxl", "defusedxml") if name in text] == []
