"""The forms of supply alerts and of notices: a text in four languages, and the days on which it holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask_admin.form import BaseForm
from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

from bot.adapters.admin.fields import NEEDED, day_field, long_field, text_field
from bot.adapters.alerts_store import LONGEST


class TimedForm(BaseForm):
    """What both have. `most` is how many days one may hold: what nobody looks at again grows false."""

    most = 92
    loaded = HiddenField()
    text_en = long_field(LONGEST, NEEDED)
    text_es, text_fr, text_pt = long_field(LONGEST), long_field(LONGEST), long_field(LONGEST)
    starts = day_field(NEEDED)
    ends = day_field(NEEDED)

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
    area = text_field(120)
    source = text_field(200, NEEDED)


# In the order of the page.
FIELDS: Mapping[type[TimedForm], tuple[str, ...]] = {
    AlertForm: ("text_en", "text_es", "text_fr", "text_pt", "area", "source", "starts", "ends"),
    NoticeForm: ("text_en", "text_es", "text_fr", "text_pt", "starts", "ends"),
}


def values(form: TimedForm) -> dict[str, Any]:
    """What was typed, for the table."""
    said = {name: " ".join((form[name].data or "").split()) for name in FIELDS[type(form)]}
    return {**said, **{name: date.fromisoformat(said[name]) for name in ("starts", "ends")}}
