"""The directory's files: what ships is sound, and every slip of a spreadsheet is told with its file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.adapters.places_csv import load_sites
from bot.directory import Directory, Kind, Status

PLACES = Path(__file__).parents[1] / "content" / "places"
HEADER = (
    "id,name,city,state,zip,lat,lon,tz,phone,hours,services,kind,area,status,closed_from,closed_until,publish,source,"
    "verified_on,by_appointment"
)
GOOD = (
    "one,Harbor,Portland,ME,04101,43.66,-70.26,America/New_York,207-555-0123,Mo-Fr 09:00-17:00,naloxone;food,fixed,,active,,,yes,"
    "A page,2026-10-02,no"
)


@pytest.fixture
def file(tmp_path):
    def write(*lines: str, encoding: str = "utf-8", name: str = "mine.csv") -> Path:
        path = tmp_path / name
        path.write_bytes("\n".join(lines).encode(encoding))
        return path

    return write


@pytest.fixture(scope="module")
def shipped():
    return load_sites([PLACES / "maine.csv", PLACES / "elsewhere.csv"])


def test_a_good_row_becomes_a_site(file):
    sites, faults = load_sites([file(HEADER, GOOD)])
    site = sites[0]
    assert faults == []
    assert (site.id, site.services, site.kind, site.status) == ("one", ("naloxone", "food"), Kind.FIXED, Status.ACTIVE)
    assert (site.publish, site.by_appointment, site.verified_on) == (True, False, date(2026, 10, 2))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_what_excel_writes_can_be_read(file, encoding):
    sites, faults = load_sites([file(HEADER, GOOD.replace("Harbor", "Café"), encoding=encoding)])
    assert ([site.name for site in sites], faults) == (["Café"], [])


def test_a_zip_that_lost_its_zero_gets_it_back(file):
    sites, _ = load_sites([file(HEADER, GOOD.replace("04101", "4101"))])
    assert sites[0].zip == "04101"


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        pytest.param("one,", ",", "id is empty", id="no id"),
        pytest.param("naloxone;food", "narcan", "narcan", id="unknown service"),
        pytest.param("naloxone;food", "", "is empty", id="no service"),
        pytest.param("fixed", "tent", "mobile", id="unknown kind"),
        pytest.param("active", "open", "defunct", id="unknown status"),
        pytest.param("43.66,-70.26", "0,0", "is no place", id="zero point"),
        pytest.param("43.66,-70.26", "143.66,-70.26", "is no place", id="beyond the pole"),
        pytest.param("43.66,", "x,", "not a number", id="lat is text"),
        pytest.param("43.66,-70.26", ",", "needs lat and lon", id="a door without a point"),
        pytest.param("43.66,-70.26", "43.66,", "go together", id="half a point"),
        pytest.param("2026-10-02", "10/02/2026", "2026-11-21", id="an American date"),
        pytest.param("America/New_York", "EST5", "America/New_York", id="no zone"),
        pytest.param("Mo-Fr 09:00-17:00", "9 to 5", "hours_text", id="free hours"),
        pytest.param("04101", "0410x", "ZIP", id="a broken ZIP"),
        pytest.param(",yes,", ",maybe,", "neither yes nor no", id="publish"),
        pytest.param("fixed,,active,,,", "mail,,active,,,", "counties", id="mail without an area"),
        pytest.param("active,,,", "active,2026-12-05,2026-12-01,", "comes after", id="a closure that ends before it begins"),
        pytest.param("Harbor", "=cmd()", "formula", id="a formula"),
    ],
)
def test_a_slip_is_told_with_its_line_and_the_other_rows_stay(file, old, new, word):
    sites, faults = load_sites([file(HEADER, GOOD.replace(old, new, 1), GOOD.replace("one", "two", 1))])
    assert [site.id for site in sites] == ["two"]
    assert faults[0].startswith("mine.csv line 2: ")
    assert word in faults[0]


def test_an_id_used_twice_is_told_across_files(file):
    sites, faults = load_sites([file(HEADER, GOOD), file(HEADER, GOOD, name="other.csv")])
    assert (len(sites), faults) == (1, ["other.csv line 2: the id 'one' is used twice; give this row another"])


def test_a_row_with_too_many_cells_is_told(file):
    _, faults = load_sites([file(HEADER, GOOD + ",extra")])
    assert faults == ["mine.csv line 2: more cells than columns; put text that holds a comma in double quotes"]


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        pytest.param((), "missing", id="empty"),
        pytest.param((GOOD,), "not known", id="no header"),
        pytest.param((HEADER + ",colour", GOOD + ",red"), "colour", id="unknown column"),
    ],
)
def test_a_file_without_our_columns_is_refused_whole(file, lines, word):
    sites, faults = load_sites([file(*lines)])
    assert sites == ()
    assert any(word in fault for fault in faults)


def test_a_folder_or_absent_file_is_told(tmp_path):
    _, faults = load_sites([tmp_path, tmp_path / "none.csv"])
    assert [fault.split(":")[0] for fault in faults] == [tmp_path.name, "none.csv"]


def test_what_ships_has_no_fault_and_every_row_a_source_and_a_confidence(shipped):
    sites, faults = shipped
    assert faults == []
    assert [site.id for site in sites if not site.source or site.confidence not in {"H", "M", "L"}] == []


def test_nothing_of_low_confidence_is_offered(shipped):
    assert [site.id for site in shipped[0] if site.confidence == "L" and site.offered] == []


CLOSED = ["Health Equity Alliance", "Church of Safe Injection", "Medical Center at Lubec", "(old address)"]


@pytest.mark.parametrize("name", CLOSED)
def test_what_has_closed_is_kept_and_never_offered(shipped, name):
    found = [site for site in shipped[0] if name in site.name]
    assert (bool(found), [site.id for site in found if site.offered]) == (True, [])


COUNTIES = (
    "Androscoggin Aroostook Cumberland Franklin Hancock Kennebec Knox Lincoln Oxford Penobscot Piscataquis Sagadahoc Somerset "
    "Waldo Washington York"
).split()


@pytest.mark.parametrize("county", COUNTIES)
def test_every_county_of_maine_has_a_partner_with_a_number(shipped, county):
    partner = Directory(shipped[0]).by_area(county, "naloxone", "ME")[0]
    assert (county in partner.area, bool(partner.phone)) == (True, True)
