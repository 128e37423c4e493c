"""The forms of supply alerts and of notices: a text in four languages, and the days on which it holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask_admin.form import BaseForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from bot.adapters.alerts_store import LONGEST

_needed = InputRequired(message="needed")


def _day(_: BaseForm, field: StringField) -> None:
    try:
        date.fromisoformat(field.data or "")
    except ValueError:
        raise ValidationError("not_a_day") from None


def _said(*more: Any) -> TextAreaField:
    return TextAreaField(validators=[*more, Length(max=LONGEST, message="too_long")])


class TimedForm(BaseForm):
    """What both have. `most` is how many days one may hold: what nobody looks at again grows false."""

    most = 92
    loaded = HiddenField()
    text_en, text_es, text_fr, text_pt = _said(_needed), _said(), _said(), _said()
    starts = StringField(validators=[_needed, _day], render_kw={"type": "date"})
    ends = StringField(validators=[_needed, _day], render_kw={"type": "date"})

    def validate_ends(self, field: StringField) -> None:
        """It ends on the day it starts or later, and not for ever."""
        try:
            starts, ends = date.fromisoformat(self.starts.data or ""), date.fromisoformat(field.data)
        except ValueError:
            return
        if ends < starts:
            raise ValidationError("ends_before")
        if ends - starts > timedelta(days=self.most):
            raise ValidationError("holds_too_long")


class NoticeForm(TimedForm):
    """A line before replies."""


class AlertForm(TimedForm):
    """A supply alert; who says so is needed, for a rumour helps nobody."""

    most = 31
    area = StringField(validators=[Length(max=120, message="too_long")])
    source = StringField(validators=[_needed, Length(max=200, message="too_long")])


# In the order of the page.
FIELDS: Mapping[type[TimedForm], tuple[str, ...]] = {
    AlertForm: ("text_en", "text_es", "text_fr", "text_pt", "area", "source", "starts", "ends"),
    NoticeForm: ("text_en", "text_es", "text_fr", "text_pt", "starts", "ends"),
}


def values(form: TimedForm) -> dict[str, Any]:
    """What was typed, for the table."""
    said = {name: " ".join((form[name].data or "").split()) for name in FIELDS[type(form)]}
    return {**said, **{name: date.fromisoformat(said[name]) for name in ("starts", "ends")}}
