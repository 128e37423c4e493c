"""What we promise about a list in CSV: every row is a place, a part of one, or in the report with its line and the reason."""

from __future__ import annotations

from datetime import date

import pytest
from importing import counts, reasons

from bot.adapters.importers.record import Hints, UnusableFileError
from bot.site import Kind, Status

LIST = """id,name,category,address,city,state,zip,lat,lon,phone,hours,updated
1,Harbor Street Outreach,ssp,14 Harbor St,Rockport Falls,ME,04099,43.9001,-69.5002,(207) 555-0141,"Mo,We 12:00-16:00",2026-10-02
2,Harbor Street Outreach,naloxone,14 Harbor St,Rockport Falls,ME,4099,43.9001,-69.5002,207.555.0141,"M/W 12-4",2026-10-02
3,Pine Pharmacy,pharmacy,200 Main St.,Pinewood,ME,04xxx,,,2075550177,Mon-Fri 9-6; Sat 9-1,
4,TEST do not use,ssp,,,,00000,0,0,000-000-0000,,
5,Van route 3,mobile,"Corner of Elm & First",Pinewood,ME,04098,44.1,69.9,text only,Tuesdays 4-7pm,2026-01-15
"""
HEAD = "name,category,address,city,state,zip,lat,lon,phone,hours,updated\n"
GOOD = "Harbor,naloxone,1 A St,Portland,ME,04101,43.66,-70.26,207-555-0123,Mon-Fri 9-5,2026-10-02\n"


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


@pytest.mark.parametrize(
    ("said", "kept"),
    [("4101", "04101"), ("4101.0", "04101"), ("04101-1201", "04101"), ("41011201", "04101"), ("041011201", "04101")],
)
def test_a_zip_regains_its_zeros(importer, said, kept):
    importer("a.csv", HEAD + GOOD.replace("04101", said))
    assert importer.one.zip == kept


def test_a_zip_of_puerto_rico_regains_both_zeros(importer):
    importer("a.csv", "name,address,city,state,zip,lat,lon\nCasa Clínica,Calle 1,Cayey,PR,736,18.11,-66.16\n")
    assert (importer.one.zip, importer.one.name, importer.one.tz) == ("00736", "Casa Clínica", "America/Puerto_Rico")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("(207) 555-0141", "207-555-0141"),
        ("+1 207.555.0141 x12", "207-555-0141 ext. 12"),
        ("2075550141 ext. 12", "207-555-0141 ext. 12"),
        ("207-555-0141 or 207-555-0142", "207-555-0141"),
        ("207-555-0141 option 2", "207-555-0141"),
        ("988", "988"),
        ("211", "211"),
        ("1-800-555-QUIT", "800-555-7848"),
        ("000-000-0000", ""),
        ("text only", ""),
        ("ask for Pat", ""),
    ],
)
def test_a_phone_is_one_that_can_be_dialled_or_none(importer, said, kept):
    importer("a.csv", HEAD + GOOD.replace("207-555-0123", said))
    assert importer.one.phone == kept


@pytest.mark.parametrize(
    ("point", "kept", "said"),
    [
        pytest.param("-70.26,43.66", (43.66, -70.26, "point"), "the wrong way round", id="swapped"),
        pytest.param("43.66,70.26", (43.66, -70.26, "point"), "lost its minus sign", id="minus lost"),
        pytest.param("5413200,-7821307", (43.66, -70.26, "point"), "in metres", id="web mercator"),
        pytest.param("0,0", (43.66, -70.26, "zip"), "only the middle of 04101", id="0,0"),
        pytest.param(",", (43.66, -70.26, "zip"), "only the middle of 04101", id="none"),
        pytest.param("nan,inf", (43.66, -70.26, "zip"), "only the middle of 04101", id="no numbers"),
        pytest.param("34.05,-118.24", (43.66, -70.26, "zip"), "is not in ME", id="another state"),
        pytest.param("299999,2999999", (43.66, -70.26, "zip"), "is not in ME", id="another projection"),
        pytest.param("43.66,-70.26", (43.66, -70.26, "point"), "", id="right"),
    ],
)
def test_a_wrong_point_is_mended_or_marked_and_always_told(importer, point, kept, said):
    report = importer("a.csv", HEAD + GOOD.replace("43.66,-70.26", point))
    site = importer.one
    assert (round(site.lat, 2), round(site.lon, 2), site.precision) == kept
    assert [said in row["reason"] for row in report.warnings] == ([True] if said else [])


def test_a_point_in_another_state_without_any_other_clue_is_refused(importer):
    report = importer("a.csv", "name,state,lat,lon\nHarbor,ME,34.05,-118.24\n")
    assert "the point 34.05, -118.24 is not in ME" in reasons(report)[2]
    assert importer.sites == {}


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("publish", "no", "its source keeps it private"),
        ("private", "TRUE", "its source keeps it private"),
        ("excludefromwebsite", "Yes", "its source leaves it out of public lists"),
        ("status", "Inactive", "its source marks it as no longer active"),
        ("active", "false", "its source marks it as no longer active"),
    ],
)
def test_what_a_source_hides_is_obeyed_before_anything_else(importer, column, value, reason):
    report = importer("a.csv", HEAD.replace("updated", column) + GOOD.replace("2026-10-02", value).replace("Mon-Fri 9-5", "?"))
    assert reasons(report) == {2: reason}
    assert (importer.sites, report.warnings) == ({}, [])


def test_names_of_staff_and_mail_addresses_never_come_in(importer):
    head = HEAD.strip() + ",Contact Name,Senior Worker Name,Email,Internal Notes,Notes\n"
    importer("a.csv", head + GOOD.strip() + ",Pat Doe,Sam Roe,pat@example.org,back door code 1234,ask Pat\n")
    stored = (importer.folder / "places.db").read_bytes() + (importer.folder / "places.db-wal").read_bytes()
    assert [word for word in (b"Pat", b"Roe", b"pat@", b"1234") if word in stored] == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("<b>Harbor</b> &amp; Co<script>alert(1)</script>", "Harbor & Co"),
        ("Har\x07bor", "Har bor"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("Cafe\u0301", "Café"),
        ("&lt;img src=x&gt;Harbor", "Harbor"),
    ],
)
def test_a_name_becomes_plain_text(importer, name, kept):
    importer("a.csv", HEAD + GOOD.replace("Harbor", name))
    assert importer.one.name == kept


@pytest.mark.parametrize("name", ["TEST do not use", "xxx", "TBD", "Placeholder", "Test 1"])
def test_a_placeholder_is_no_place(importer, name):
    assert reasons(importer("a.csv", HEAD + GOOD.replace("Harbor", name))) == {2: "a placeholder, not a place"}


def test_hours_that_are_not_surely_understood_stay_text(importer):
    importer("a.csv", HEAD + GOOD.replace("Mon-Fri 9-5", "Wed 6-8 or so"))
    assert (importer.one.hours, importer.one.hours_text) == ("", "Wed 6-8 or so")


def test_hours_that_were_turned_are_shown_for_confirmation(importer):
    assert importer("a.csv", HEAD + GOOD).hours == {"Mon-Fri 9-5": "Mo-Fr 09:00-17:00"}


def test_hours_in_a_column_for_each_day_are_read_together(importer):
    importer("a.csv", "name,address,zip,monday,tuesday,sunday\nHarbor,1 A St,04101,9am-5pm,9am-5pm,Closed\n")
    assert importer.one.hours == "Mo 09:00-17:00; Tu 09:00-17:00; Su off"


@pytest.mark.parametrize(
    "said", ["2026-10-02", "10/2/2026", "2 Oct 2026", "October 2, 2026", "1790899200000", "2026-10-02T09:00:00Z"]
)
def test_a_date_is_read_in_the_ways_people_write_it(importer, said):
    importer("a.csv", HEAD + GOOD.replace("2026-10-02", f'"{said}"'))
    assert importer.one.verified_on == date(2026, 10, 2)


def test_a_date_that_lies_ahead_counts_as_not_checked(importer):
    report = importer("a.csv", HEAD + GOOD.replace("2026-10-02", "2099-01-01"))
    assert importer.one.verified_on is None
    assert "lies ahead" in report.warnings[0]["reason"]


def test_a_row_that_does_not_say_what_it_offers_says_how_to_tell(importer):
    report = importer("a.csv", HEAD + GOOD.replace("naloxone", "magic"), services=())
    assert reasons(report) == {
        2: "the category 'magic' is not known here: add --service, or name it under [services] in a mapping file"
    }


def test_an_operator_can_say_which_column_and_category_is_which(importer):
    hints = Hints({"name": "Where", "category": "Kind"}, {"magic": ("naloxone", "food")}, {"state": "ME"})
    importer("a.csv", "Where,Kind,Street,Zip\nHarbor,Magic,1 A St,04101\n", services=(), hints=hints)
    assert (importer.one.name, importer.one.services, importer.one.state) == ("Harbor", ("naloxone", "food"), "ME")


def test_a_mapping_to_a_heading_that_is_not_there_says_which_there_are(importer):
    with pytest.raises(
        UnusableFileError, match=r"a.csv: the mapping takes name from 'Where', but the headings are name, category"
    ):
        importer("a.csv", HEAD + GOOD, hints=Hints({"name": "Where"}))


def test_an_address_in_one_line_is_taken_apart(importer):
    importer("a.csv", 'name,address,phone\nHarbor,"3 C St, Pinewood, ME 04098, USA",207-555-0123\n')
    site = importer.one
    assert (site.address, site.city, site.state, site.zip, site.precision) == ("3 C St", "Pinewood", "ME", "04098", "zip")


def test_headings_that_come_again_and_rows_that_are_too_wide_are_told(importer):
    report = importer("a.csv", HEAD + GOOD + HEAD + GOOD.strip() + ",extra\n")
    assert {line: reason.partition(":")[0] for line, reason in reasons(report).items()} == {
        3: "the headings again",
        4: "more cells than headings",
    }


def test_a_name_of_ten_thousand_letters_is_refused_with_its_line(importer):
    report = importer("a.csv", HEAD + GOOD.replace("Harbor", "long " * 2000) + GOOD)
    assert reasons(report)[2].startswith("its name has 9,999 characters")
    assert counts(report) == (2, 1, 0, 0, 1)


def test_a_hundred_flags_in_one_file_do_not_hide_one_another(importer):
    head = "name,address,zip,PhysicalAddressIsPrivate,ExcludeFromWebsite,ExcludeFromDirectory\n"
    report = importer("a.csv", head + "A,1 A St,04101,No,,Yes\nB,2 A St,04101,,,\nC,3 A St,04101,No,TRUE,No\n")
    assert (sorted(reasons(report)), sorted(importer.sites)) == ([2, 4], ["B"])
