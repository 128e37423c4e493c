"""We promise a clear sentence for an address or a form that cannot be: no broken page, and nothing that was typed is lost."""

from __future__ import annotations

import json
from datetime import date

import pytest
from actors import Texter
from managing import HARBOR, Member, engine_of, form_to, form_with, inside
from sqlalchemy import delete

from bot.adapters.admin.site_edit import find
from bot.adapters.alerts_store import load_alerts
from bot.adapters.news import with_news
from bot.adapters.site_rows import SERVICE, SITE

TODAY = date(2026, 11, 23)
ODD = ["", "9" * 400, "9223372036854775808", "-1", "1.5", "abc", "%00", "1%00", "%ff", "٣", "<script>", "../../x", "x" * 5000]
ALERT = {"text_en": "Strong powder.", "source": "Maine CDC", "starts": "2026-11-22", "ends": "2026-12-06"}


@pytest.fixture
def engine(settings):
    yield from engine_of(settings.database_url, [HARBOR])


@pytest.fixture
def ana(make_app, engine) -> Member:
    return inside(make_app, engine)


def alerts(ana: Member, **typed: str):
    """Write an alert."""
    return ana.submits(form_with(ana.gets("/alerts/new"), "text_en"), ALERT | typed, to="/admin/alerts/new")


PAGES = {"/sites/edit": "id", "/alerts/edit": "id", "/alerts/remove": "id", "/notices/edit": "id", "/content/entry": "file"}


def test_an_address_that_names_nothing_says_so(ana):
    for page, name in PAGES.items():
        answers = {odd: ana.gets(f"{page}?{name}={odd}") for odd in ODD}
        told = [odd for odd, answer in answers.items() if answer.status_code != 404 or "There is no such page" not in answer.text]
        assert (page, told) == (page, [])


def test_an_odd_page_of_a_list_is_the_nearest_one(ana):
    for page, name in (("/sites/", "page"), ("/content/", "page"), ("/counts/month", "month"), ("/", "lang")):
        assert {ana.gets(f"{page}?{name}={odd}").status_code for odd in ODD if "%00" not in odd} == {200}


@pytest.mark.parametrize(
    "path", ["/sites/edit", "/sites/verify", "/sites/close", "/alerts/edit", "/alerts/remove", "/content/entry"]
)
def test_a_form_for_what_is_not_there_says_so_and_shows_what_was_typed(ana, path):
    alerts(ana)
    form = form_with(ana.gets("/alerts/edit?id=1"), "text_en")
    for odd in ODD:
        answer = ana.submits(form, {"text_en": "typed by Ana"}, to=f"/admin{path}?id={odd}&file={odd}")
        assert (odd, answer.status_code in {400, 404}, "typed by Ana" in answer.text) == (odd, True, True)


@pytest.mark.parametrize("path", ["/alerts/edit?id=1", "/sites/edit?id=harbor"])
def test_a_form_that_we_never_showed_changes_nothing_and_loses_nothing(ana, engine, path):
    alerts(ana)
    form = form_with(ana.gets(path), "loaded")
    for loaded in ("", "[]", "7", "{}", "[" * 50_000, '{"a":' * 5000, json.dumps({**ALERT, "starts": "tomorrow"})):
        typed = {"loaded": loaded, "text_en": "typed by Ana", "cost": "typed by Ana", "do": "save"}
        answer = ana.submits(form, typed, to=f"/admin{path}")
        assert (loaded[:9], answer.status_code, "typed by Ana" in answer.text) == (loaded[:9], 400, True)
    assert (find(engine, "harbor"), load_alerts(engine, TODAY)[0].text["en"]) == (HARBOR, "Strong powder.")


def test_a_place_that_went_away_meanwhile_is_told_with_what_was_typed(ana, engine):
    form = ana.opens("harbor")
    with engine.begin() as connection:
        connection.execute(delete(SERVICE))
        connection.execute(delete(SITE))
    answer = ana.submits(form, {"bring": "a long list", "do": "save"}, to="/admin/sites/edit?id=harbor")
    assert (answer.status_code, "no such place any more" in answer.text, "a long list" in answer.text) == (404, True, True)


@pytest.mark.parametrize("code", ["\0", "a\0b"])
def test_a_letter_that_no_database_holds_is_refused(ana, engine, code):
    assert ana.edits("harbor", cost=code).status_code == 400
    assert find(engine, "harbor") == HARBOR


# --- a hoax alert, as docs/runbook.md says


def test_a_hoax_alert_is_taken_off_and_what_was_wrong_is_said_in_its_place(ana, engine, make_app, knowledge):
    alerts(ana, text_en="The line is run by police.")

    def asks() -> str:
        return "".join(Texter(make_app(knowing=with_news(knowledge, engine, TODAY)).test_client()).says("ALERTS"))

    assert "The line is run by police." in asks()
    ana.submits(form_to(ana.gets("/alerts/remove?id=1"), "/remove"))
    assert "police" not in asks()
    alerts(ana, text_en="A text of Sunday was false: nobody reads along.")
    assert "A text of Sunday was false" in asks()


@pytest.mark.parametrize(("typed", "sentence"), [({"ends": ""}, "Please fill this in"), ({"ends": "2027-11-30"}, "too long"),
    ({"ends": "2026-11-21"}, "wrong way round"), ({"source": ""}, "Please fill this in")])  # fmt: skip
def test_an_alert_without_an_end_or_a_source_is_not_kept_and_stays_in_the_form(ana, engine, typed, sentence):
    answer = alerts(ana, **typed)
    assert (answer.status_code, sentence in answer.text, "Strong powder." in answer.text) == (422, True, True)
    assert load_alerts(engine, TODAY) == ()
