"""The nearest door is really the nearest, really there, and honestly described."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings, strategies as st

from bot.directory import DETOUR_KM, REACH_KM, Directory, Kind, Site, Status
from bot.gazetteer import miles_apart
from bot.hours import Why
from bot.message import Point

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
TODAY = NOW.date()
HERE = Point(44.0, -69.0)
KM = 1.609344
OPEN, SHUT = "24/7", "Mo-Fr 18:00-20:00; PH off"


def site(name: str, km_north: float = 0.0, **fields) -> Site:
    """A naloxone site so many kilometres north of `HERE`, checked today."""
    usual = {"lat": HERE.lat + km_north / 111.195, "lon": HERE.lon, "services": ("naloxone",), "verified_on": TODAY}
    return Site(**{"id": name, "name": name, "tz": "America/New_York", **usual, **fields})


def names(*sites: Site, **question) -> list[str]:
    found = Directory(sites).nearest(HERE, "naloxone", NOW, **question)
    return [near.site.id for near in found.results]


def test_the_three_nearest_come_in_order():
    assert names(site("d", 40), site("b", 20), site("a", 10), site("c", 30)) == ["a", "b", "c"]


def test_more_gives_the_next_three_and_then_says_that_there_are_none():
    directory = Directory(site(f"s{number}", number) for number in range(1, 6))
    first = directory.nearest(HERE, "naloxone", NOW)
    second = directory.nearest(HERE, "naloxone", NOW, offset=3)
    assert [near.site.id for near in (*first.results, *second.results)] == ["s1", "s2", "s3", "s4", "s5"]
    assert (first.more, second.more) == (True, False)


def test_places_equally_far_come_by_id():
    assert names(site("b", 5), site("c", 5), site("a", 5)) == ["a", "b", "c"]


def test_only_the_service_asked_for_counts():
    assert names(site("food", 1, services=("food",)), site("both", 2, services=("food", "naloxone"))) == ["both"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"publish": False}, id="private"),
        pytest.param({"status": Status.DEFUNCT}, id="defunct"),
        pytest.param({"status": Status.SUSPENDED}, id="suspended"),
        pytest.param({"status": Status.UNLISTED}, id="unlisted"),
        pytest.param({"kind": Kind.MAIL, "area": ("*",)}, id="mail"),
        pytest.param({"lat": 0.0, "lon": 0.0}, id="no point"),
        pytest.param({"lat": None, "lon": None}, id="no point at all"),
    ],
)
def test_what_nobody_can_go_to_is_not_offered(fields):
    assert names(site("hidden", 1, **fields), site("seen", 2)) == ["seen"]


def test_a_van_is_offered_where_it_stands():
    assert names(site("van", 1, kind=Kind.MOBILE)) == ["van"]


def test_beyond_a_hundred_miles_nothing_is_offered_but_the_distance_is_told():
    found = Directory([site("far", 400)]).nearest(HERE, "naloxone", NOW)
    assert (found.results, round(found.nearest_miles_beyond)) == ((), round(400 / KM))


def test_a_service_that_nobody_gives_finds_nothing_at_all():
    found = Directory([site("a", 1)]).nearest(HERE, "opc", NOW)
    assert (found.results, found.nearest_miles_beyond) == ((), None)


@pytest.mark.parametrize(
    ("closed_km", "open_km", "first"),
    [
        pytest.param(1, 1 + DETOUR_KM - 0.1, "open", id="a little farther"),
        pytest.param(1, 1 + DETOUR_KM + 0.1, "closed", id="too much farther"),
        pytest.param(40, 59, "open", id="half as far again"),
        pytest.param(40, 61, "closed", id="more than half as far again"),
    ],
)
def test_an_open_door_goes_first_when_it_is_not_much_farther(closed_km, open_km, first):
    found = names(site("closed", closed_km, hours=SHUT), site("open", open_km, hours=OPEN))
    assert (found[0], set(found)) == (first, {"closed", "open"})


def test_the_nearest_closed_door_is_still_named_with_its_next_opening():
    sites = [site("closed", 1, hours=SHUT), *(site(f"open{number}", 2 + number, hours=OPEN) for number in range(4))]
    second = Directory(sites).nearest(HERE, "naloxone", NOW).results[1]
    assert (second.site.id, second.openness.next_change) == ("closed", NOW.replace(hour=18))


def test_a_site_closed_for_a_time_is_shown_as_such_and_never_first():
    closed = site("closed", 1, status=Status.TEMPORARILY_CLOSED, closed_until=TODAY + timedelta(days=9))
    found = Directory([closed, site("unknown", 30)]).nearest(HERE, "naloxone", NOW)
    assert [(near.site.id, near.openness.why) for near in found.results] == [("unknown", Why.HOURS), ("closed", Why.CLOSURE)]


OLD = TODAY - timedelta(days=400)


@pytest.mark.parametrize("verified_on", [OLD, None], ids=["checked long ago", "nobody knows when"])
@pytest.mark.parametrize(("fresh_km", "shown"), [(REACH_KM, ["fresh"]), (REACH_KM + 2, ["stale", "fresh"])], ids=["near", "far"])
def test_a_stale_site_gives_way_to_a_fresher_one_within_reach(verified_on, fresh_km, shown):
    assert names(site("stale", 1, verified_on=verified_on), site("fresh", fresh_km)) == shown


def test_a_stale_site_that_is_the_only_one_is_shown_and_said_to_be_stale():
    near = Directory([site("stale", 1, verified_on=OLD, hours=OPEN)]).nearest(HERE, "naloxone", NOW).results[0]
    assert (near.stale, near.openness.open) == (True, None)


def test_the_operator_sets_how_old_is_too_old():
    assert names(site("stale", 1, verified_on=OLD), site("fresh", 2), max_age_days=500) == ["stale", "fresh"]


def test_a_county_has_its_partner_first_and_then_what_serves_the_whole_state():
    partner = site("partner", kind=Kind.DELIVERY, area=("Penobscot",), state="ME", lat=None, lon=None)
    mail = site("mail", kind=Kind.MAIL, area=("*",), state="ME", lat=None, lon=None)
    other = site("other", kind=Kind.MAIL, area=("*",), state="NH", lat=None, lon=None)
    gone = site("gone", kind=Kind.MAIL, area=("*",), state="ME", lat=None, lon=None, status=Status.DEFUNCT)
    directory = Directory([mail, gone, other, partner])
    assert [found.id for found in directory.by_area("Penobscot", "naloxone", "ME")] == ["partner", "mail"]
    assert [found.id for found in directory.by_area(None, "naloxone", "ME")] == ["mail"]


def test_a_site_is_found_by_its_id():
    directory = Directory([site("a")])
    assert (directory.get("a").name, directory.get("b"), len(directory)) == ("a", None, 1)


def test_an_empty_directory_answers():
    assert Directory(()).nearest(HERE, "naloxone", NOW).results == ()


# Poles, both sides of the 180th meridian, and crowds around one spot are where boxes go wrong.
LATS = st.one_of(st.floats(-90, 90), st.sampled_from([90.0, -90.0, 89.99, -89.99, 44.0, 51.9, 0.02]), st.floats(43.5, 44.5))
LONS = st.one_of(st.floats(-180, 180), st.sampled_from([180.0, -180.0, 179.99, -179.99, -69.0]), st.floats(-69.5, -68.5))
POINTS = st.builds(Point, LATS, LONS)


def brute(sites: list[Site], here: Point) -> list[float]:
    """Distances in miles to all sites, one by one, in order."""
    return sorted(miles_apart(here.lat, here.lon, each.lat, each.lon) for each in sites if each.has_door)


@settings(max_examples=400, deadline=None)
@given(st.lists(POINTS, max_size=60), POINTS, st.sampled_from([160.0, 25.0, 20040.0]))
def test_the_nearest_three_equal_brute_force_everywhere_on_earth(points, here, max_km):
    sites = [site(f"s{number:02}", lat=point.lat, lon=point.lon) for number, point in enumerate(points)]
    found = Directory(sites).nearest(here, "naloxone", NOW, max_km=max_km)
    every = brute(sites, here)
    # The two ways of counting round differently: a site at the very edge of the cap may go either way.
    assume(not any(abs(each - max_km / KM) < 1e-6 for each in every))
    expected = [each for each in every if each <= max_km / KM]
    assert [near.miles for near in found.results] == pytest.approx(expected[:3], abs=1e-6)
    assert found.nearest_miles_beyond == (pytest.approx(every[0], abs=1e-6) if every and not expected else None)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 150), st.booleans()), max_size=40))
def test_every_page_together_holds_each_site_once(places):
    sites = [site(f"s{number:02}", km, verified_on=TODAY if fresh else OLD) for number, (km, fresh) in enumerate(places)]
    directory = Directory(sites)
    pages = [directory.nearest(HERE, "naloxone", NOW, offset=offset).results for offset in range(0, 45, 3)]
    shown = [near.site.id for page in pages for near in page]
    fresh = min((km for km, is_fresh in places if is_fresh), default=math.inf)
    close = [number for number, (km, is_fresh) in enumerate(places) if is_fresh or km < fresh - REACH_KM - 0.5]
    assert len(shown) == len(set(shown))
    assert {f"s{number:02}" for number in close} <= set(shown)


def test_a_date_is_no_part_of_the_question():
    assert names(site("a", 1, verified_on=date(2026, 11, 23))) == ["a"]
