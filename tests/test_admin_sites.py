"""What we promise about places on the pages for the group: what is typed is what people get, and nobody's work is lost."""

from __future__ import annotations

import re
from datetime import date

import pytest
from managing import HARBOR, PINE, Member, engine_of, form_to, form_with, inside

from bot.adapters.admin.site_edit import find
from bot.adapters.admin.site_form import PARTS, shown, site_of
from bot.adapters.site_refresh import Places
from bot.adapters.site_rows import FIELDS, load_sites_from
from bot.site import Status

EDIT = "/admin/sites/edit?id=harbor"


@pytest.fixture
def engine(settings):
    yield from engine_of(settings.database_url, [HARBOR, PINE])


@pytest.fixture
def ana(make_app, engine) -> Member:
    return inside(make_app, engine)


def test_a_change_reaches_the_answers_and_touches_nothing_else(ana, engine):
    places = Places(())
    places.refresh(engine)
    answer = ana.edits("harbor", phone="(207) 555-0102", hours="Mon-Thu 10-4")
    assert (answer.status_code, answer.location) == (303, "/admin/sites/edit?id=harbor")
    now = places.refresh(engine).get("harbor")
    assert (now.phone, now.hours) == ("(207) 555-0102", "Mo-Th 10:00-16:00")
    changed = {name for name, was in shown(HARBOR).items() if shown(now)[name] != was}
    assert changed == {"phone", "hours"}
    assert find(engine, "pine") == PINE


def test_saving_without_a_change_changes_no_place_that_ships(knowledge):
    """The form loses nothing of any of them."""
    today = date(2026, 11, 23)
    sites = knowledge.directory.sites
    assert len(sites) > 40
    for site in sites:
        again = site_of(shown(site), site, site.id, knowledge.gazetteer, today)
        assert {name: value for name, value in shown(again).items() if shown(site)[name] != value} == {}, site.id


def test_a_new_place_needs_no_more_than_a_zip(ana, engine):
    form = form_with(ana.gets("/sites/new"), "name")
    typed = {"name": "Van by the river", "zip": "04240", "services": ["naloxone", "test_strips"], "kind": "mobile"}
    answer = ana.submits(form, {**typed, "do": "save"}, to="/admin/sites/new")
    assert answer.status_code == 303
    (site,) = [each for each in load_sites_from(engine) if each.name == "Van by the river"]
    assert (site.precision, site.tz, site.services, site.offered) == (
        "zip",
        "America/New_York",
        ("naloxone", "test_strips"),
        True,
    )
    assert (site.has_door, site.state, site.source) == (True, "ME", "our group")


def test_two_places_of_one_name_get_two_ids(ana, engine):
    for _ in range(2):
        form = form_with(ana.gets("/sites/new"), "name")
        ana.submits(form, {"name": "Twin", "zip": "04240", "services": ["food"], "do": "save"}, to="/admin/sites/new")
    assert sorted(site.id for site in load_sites_from(engine) if site.name == "Twin") == [
        "group-twin-lewiston",
        "group-twin-lewiston-2",
    ]


def test_a_place_of_a_zip_moves_with_its_zip(ana, engine):
    ana.edits("pine", zip="04101", city="Portland")
    moved = find(engine, "pine")
    assert (round(moved.lat, 1), round(moved.lon, 1), moved.precision) == (43.7, -70.3, "zip")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Please fill this in."),
        ("services", None, "Choose at least one."),
        ("hours", "whenever we like", "We do not surely understand these hours."),
        ("hours", "Wed 6-8", "We do not surely understand these hours."),
        ("rrule", "every second Tuesday", "We cannot read this rule."),
        ("phone", "ask Joe", "This is not a number that can be called."),
        ("verified_on", "2027-01-01", "This day lies ahead."),
        ("verified_on", "yesterday", "This is not a day."),
        ("closed_from", "2026-13-40", "This is not a day."),
        ("name", "x" * 161, "This is too long."),
        ("kind", "rocket", "Choose one of the list."),
        ("services", ["rockets"], "Choose one of the list."),
        ("zip", "00000", "no point"),
        ("lat", "91", "not in"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence_and_stays_in_the_form(ana, engine, field, value, sentence):
    more = {"zip": {"lat": "", "lon": "", "city": ""}, "lat": {"lon": "0.5", "zip": "", "city": ""}}.get(field, {})
    answer = ana.edits("harbor", cost="a smile", **more, **{field: value})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert form_with(answer, "loaded")["cost"] == "a smile"
    assert find(engine, "harbor") == HARBOR


def test_days_the_wrong_way_round_are_refused(ana, engine):
    answer = ana.edits("harbor", closed_from="2026-12-10", closed_until="2026-12-01", status="temporarily_closed")
    assert (answer.status_code, "wrong way round" in answer.text) == (422, True)
    assert find(engine, "harbor") == HARBOR


# --- what hours mean


def read(member: Member, hours: str, **more: str) -> str:
    form = member.opens("harbor")
    answer = member.client.post(
        "/admin/sites/hours", data={"csrf_token": form["csrf_token"], "hours": hours, "zip": "04101", **more}
    )
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.text))


def test_typed_hours_are_said_in_words(ana):
    """It is Monday, 10 in the morning."""
    said = read(ana, "Mon-Fri 9-5, Sat 10am-2pm")
    assert "Right now people read: Open until 5pm" in said
    assert "Mon Nov 23 9am - 5pm" in said
    assert "Sat Nov 28 10am - 2pm" in said
    assert "Sun Nov 29 closed" in said
    assert "Thu Nov 26 not known" in said, "Thanksgiving, of which the hours say nothing"
    assert "Mo-Fr 09:00-17:00; Sa 10:00-14:00" in said
    assert "Thu Nov 26 closed" in read(ana, "Mo-Fr 09:00-17:00; PH off")


def test_hours_over_midnight_belong_to_the_day_they_begin(ana):
    said = read(ana, "Fr 20:00-02:00")
    assert "Fri Nov 27 8pm - 2am Sat Nov 28 closed" in said


def test_every_second_week_is_read_too(ana):
    said = read(ana, "", rrule="20261124T1000/1400 FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    assert "Tue Nov 24 10am - 2pm" in said
    assert "Wed Nov 25 closed" in said


def test_hours_that_are_not_understood_are_said_to_be_so(ana):
    assert "We do not surely understand" in read(ana, "Wed 6-8")
    assert "people are told to call first" in read(ana, "")


def test_hours_are_read_without_a_script_too_and_nothing_is_saved(ana, engine):
    answer = ana.submits(ana.opens("harbor"), {"hours": "Tue 1pm-3pm", "do": "read"}, to=EDIT)
    assert (answer.status_code, "Tu 13:00-15:00" in answer.text) == (200, True)
    assert form_with(answer, "loaded")["hours"] == "Tue 1pm-3pm"
    assert find(engine, "harbor") == HARBOR


# --- one press


def test_one_press_says_that_it_was_checked_today(ana, engine):
    page = ana.gets("/sites/due")
    assert page.text.index("Pine") < page.text.index("Harbor"), "never checked comes first"
    assert 'href="tel:2075550101"' in page.text
    answer = ana.submits(form_to(page, "/verify?id=pine"))
    assert (answer.location, find(engine, "pine").verified_on) == ("/admin/sites/due", date(2026, 11, 23))


def test_a_place_is_closed_until_a_day_and_opened_again(ana, engine):
    form = form_to(ana.gets("/sites/edit?id=harbor"), "/close")
    ana.submits(form, {"closed_from": "2026-11-23", "closed_until": "2026-12-01", "closed_reason": "flood", "do": "close"})
    shut = find(engine, "harbor")
    assert (shut.status, shut.closed_from, shut.closed_until) == (
        Status.TEMPORARILY_CLOSED,
        date(2026, 11, 23),
        date(2026, 12, 1),
    )
    page = ana.gets("/sites/edit?id=harbor")
    assert "Closed until Dec 1 (flood)" in page.text
    ana.submits(form_to(page, "/close"), {"do": "open"})
    assert find(engine, "harbor") == HARBOR


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"closed_from": "2026-12-01", "closed_until": "2026-11-01", "closed_reason": "flood"}, "wrong way round"),
        ({"closed_from": "soon", "closed_reason": "flood"}, "This is not a day."),
        ({"closed_until": "2026-12-01", "closed_reason": ""}, "Please say why"),
    ],
)
def test_a_closure_that_cannot_be_is_told_and_kept_in_the_form(ana, engine, typed, sentence):
    answer = ana.submits(form_to(ana.gets("/sites/edit?id=harbor"), "/close"), {**typed, "do": "close"})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert all(value in answer.text for value in typed.values())
    assert find(engine, "harbor") == HARBOR


SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def test_a_script_in_any_field_is_only_text(ana, engine):
    for name in shown(HARBOR).keys() - {"services", "kind", "status", "confidence", "publish", "by_appointment"}:
        pages = [ana.edits("harbor", **{name: SCRIPT}), *map(ana.gets, ("/sites/edit?id=harbor", "/sites/", "/sites/due"))]
        for page in pages:
            assert ("<script>alert" in page.text, "<img src=x" in page.text, name) == (False, False, name)
    found = ana.gets(f"/sites/?q={SCRIPT}&page={SCRIPT}&kind={SCRIPT}")
    assert (found.status_code, "<script>alert" in found.text) == (200, False)


def test_a_web_address_that_would_run_is_no_link(ana, engine):
    ana.edits("harbor", url="javascript:alert(1)")
    assert 'href="javascript' not in ana.gets("/sites/due").text + ana.gets("/sites/edit?id=harbor").text


def test_the_form_forgets_no_field_of_a_place():
    assert set().union(*PARTS.values()) == set(FIELDS) - {"id", "precision", "tz"}
