"""What we promise to whoever keeps the directory: its commands say what they did, and what to do when they could not."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date

import pytest
from importing import counts

from bot import cli
from bot.adapters import database
from bot.adapters.places_due import due
from bot.adapters.places_export import export
from bot.adapters.places_hsds import hours_of, schedules
from bot.adapters.site_refresh import fill
from bot.adapters.site_rows import load_sites_from
from bot.hours import doubts
from bot.site import Kind, Site, Status

TODAY = date(2026, 11, 23)
SITE = Site(
    id="one",
    name="Harbor, Café",
    org="Tide",
    address="1 A St",
    city="Portland",
    state="ME",
    zip="04101",
    lat=43.66,
    lon=-70.26,
    tz="America/New_York",
    phone="207-555-0123 ext. 12",
    hours="Mo-Fr 09:00-12:00,13:00-17:00; Sa[1,3] 10:00-12:00",
    services=("naloxone", "food"),
    source="a page",
    verified_on=date(2026, 10, 2),
    notes="for us only",
)
HIDDEN = replace(SITE, id="two", name="Hidden", address="2 A St", publish=False)
GONE = replace(SITE, id="three", name="Gone", address="3 A St", status=Status.DEFUNCT)
MAIL = Site(id="four", name="By mail", state="ME", services=("naloxone",), kind=Kind.MAIL, area=("*",), source="a page")
FORMULA = replace(SITE, id="five", name="=1+1", address="5 A St")


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    """Run `safertext`; its exit code, and what it said on standard output and standard error."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/c.db")
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        code = cli.main(["places", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_import_tells_columns_hours_rows_and_reasons(command, tmp_path):
    (tmp_path / "a.csv").write_text("name,address,zip,hours\nHarbor,1 A St,04101,Mon-Fri 9-5\nxxx,2 A St,04101,\n")
    code, out, _ = command("import", "a.csv", "--service", "naloxone", "--report", "r.json")
    assert code == 0
    assert "hours: 'Mon-Fri 9-5' is read as Mo-Fr 09:00-17:00" in out
    assert "refused: a.csv line 3: a placeholder, not a place" in out
    assert out.splitlines()[-1] == "2 rows: 1 imported, 0 merged, 0 unchanged, 1 refused; 0 places no longer listed"
    report = json.loads((tmp_path / "r.json").read_text())
    assert (report["format"], report["read"], report["imported"], report["merged"], report["unchanged"]) == ("csv", 2, 1, 0, 0)
    assert report["refused"] == [{"file": "a.csv", "line": 3, "reason": "a placeholder, not a place"}]


def test_a_report_that_ends_in_csv_is_one(command, tmp_path):
    (tmp_path / "a.csv").write_text("name,address,zip\nxxx,2 A St,04101\n")
    command("import", "a.csv", "--service", "naloxone", "--report", "r.csv")
    assert list(csv.reader((tmp_path / "r.csv").read_text().splitlines())) == [
        ["what", "file", "line", "reason"],
        ["refused", "a.csv", "2", "a placeholder, not a place"],
    ]


def test_a_dry_run_writes_nothing_and_says_so(command, tmp_path):
    (tmp_path / "a.csv").write_text("name,address,zip\nHarbor,1 A St,04101\n")
    _, out, _ = command("import", "a.csv", "--service", "naloxone", "--dry-run")
    assert "+ a-" in out
    assert out.endswith("nothing was written (--dry-run)\n")
    assert "Harbor, 1 A St" not in command("near", "04101", "--service", "naloxone")[1]


def test_a_file_that_cannot_be_read_is_one_sentence_and_exit_1(command):
    assert command("import", "nowhere.csv") == (
        1,
        "",
        "nowhere.csv: the file cannot be read (No such file or directory); is the name right?\n",
    )


def test_a_mapping_file_is_obeyed_and_its_slips_are_told(command, tmp_path):
    (tmp_path / "a.csv").write_text("Where;Kind;Street;Zip\nHarbor;Magic;1 A St;04101\n")
    (tmp_path / "m.toml").write_text('[columns]\nname = "Where"\ncategory = "Kind"\n[services]\nMagic = "naloxone;food"\n')
    assert "naloxone/food" in command("import", "a.csv", "--map", "m.toml")[1]
    (tmp_path / "m.toml").write_text('[services]\nMagic = "magic"\n')
    assert command("import", "a.csv", "--map", "m.toml")[2] == "m.toml: services magic are not ours; see docs/places.md\n"


def test_near_names_the_nearest_and_asks_back_when_it_knows_no_such_place(command, tmp_path):
    (tmp_path / "a.csv").write_text("name,address,city,state,zip,lat,lon\nHarbor,1 A St,Bangor,ME,04401,44.8,-68.77\n")
    command("import", "a.csv", "--service", "opc")
    assert "Harbor, 1 A St, Bangor" in command("near", "bangor", "me", "--service", "opc")[1]
    assert command("near", "nowhere at all")[0] == 1


def test_due_begins_with_what_people_found_shut_and_then_the_longest_unchecked():
    never, old, shut = (
        replace(SITE, id="n", verified_on=None),
        replace(SITE, id="o", verified_on=date(2025, 1, 1)),
        replace(SITE, id="s"),
    )
    lines = due([old, SITE, never, shut, HIDDEN, GONE], {"s": 3}, TODAY)
    assert [line.rpartition("[")[2].rstrip("]") for line in lines] == ["s", "n", "o", "one"]
    assert "3 found it shut or not as told" in lines[0]
    assert "207-555-0123" in lines[0]
    assert "checked 2025-01-01, 691 days ago" in lines[2]


def test_due_on_what_ships_names_a_number_where_there_is_one(command):
    code, out, _ = command("due", "--limit", "3")
    assert (code, len(out.splitlines())) == (0, 4)


def test_the_csv_comes_back_as_it_went_out(importer):
    out = importer.folder / "out.csv"
    export(out, [SITE, HIDDEN, GONE, MAIL, FORMULA])
    fill(importer.engine, [SITE, HIDDEN, GONE, MAIL, FORMULA])
    report = importer.files(out)
    assert (report.format, counts(report), report.changes) == ("safertext", (5, 0, 0, 5, 0), [])
    second = database.engine_for(f"sqlite:///{importer.folder}/second.db")
    assert database.prepare(second)
    importer.engine = second
    importer.files(out)
    assert set(load_sites_from(second)) == {SITE, HIDDEN, GONE, MAIL, FORMULA}
    second.dispose()


def test_an_edit_in_the_exported_spreadsheet_takes_effect(importer):
    out = importer.folder / "out.csv"
    fill(importer.engine, [SITE])
    export(out, [SITE])
    out.write_text(out.read_text(encoding="utf-8").replace("0123 ext. 12", "0199"), encoding="utf-8")
    assert importer.files(out).changes == ["~ one: phone"]
    assert importer.one.phone == "207-555-0199"


def test_a_cell_that_a_spreadsheet_would_run_leaves_as_text(tmp_path):
    export(tmp_path / "o.csv", [FORMULA])
    (row,) = csv.DictReader((tmp_path / "o.csv").read_text(encoding="utf-8").splitlines())
    assert (row["name"], row["lon"]) == ("'=1+1", "-70.26")


@pytest.mark.parametrize("name", ["o.geojson", "o.json"])
def test_what_leaves_the_house_holds_no_note_and_nothing_hidden(tmp_path, name):
    export(tmp_path / name, [SITE, HIDDEN, GONE])
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert [word for word in ("for us only", "Hidden", "Gone") if word in text] == []
    assert "Harbor, Café" in text


@pytest.mark.parametrize("name", ["o.geojson", "o.json"])
def test_what_leaves_the_house_is_read_by_our_own_import(importer, name):
    export(importer.folder / name, [SITE])
    importer.files(importer.folder / name, services=())
    site = importer.one
    for field in ("name", "address", "city", "zip", "lat", "lon", "phone", "hours", "services", "verified_on"):
        assert getattr(site, field) == getattr(SITE, field), field


@pytest.mark.parametrize(
    "hours", ["Mo-Fr 09:00-17:00", "Mo,We 12:00-16:00", "Sa[1,3] 10:00-12:00", "Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-12:00"]
)
def test_hours_survive_the_way_through_hsds(hours):
    there = hours_of(schedules(hours, ""), TODAY)[0]
    assert doubts(there) == ()
    assert hours_of(schedules(there, ""), TODAY)[0] == there


def test_an_ending_that_is_none_of_ours_is_said(command):
    assert command("export", "o.pdf")[::2] == (1, "o.pdf: its ending must be .csv, .geojson, .json\n")
