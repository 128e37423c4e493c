"""The database: counters that cannot tell who, each in a one-way table of its own, never crossed.

A crossed row ("Aroostook, Lingala, syringes: 1") can name a person in a small county; these cannot.
Losing the database loses counts, never answers.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, Integer, String, create_engine, event, make_url, select
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

from bot.adapters.settings import PROJECT
from bot.reply import Tally

log = logging.getLogger("safertext.database")
_CONNECT_SECONDS = 3
# A file's time, or the order of a database's own numbers, tells when a row was last written: many messages share each time.
BATCH, _NEVER = timedelta(minutes=15), -1


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
        path.parent.mkdir(parents=True, exist_ok=True)
        parsed = parsed.set(database=str(path))
    is_sqlite = parsed.get_backend_name() == "sqlite"
    # A server that takes the connection and then says nothing would hold the minute's work for two minutes.
    patience = {} if is_sqlite else {"connect_timeout": _CONNECT_SECONDS}
    engine = create_engine(parsed, hide_parameters=True, pool_pre_ping=True, connect_args=patience)
    if is_sqlite:
        event.listen(engine, "connect", _sqlite_manners)
    return engine


def _sqlite_manners(connection: object, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "busy_timeout=2000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class Counters:
    """Counts in memory, written in batches on a fixed clock, so that a row's time tells nothing."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Nothing is written until `flush`."""
        self._clock = clock
        self._held: Counter[tuple[type[Base], str, str]] = Counter()
        self._written = self._batch()
        self._guard = threading.Lock()

    def count(self, tally: Tally) -> None:
        """Add one message to each table it belongs to, separately."""
        now = self._clock()
        month, quarter = f"{now:%Y-%m}", f"{now.year}Q{(now.month - 1) // 3 + 1}"
        cells: list[tuple[type[Base], str, str]] = [
            (TopicCount, month, tally.topic),
            (ChannelCount, month, tally.channel),
            (LanguageCount, quarter, tally.language),
            (DayCount, f"{now:%Y-%m-%d}", "all"),
        ]
        if tally.area:
            cells.append((AreaCount, quarter, tally.area))
        with self._guard:
            self._held.update(cells)

    def count_failure(self, code: str) -> None:
        """Add one text of ours that did not arrive."""
        with self._guard:
            self._held[DeliveryCount, f"{self._clock():%Y-%m}", code] += 1

    def due(self) -> bool:
        """Whether the clock has passed a quarter hour since counts were last written."""
        return self._batch() != self._written

    def _batch(self) -> int:
        return int(self._clock().timestamp() // BATCH.total_seconds())

    def flush(self, engine: Engine) -> bool:
        """Write what is held; what cannot be written is held on for the next time. False when the database is away."""
        with self._guard:
            batch, self._held, self._written = self._held, Counter(), self._batch()
        if not batch:
            return True
        try:
            with Session(engine) as session, session.begin():
                for (table, period, value), count in batch.items():
                    session.execute(_add(engine, table, {"period": period, "value": value, "count": count}))
        except SQLAlchemyError as error:
            with self._guard:
                self._held.update(batch)
                self._written = _NEVER
            log.warning("counts wait: the database cannot be written (%s)", type(error).__name__)
            return False
        return True


def _add(engine: Engine, table: type[Base], cell: Mapping[str, object]) -> PostgresInsert | SqliteInsert:
    """Insert a cell or add to it, in one statement, so that several processes can count at once."""
    rows = Base.metadata.tables[table.__tablename__]
    statement: PostgresInsert | SqliteInsert
    statement = (PostgresInsert if engine.dialect.name == "postgresql" else SqliteInsert)(rows).values(**cell)
    return statement.on_conflict_do_update(
        index_elements=["period", "value"], set_={"count": rows.c.count + statement.excluded.count}
    )


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
