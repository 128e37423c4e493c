"""The places: find one, whom to call first, and what one press does: verified today, shut until a day, open again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from bot.adapters.admin import site_edit, site_list
from bot.adapters.admin.keep import pressed
from bot.adapters.admin.page import asked, go, tell
from bot.adapters.admin.site_edit import MeanwhileError
from bot.adapters.admin.site_form import SiteForm
from bot.adapters.admin.site_page import SitePage, fresh
from bot.adapters.places_due import ordered
from bot.adapters.site_reports import reports_of
from bot.adapters.site_rows import load_sites_from
from bot.hours import openness
from bot.hours_said import phrase
from bot.site import Site, Status

_CLOSURE = ("status", "closed_from", "closed_until", "closed_reason")


class Sites(SitePage):
    """The places of the directory."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """All places, or those that the words in the address find."""
        kind = asked("kind") or "all"
        found = site_list.matching(load_sites_from(self.office.engine), asked("q"), kind)
        part = site_list.part(found, asked("page"))
        return self.render("sites.html", part=part, q=asked("q"), kind=kind, kinds=tuple(site_list.KINDS), said=self._said)

    @expose("/due")
    def due(self) -> ResponseReturnValue:
        """Whom to call, with the numbers."""
        reports = reports_of(self.office.engine)
        part = site_list.part(ordered(load_sites_from(self.office.engine), reports), asked("page"))
        return self.render("due.html", part=part, reports=reports, today=self.office.today())

    @expose("/hours", methods=("POST",))
    def hours(self) -> ResponseReturnValue:
        """What typed hours mean, as a piece of the page, while somebody types."""
        return render_template("reading.html", reading=self.reading(SiteForm(request.form)))

    @expose("/verify", methods=("POST",))
    def verify(self) -> ResponseReturnValue:
        """Somebody there has answered, today."""
        site = self.found()
        if pressed():
            site_edit.checked(self.office.engine, site.id, self.office.today(site.tz))
        tell("site_verified" if pressed() else "press_again", name=site.name, day=self.office.today(site.tz))
        return go("sites.due") if asked("back") == "due" else go("sites.edit", id=site.id)

    @expose("/close", methods=("POST",))
    def close(self) -> ResponseReturnValue:
        """Shut until a day, or open again: the four fields that say so, and no other."""
        site, (values, fault) = self.found(), self._closure()
        seen = {name: request.form.get(f"seen_{name}", "") for name in _CLOSURE}
        if not fault and not pressed():
            fault = "press_again"
        if not fault:
            try:
                now = site_edit.change(self.office.engine, site.id, values, seen)
            except MeanwhileError as meanwhile:
                site, fault = meanwhile.now, "closed_meanwhile"
        if fault:
            return self.form(fresh(site), site, code=422, closing=request.form, fault=fault)
        tell("site_closed" if now.status != Status.ACTIVE else "site_open", name=site.name)
        return go("sites.edit", id=site.id)

    def _closure(self) -> tuple[Mapping[str, Any], str]:
        """What the form says of a closure, and the string that names its fault."""
        if request.form.get("do") == "open":
            return {"status": Status.ACTIVE, "closed_from": None, "closed_until": None, "closed_reason": ""}, ""
        reason = " ".join(request.form.get("closed_reason", "").split())[:300]
        try:
            begins, ends = (_day(request.form.get(name, "")) for name in ("closed_from", "closed_until"))
        except ValueError:
            return {}, "not_a_day"
        values = {"status": Status.TEMPORARILY_CLOSED, "closed_from": begins, "closed_until": ends, "closed_reason": reason}
        if not reason:
            return values, "reason_needed"
        return values, "days_wrong_way" if begins and ends and ends <= begins else ""

    def _said(self, site: Site) -> str:
        """What an answer says of its hours now."""
        return phrase(openness(site, self.office.now()), self.office.now(), g.language)


def _day(said: str) -> date | None:
    """A day as a form sends it; None for an empty one. Raises ValueError."""
    return date.fromisoformat(said) if said else None
