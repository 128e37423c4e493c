"""One place: its form, what its hours mean, what people will read of it, and what another changed meanwhile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from flask import abort, g, request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from bot.adapters.admin import site_edit
from bot.adapters.admin.hours_week import Reading, reading
from bot.adapters.admin.keep import pressed
from bot.adapters.admin.page import Page, asked, go, say, tell
from bot.adapters.admin.site_edit import MeanwhileError
from bot.adapters.admin.site_form import PARTS, WRITTEN, SiteForm, into, shown, site_of, typed
from bot.adapters.importers.record import RefusedError
from bot.directory import Nearby
from bot.hours import openness
from bot.listing import row
from bot.site import Site, Status


class Changed(NamedTuple):
    """A field that another changed: what it was, what it is now, what somebody typed; `kept` is what the form holds now."""

    name: str
    was: str
    now: str
    mine: str
    kept: str


class SitePage(Page):
    """Adding and editing."""

    @expose("/new", methods=("GET", "POST"))
    def new(self) -> ResponseReturnValue:
        """A place that is not there yet."""
        if request.method == "GET":
            return self.form(SiteForm(data=self._blank()), None)
        form = SiteForm(request.form)
        site = self._read(form, None)
        if site is None:
            return self.form(form, None, code=_code(form))
        site_id = site_edit.add(self.office.engine, site)
        tell("site_added", name=site.name)
        return go("sites.edit", id=site_id)

    @expose("/edit", methods=("GET", "POST"))
    def edit(self) -> ResponseReturnValue:
        """One place that is there."""
        before = self.found()
        if request.method == "GET":
            return self.form(fresh(before), before)
        form = SiteForm(request.form)
        seen, mine = _loaded(form), self._read(form, before)
        if mine is None:
            return self.form(form, before, code=_code(form))
        values = {name: getattr(mine, name) for name in WRITTEN}
        try:
            now = site_edit.change(self.office.engine, before.id, values, seen)
        except MeanwhileError as meanwhile:
            return self._meanwhile(form, meanwhile.now, seen)
        tell("site_saved", name=now.name)
        if now.address != before.address and now.precision == "point" and (now.lat, now.lon) == (before.lat, before.lon):
            tell("point_stayed")
        return go("sites.edit", id=before.id)

    def found(self) -> Site:
        """The place that the address names; a page that says so when there is none."""
        return site_edit.find(self.office.engine, asked("id")) or abort(404)

    def form(self, form: SiteForm, site: Site | None, *, code: int = 200, **more: object) -> ResponseReturnValue:
        """The page of one place; `more` may be `changed`, `closing` or `fault` (a sentence)."""
        usual = {"changed": (), "closing": None, "fault": "", "preview": self._preview(site), "reading": self.reading(form)}
        return self.render("site.html", form=form, site=site, parts=PARTS, called=self.service_called, **(usual | more)), code

    def reading(self, form: SiteForm) -> Reading:
        """What the hours in `form` mean where it says the place is."""
        place = self.office.knowledge.gazetteer.zip((form.zip.data or "")[:5])
        zone = (place.tz if place else "") or self.office.knowledge.region.zone or "UTC"
        return reading(form.hours.data or "", form.rrule.data or "", zone, self.office.now(), g.language)

    def _preview(self, site: Site | None) -> str:
        """The place as an answer lists it, for somebody a mile off."""
        if site is None:
            return ""
        now = self.office.now()
        return row(self.office.knowledge, Nearby(site, 1.0, openness(site, now)), 1, now, g.language)

    def _blank(self) -> Mapping[str, object]:
        region = self.office.knowledge.region
        ours = self.office.settings.organisation or say("our_group")
        return {"publish": True, "state": region.states[0] if region.states else "", "source": ours, "status": str(Status.ACTIVE)}

    def _read(self, form: SiteForm, before: Site | None) -> Site | None:
        """The place that was typed; None when it is not to be saved yet, or cannot be, which the form then says."""
        if not pressed() or request.form.get("do") == "read" or not form.validate():
            return None
        fields, today = typed(form), self.office.today()
        try:
            site = site_of(fields, before, before.id if before else "new", self.office.knowledge.gazetteer, today)
        except RefusedError as error:
            form.form_errors.append(str(error))
            return None
        if fields["verified_on"] > today.isoformat():
            form.verified_on.errors = ["day_ahead"]
            return None
        return site

    def _meanwhile(self, form: SiteForm, now: Site, seen: Mapping[str, str]) -> ResponseReturnValue:
        """Nothing is saved: both changes are shown, and the form holds both."""
        there, mine = shown(now), typed(form)
        both = {name: there[name] if mine[name] == seen.get(name) else mine[name] for name in there}
        other = [name for name in there if seen.get(name, there[name]) != there[name]]
        changed = [Changed(name, seen[name], there[name], mine[name], both[name]) for name in other]
        return self.form(SiteForm(data={**into(both), "loaded": json.dumps(there)}), now, code=409, changed=changed)


def fresh(site: Site) -> SiteForm:
    """The form of a place as it is."""
    there = shown(site)
    return SiteForm(data={**into(there), "loaded": json.dumps(there)})


def _loaded(form: SiteForm) -> Mapping[str, str]:
    """What the place was when the page was shown; a page that says so where nobody could have been shown that."""
    try:
        found = json.loads(form.loaded.data or "")
    except (ValueError, RecursionError):
        abort(400)
    whole = isinstance(found, dict) and {name for part in PARTS.values() for name in part} <= found.keys()
    return found if whole else abort(400)


def _code(form: SiteForm) -> int:
    return 422 if form.errors else 200
