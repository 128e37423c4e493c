"""What we promise about a list in CSV: every row is a place, a part of one, or in the report with its line and the reason."""

from __future__ import annotations

from datetime import date

import pytest
from importing import GOOD, HEAD, counts, reasons

from bot.adapters.importers.record import Hints, UnusableFileError
from bot.site import Kind, Status

LIST = """id,name,category,address,city,state,zip,lat,lon,phone,hours,updated
1,Harbor Street Outreach,ssp,14 Harbor St,Rockport Falls,ME,04099,43.9001,-69.5002,(207) 555-0141,"Mo,We 12:00-16:00",2026-10-02
2,Harbor Street Outreach,naloxone,14 Harbor St,Rockport Falls,ME,4099,43.9001,-69.5002,207.555.0141,"M/W 12-4",2026-10-02
3,Pine Pharmacy,pharmacy,200 Main St.,Pinewood,ME,04xxx,,,2075550177,Mon-Fri 9-6; Sat 9-1,
4,TEST do not use,ssp,,,,00000,0,0,000-000-0000,,
5,Van route 3,mobile,"Corner of Elm & First",Pinewood,ME,04098,44.1,69.9,text only,Tuesdays 4-7pm,2026-01-15
"""


def test_every_row_of_a_real_list_is_accounted_for(importer):
    report = importer("list.csv", LIST)
    assert (report.format, counts(report)) == ("csv", (5, 2, 1, 0, 2))
    assert reasons(report) == {
        4: "it has no point, and the ZIP '04xxx' is none: add lat and lon",
        5: "a placeholder, not a place",
    }


def test_the_same_place_on_two_lines_becomes_one_with_both_services(importer):
    importer("list.csv", LIST)
    site = importer.sites["Harbor Street Outreach"]
    assert (site.services, site.zip, site.phone) == (("syringe_services", "naloxone"), "04099", "207-555-0141")
    assert (site.hours, site.verified_on, site.tz) == ("Mo,We 12:00-16:00", date(2026, 10, 2), "America/New_York")


def test_a_van_whose_longitude_lost_its_minus_sign_is_found_where_it_drives(importer):
    report = importer("list.csv", LIST)
    site = importer.sites["Van route 3"]
    assert (site.lat, site.lon, site.kind, site.hours, site.phone) == (44.1, -69.9, Kind.MOBILE, "Tu 16:00-19:00", "")
    assert [row["reason"] for row in report.warnings if row["line"] == 6] == [
        "lon 69.9 had lost its minus sign",
        "its phone is no number that can be called: left out",
    ]


def test_importing_twice_changes_nothing(importer):
    importer("list.csv", LIST)
    before = importer.sites
    report = importer("list.csv", LIST)
    assert (counts(report), report.changes, report.unlisted) == ((5, 0, 0, 3, 2), [], [])
    assert importer.sites == before


def test_a_dry_run_shows_the_changes_and_writes_none(importer):
    report = importer("list.csv", LIST, dry_run=True)
    assert [line[:2] for line in report.changes] == ["+ ", "+ "]
    assert importer.sites == {}


def test_a_row_that_is_gone_is_told_and_no_longer_offered(importer):
    importer("list.csv", LIST)
    report = importer("list.csv", "\n".join(LIST.splitlines()[:3]))
    assert report.unlisted == ["list-5"]
    assert importer.sites["Van route 3"].status == Status.UNLISTED


def test_a_row_that_its_source_now_hides_is_no_longer_offered(importer):
    head, row = HEAD.replace("updated", "private"), GOOD.replace("2026-10-02", "")
    importer("a.csv", head + row)
    report = importer("a.csv", head + row.strip() + "yes\n")
    assert reasons(report) == {2: "its source keeps it private"}
    assert importer.one.status == Status.UNLISTED


def test_a_list_that_lost_most_of_its_rows_is_taken_for_half_a_file(importer):
    rows = [GOOD.replace("Harbor", f"Harbor {number}").replace("1 A", f"{number} A") for number in range(1, 50)]
    importer("a.csv", HEAD + "".join(rows))
    with pytest.raises(UnusableFileError, match=r"48 of 49 places known from 'a' are not in it.*--allow-shrink"):
        importer("a.csv", HEAD + rows[0])
    assert {site.status for site in importer.sites.values()} == {Status.ACTIVE}
    assert len(importer("a.csv", HEAD + rows[0], shrink=True).unlisted) == 48


def test_one_place_in_two_files_becomes_one_place(importer):
    importer("a.csv", HEAD + GOOD)
    report = importer("b.csv", HEAD + GOOD.replace("naloxone", "food pantry").replace("1 A St", "1 A Street"))
    assert counts(report) == (1, 0, 1, 0, 0)
    assert importer.one.services == ("naloxone", "food")


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param((HEAD + GOOD).encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param((HEAD + GOOD).replace(",", ";").replace("\n", "\r\n").encode(), id="semicolons and CRLF"),
        pytest.param((HEAD + GOOD).replace(",", "\t").replace("\n", "\r").encode(), id="tabs and CR only"),
        pytest.param((HEAD + GOOD).replace(",", "|").encode("utf-16"), id="bars and UTF-16"),
        pytest.param(("Naloxone boxes 2026\n\n" + HEAD + GOOD).encode(), id="a title above the headings"),
        pytest.param((HEAD.upper() + GOOD).encode(), id="headings in capitals"),
        pytest.param((HEAD.replace("zip", "Zip Code").replace("lat", "LATITUDE") + GOOD).encode(), id="other headings"),
        pytest.param((HEAD.strip() + "," + ",".join(f"x{n}" for n in range(500)) + "\n" + GOOD).encode(), id="500 more columns"),
        pytest.param((HEAD + "\n\n" + GOOD + ",,,,\n").encode(), id="empty lines"),
    ],
)
def test_any_separator_encoding_and_line_end_is_read(importer, raw):
    report = importer("a.csv", raw)
    assert counts(report) == (1, 1, 0, 0, 0)
    assert (importer.one.name, importer.one.hours, importer.one.phone) == ("Harbor", "Mo-Fr 09:00-17:00", "207-555-0123")


def test_accents_survive_in_a_file_of_two_encodings_and_it_is_said(importer):
    raw = (
        HEAD.encode()
        + GOOD.replace("Harbor", "Café").encode()
        + GOOD.replace("Harbor", "Peña").replace("1 A", "2 A").encode("cp1252")
    )
    report = importer("a.csv", raw)
    assert sorted(importer.sites) == ["Café", "Peña"]
    assert "1 lines are in another encoding" in report.warnings[-1]["reason"]


def test_an_operator_can_say_which_column_and_category_is_which(importer):
    hints = Hints({"name": "Where", "category": "Kind"}, {"magic": ("naloxone", "food")}, {"state": "ME"})
    importer("a.csv", "Where,Kind,Street,Zip\nHarbor,Magic,1 A St,04101\n", services=(), hints=hints)
    assert (importer.one.name, importer.one.services, importer.one.state) == ("Harbor", ("naloxone", "food"), "ME")


def test_a_mapping_to_a_heading_that_is_not_there_says_which_there_are(importer):
    with pytest.raises(
        UnusableFileError, match=r"a.csv: the mapping takes name from 'Where', but the headings are name, category"
    ):
        importer("a.csv", HEAD + GOOD, hints=Hints({"name": "Where"}))


def test_headings_that_come_again_and_rows_that_are_too_wide_are_told(importer):
    report = importer("a.csv", HEAD + GOOD + HEAD + GOOD.strip() + ",extra\n")
    assert {line: reason.partition(":")[0] for line, reason in reasons(report).items()} == {
        3: "the headings again",
        4: "more cells than headings",
    }


def test_several_files_of_one_source_are_one_list(importer):
    first, second = (
        importer.write("1.csv", "name,address,zip\nA,1 A St,04101\n"),
        importer.write("2.csv", "name,address,zip\nB,2 A St,04101\n"),
    )
    importer.files(first, second, source="boxes")
    assert importer.files(first, second, source="boxes").unlisted == []
    assert importer.files(first, source="boxes").unlisted == [importer.sites["B"].id]
