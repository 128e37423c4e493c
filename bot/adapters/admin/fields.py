"""The fields that our forms are made of, and the strings that name what is wrong with them."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_admin.form import BaseForm
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

NEEDED = InputRequired(message="needed")


def text_field(most: int, *more: Any) -> StringField:
    """One line of at most `most` letters; `more` are checks."""
    return StringField(validators=[Length(max=most, message="too_long"), *more])


def long_field(most: int, *more: Any) -> TextAreaField:
    """Several lines of at most `most` letters; `more` are checks."""
    return TextAreaField(validators=[Length(max=most, message="too_long"), *more])


def day_field(*more: Any) -> StringField:
    """A day ("2026-11-30") or nothing; `more` are checks."""
    return StringField(validators=[_day, *more], render_kw={"type": "date"})


def _day(_: BaseForm, field: StringField) -> None:
    try:
        date.fromisoformat(field.data or "2000-01-01")
    except ValueError:
        raise ValidationError("not_a_day") from None
