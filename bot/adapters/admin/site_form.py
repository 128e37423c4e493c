"""The form of one place: what may be typed into it, and how that becomes a `Site` by the rules of our own spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_admin.form import BaseForm
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, ValidationError

from bot.adapters.admin.fields import NEEDED, day_field, long_field, text_field
from bot.adapters.admin.hours_week import recurs, rule_of
from bot.adapters.importers.clean import site_from
from bot.adapters.importers.details import Terms
from bot.adapters.importers.phones import phones
from bot.adapters.importers.points import Ground
from bot.adapters.importers.record import Raw
from bot.gazetteer import Gazetteer
from bot.site import SERVICES, Kind, Site, Status

_FLAGS = ("publish", "by_appointment")
_ORDER = {service: number for number, service in enumerate(SERVICES)}
# What the form does not show and a change of place makes anew.
_OF_THE_POINT = ("precision", "tz")


def _hours(_: BaseForm, field: StringField) -> None:
    if (field.data or "").strip() and not rule_of(field.data):
        raise ValidationError("hours_not_read")


def _rrule(_: BaseForm, field: StringField) -> None:
    if not recurs(field.data or ""):
        raise ValidationError("rrule_not_read")


def _phone(_: BaseForm, field: StringField) -> None:
    if (field.data or "").strip() and not phones(field.data):
        raise ValidationError("not_a_phone")


class SiteForm(BaseForm):
    """Every field that a person may change; `loaded` holds what the place was when the page was shown."""

    loaded = HiddenField()
    name = text_field(160, NEEDED)
    org = text_field(160)
    kind = SelectField(choices=[str(each) for each in Kind], validate_choice=True)
    services = SelectMultipleField(choices=list(SERVICES), validators=[DataRequired(message="choose_one")])
    address = text_field(200)
    city = text_field(80)
    state = text_field(20, NEEDED)
    zip = text_field(10)
    lat = text_field(20)
    lon = text_field(20)
    area = text_field(500)
    phone = text_field(40, _phone)
    url = text_field(300)
    hours = text_field(400, _hours)
    hours_text = long_field(500)
    rrule = text_field(500, _rrule)
    by_appointment = BooleanField()
    eligibility = long_field(500)
    bring = long_field(500)
    languages = text_field(200)
    access = long_field(500)
    cost = text_field(500)
    what_to_expect = long_field(500)
    status = SelectField(choices=[str(each) for each in Status], validate_choice=True)
    closed_from = day_field()
    closed_until = day_field()
    closed_reason = text_field(300)
    publish = BooleanField()
    source = text_field(300, NEEDED)
    source_url = text_field(300)
    verified_on = day_field()
    confidence = SelectField(choices=["", "H", "M", "L"])
    notes = long_field(5000)

    def validate_closed_until(self, field: StringField) -> None:
        """The day it opens again comes after the day it closes."""
        if field.data and self.closed_from.data and field.data <= self.closed_from.data:
            raise ValidationError("days_wrong_way")


# The parts of the form, each with a title.
PARTS: Mapping[str, tuple[str, ...]] = {
    "part_what": ("name", "org", "kind", "services"),
    "part_where": ("address", "city", "state", "zip", "lat", "lon", "area"),
    "part_reach": ("phone", "url"),
    "part_when": ("hours", "rrule", "hours_text", "by_appointment"),
    "part_people": ("eligibility", "bring", "languages", "access", "cost", "what_to_expect"),
    "part_there": ("status", "closed_from", "closed_until", "closed_reason", "publish"),
    "part_known": ("source", "source_url", "verified_on", "confidence", "notes"),
}

# What saving the form writes: a field that it does not know stays as it is.
WRITTEN = (*(name for part in PARTS.values() for name in part), *_OF_THE_POINT)


def typed(form: SiteForm) -> dict[str, str]:
    """The form as a row of our own spreadsheets; hours in OpenStreetMap's form."""
    row = {name: form[name].data for part in PARTS.values() for name in part}
    said = {name: " ".join((value or "").split()) for name, value in row.items() if isinstance(value, str)}
    flags = {name: "yes" if row[name] else "no" for name in _FLAGS}
    return {**said, **flags, "services": _plain(tuple(row["services"])), "hours": rule_of(said["hours"]) or said["hours"]}


def shown(site: Site) -> dict[str, str]:
    """A place as the row that `typed` would give for it."""
    return {name: _plain(getattr(site, name)) for part in PARTS.values() for name in part}


def into(row: Mapping[str, str]) -> dict[str, Any]:
    """A row as data for the form."""
    return {name: _DATA.get(name, str)(value) for name, value in row.items()}


def _listed(value: str) -> list[str]:
    return [each for each in value.split(";") if each]


_DATA: Mapping[str, Any] = {"services": _listed, **dict.fromkeys(_FLAGS, lambda value: value == "yes")}


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return ";".join(sorted(value, key=_ORDER.get) if set(value) <= _ORDER.keys() else value)  # type: ignore[arg-type]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def site_of(row: Mapping[str, str], before: Site | None, site_id: str, gazetteer: Gazetteer, today: date) -> Site:
    """The place that `row` tells. Raises RefusedError with a sentence, and ValueError for a day that is none."""
    fields = {**row, "id": site_id, **_pinned(row, before)}
    return site_from(Raw(0, fields, ours=True), Terms(Ground(gazetteer), row["source"], today))


def _pinned(row: Mapping[str, str], before: Site | None) -> dict[str, str]:
    """What goes with the point: kept while the place stays, made anew from its ZIP when it moves."""
    if before is None:
        return {}
    was = shown(before)
    pinned = all(row[name] == was[name] for name in ("lat", "lon"))
    if pinned and all(row[name] == was[name] for name in ("zip", "city", "state")):
        return {name: getattr(before, name) for name in _OF_THE_POINT}
    return {"lat": "", "lon": ""} if pinned and before.precision == "zip" else {}
