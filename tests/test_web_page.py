"""The web page: works without a script, loads nothing from elsewhere, and can be left at once."""

from __future__ import annotations

import re
import tomllib

import pytest

from bot.adapters import pages
from bot.adapters.settings import Settings
from bot.bank import LANGUAGES
from webhook import create_app

EVERY_PAGE = ("/", "/od", "/privacy", "/terms", "/accessibility")
JSON = {"Accept": "application/json"}
MOST_BYTES = 60_000


@pytest.fixture(scope="module")
def app():
    return create_app(settings=Settings())


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def https():
    return create_app(settings=Settings(public_base_url="https://bot.example.org")).test_client()


def page(client, path="/", **more):
    response = client.get(path, **more)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def post(client, **fields):
    """A text sent by the form, as a browser without JavaScript sends it; gives the page."""
    response = client.post("/chat", data=fields, headers={"Accept": "text/html,*/*;q=0.8"})
    assert response.status_code == 200
    assert response.content_type.startswith("text/html")
    return response.get_data(as_text=True)


def test_a_text_is_answered_without_javascript(client):
    body = post(client, text="hes blue and wont wake up", lang="en")
    assert "hes blue and wont wake up" in body
    assert '<strong class="first">CALL <a href="tel:911">911</a> on speaker.</strong>' in body
    assert re.search(r'<button name="choice" value="[^"]+"', body)
    assert 'aria-live="assertive"' in body


def test_a_button_sends_its_word_and_outranks_the_field(client):
    body = post(client, choice="OD", text="", lang="es")
    assert '<html lang="es">' in body
    assert "LLAMA AL" in body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["start_naloxone", "start_signs", "start_privacy"])
def test_the_first_buttons_are_understood_in_their_language(client, language, key):
    fields = {"choice": pages.words(language)[key], "lang": language}
    answer = client.post("/chat", json=fields, headers=JSON).get_json()
    assert answer["language"] == language
    assert answer["choices"]
    assert answer["danger"] is False


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_emergency_button_answers_in_the_language_of_the_page(client, language):
    answer = client.post("/chat", json={"choice": "OD", "lang": language}, headers=JSON).get_json()
    assert (answer["language"], answer["danger"]) == (language, True)


def test_the_talk_goes_on_under_the_cookie(app):
    """ "more" means something only to who asked before."""
    known, stranger = app.test_client(), app.test_client()
    post(known, text="narcan 04101", lang="en")
    assert post(known, text="more", lang="en") != post(stranger, text="more", lang="en")


def test_what_a_person_wrote_is_escaped(client):
    body = post(client, text="<script>alert(1)</script>&\"'", lang="en")
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert(1)" in body


@pytest.mark.parametrize("text", ["", "\x00\x07", "a" * 10_000, "😀", "مرحبا", "\u202egnp.exe"])
def test_odd_texts_get_a_page(client, text):
    assert 'id="last"' in post(client, text=text, lang="en")


def test_json_for_the_script(client):
    answer = client.post("/chat", json={"choice": "OD", "lang": "en"}, headers=JSON).get_json()
    assert {"text", "html", "choices", "places", "danger", "asks_place", "language"} <= set(answer)
    assert answer["danger"] is True
    assert answer["html"][0].startswith('<strong class="first">CALL <a href="tel:911">911</a>')


@pytest.mark.parametrize("body", ["", "{", "[]", "3", '{"text": 5, "lat": "x", "lang": []}', '{"lat": 1e999, "lon": null}'])
def test_malformed_json_is_answered(client, body):
    response = client.post("/chat", data=body, content_type="application/json", headers=JSON)
    assert response.status_code == 200
    assert response.get_json()["html"]


def test_a_shared_place_is_rounded_and_shown_without_its_numbers(client):
    body = post(client, lat="44.801182", lon="-68.777814", lang="en")
    assert "44.8" not in body
    assert "My location, rounded" in body


@pytest.mark.parametrize("path", [*EVERY_PAGE, "/sw.js", "/manifest.webmanifest", "/static/phone.js"])
def test_the_policy_allows_nothing_from_elsewhere(client, path):
    with client.get(path) as response:
        policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", EVERY_PAGE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_inline_script_style_or_foreign_address(client, path, language):
    body = page(client, f"{path}?lang={language}")
    assert re.findall(r"<script(?![^>]*\ssrc=)", body) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", body) == []
    assert re.findall(r"(?:https?:)?//[a-z]", body) == []


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_pages_are_never_stored_and_set_no_cookie(client, path):
    response = client.get(path)
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers


def test_the_cookie_is_a_session_cookie_that_scripts_cannot_read(client):
    cookie = client.post("/chat", data={"text": "hi"}).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie


def test_the_cookie_is_secure_behind_https(https):
    assert "Secure" in https.post("/chat", data={"text": "hi"}).headers["Set-Cookie"]


@pytest.mark.parametrize("forged", ["x", "../../etc", "a" * 2000, "no body's <id>"])
def test_a_cookie_that_is_nobodys_is_replaced(client, forged):
    client.set_cookie("t", forged)
    assert f"t={forged};" not in client.post("/chat", data={"text": "hi"}).headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("accept", "language"),
    [("es-MX,es;q=0.9", "es"), ("fr-CA", "fr"), ("pt-BR,en;q=0.5", "pt"), ("de,fr;q=0.3", "fr"), ("so", "en"), ("", "en")],
)
def test_the_language_is_the_browsers(client, accept, language):
    body = page(client, headers={"Accept-Language": accept})
    assert f'<html lang="{language}">' in body
    assert f'name="lang" value="{language}"' in body


@pytest.mark.parametrize("path", EVERY_PAGE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_switches_the_language(client, path, language):
    body = page(client, f"{path}?lang={language}", headers={"Accept-Language": "en"})
    assert f'<html lang="{language}">' in body
    for other in LANGUAGES:
        assert f'href="{path}?lang={other}"' in body


def test_an_unknown_language_is_ignored(client):
    assert '<html lang="en">' in page(client, '/?lang="><b>')


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_the_way_out_is_on_every_page_and_titles_are_neutral(client, path):
    body = page(client, path)
    assert '<a class="exit" id="exit" href="/exit"' in body
    title = re.search(r"<title>(.*)</title>", body)[1]
    assert not re.search(r"overdose|naloxone|drug|safer", title, re.IGNORECASE)


def test_the_link_out_wipes_and_leads_away(client):
    client.post("/chat", data={"text": "hi"})
    response = client.get("/exit")
    assert (response.status_code, response.headers["Location"]) == (303, pages.AWAY)
    assert response.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert client.get_cookie("t") is None


def test_leaving_forgets_the_talk(app, client):
    client.post("/chat", data={"text": "narcan 04101"})
    memory = app.extensions["safertext"].memory
    before = len(memory)
    assert client.post("/exit").status_code == 204
    assert len(memory) == before - 1


def test_script_and_server_lead_to_the_same_page():
    assert f'const AWAY = "{pages.AWAY}"' in (pages.SITE / "static/phone.js").read_text("utf-8")


def test_nothing_else_in_the_static_files_names_another_site():
    for file in (pages.SITE / "static").iterdir():
        named = re.findall(r"https?://[^\s\"']+", file.read_text("utf-8"))
        assert set(named) <= {pages.AWAY, "http://www.w3.org/2000/svg"}


def test_everything_together_is_small(client):
    files = sum(file.stat().st_size for file in (pages.SITE / "static").iterdir())
    largest = max(len(client.get(f"{path}?lang={each}").data) for path in EVERY_PAGE for each in LANGUAGES)
    assert files + largest < MOST_BYTES


def test_enter_in_the_field_never_presses_another_button(client):
    """A browser presses the first button of the form: the field's own form has only one, which carries no choice."""
    form = re.search(r'<form id="write".*?</form>', page(client), re.DOTALL)[0]
    assert form.count("<button") == 1
    assert 'name="choice"' not in form


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_steps_stand_alone(client, language):
    """First paint needs no script: the first action is in the page, and no line asks to text a word."""
    body = page(client, f"/od?lang={language}")
    assert '<a href="tel:911">911</a>' in body.split("<ol", 1)[1].split("</li>", 1)[0]
    assert not re.search(r"\b(Text|Escribe|Textez|Envie) (SPRAY|BREATHS|AIRE|AIR|SOPROS)\b", body)


def test_the_steps_stand_even_without_content(app, client, monkeypatch):
    monkeypatch.setattr(app.extensions["safertext"].loaded, "knowledge", None)
    assert "on speaker." in page(client, "/od")
    assert "on speaker." in page(client, "/")  # in the template for when the connection fails
    assert "CALL" in client.post("/chat", json={"choice": "OD"}, headers=JSON).get_json()["text"]


def test_whoever_runs_it_is_named():
    settings = Settings(organisation="Bridge & Tide", organisation_phone="207-555-0100")
    body = page(create_app(settings=settings).test_client(), "/privacy")
    assert "Run by Bridge &amp; Tide." in body
    assert 'href="tel:+12075550100"' in body


@pytest.mark.parametrize("file", ["strings.toml", "papers.toml"])
def test_every_word_is_there_in_every_language(file):
    read = tomllib.loads((pages.SITE / file).read_text("utf-8"))
    tables = [table for value in read.values() for table in (value if isinstance(value, list) else [value])]
    for table in tables:
        assert set(table) == set(LANGUAGES)
        assert all(text.strip() for text in table.values())


def test_no_promise_stands_without_who_still_knows():
    said = (pages.SITE / "strings.toml").read_text("utf-8") + (pages.SITE / "papers.toml").read_text("utf-8")
    assert not re.search(r"anonym|anónim|anônim|confidenti|confidencia|\bsafe\b|\bsecret", said, re.IGNORECASE)


def test_the_manifest_is_neutral(client):
    manifest = client.get("/manifest.webmanifest?lang=es")
    assert manifest.content_type == "application/manifest+json"
    assert manifest.get_json()["name"] == "Mensajes"
