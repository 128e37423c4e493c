"""The gazetteer knows every way that people in Maine write where they are, and never guesses from a word."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from bot.adapters.gazetteer_file import load_gazetteer
from bot.gazetteer import ACCEPT, ASK, Alias, Gazetteer
from bot.gazetteer_build import gazetteer_of
from bot.message import Point
from bot.place_keys import key_of

CONTENT = Path(__file__).parents[1] / "content"
ROWS = (
    ("04101", "", "Portland", "ME", "Cumberland", "America/New_York", "43.66", "-70.26", "0"),
    ("04401", "", "Bangor", "ME", "Penobscot", "America/New_York", "44.80", "-68.77", "0"),
    ("H2X", "", "Montreal", "QC", "", "America/Toronto", "45.51", "-73.57", "0"),
    ("", "portland", "Portland", "OR", "Multnomah", "America/Los_Angeles", "45.52", "-122.68", "650000"),
    ("", "portland", "Portland", "ME", "Cumberland", "America/New_York", "43.66", "-70.26", "68000"),
    ("", "saint albans", "Saint Albans", "ME", "Somerset", "America/New_York", "44.93", "-69.39", "2000"),
    ("", "hermon", "Hermon", "ME", "Penobscot", "America/New_York", "44.81", "-68.91", "6000"),
)


@pytest.fixture(scope="module")
def shipped() -> Gazetteer:
    return load_gazetteer(CONTENT / "gazetteer.csv.gz", CONTENT / "places" / "aliases.csv", ("ME",))


@pytest.fixture(scope="module")
def small() -> Gazetteer:
    landing = Alias("the landing", "Old Landing", "ME", Point(44.8, -68.8))
    return gazetteer_of(ROWS, ("ME",), (landing, Alias("pdx", "Portland", "OR")))


@pytest.mark.parametrize(
    ("code", "name"),
    [
        pytest.param("04101", "Portland", id="street ZIP"),
        pytest.param("04104", "Portland", id="PO box 04104"),
        pytest.param("04112", "Portland", id="PO box 04112"),
        pytest.param("04402", "Bangor", id="PO box 04402"),
        pytest.param("04338", "Augusta", id="PO box 04338"),
        pytest.param("04240-1234", "Lewiston", id="ZIP+4"),
        pytest.param(" 04401 ", "Bangor", id="blanks around"),
        pytest.param("99503", "Anchorage", id="Anchorage is not 447 km off"),
        pytest.param("00901", "San Juan", id="Puerto Rico"),
        pytest.param("96910", "Hagatna", id="Guam"),
        pytest.param("H2X 1Y4", "Plateau Mont-royal Southeast", id="Canadian code"),
        pytest.param("v6a", "Vancouver", id="first half of a Canadian code"),
    ],
)
def test_a_zip_in_use_has_a_town(shipped, code, name):
    place = shipped.zip(code)
    assert place is not None
    assert (place.name, place.point.usable) == (name, True)


@pytest.mark.parametrize("code", ["", "00000", "0", "abcde", "09001", "1", "ZZZ"])
def test_what_is_no_zip_with_a_point_gives_nothing(shipped, code):
    assert shipped.zip(code) is None


def test_anchorage_lies_in_the_town_and_not_in_the_forest(shipped):
    assert shipped.zip("99503").point.rounded() == Point(61.19, -149.89)


def test_a_zip_knows_its_county_and_zone(shipped):
    place = shipped.zip("04769")
    assert (place.county, place.tz) == ("Aroostook", "America/New_York")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        pytest.param("so. paris", "South Paris", id="so."),
        pytest.param("St Albans", "Saint Albans", id="st"),
        pytest.param("mt desert", "Mount Desert", id="mt"),
        pytest.param("Old Orchard Bch", "Old Orchard Beach", id="bch"),
        pytest.param("boothbay hbr", "Boothbay Harbor", id="hbr"),
        pytest.param("no. berwick", "North Berwick", id="no."),
        pytest.param("isle au haut", "Isle Au Haut", id="three words"),
        pytest.param("oob", "Old Orchard Beach", id="oob"),
        pytest.param("l/a", "Lewiston", id="l/a"),
        pytest.param("the county", "Presque Isle", id="the county"),
        pytest.param("St John Valley", "Madawaska", id="st john valley"),
        pytest.param("Aroostook County", "Aroostook County", id="a county by name"),
        pytest.param("nyc", "New York City", id="nyc"),
        pytest.param("philly", "Philadelphia", id="philly"),
    ],
)
def test_a_short_form_reaches_its_town(shipped, typed, name):
    assert shipped.named(typed)[0].name == name


def maine_towns():
    with (Path(__file__).parents[1] / "scripts" / "maine_towns.csv").open(encoding="utf-8", newline="") as file:
        return [row[0] for row in csv.reader(file)]


def test_every_maine_town_that_the_packages_lack_is_known(shipped):
    assert [name for name in maine_towns() if not shipped.named(name, "ME")] == []


def test_our_own_state_comes_first_and_then_the_larger(small):
    assert [place.state for place in small.named("portland")] == ["ME", "OR"]


def test_a_state_narrows_a_name(small):
    assert [place.state for place in small.named("Portland", "OR")] == ["OR"]


def test_a_nickname_names_a_town_or_a_point_of_its_own(small):
    landing = small.named("The Landing")[0]
    assert (landing.name, landing.county) == ("Old Landing", "Penobscot")
    assert small.named("pdx")[0].state == "OR"


def test_a_near_miss_is_graded(small):
    assert small.guess("hermn", ("ME",)).score >= ACCEPT
    assert ASK <= small.guess("heroin", ("ME",)).score < ACCEPT
    assert small.guess("suboxone", ("ME",)).places == ()


def test_a_pin_finds_its_zip_and_county(small):
    assert small.nearest_zip(Point(44.82, -68.79)).zip == "04401"
    assert small.nearest_zip(Point(43.7, -70.3)).county == "Cumberland"


@pytest.mark.parametrize(
    "point",
    [
        pytest.param(Point(0, 0), id="zero"),
        pytest.param(Point(30, -40), id="sea"),
        pytest.param(Point(91, 0), id="beyond the pole"),
        pytest.param(Point(52.5, 13.4), id="Berlin"),
    ],
)
def test_a_pin_far_from_every_zip_finds_nothing(small, point):
    assert small.nearest_zip(point) is None


def test_an_empty_gazetteer_answers_nothing_and_never_fails():
    empty = gazetteer_of((), ())
    assert (empty.zip("04101"), empty.nearest_zip(Point(44, -69))) == (None, None)
    assert (empty.named("bangor"), empty.guess("bangr").places) == ((), ())


def test_every_nickname_that_ships_reaches_a_place(shipped):
    with (CONTENT / "places" / "aliases.csv").open(encoding="utf-8", newline="") as file:
        nicknames = [row["alias"] for row in csv.DictReader(line for line in file if not line.startswith("#"))]
    assert [name for name in nicknames if len(shipped.named(name)) != 1] == []


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"zip,key", id="no archive"),
        pytest.param((CONTENT / "gazetteer.csv.gz").read_bytes()[:90_000], id="cut short"),
        pytest.param(gzip.compress(b"a,b,c\n1,2,3\n"), id="other columns"),
    ],
)
def test_a_broken_file_is_told_as_a_fault_and_never_as_a_crash(tmp_path, raw):
    (tmp_path / "gazetteer.csv.gz").write_bytes(raw)
    with pytest.raises((OSError, ValueError)):
        load_gazetteer(tmp_path / "gazetteer.csv.gz", None, ("ME",))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("alias,shown\nx,y\n", id="columns"),
        pytest.param("alias,shown,state,lat,lon\nx,y,ME,north,west\n", id="numbers"),
    ],
)
def test_a_broken_alias_file_says_what_to_do(tmp_path, text):
    (tmp_path / "aliases.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"^aliases\.csv: "):
        load_gazetteer(CONTENT / "gazetteer.csv.gz", tmp_path / "aliases.csv", ("ME",))


def test_no_point_is_zero_and_every_key_is_how_we_fold():
    with gzip.open(CONTENT / "gazetteer.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row for row in rows if not Point(float(row["lat"]), float(row["lon"])).usable] == []
    assert [row["name"] for row in rows if row["key"] and row["key"] != key_of(row["name"])] == []


def test_the_file_is_small_and_carries_no_time():
    packed = (CONTENT / "gazetteer.csv.gz").read_bytes()
    assert (len(packed) < 7_000_000, packed[4:8]) == (True, b"\0\0\0\0")


@given(st.text(max_size=60))
def test_any_text_is_a_name_that_can_be_looked_up(text):
    gazetteer = gazetteer_of(ROWS, ("ME",))
    gazetteer.named(text)
    gazetteer.zip(text)
    gazetteer.guess(text)
