"""What we promise about openings every second week: the day is right for years, and in every year of 53 weeks."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import WEEKLY, rrule
from hypothesis import given, settings, strategies as st
from importing import Importer, counts

from bot.adapters.places_export import export
from bot.directory import Directory
from bot.hours import Openness, open_on, openness
from bot.listing import row
from bot.message import Point
from bot.recurrence import next_span, rules_of
from bot.recurrence_said import recurring
from bot.site import Site, Status

ZONE = ZoneInfo("America/New_York")
EVERY_SECOND_TUESDAY = "20260113T1000/1400 FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
VAN = Site(
    id="van", name="Van", city="Bangor", state="ME", zip="04401", lat=44.82, lon=-68.79, tz="America/New_York",
    services=("naloxone",), rrule=EVERY_SECOND_TUESDAY, verified_on=date(2026, 11, 2),
)  # fmt: skip


def at(day: int, hour: int = 9, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "is_open", "change"),
    [
        (at(16), False, at(17, 10)),
        (at(17, 9, 59), False, at(17, 10)),
        (at(17, 10), True, at(17, 14)),
        (at(17, 14), False, at(1, 10, month=12)),
        (at(18), False, at(1, 10, month=12)),
        (at(16).astimezone(ZoneInfo("Asia/Tokyo")), False, at(17, 10)),
    ],
)
def test_the_door_is_open_every_second_tuesday(now, is_open, change):
    assert openness(VAN, now) == Openness(open=is_open, next_change=change)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 365 * 6))
def test_it_is_right_for_years_and_after_a_year_of_53_weeks(days):
    first = datetime(2026, 1, 13, 10)  # noqa: DTZ001 - on the wall
    now = first + timedelta(days=days, hours=1)
    planned = rrule(WEEKLY, interval=2, dtstart=first, until=now + timedelta(days=30))
    assert next_span(EVERY_SECOND_TUESDAY, now).opens == planned.after(now - timedelta(hours=4))


def test_the_clock_change_moves_nothing_on_the_wall():
    before, after = openness(VAN, at(20, month=10)), openness(VAN, at(2))
    assert (before.next_change.hour, after.next_change.hour, after.next_change.utcoffset()) == (10, 10, timedelta(hours=-5))


def test_a_public_holiday_is_unknown_and_never_the_next_opening():
    christmas = replace(VAN, rrule="20261211T1000/1400 FREQ=WEEKLY;INTERVAL=2;BYDAY=FR")
    assert openness(christmas, at(25, 11, month=12)).open is None
    assert openness(christmas, at(24, month=12)).next_change == at(8, 10, month=1, year=2027)


def test_a_closure_comes_first():
    shut = replace(VAN, status=Status.TEMPORARILY_CLOSED)
    assert openness(shut, at(17, 11)).open is False


def test_hours_and_rules_together_are_open_where_one_is():
    both = replace(VAN, hours="Fr 09:00-12:00; PH off")
    assert openness(both, at(17, 11)).open is True
    assert openness(both, at(20, 10)).open is True
    assert openness(both, at(18)) == Openness(open=False, next_change=at(20, 9))
    assert openness(replace(both, hours="nonsense"), at(18)).open is None


def test_over_midnight_and_a_rule_that_is_over():
    night = replace(VAN, rrule="20261117T2200/0200 FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20261201T235959")
    assert openness(night, at(18, 1)) == Openness(open=True, next_change=at(18, 2))
    assert openness(night, at(3, month=12)).open is None


@pytest.mark.parametrize(("day", "known"), [(at(17), True), (at(24), False), (at(1, month=12), True)])
def test_whether_it_opens_on_a_day_is_known(day, known):
    assert open_on(VAN, day, at(16)) is known


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        (EVERY_SECOND_TUESDAY, "en", "Every 2 weeks on Tue, next: Dec 1 10am"),
        (EVERY_SECOND_TUESDAY, "es", "Cada 2 semanas el mar, próximo: 1 dic 10am"),
        (EVERY_SECOND_TUESDAY, "fr", "Toutes les 2 semaines le mar, prochain: 1 déc 10h"),
        (EVERY_SECOND_TUESDAY, "pt", "A cada 2 semanas ter, próximo: 1 dez 10h"),
        ("20260115T1000/1200 FREQ=MONTHLY;BYMONTHDAY=15", "en", "Every month on day 15, next: Dec 1 10am"),
        ("20260106T1000/1200 FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU,-1FR", "en",
         "Every 2 months on 1st Tue, last Fri, next: Dec 1 10am"),
        ("20260106T1000/1200 FREQ=DAILY;INTERVAL=3", "en", "Every 3 days, next: Dec 1 10am"),
        ("20260106T1000/1200 FREQ=YEARLY;BYWEEKNO=5", "en", "next: Dec 1 10am"),
    ],
)  # fmt: skip
def test_it_is_told_in_words_with_the_next_date(text, language, said):
    assert recurring(text, at(1, 10, month=12), at(18), language) == said


def test_a_list_shows_it(knowledge):
    near = Directory([VAN]).nearest(Point(44.82, -68.79), "naloxone", at(18)).results[0]
    assert "Every 2 weeks on Tue, next: Dec 1 10am." in row(knowledge, near, 1, at(18), "en")
    assert "Open until 2pm." in row(
        knowledge, Directory([VAN]).nearest(Point(44.82, -68.79), "naloxone", at(17, 11)).results[0], 1, at(17, 11), "en"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("every second tuesday", "write it as"),
        ("20261301T1000/1400 FREQ=WEEKLY", "does not match"),
        ("20260113T1000/1400 FREQ=SECONDLY", "FREQ must be"),
        ("20260113T1000/1400 FREQ=MINUTELY;INTERVAL=2", "FREQ must be"),
        ("20260113T1000/1400 FREQ=WEEKLY;INTERVAL=0", "INTERVAL and COUNT"),
        ("20260113T1000/1400 FREQ=WEEKLY;COUNT=99999999", "INTERVAL and COUNT"),
        ("20260113T1000/1400 FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never happens"),
        ("20260113T1000/1400 FREQ=WEEKLY;BYDAY=XX", "BYDAY"),
        ("20260113T1000/1400 FREQ=WEEKLY;FREQ=DAILY", "each once"),
        ("00010113T1000/1400 FREQ=DAILY", "before 2000"),
        ("20260113T1000/1400 FREQ=WEEKLY;EXRULE=X", "its parts may be"),
        ("20260113T1000/1400 FREQ=WEEKLY " * 40, "longer than"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_stand_is_refused_with_the_reason(text, why):
    with pytest.raises(ValueError, match=why):
        rules_of(text)


@settings(max_examples=150, deadline=None)
@given(st.text("0123456789TFREQ=WKLYINVA;BDUC/ |,-+MO", max_size=80))
def test_any_text_is_a_rule_or_a_reason(text):
    with suppress(ValueError):
        assert len(rules_of(text)) <= 6


SERVICE = {
    "id": "s1", "name": "Van naloxone", "status": "active", "description": "naloxone",
    "organization": {"id": "o", "name": "Tide"},
    "service_at_locations": [{"id": "at", "location": {
        "id": "l", "name": "Van stop", "location_type": "physical", "latitude": 44.82, "longitude": -68.79,
        "addresses": [{"address_1": "1 Main St", "city": "Bangor", "state_province": "ME", "postal_code": "04401"}],
        "schedules": [
            {"freq": "WEEKLY", "interval": 2, "byday": "TU", "dtstart": "2026-01-13", "opens_at": "10:00", "closes_at": "14:00"},
            {"freq": "WEEKLY", "byday": "FR", "opens_at": "09:00", "closes_at": "12:00"},
        ]}}],
}  # fmt: skip


def test_hsds_keeps_every_second_week_as_a_rule_and_gives_it_back(importer: Importer, tmp_path):
    report = importer("a.json", [SERVICE])
    assert (counts(report)[1], importer.one.rrule, importer.one.hours) == (1, EVERY_SECOND_TUESDAY, "Fr 09:00-12:00")
    export(tmp_path / "b.json", [importer.one])
    told = json.loads((tmp_path / "b.json").read_text())["contents"][0]["service_at_locations"][0]["location"]["schedules"]
    assert [(each.get("interval"), each.get("dtstart")) for each in told] == [(None, None), (2, "2026-01-13")]


def test_a_second_week_without_its_first_day_stays_words(importer: Importer):
    changed = json.loads(json.dumps(SERVICE))
    del changed["service_at_locations"][0]["location"]["schedules"][0]["dtstart"]
    importer("a.json", [changed])
    assert (importer.one.rrule, importer.one.hours) == ("", "")
    assert "WEEKLY TU 10:00 14:00" in importer.one.hours_text


def test_our_own_spreadsheet_keeps_it_and_refuses_a_bad_one(importer: Importer, tmp_path):
    export(tmp_path / "ours.csv", [VAN, replace(VAN, id="bad", name="Bad", address="2 A St", rrule="often")])
    report = importer.files(tmp_path / "ours.csv")
    assert importer.one == replace(VAN, source=importer.one.source)
    assert "rrule 'often': write it as 20260113T1000/1400" in report.refused[0]["reason"]
