"""What we promise about alerts and notices: pulled and never pushed, always with an end, and said in time."""

from __future__ import annotations

from datetime import date

import pytest
from actors import Texter
from managing import Member, engine_of, form_to, form_with, inside

from bot.adapters.alerts_store import load_alerts, load_notices
from bot.adapters.news import with_news

TODAY = date(2026, 11, 23)
GOOD = {
    "text_en": "Strong fentanyl sold as powder. Go slow, not alone.",
    "text_es": "Fentanilo fuerte vendido en polvo.",
    "area": "Penobscot",
    "source": "Maine CDC",
    "starts": "2026-11-22",
    "ends": "2026-12-06",
}
NOTICE = {name: GOOD[name] for name in ("starts", "ends")} | {"text_en": "The van is not out this week."}


@pytest.fixture
def engine(settings):
    yield from engine_of(settings.database_url)


@pytest.fixture
def ana(make_app, engine) -> Member:
    return inside(make_app, engine)


def writes(ana: Member, kind: str, typed: dict):
    return ana.submits(form_with(ana.gets(f"/{kind}/new"), "text_en"), typed, to=f"/admin/{kind}/new")


def changes(ana: Member, number: int = 1):
    return form_with(ana.gets(f"/alerts/edit?id={number}"), "text_en")


def test_an_alert_is_there_for_who_asks(ana, engine, make_app, knowledge):
    assert writes(ana, "alerts", GOOD).status_code == 303
    (alert,) = load_alerts(engine, TODAY)
    assert (alert.area, alert.source, alert.starts, alert.ends) == (
        "Penobscot",
        "Maine CDC",
        date(2026, 11, 22),
        date(2026, 12, 6),
    )
    texter = Texter(make_app(knowing=with_news(knowledge, engine, TODAY)).test_client())
    assert "Strong fentanyl sold as powder" in "".join(texter.says("ALERTS"))


def test_a_notice_stands_before_an_answer_and_never_before_danger(ana, engine, make_app, knowledge):
    writes(ana, "notices", NOTICE)
    assert [notice.text["en"] for notice in load_notices(engine, TODAY)] == ["The van is not out this week."]
    app = make_app(knowing=with_news(knowledge, engine, TODAY))
    assert "van is not out" in "".join(Texter(app.test_client()).says("MENU"))
    danger = Texter(app.test_client(), number="+12075550123").says("hes blue and wont wake up")
    assert "van is not out" not in "".join(danger)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"ends": ""}, "Please fill this in."),
        ({"starts": ""}, "Please fill this in."),
        ({"ends": "2026-11-01"}, "The days are the wrong way round"),
        ({"ends": "2027-11-01"}, "That is too long"),
        ({"ends": "9999-99-99"}, "This is not a day."),
        ({"starts": "2026-11-01", "ends": "2026-11-20"}, "That day is past"),
        ({"text_en": ""}, "Please fill this in."),
        ({"text_en": "x" * 301}, "This is too long."),
        ({"source": ""}, "Please fill this in."),
    ],
)
def test_an_alert_that_cannot_be_is_told_in_a_sentence_and_stays_in_the_form(ana, engine, changed, sentence):
    answer = writes(ana, "alerts", GOOD | changed)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert form_with(answer, "text_en")["area"] == "Penobscot"
    assert load_alerts(engine, TODAY) == ()


def test_the_second_of_two_is_told_and_loses_nothing(ana, engine, make_app):
    writes(ana, "alerts", GOOD)
    ben = inside(make_app, engine, "Ben")
    mine = changes(ben)
    ana.submits(changes(ana), {"text_en": "Now in Bangor too."}, to="/admin/alerts/edit?id=1")
    answer = ben.submits(mine, {"text_en": "All clear."}, to="/admin/alerts/edit?id=1")
    assert answer.status_code == 409
    assert ["Somebody else changed this" in answer.text, "Now in Bangor too." in answer.text] == [True, True]
    assert load_alerts(engine, TODAY)[0].text["en"] == "Now in Bangor too."
    ben.submits(form_with(answer, "text_en"), to="/admin/alerts/edit?id=1")
    assert load_alerts(engine, TODAY)[0].text["en"] == "All clear."


def test_what_another_took_off_is_not_lost_either(ana, engine):
    writes(ana, "alerts", GOOD)
    mine, off = changes(ana), ana.gets("/alerts/remove?id=1")
    assert len(load_alerts(engine, TODAY)) == 1, "looking takes nothing off"
    ana.submits(form_to(off, "/remove"))
    assert load_alerts(engine, TODAY) == ()
    answer = ana.submits(mine, {"text_en": "All clear."}, to="/admin/alerts/edit?id=1")
    assert (answer.status_code, "Somebody else took this off" in answer.text) == (409, True)
    assert form_with(answer, "text_en")["text_en"] == "All clear."


def test_a_script_in_any_field_is_only_text(ana):
    evil = "<script>alert(1)</script><img src=x>"
    writes(ana, "alerts", GOOD | dict.fromkeys(("text_en", "text_es", "text_fr", "text_pt", "area", "source"), evil))
    for path in ("/alerts/", "/alerts/edit?id=1", "/alerts/remove?id=1"):
        page = ana.gets(path).text
        assert ("<script>alert" in page, "<img src" in page, "&lt;script&gt;" in page) == (False, False, True)


def test_what_has_ended_is_listed_apart(ana, clock):
    writes(ana, "alerts", GOOD)
    assert ana.gets("/alerts/").text.index("Strong fentanyl") < ana.gets("/alerts/").text.index("Will hold")
    clock.passes(days=30)
    ana.logs_in()
    assert ana.gets("/alerts/").text.index("Strong fentanyl") > ana.gets("/alerts/").text.index("Has ended")
