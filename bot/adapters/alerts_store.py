"""Supply alerts and notices in the database: written on the pages for the group, read by every server once a minute."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.adapters.database import Base
from bot.alerts import Alert, Notice
from bot.bank import LANGUAGES

# A text that is one SMS in every alphabet would be too short to be useful; beyond this nobody reads on.
LONGEST = 300


class _Timed:
    """A text in four languages, shown from one day to another, both included; a language may be empty, English never."""

    id: Mapped[int] = mapped_column(primary_key=True)
    text_en: Mapped[str] = mapped_column(Text)
    text_es: Mapped[str] = mapped_column(Text, default="")
    text_fr: Mapped[str] = mapped_column(Text, default="")
    text_pt: Mapped[str] = mapped_column(Text, default="")
    starts: Mapped[date]
    ends: Mapped[date]


class AlertRow(_Timed, Base):
    """One supply alert. `area` is empty for everywhere; `created` is the day on which it was written."""

    __tablename__ = "supply_alert"

    area: Mapped[str] = mapped_column(String(120), default="")
    source: Mapped[str] = mapped_column(String(200))
    created: Mapped[date]


class NoticeRow(_Timed, Base):
    """One line before replies."""

    __tablename__ = "notice"


def load_alerts(engine: Engine, today: date) -> tuple[Alert, ...]:
    """The alerts that are not over on `today`, the newest first: an answer's clock decides. Raises SQLAlchemyError."""
    rows = _left(engine, AlertRow, today)
    return tuple(Alert(_texts(row), row["starts"], row["ends"], row["area"], row["source"]) for row in rows)


def load_notices(engine: Engine, today: date) -> tuple[Notice, ...]:
    """The notices that are not over on `today`, the newest first. Raises SQLAlchemyError."""
    return tuple(Notice(_texts(row), row["starts"], row["ends"]) for row in _left(engine, NoticeRow, today))


def _texts(row: Mapping[str, Any]) -> Mapping[str, str]:
    """The wording of a row by language, without the languages that are empty."""
    return {language: row[f"text_{language}"] for language in LANGUAGES if row[f"text_{language}"]}


def _left(engine: Engine, model: type[AlertRow | NoticeRow], today: date) -> list[Mapping[str, Any]]:
    # A day of slack: where it is still yesterday, yesterday's warning holds.
    left = select(model.__table__).where(model.ends >= today - timedelta(days=1))
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(left.order_by(model.starts.desc(), model.id.desc())).mappings()]
