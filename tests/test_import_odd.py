"""What we promise about odd files that are no fault of anybody: they come in, or each row is told with its line."""

from __future__ import annotations

import csv
import io

import pytest
from importing import Importer, counts, reasons

from bot.adapters.importers.record import UnusableFileError
from bot.adapters.places_cli import _Bar
from bot.adapters.places_export import export

HEAD = "name,address,zip\n"
ROW = "Harbor,1 A St,04101\n"


def test_five_hundred_columns_are_read_for_the_few_that_we_know(importer: Importer):
    wide = ",".join(f"x{number}" for number in range(500))
    report = importer("a.csv", f"name,address,zip,{wide}\nHarbor,1 A St,04101,{',' * 499}\n")
    assert (counts(report), importer.one.zip) == ((1, 1, 0, 0, 0), "04101")


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1"])
def test_a_formula_is_text_and_leaves_as_text(importer: Importer, cell: str, tmp_path):
    out = io.StringIO()
    csv.writer(out).writerow(("Harbor", cell, "04101"))
    importer("a.csv", HEAD + out.getvalue())
    assert importer.one.name == "Harbor"
    export(tmp_path / "o.csv", [importer.one])
    (row,) = csv.DictReader((tmp_path / "o.csv").read_text(encoding="utf-8").splitlines())
    assert row["address"][:1] not in {"=", "+", "-", "@", "\t"}


def test_control_characters_go_and_the_words_stay(importer: Importer):
    importer("a.csv", HEAD + "Har\x1b[31mbor\x7f,1\u202e A St,04101\n")
    assert [char for char in importer.one.name + importer.one.address if not char.isprintable()] == []
    assert importer.one.name.startswith("Har")


def test_headings_in_the_middle_are_told_with_their_line(importer: Importer):
    assert reasons(importer("a.csv", HEAD + ROW + HEAD))[3].startswith("the headings again")


def test_headings_alone_are_an_answer_to_a_failed_question(importer: Importer):
    with pytest.raises(UnusableFileError, match="it holds no places"):
        importer("a.csv", HEAD)


def test_the_bar_says_how_many_how_fast_and_how_long_still(capsys, monkeypatch):
    bar = _Bar()
    bar.began -= 10
    bar(5000, 10000)
    bar.done()
    said = capsys.readouterr().err
    assert "5,000 rows" in said
    assert "a second" in said
    assert "s left" in said
