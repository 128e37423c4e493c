"""What we promise about the door: off unless it is wanted, one sentence for every wrong key, and no trace of who came."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest
from managing import KEY, Member, engine_of, form_to, form_with, forms, member

from bot.adapters.admin import accounts
from bot.adapters.settings import PROJECT

WRONG = "not-it"


@pytest.fixture
def engine(settings):
    yield from engine_of(settings.database_url)


@pytest.fixture
def app(make_app, engine):
    return make_app(admin_enabled=True, secret_key=KEY)


@pytest.fixture
def ana(app, engine) -> Member:
    return member(app, engine)


@pytest.fixture
def inside(ana) -> Member:
    assert ana.logs_in().status_code == 303
    return ana


def test_the_pages_are_not_there_unless_they_are_wanted(make_app):
    client = make_app(secret_key=KEY).test_client()
    assert [client.get(path).status_code for path in ("/admin", "/admin/", "/admin/login", "/admin/sites/")] == [404] * 4


def test_a_plain_server_loads_nothing_of_them():
    code = (
        "import sys, webhook; from bot.adapters.settings import Settings; webhook.create_app(settings=Settings());"
        "print(*sorted({'flask_admin', 'flask_login', 'wtforms', 'argon2', 'pygal', 'tomlkit'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.split() == []


def test_nobody_gets_in_without_a_password(app):
    client = app.test_client()
    answer = client.get("/admin/sites/")
    assert (answer.status_code, "Log in" in answer.text) == (401, True)
    assert client.get("/admin").status_code in {301, 308}


def test_a_password_opens_the_page_that_was_asked_for(ana):
    page = ana.gets("/sites/due?page=1")
    answer = ana.submits(form_to(page, "/login"), {"who": "ana", "password": ana.password})
    assert (answer.status_code, answer.location) == (303, "/admin/sites/due?page=1")
    assert ana.gets("/sites/due").status_code == 200


@pytest.mark.parametrize(
    "typed", [{"password": "x"}, {"who": "nobody"}, {"password": ""}, {"who": ""}, {"password": "x" * 10_000}]
)
def test_a_wrong_key_gets_one_sentence_that_tells_nothing(ana, typed):
    answer = ana.logs_in(**typed)
    assert (answer.status_code, "Name and password do not go together" in answer.text) == (401, True)
    assert ana.gets("/").status_code == 401


def test_ten_wrong_tries_close_the_door_even_for_the_right_key(ana):
    """By name, never by address."""
    answers = [ana.logs_in(password=WRONG).status_code for _ in range(10)]
    shut = ana.logs_in()
    assert (set(answers), shut.status_code) == ({401}, 429)
    assert "Wait 15 minutes" in shut.text


def test_a_session_ends_after_half_an_hour_without_a_page(inside, clock):
    clock.passes(minutes=29)
    assert inside.gets("/").status_code == 200
    clock.passes(minutes=29)
    assert inside.gets("/").status_code == 200
    clock.passes(minutes=31)
    assert inside.gets("/").status_code == 401


def test_a_session_ends_after_ten_hours_whatever_is_done(inside, clock):
    for _ in range(29):
        clock.passes(minutes=20)
        assert inside.gets("/").status_code == 200
    clock.passes(minutes=21)
    assert inside.gets("/").status_code == 401


def test_leaving_ends_every_session_of_that_person_also_a_stolen_one(app, inside):
    stolen = inside.client.get_cookie("group", path="/admin").value
    inside.submits(form_to(inside.gets("/"), "/logout"))
    thief = app.test_client()
    thief.set_cookie("group", stolen, path="/admin")
    assert [inside.gets("/").status_code, thief.get("/admin/").status_code] == [401, 401]


def test_a_member_who_is_removed_is_out_at_once(inside, engine):
    accounts.remove(engine, "ANA")
    assert inside.gets("/").status_code == 401
    assert inside.logs_in().status_code == 401


def test_the_cookie_goes_to_no_other_page_and_no_other_site(inside, ana):
    cookie = inside.client.get_cookie("group", path="/admin")
    assert (cookie.http_only, cookie.secure, cookie.same_site, cookie.path) == (True, True, "Strict", "/admin")


def test_the_pages_carry_the_same_strict_headers_as_the_others(inside):
    here, there = inside.gets("/"), inside.client.get("/")
    names = ("Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "Permissions-Policy", "Cache-Control")
    assert [here.headers[name] for name in names] == [there.headers[name] for name in names]
    assert here.headers["Cache-Control"] == "no-store"
    assert "unsafe" not in here.headers["Content-Security-Policy"]


def test_nothing_of_the_library_s_scripts_is_served(inside):
    paths = (
        "/static/admin/js/form.js",
        "/none/vendor/jquery.min.js",
        "/static/vendor/jquery.min.js",
        "/none/admin/js/helpers.js",
    )
    assert [inside.gets(path).status_code for path in paths] == [404] * 4


def test_a_new_password_ends_the_old_one(inside):
    form = form_with(inside.gets("/password"), "password")
    answer = inside.submits(form, {"password": inside.password}, to="/admin/password")
    made = answer.text.split('class="secret">')[1].split("<")[0]
    assert (len(made), inside.gets("/").status_code) == (24, 401)
    assert [inside.logs_in().status_code, inside.logs_in(password=made).status_code] == [401, 303]


def test_a_log_has_no_name_no_address_and_no_password(ana, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    spotted = {"REMOTE_ADDR": "203.0.113.77"}
    ana.client.get("/admin/login", environ_base=spotted)
    ana.logs_in(password=f"pssst-{WRONG}")
    ana.logs_in()
    ana.gets("/sites/", environ_base=spotted)
    ana.gets("/sites/edit?id=nowhere", environ_base=spotted)
    said = (caplog.text + "".join(capfd.readouterr())).lower()
    assert [word for word in ("ana", "203.0.113.77", "pssst", ana.password) if word in said] == []


def test_every_page_speaks_english_and_spanish(ana):
    spanish = ana.gets("/login?lang=es")
    assert '<html lang="es">' in spanish.text
    assert "Entrar" in spanish.text
    assert '<html lang="es">' in ana.gets("/login").text
    assert '<html lang="en">' in ana.gets("/login?lang=en").text


# --- forged forms


def urls(app) -> list[str]:
    """Every address below /admin that takes a form."""
    rules = app.extensions["safertext-admin"].url_map.iter_rules()
    return sorted(rule.rule for rule in rules if "POST" in rule.methods)


def test_no_form_is_taken_without_our_token(app, inside):
    """Login, logout, deleting and one-press buttons too: the check stands before all of them."""
    paths = urls(app)
    assert len(paths) >= 7
    for path in paths:
        answer = inside.client.post(
            f"/admin{path.replace('<', '').replace('>', '')}?id=me-portland-exchange", data={"do": "save"}
        )
        assert (path, answer.status_code in {400, 401, 404}) == (path, True)
    assert inside.gets("/").status_code == 200


def test_a_token_of_another_session_is_none(app, engine, inside):
    other = member(app, engine, "Ben")
    other.logs_in()
    token = forms(other.gets("/"))[0]["csrf_token"]
    answer = inside.client.post("/admin/logout", data={"csrf_token": token})
    assert (answer.status_code, "nothing was changed" in answer.text) == (400, True)


def test_where_to_go_after_the_login_is_never_another_site(ana):
    page = ana.client.get("/admin/login?to=//evil.example.org/&to=https://evil.example.org")
    for to in ("https://evil.example.org", "//evil.example.org/x", "\\\\evil.example.org"):
        answer = ana.submits(form_to(page, "/login"), {"who": "ana", "password": ana.password, "to": to})
        assert answer.location.startswith("/admin/")
        ana.client.delete_cookie("group", path="/admin")
        page = ana.client.get("/admin/login")
