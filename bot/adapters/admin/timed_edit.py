"""Writing supply alerts and notices, and nothing over what another changed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update

from bot.adapters.alerts_store import AlertRow, NoticeRow
from bot.errors import SaferTextError

Model = type[AlertRow | NoticeRow]


class ChangedError(SaferTextError):
    """Somebody else changed or removed it since the page was shown; `now` is what it is, None when it is gone."""

    def __init__(self, now: Mapping[str, str] | None) -> None:
        super().__init__("changed meanwhile")
        self.now = now


def rows(engine: Engine, model: Model) -> list[dict[str, Any]]:
    """All of them, the last to end first. Raises SQLAlchemyError."""
    with engine.connect() as connection:
        found = connection.execute(select(model.__table__).order_by(model.ends.desc(), model.id.desc()))
        return [dict(row) for row in found.mappings()]


def shown(row: Mapping[str, Any]) -> dict[str, str]:
    """A row as a form shows it, without what nobody types."""
    return {name: str(value) for name, value in row.items() if name not in {"id", "created"}}


def save(engine: Engine, model: Model, number: int, values: Mapping[str, Any], seen: Mapping[str, str]) -> None:
    """Write `values` if the row still is as it was `seen`. Raises ChangedError and SQLAlchemyError."""
    where = [model.id == number, *(getattr(model, name) == value for name, value in _same(model, seen).items())]
    with engine.begin() as connection:
        if connection.execute(update(model).where(*where).values(**values)).rowcount:
            return
        row = connection.execute(select(model.__table__).where(model.id == number)).mappings().first()
    raise ChangedError(shown(dict(row)) if row else None)


def add(engine: Engine, model: Model, values: Mapping[str, Any]) -> None:
    """Write a new one. Raises SQLAlchemyError."""
    with engine.begin() as connection:
        connection.execute(insert(model).values(**values))


def remove(engine: Engine, model: Model, number: int) -> None:
    """Take one off. Raises SQLAlchemyError."""
    with engine.begin() as connection:
        connection.execute(delete(model).where(model.id == number))


def _same(model: Model, seen: Mapping[str, str]) -> dict[str, Any]:
    """What a row must still hold, in the types of its columns."""
    columns = model.__table__.columns
    return {
        name: columns[name].type.python_type.fromisoformat(said) if name in {"starts", "ends"} else said
        for name, said in seen.items()
    }
