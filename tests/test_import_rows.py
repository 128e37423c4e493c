"""What we promise about a row of any list: its slips are mended and told, what it hides stays hidden, the rest is plain."""

from __future__ import annotations

from datetime import date

import pytest
from importing import GOOD, HEAD, counts, reasons


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


def test_an_address_in_one_line_is_taken_apart(importer):
    importer("a.csv", 'name,address,phone\nHarbor,"3 C St, Pinewood, ME 04098, USA",207-555-0123\n')
    site = importer.one
    assert (site.address, site.city, site.state, site.zip, site.precision) == ("3 C St", "Pinewood", "ME", "04098", "zip")


def test_a_name_of_ten_thousand_letters_is_refused_with_its_line(importer):
    report = importer("a.csv", HEAD + GOOD.replace("Harbor", "long " * 2000) + GOOD)
    assert reasons(report)[2].startswith("its name has 9,999 characters")
    assert counts(report) == (2, 1, 0, 0, 1)


def test_a_hundred_flags_in_one_file_do_not_hide_one_another(importer):
    head = "name,address,zip,PhysicalAddressIsPrivate,ExcludeFromWebsite,ExcludeFromDirectory\n"
    report = importer("a.csv", head + "A,1 A St,04101,No,,Yes\nB,2 A St,04101,,,\nC,3 A St,04101,No,TRUE,No\n")
    assert (sorted(reasons(report)), sorted(importer.sites)) == ([2, 4], ["B"])
