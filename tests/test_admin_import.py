"""What we promise about lists on the pages for the group: seen before they count, and never more than was seen."""

from __future__ import annotations

import io
import os

import pytest
from managing import KEY, Member, engine_of, form_to, form_with, inside

from bot.adapters.site_rows import load_sites_from

LIST = b"name,address,city,state,zip,services\nBox at the mill,1 Mill St,Lewiston,ME,04240,naloxone\nBroken,,,,,\n"


@pytest.fixture
def engine(settings):
    yield from engine_of(settings.database_url)


@pytest.fixture
def ana(make_app, engine) -> Member:
    return inside(make_app, engine)


def chooses(ana: Member, content: bytes, name: str = "boxes.csv", **typed):
    form = form_with(ana.gets("/import/"), "source")
    typed = {"source": "boxes", "services": ["naloxone"]} | typed
    return ana.submits(form, {**typed, "file": (io.BytesIO(content), name)}, to="/admin/import/")


def test_a_list_is_seen_before_it_counts(ana, engine):
    page = chooses(ana, LIST)
    assert (page.status_code, "Nothing has been changed yet" in page.text) == (200, True)
    assert "Box at the mill" in page.text
    assert "1 refused" in page.text
    assert load_sites_from(engine) == ()
    answer = ana.submits(form_to(page, "/import/yes"))
    assert (answer.status_code, [site.name for site in load_sites_from(engine)]) == (303, ["Box at the mill"])
    again = chooses(ana, LIST)
    assert "all of it is here already" in again.text


def test_when_something_moved_meanwhile_it_is_shown_again(ana, engine):
    first, second = chooses(ana, LIST), chooses(ana, LIST.replace(b"1 Mill St", b"2 Mill St"))
    ana.submits(form_to(second, "/import/yes"))
    moved = ana.submits(form_to(first, "/import/yes"))
    assert (moved.status_code, "something moved meanwhile" in moved.text) == (200, True)
    assert load_sites_from(engine)[0].address == "2 Mill St"
    ana.submits(form_to(moved, "/import/yes"))
    assert "1 Mill St" in {site.address for site in load_sites_from(engine)}


def test_a_yes_is_good_for_an_hour_and_once(ana, engine, clock):
    page = chooses(ana, LIST)
    clock.passes(minutes=29)
    ana.gets("/")
    clock.passes(minutes=29)
    ana.gets("/")
    clock.passes(minutes=5)
    answer = ana.submits(form_to(page, "/import/yes"))
    assert (answer.location, load_sites_from(engine)) == ("/admin/import/", ())
    assert "choose it again" in ana.client.get(answer.location).text


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "empty.csv", "An empty one is no list"),
        (b"<!doctype html><title>404</title>", "boxes.csv", "cannot be used"),
        (os.urandom(5000), "boxes.xlsx", "cannot be used"),
        (b"PK\x03\x04 not a zip", "../../etc/boxes.xlsx", "cannot be used"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(ana, engine, content, name, sentence):
    answer = chooses(ana, content, name)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert 'value="boxes"' in answer.text, "what was typed is still there"
    assert load_sites_from(engine) == ()


def test_fifty_megabytes_are_refused_with_a_sentence(ana, engine):
    answer = ana.client.post("/admin/import/", data=b"x" * 50_000_000, content_type="multipart/form-data; boundary=x")
    assert (answer.status_code, "too large" in answer.text) == (413, True)
    assert load_sites_from(engine) == ()


def test_a_stranger_may_not_send_more_than_a_form(make_app, engine):
    client = make_app(admin_enabled=True, secret_key=KEY).test_client()
    sent = client.post("/admin/import/", data=b"x" * 500_000, content_type="multipart/form-data; boundary=x")
    assert sent.status_code == 413


def test_a_script_in_a_list_is_only_text(ana):
    evil = LIST.replace(b"Box at the mill", b'"<script>alert(1)</script>Box<img src=x>"')
    page = chooses(ana, evil, name="<script>alert(1)</script>.csv", source="<script>alert(1)</script>")
    assert (page.status_code, "<script>alert" in page.text, "<img src" in page.text) == (200, False, False)
