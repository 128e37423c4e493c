"""The database: counters that cannot tell who, each in a one-way table of its own, never crossed.

A crossed row ("Aroostook, Lingala, syringes: 1") can name a person in a small county; these cannot.
Losing the database loses counts, never answers.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, Integer, String, Table, create_engine, event, make_url, select
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

from bot.adapters.counters import Cell
from bot.adapters.settings import PROJECT

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql import Insert as PostgresInsert

log = logging.getLogger("safertext.database")
_CONNECT_SECONDS = 3


class Base(DeclarativeBase):
    """The tables."""


class _Count:
    """A period ("2026-11", "2026Q4", "2026-11-22"), one value, and how many messages."""

    period: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)
    count: Mapped[int] = mapped_column(Integer, default=0)


class TopicCount(_Count, Base):
    """Month by topic."""

    __tablename__ = "count_topic"


class ChannelCount(_Count, Base):
    """Month by channel."""

    __tablename__ = "count_channel"


class LanguageCount(_Count, Base):
    """Quarter by language: rarer, so coarser in time."""

    __tablename__ = "count_language"


class AreaCount(_Count, Base):
    """Quarter by the first three digits of a ZIP."""

    __tablename__ = "count_area"


class DayCount(_Count, Base):
    """Day by total; the only value is "all"."""

    __tablename__ = "count_day"


class DeliveryCount(_Count, Base):
    """Month by Twilio's error code of a text that did not arrive; not of which text, nor whose."""

    __tablename__ = "count_delivery"


# What one message is counted in.
COUNTS = (TopicCount, ChannelCount, LanguageCount, AreaCount, DayCount)


def engine_for(url: str) -> Engine:
    """An engine that keeps values out of errors; SQLite files are made with their folder."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
        path = PROJECT / parsed.database
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        parsed = parsed.set(database=str(path))
    is_sqlite = parsed.get_backend_name() == "sqlite"
    # A server that takes the connection and then says nothing would hold the minute's work for two minutes.
    patience = {} if is_sqlite else {"connect_timeout": _CONNECT_SECONDS}
    engine = create_engine(parsed, hide_parameters=True, pool_pre_ping=True, connect_args=patience)
    if is_sqlite:
        event.listen(engine, "connect", _sqlite_manners)
    return engine


def opened(url: str) -> Engine:
    """An engine on a database in which every table is. Raises SQLAlchemyError where it, or its folder, cannot be had."""
    try:
        engine = engine_for(url)
    except OSError as error:
        raise SQLAlchemyError(f"its folder cannot be made ({type(error).__name__})") from None
    Base.metadata.create_all(engine)
    return engine


def _sqlite_manners(connection: object, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "busy_timeout=2000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def add_counts(engine: Engine, counts: Mapping[Cell, int]) -> bool:
    """Add `counts` to the tables, all or none. False when the database is away."""
    try:
        with Session(engine) as session, session.begin():
            # By name: in the order in which they came, the first rows of two tables would belong to one message.
            for (table, period, value), count in sorted(counts.items()):
                session.execute(_add(engine, Base.metadata.tables[table], {"period": period, "value": value, "count": count}))
    except SQLAlchemyError as error:
        log.warning("counts wait: the database cannot be written (%s)", type(error).__name__)
        return False
    return True


def _add(engine: Engine, table: Table, cell: Mapping[str, object]) -> PostgresInsert | SqliteInsert:
    """Insert a cell or add to it, in one statement, so that several processes can count at once."""
    insert: type[PostgresInsert | SqliteInsert] = SqliteInsert
    if engine.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import Insert as insert  # noqa: N813, PLC0415 - 4 MB that SQLite needs not
    statement = insert(table).values(**cell)
    added = {"count": table.c.count + statement.excluded.count}
    return statement.on_conflict_do_update(index_elements=["period", "value"], set_=added)


def prepare(engine: Engine) -> bool:
    """Make the tables where they are missing. False when the database is away."""
    try:
        Base.metadata.create_all(engine)
    except SQLAlchemyError as error:
        log.warning("no counting for now: the database cannot be opened (%s)", type(error).__name__)
        return False
    return True


def answers(engine: Engine) -> bool:
    """Whether the database can be read just now."""
    try:
        with engine.connect() as connection:
            connection.execute(select(1))
    except SQLAlchemyError:
        return False
    return True


def sqlite_path(url: str) -> Path | None:
    """The file behind a SQLite URL, or None."""
    parsed = make_url(url)
    return PROJECT / parsed.database if parsed.get_backend_name() == "sqlite" and parsed.database else None
