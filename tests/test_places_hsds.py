"""What we promise to a directory that takes our places: HSDS 3 as its specification has it, with nothing made up."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hsds_schema import SERVICE_LIST
from jsonschema import Draft202012Validator, FormatChecker

from bot.adapters.places_csv import load_sites
from bot.adapters.places_export import export
from bot.adapters.places_hsds import hours_of, zoned
from bot.adapters.settings import PROJECT
from bot.site import Kind, Site, Status

FULL = Site(
    id="one", name="Harbor, Café", org="Tide", address="1 Main St", city="Portland", state="ME", zip="04101", lat=43.66,
    lon=-70.26, tz="America/New_York", phone="207-555-0123 ext. 12", url="https://example.org", hours="Mo-Fr 09:00-17:00; PH off",
    services=("naloxone", "food"), eligibility="adults", languages=("en", "so"), cost="free", verified_on=date(2026, 10, 2),
    source="a page",
)  # fmt: skip
SITES = [
    FULL,
    replace(FULL, id="night", hours="24/7", phone="", url="", org="", languages=()),
    replace(FULL, id="words", hours="", hours_text="when the flag is up"),
    replace(FULL, id="weeks", hours="", rrule="20260113T1000/1400 FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270101T235959"),
    replace(FULL, id="fifteenth", rrule="20260115T1000/1400 FREQ=MONTHLY;BYMONTHDAY=15;COUNT=20"),
    replace(FULL, id="daily", rrule="20260113T1000/1400 FREQ=DAILY;INTERVAL=3"),
    replace(FULL, id="shut", status=Status.TEMPORARILY_CLOSED, closed_until=date(2026, 12, 1), closed_reason="moving"),
    replace(FULL, id="canada", state="BC", zip="V6A", tz="America/Vancouver"),
    replace(
        FULL, id="late", hours="Fr 22:00-26:00; Sa 08:00-24:00", tz="America/Halifax", phone="211", url="https://example.org/é"
    ),
    replace(
        FULL, id="told", bring="ID", access="ramp", what_to_expect="no name", by_appointment=True, languages=("pt-BR", "Español")
    ),
    replace(FULL, id="van", kind=Kind.MOBILE, area=("Cumberland", "York")),
    Site(id="mail", name="By mail", state="ME", services=("naloxone",), kind=Kind.MAIL, area=("*",), source="a page"),
]


def faults(tmp_path: Path, sites: list[Site]) -> list[str]:
    """Where an export of `sites` departs from the specification."""
    export(tmp_path / "o.json", sites)
    validator = Draft202012Validator(SERVICE_LIST, format_checker=FormatChecker())
    page = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(page)]


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.id)
def test_each_kind_of_place_is_as_the_specification_has_it(tmp_path, site):
    assert faults(tmp_path, [site]) == []


def test_all_that_ships_is_and_so_is_an_empty_page(tmp_path):
    sites, _ = load_sites(sorted((PROJECT / "content" / "places").glob("[em]*.csv")))
    assert len(sites) > 20
    assert faults(tmp_path, list(sites)) == []
    assert faults(tmp_path, []) == []


def test_a_slip_would_be_found(tmp_path):
    """A test of the test: an id that is no UUID, a missing status, a frequency that HSDS has not, a field of our own."""
    export(tmp_path / "o.json", [SITES[3]])
    page = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    service = page["contents"][0]
    service["id"] = "one"
    del service["status"]
    service["service_at_locations"][0]["location"]["schedules"][0]["freq"] = "DAILY"
    service["mood"] = "good"
    errors = Draft202012Validator(SERVICE_LIST, format_checker=FormatChecker()).iter_errors(page)
    assert sorted(error.validator for error in errors) == ["additionalProperties", "enum", "format", "required"]


def services(tmp_path: Path, *sites: Site) -> list[dict[str, Any]]:
    export(tmp_path / "o.json", sites)
    found: list[dict[str, Any]] = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))["contents"]
    return found


def location(service: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = service["service_at_locations"][0]["location"]
    return found


def test_what_a_person_needs_before_they_go_is_told(tmp_path):
    told, mail = services(tmp_path, SITES[9], SITES[11])
    assert [each["document"] for each in told["required_documents"]] == ["ID"]
    assert [each["description"] for each in location(told)["accessibility"]] == ["ramp"]
    assert (location(told)["description"], told["application_process"]) == ("no name", "By appointment")
    assert [{**each, "id": 0} for each in told["languages"]] == [{"id": 0, "code": "pt"}, {"id": 0, "name": "Español"}]
    assert [each["name"] for each in mail["service_areas"]] == ["ME"]


def test_a_closure_says_until_when(tmp_path):
    (shut,) = services(tmp_path, SITES[6])
    assert (shut["status"], shut["alert"]) == ("temporarily closed", "moving; reopens 2026-12-01")


def test_times_carry_their_offset_for_without_one_they_would_be_utc():
    nine = {"opens_at": "09:00", "closes_at": "17:00"}
    winter, summer = (datetime(2026, month, 15, 12, tzinfo=UTC) for month in (1, 7))
    assert zoned(nine, "America/New_York", winter) == {"opens_at": "09:00-05:00", "closes_at": "17:00-05:00"}
    assert zoned(nine, "America/New_York", summer) == {"opens_at": "09:00-04:00", "closes_at": "17:00-04:00"}
    assert zoned(nine, "", winter) == nine


HOURS = ["Mo-Fr 09:00-17:00; PH off", "Mo-Fr 09:00-17:00; Dec 25 off", "We[1,3] 11:00-15:00; PH off", "Fr 22:00-02:00", "24/7"]


@pytest.mark.parametrize("hours", HOURS)
def test_hours_come_back_as_they_went_out_holidays_too(tmp_path, hours):
    """A door that is shut on Thanksgiving must not be offered as open by who imports our export."""
    (service,) = services(tmp_path, replace(FULL, hours=hours))
    assert hours_of(location(service)["schedules"], date(2026, 11, 22)) == (hours, "", "")


def test_a_description_that_says_other_hours_is_not_believed():
    schedule = {"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "12:00", "description": "Tu 09:00-12:00"}
    assert hours_of([schedule], date(2026, 11, 22)) == ("Mo 09:00-12:00", "", "")


def test_what_hsds_cannot_repeat_is_told_in_words(tmp_path):
    assert (
        location(services(tmp_path, SITES[5])[0])["schedules"][-1]["description"] == "Every 3 days, 10:00-14:00 from 2026-01-13"
    )
