"""What we promise when two work on one place, and when something breaks on the way: nothing is lost, nothing done by itself."""

from __future__ import annotations

import pytest
from managing import HARBOR, PINE, Member, engine_of, form_to, form_with, inside, member

from bot.adapters.admin.site_edit import find

EDIT = "/admin/sites/edit?id=harbor"


@pytest.fixture
def engine(settings):
    yield from engine_of(settings.database_url, [HARBOR, PINE])


@pytest.fixture
def ana(make_app, engine) -> Member:
    return inside(make_app, engine)


@pytest.fixture
def ben(ana, engine) -> Member:
    """Somebody else at the same server."""
    someone = member(ana.client.application, engine, "Ben")
    someone.logs_in()
    return someone


def test_the_second_of_two_is_told_what_changed_and_loses_nothing(ana, ben, engine):
    mine = ben.opens("harbor")
    ana.edits("harbor", phone="207-555-0109", cost="free")
    answer = ben.submits(mine, {"phone": "207-555-0110", "bring": "used syringes", "do": "save"}, to=EDIT)
    assert answer.status_code == 409
    assert "Somebody else saved this place" in answer.text
    assert all(value in answer.text for value in ("207-555-0101", "207-555-0109", "207-555-0110"))
    assert find(engine, "harbor").phone == "207-555-0109", "nothing is written before Ben has looked"
    both = form_with(answer, "loaded")
    assert [both[name] for name in ("phone", "bring", "cost")] == ["207-555-0110", "used syringes", "free"]
    ben.submits(both, {"do": "save"}, to=EDIT)
    now = find(engine, "harbor")
    assert (now.phone, now.bring, now.cost) == ("207-555-0110", "used syringes", "free")


def test_the_second_to_close_a_place_is_told(ana, ben, engine):
    mine = form_to(ben.gets("/sites/edit?id=harbor"), "/close")
    theirs = form_to(ana.gets("/sites/edit?id=harbor"), "/close")
    ana.submits(theirs, {"closed_until": "2026-12-24", "closed_reason": "flood", "do": "close"})
    answer = ben.submits(mine, {"closed_until": "2026-12-01", "closed_reason": "fire", "do": "close"})
    assert (answer.status_code, "Somebody else changed this meanwhile" in answer.text) == (422, True)
    assert find(engine, "harbor").closed_reason == "flood"
    ben.submits(form_to(answer, "/close"), {"do": "close"})
    assert find(engine, "harbor").closed_reason == "fire"


# --- what is lost along the way


def test_what_was_typed_outlives_the_session(ana, engine, clock):
    form = ana.opens("harbor")
    clock.passes(minutes=31)
    ended = ana.submits(form, {"phone": "207-555-0111", "notes": "a long note", "do": "save"}, to=EDIT)
    assert (ended.status_code, "Your session has ended" in ended.text) == (401, True)
    back = ana.submits(form_to(ended, "/login"), {"who": "ana", "password": ana.password})
    assert "Nothing was changed yet" in back.text
    again = ana.submits(form_with(back, "resumed"))
    assert find(engine, "harbor") == HARBOR, "going back saves nothing"
    typed = form_with(again, "loaded")
    assert (typed["phone"], typed["notes"]) == ("207-555-0111", "a long note")
    ana.submits(typed, {"do": "save"}, to=EDIT)
    assert find(engine, "harbor").notes == "a long note"


def test_a_press_after_the_session_ended_does_nothing_by_itself(ana, engine, clock):
    form = form_to(ana.gets("/sites/edit?id=pine"), "/verify")
    clock.passes(minutes=31)
    ended = ana.submits(form)
    back = ana.submits(form_to(ended, "/login"), {"who": "ana", "password": ana.password})
    again = ana.client.get(back.location) if back.status_code == 303 else back
    assert find(engine, "pine").verified_on is None
    assert again.status_code in {200, 404, 405}


def test_a_forged_form_changes_nothing_and_says_so(ana, engine):
    answer = ana.submits(ana.opens("harbor"), {"name": "Evil", "csrf_token": "forged", "do": "save"}, to=EDIT)
    assert (answer.status_code, "nothing was changed" in answer.text) == (400, True)
    assert find(engine, "harbor") == HARBOR


def test_a_text_that_is_far_too_long_is_told_beside_its_field_and_nothing_is_lost(ana, engine):
    answer = ana.edits("harbor", notes="x" * 200_000, cost="one smile")
    assert (answer.status_code, "This is too long" in answer.text) == (422, True)
    typed = form_with(answer, "loaded")
    assert (len(typed["notes"]), typed["cost"], find(engine, "harbor")) == (200_000, "one smile", HARBOR)


def test_a_form_that_is_too_large_is_refused_with_a_sentence(ana, engine):
    answer = ana.edits("harbor", notes="x" * 3_000_000)
    assert (answer.status_code, "too large" in answer.text) == (413, True)
    assert find(engine, "harbor") == HARBOR


def test_a_dead_database_is_said_and_what_was_typed_is_shown(ana, tmp_path):
    form = ana.opens("harbor")
    office = ana.client.application.extensions["safertext-admin"].extensions["office"]
    kept, office._engine = office._engine, None
    office.settings = type("Settings", (), {"database_url": f"sqlite:///{tmp_path}/no/such/x.db"})
    (tmp_path / "no").write_text("a file where a folder should be")
    answer = ana.submits(form, {"cost": "one smile", "do": "save"}, to=EDIT)
    office._engine = kept
    assert (answer.status_code, "The database cannot be reached" in answer.text, "one smile" in answer.text) == (503, True, True)
