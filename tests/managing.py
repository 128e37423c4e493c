"""A member of the group at its pages: logs in, reads what a form holds, and presses its buttons as a browser does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import Any, ClassVar

from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from bot.adapters import database
from bot.adapters.admin import accounts
from bot.adapters.site_refresh import fill
from bot.site import Site

NAME = "Ana"
KEY = "key-of-the-tests-0123456789abcdefghij"
HARBOR = Site(
    id="harbor", name="Harbor", address="5 Water St", city="Portland", state="ME", zip="04101", lat=43.66, lon=-70.26,
    tz="America/New_York", phone="207-555-0101", services=("naloxone", "food"), hours="Mo-Fr 09:00-17:00", source="our group",
    verified_on=date(2026, 1, 5),
)  # fmt: skip
PINE = Site(
    id="pine", name="Pine", city="Bangor", state="ME", zip="04401", lat=44.8, lon=-68.77, precision="zip", tz="America/New_York",
    services=("syringe_services",), source="our group",
)  # fmt: skip


@dataclass
class Form:
    """One form of a page: where it goes, and what it would send if its button were pressed now."""

    action: str = ""
    method: str = "get"
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)

    def with_(self, changed: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """What it sends after somebody typed `changed`; None takes a field away, a list stands for several ticks."""
        kept = [(name, value) for name, value in self.fields if name not in changed]
        typed = [(name, each) for name, value in changed.items() for each in (value if isinstance(value, list) else [value])]
        return [*kept, *((name, value) for name, value in typed if value is not None)]

    def __getitem__(self, name: str) -> str:
        return dict(self.fields)[name]


class _Forms(HTMLParser):
    """Every form of a page, read by a parser that is not a template's."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._form: Form | None = None
        self._select = self._chosen = self._area = ""
        self._text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        its = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(its.get("action", ""), its.get("method", "get"))
            self.found.append(self._form)
        elif self._form is not None:
            self._field(tag, its)

    def _field(self, tag: str, its: dict[str, str]) -> None:
        assert self._form is not None
        name = its.get("name", "")
        if tag == "input" and (its.get("type") not in {"checkbox", "file"} or "checked" in its):
            self._form.fields.append((name, its.get("value", "")))
        elif tag == "select":
            self._select = name
        elif tag == "option" and (self._select or "selected" in its):
            # A browser sends the first option where none is chosen.
            chosen, self._chosen = self._select or self._chosen, self._select or self._chosen
            self._form.fields = [pair for pair in self._form.fields if pair[0] != chosen]
            self._form.fields.append((chosen, its.get("value", "")))
            self._select = ""
        elif tag == "textarea":
            self._area, self._text = name, ""
        elif tag == "button":
            self._form.buttons.append(its.get("value", ""))

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._form is not None:
            self._form.fields.append((self._area, self._text.removeprefix("\n")))


def forms(page: TestResponse | str) -> list[Form]:
    """The forms of a page, in order."""
    return _Forms(page if isinstance(page, str) else page.get_data(as_text=True)).found


def form_to(page: TestResponse, action: str) -> Form:
    """The form of a page whose address holds `action`."""
    return next(each for each in forms(page) if action in each.action)


def form_with(page: TestResponse, name: str) -> Form:
    """The form of a page that has a field of this name."""
    return next(each for each in forms(page) if name in dict(each.fields))


@dataclass
class Member:
    """Somebody of the group with a browser of their own."""

    client: FlaskClient
    password: str
    name: str = NAME

    def logs_in(self, **typed: str) -> TestResponse:
        """Fill in the login form and press its button."""
        page = self.client.get("/admin/login")
        return self.submits(form_to(page, "/login"), {"who": self.name, "password": self.password, **typed})

    def gets(self, path: str, **options: Any) -> TestResponse:
        """A page below /admin."""
        return self.client.get(f"/admin{path}", **options)

    def submits(self, form: Form, changed: Mapping[str, Any] | None = None, to: str = "", **options: Any) -> TestResponse:
        """Send a form with some fields changed; `to` for a form that goes to its own page."""
        files = {name: value for name, value in (changed or {}).items() if isinstance(value, tuple)}
        plain = {name: value for name, value in (changed or {}).items() if name not in files}
        data: dict[str, Any] = {}
        for name, value in form.with_(plain):
            data.setdefault(name, []).append(value)
        return self.client.post(form.action or to, data={**data, **files}, **options)

    def edits(self, site_id: str, **changed: Any) -> TestResponse:
        """Open a place, change some fields, press save."""
        return self.submits(self.opens(site_id), {"do": "save", **changed}, to=f"/admin/sites/edit?id={site_id}")

    def opens(self, site_id: str) -> Form:
        """The long form of a place."""
        return form_with(self.gets(f"/sites/edit?id={site_id}"), "loaded")


class _Compiled(BytecodeCache):
    """Templates compiled once for all tests, though each has an app of its own."""

    held: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.held:
            bucket.bytecode_from_string(self.held[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.held[bucket.key] = bucket.bytecode_to_string()


def member(app: Flask, engine: Engine, name: str = NAME) -> Member:
    """A new account, and a browser that nobody has used."""
    app.extensions["safertext-admin"].jinja_env.bytecode_cache = _Compiled()
    return Member(app.test_client(), accounts.add(engine, name), name)


def inside(make_app: Any, engine: Engine, name: str = NAME, **changed: Any) -> Member:
    """A member who has logged in."""
    someone = member(make_app(admin_enabled=True, secret_key=KEY, **changed), engine, name)
    assert someone.logs_in().status_code == 303
    return someone


def engine_of(url: str, sites: Sequence[Site] = ()) -> Iterator[Engine]:
    """The database of a test with every table, and `sites` in it."""
    engine = database.engine_for(url)
    assert database.prepare(engine)
    fill(engine, sites)
    yield engine
    engine.dispose()
