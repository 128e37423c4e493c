"""Hours never call a closed door open: each trap of the library, and what is said instead."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from bot.hours import Openness, Why, doubts, openness
from bot.hours_said import phrase
from bot.site import Site, Status

MAINE = ZoneInfo("America/New_York")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MAINE)


def site(hours: str = "", **fields) -> Site:
    return Site(**{"id": "s", "name": "Site", "tz": "America/New_York", "hours": hours, **fields})


WORKDAYS = "Mo-Fr 09:00-17:00; PH off"

STATES = [
    pytest.param(WORKDAYS, "2026-11-23 10:00", True, "2026-11-23 17:00", id="a working day"),
    pytest.param(WORKDAYS, "2026-11-21 12:00", False, "2026-11-23 09:00", id="a weekend"),
    pytest.param(WORKDAYS, "2026-11-26 10:00", False, "2026-11-27 09:00", id="Thanksgiving"),
    pytest.param("Sa 09:00-17:00; PH off", "2027-12-25 10:00", False, "2028-01-08 09:00", id="Christmas on a Saturday"),
    pytest.param("Sa 09:00-17:00; PH off", "2026-07-04 10:00", False, "2026-07-11 09:00", id="4 July on a Saturday"),
    pytest.param("Sa 09:00-17:00", "2026-07-04 10:00", None, None, id="a holiday of which nothing is said"),
    pytest.param("Mo-Fr 09:00-17:00", "2026-11-25 20:00", False, "2026-11-27 09:00", id="no opening promised for such a holiday"),
    pytest.param("24/7", "2026-12-25 10:00", True, None, id="always open"),
    pytest.param("Fr 22:00-02:00", "2026-11-21 01:00", True, "2026-11-21 02:00", id="over midnight"),
    pytest.param("Mo-Fr 17:00-09:00", "2026-11-24 03:00", True, "2026-11-24 09:00", id="a night shelter"),
    pytest.param("Feb 30 10:00-12:00", "2026-11-23 11:00", None, None, id="an impossible date"),
    pytest.param("Mo-Fr 10:00-12:00; Feb 30 off", "2026-11-23 11:00", None, None, id="an impossible day off"),
    pytest.param("Nov 20-31 10:00-12:00", "2026-11-23 11:00", None, None, id="an impossible end of a range"),
    pytest.param("Mo-Fr 09:00-17:00; SH off", "2026-11-23 11:00", None, None, id="school holidays"),
    pytest.param("Sa 09:00-05:00", "2026-11-21 20:00", None, None, id="a slip for 17:00"),
    pytest.param("Mo-Fr 09:00-09:00", "2026-11-23 11:00", None, None, id="a span of no length"),
    pytest.param('"by appointment"', "2026-11-23 11:00", None, None, id="a bare comment"),
    pytest.param("open", "2026-11-23 11:00", None, None, id="the word open"),
    pytest.param("week 02-53/2 We 10:00-12:00", "2027-01-06 11:00", None, None, id="every second week"),
    pytest.param("9am-5pm", "2026-11-23 11:00", None, None, id="free text"),
    pytest.param("call for hours", "2026-11-23 11:00", None, None, id="call for hours"),
    pytest.param("Mo–Fr 09:00–17:00", "2026-11-23 11:00", None, None, id="long dashes"),
    pytest.param("Mo-Fr 09:00-17:00,Sa 10:00-12:00", "2026-11-23 11:00", None, None, id="no blank behind a comma"),
    pytest.param("Mo 09:00-17:00;" * 60, "2026-11-23 11:00", None, None, id="too long"),
    pytest.param("", "2026-11-23 11:00", None, None, id="nothing"),
    pytest.param('Mo-Fr 09:00-17:00 "call first"', "2026-11-23 10:00", True, "2026-11-23 17:00", id="open with a comment"),
    pytest.param("Mo-Fr 09:00-12:00,12:00-17:00", "2026-11-23 10:00", True, "2026-11-23 17:00", id="two spans that touch"),
    pytest.param('Mo-Fr 09:00-17:00; Sa unknown "call"', "2026-11-20 18:00", False, "2026-11-23 09:00", id="skips the unknown"),
    pytest.param("We[1,3] 11:00-15:00", "2026-11-22 10:00", False, "2026-12-02 11:00", id="first and third Wednesday"),
    pytest.param("Mo-Su 00:30-03:00", "2026-11-01 01:15", True, "2026-11-01 03:00", id="the autumn clock change"),
    pytest.param("Mo-Su 01:00-04:00", "2026-03-08 01:30", True, "2026-03-08 04:00", id="the spring clock change"),
]


@pytest.mark.parametrize(("hours", "now", "is_open", "change"), STATES)
def test_a_person_finds_what_we_say_at_the_door(hours, now, is_open, change):
    assert openness(site(hours), at(now)) == Openness(is_open, at(change) if change else None)


@pytest.mark.parametrize("hours", ['unknown "by appointment"', 'Mo-Fr 09:00-17:00 "by appointment"'])
def test_by_appointment_is_not_open(hours):
    assert openness(site(hours), at("2026-11-23 10:00")) == Openness(why=Why.APPOINTMENT)


def test_a_site_that_takes_only_appointments_is_not_open_in_its_hours():
    assert openness(site(WORKDAYS, by_appointment=True), at("2026-11-23 10:00")) == Openness(why=Why.APPOINTMENT)


def test_any_zone_of_now_gives_the_same_answer():
    now = at("2026-11-23 10:00")
    tokyo = now.astimezone(ZoneInfo("Asia/Tokyo"))
    assert openness(site(WORKDAYS), now.astimezone(UTC)) == openness(site(WORKDAYS), tokyo) == openness(site(WORKDAYS), now)


@pytest.mark.parametrize("tz", ["", "Nowhere/Town", "../etc/passwd"])
def test_without_a_zone_nothing_is_known(tz):
    assert openness(site(WORKDAYS, tz=tz), at("2026-11-23 10:00")) == Openness()


def test_a_site_closed_for_a_time_says_when_it_opens_again():
    closed = site(WORKDAYS, status=Status.TEMPORARILY_CLOSED, closed_until=date(2026, 12, 5))
    assert openness(closed, at("2026-11-23 10:00")) == Openness(open=False, next_change=at("2026-12-07 09:00"), why=Why.CLOSURE)


def test_a_closure_without_an_end_names_no_day():
    closed = site(WORKDAYS, status=Status.TEMPORARILY_CLOSED)
    assert openness(closed, at("2026-11-23 10:00")) == Openness(open=False, why=Why.CLOSURE)


def test_a_closure_to_come_moves_the_next_opening():
    soon = site(WORKDAYS, closed_from=date(2026, 11, 24), closed_until=date(2026, 11, 30))
    assert openness(soon, at("2026-11-23 18:00")).next_change == at("2026-11-30 09:00")
    assert openness(soon, at("2026-11-25 10:00")).why == Why.CLOSURE


def test_a_closure_that_is_over_is_forgotten():
    past = site(WORKDAYS, closed_from=date(2026, 10, 1), closed_until=date(2026, 11, 1))
    assert openness(past, at("2026-11-23 10:00")).open is True


@pytest.mark.parametrize(
    ("hours", "word"),
    [
        pytest.param("Feb 30 10:00-12:00", "every day", id="impossible date"),
        pytest.param("Sa 09:00-05:00", "17:00", id="slip"),
        pytest.param('"by appointment"', "appointments", id="bare comment"),
        pytest.param("Mo-Fr 09:00-17:00; SH off", "school", id="school holidays"),
        pytest.param("Mon-Fri 9-5", "Mo-Fr 09:00-17:00", id="free text"),
        pytest.param("x" * 501, "shorten", id="too long"),
    ],
)
def test_an_editor_is_told_what_is_wrong_with_hours(hours, word):
    assert word in " ".join(doubts(hours))


@pytest.mark.parametrize("hours", ["", "24/7", WORKDAYS, "We[1,3] 11:00-15:00", "Feb 29 10:00-12:00", "Mo-Fr 17:00-09:00"])
def test_good_hours_raise_no_doubt(hours):
    assert doubts(hours) == ()


SAID = [
    pytest.param(WORKDAYS, "2026-11-23 10:00", "en", "Open until 5pm", id="open"),
    pytest.param(WORKDAYS, "2026-11-21 10:00", "en", "Opens Mon 9am", id="opens on a weekday"),
    pytest.param(WORKDAYS, "2026-11-23 07:00", "en", "Opens 9am", id="opens today"),
    pytest.param("Mo-Fr 09:00-12:00; PH off", "2026-11-23 10:00", "en", "Open until noon", id="noon"),
    pytest.param("Mo-Su 10:00-24:00", "2026-11-23 11:00", "en", "Open until midnight", id="midnight"),
    pytest.param("Mo 20:00-26:30", "2026-11-23 21:00", "en", "Open until 2:30am", id="tonight"),
    pytest.param("We[1] 11:00-15:00", "2026-11-22 10:00", "en", "Opens Dec 2 11am", id="a date beyond a week"),
    pytest.param("24/7", "2026-11-23 10:00", "en", "Open 24 hours", id="always"),
    pytest.param("off", "2026-11-23 10:00", "en", "Closed", id="never"),
    pytest.param("call us", "2026-11-23 10:00", "en", "Hours not known: call first", id="unknown"),
    pytest.param('unknown "by appointment"', "2026-11-23 10:00", "en", "By appointment: call first", id="appointment"),
    pytest.param(WORKDAYS, "2026-11-23 10:00", "es", "Abierto hasta 5pm", id="Spanish, open"),
    pytest.param(WORKDAYS, "2026-11-21 10:00", "es", "Abre lun 9am", id="Spanish, opens"),
    pytest.param(WORKDAYS, "2026-11-23 10:00", "fr", "Ouvert jusqu'à 17h", id="French, open"),
    pytest.param("Mo-Fr 09:30-17:00; PH off", "2026-11-21 10:00", "fr", "Ouvre lun 9h30", id="French, opens"),
    pytest.param(WORKDAYS, "2026-11-23 10:00", "pt", "Aberto até 17h", id="Portuguese, open"),
    pytest.param(WORKDAYS, "2026-11-21 10:00", "pt", "Abre seg 9h", id="Portuguese, opens"),
    pytest.param("", "2026-11-23 10:00", "so", "Hours not known: call first", id="any other language"),
]


@pytest.mark.parametrize(("hours", "now", "language", "said"), SAID)
def test_hours_are_said_as_people_say_them(hours, now, language, said):
    assert phrase(openness(site(hours), at(now)), at(now), language) == said


def test_a_closure_is_said_with_its_end():
    closed = site(status=Status.TEMPORARILY_CLOSED, closed_until=date(2026, 12, 5))
    now = at("2026-11-23 10:00")
    assert phrase(openness(closed, now), now, "en") == "Closed until Dec 5"


MOMENTS = st.datetimes(datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2035-01-01"))


@settings(max_examples=300)
@given(st.text(alphabet='MoTuWeThFrSaPH0123456789:-,;/ offunkw"[]', max_size=60), MOMENTS)
def test_any_hours_at_any_time_give_an_answer_in_every_language(hours, moment):
    now = moment.replace(tzinfo=MAINE)
    state = openness(site(hours), now)
    assert all(phrase(state, now, language) for language in ("en", "es", "fr", "pt"))
