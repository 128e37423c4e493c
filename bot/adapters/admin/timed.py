"""Supply alerts, which people ask for, and the notice before replies. Nobody is ever sent one."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from bot.adapters.admin import timed_edit
from bot.adapters.admin.keep import pressed
from bot.adapters.admin.office import Office
from bot.adapters.admin.page import Page, asked, go, tell
from bot.adapters.admin.timed_edit import ChangedError, Model, shown
from bot.adapters.admin.timed_form import FIELDS, TimedForm, values
from bot.adapters.alerts_store import AlertRow
from bot.segments import segments, to_gsm7

_DIGITS = 9


class Timed(Page):
    """One kind of them."""

    def __init__(self, office: Office, name: str, model: Model, form: type[TimedForm]) -> None:
        """`name` is "alerts" or "notices"."""
        super().__init__(office, name)
        self.model, self.made = model, form

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """All of them: those that hold, that will, that did."""
        rows = timed_edit.rows(self.office.engine, self.model)
        return self.render("timed.html", rows=rows, today=self._today(), kind=self.endpoint)

    @expose("/new", methods=("GET", "POST"))
    def new(self) -> ResponseReturnValue:
        """Write one."""
        form = self.made(request.form) if request.method == "POST" else self.made(data={"starts": str(self._today())})
        if not pressed() or not form.validate() or self._over(form):
            return self._form(form, 0)
        created = {"created": self._today()} if self.model is AlertRow else {}
        timed_edit.add(self.office.engine, self.model, values(form) | created)
        return self._done()

    @expose("/edit", methods=("GET", "POST"))
    def edit(self) -> ResponseReturnValue:
        """Change one."""
        if request.method == "GET":
            number, row = self._row()
            return self._form(self.made(data={**shown(row), "loaded": json.dumps(shown(row))}), number)
        form, number = self.made(request.form), _number(asked("id"))
        if not pressed() or not form.validate() or self._over(form):
            return self._form(form, number)
        try:
            timed_edit.save(self.office.engine, self.model, number, values(form), _loaded(form))
        except ChangedError as changed:
            form.loaded.data = json.dumps(changed.now or {})
            return self._form(form, number, now=changed.now or {}, code=409)
        return self._done()

    @expose("/remove", methods=("GET", "POST"))
    def remove(self) -> ResponseReturnValue:
        """Take one off, after a second look."""
        number, row = self._row()
        if not pressed():
            return self.render("timed_remove.html", row=row, kind=self.endpoint)
        timed_edit.remove(self.office.engine, self.model, number)
        tell("taken_off")
        return go(f"{self.endpoint}.index")

    def _today(self) -> date:
        return self.office.today(self.office.knowledge.region.zone)

    def _over(self, form: TimedForm) -> bool:
        """Whether it would be over before anybody read it, which the form then says."""
        over = values(form)["ends"] < self._today()
        if over:
            form.ends.errors = ["is_over"]
        return over

    def _row(self) -> tuple[int, dict[str, Any]]:
        number = _number(asked("id"))
        found = [row for row in timed_edit.rows(self.office.engine, self.model) if row["id"] == number]
        return (number, found[0]) if found else abort(404)

    def _form(self, form: TimedForm, number: int, *, now: object = None, code: int = 0) -> ResponseReturnValue:
        fields = FIELDS[type(form)]
        costs = {name: segments(to_gsm7(form[name].data or "")) for name in fields if name.startswith("text_")}
        page = self.render("timed_form.html", form=form, fields=fields, number=number, now=now, kind=self.endpoint, costs=costs)
        return page, code or (422 if form.errors else 200)

    def _done(self) -> ResponseReturnValue:
        tell("timed_saved")
        return go(f"{self.endpoint}.index")


def _number(said: str) -> int:
    """The number of a row as an address says it; a page that says so where it is none, or larger than a database counts."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _DIGITS else abort(404)


def _loaded(form: TimedForm) -> dict[str, str]:
    """What it was when the page was shown; a page that says so where nobody could have been shown that."""
    try:
        found = json.loads(form.loaded.data or "")
        seen = {name: str(found[name]) for name in FIELDS[type(form)]}
        return {**seen, **{name: str(date.fromisoformat(seen[name])) for name in ("starts", "ends")}}
    except (ValueError, TypeError, KeyError, RecursionError):
        abort(400)
