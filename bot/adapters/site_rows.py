"""Sites in the database: one row a place, one row a service it gives, and where each came from.

Answers never wait for these tables. They are read into memory at start and again when the number in `site_version` has
moved, which every write moves: an edit reaches each running server within a minute, and a dead database costs only that.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Engine, ForeignKey, Index, Integer, String, Table, Text, delete, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.adapters.database import Base
from bot.site import Kind, Site, Status

FIELDS = {field.name: field for field in dataclasses.fields(Site)}
# These are lists in a `Site` and one text in the table; services have a table of their own.
LISTS = ("languages", "area")
_ENUMS = {"kind": Kind, "status": Status}
# What a write inserts at a time: more is no faster and holds more memory.
BATCH = 1000


class SiteRow(Base):
    """One place: the fields of `Site`, and `match`, by which the same place in another file is known."""

    __tablename__ = "site"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    match: Mapped[str] = mapped_column(Text, default="", index=True)
    name: Mapped[str] = mapped_column(Text)
    org: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(Text, default="")
    city: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(Text, default="")
    zip: Mapped[str] = mapped_column(String(10), default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    precision: Mapped[str] = mapped_column(Text, default="point")
    tz: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(Text, default="")
    hours: Mapped[str] = mapped_column(Text, default="")
    hours_text: Mapped[str] = mapped_column(Text, default="")
    rrule: Mapped[str] = mapped_column(Text, default="", server_default="")
    eligibility: Mapped[str] = mapped_column(Text, default="")
    bring: Mapped[str] = mapped_column(Text, default="")
    languages: Mapped[str] = mapped_column(Text, default="")
    access: Mapped[str] = mapped_column(Text, default="")
    cost: Mapped[str] = mapped_column(Text, default="")
    by_appointment: Mapped[bool] = mapped_column(default=False)
    what_to_expect: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(20), default="fixed")
    area: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(20), default="active")
    closed_from: Mapped[date | None]
    closed_until: Mapped[date | None]
    closed_reason: Mapped[str] = mapped_column(Text, default="")
    publish: Mapped[bool] = mapped_column(default=True)
    source: Mapped[str] = mapped_column(Text, default="")
    source_url: Mapped[str] = mapped_column(Text, default="")
    verified_on: Mapped[date | None]
    confidence: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")


class ServiceRow(Base):
    """One service that a place gives; `rank` keeps the order of its source."""

    __tablename__ = "site_service"
    __table_args__ = (Index("ix_site_service_service", "service", "site_id"),)

    site_id: Mapped[str] = mapped_column(ForeignKey("site.id", ondelete="CASCADE"), primary_key=True)
    service: Mapped[str] = mapped_column(String(40), primary_key=True)
    rank: Mapped[int] = mapped_column(Integer, default=0)


class OriginRow(Base):
    """What one source last said of a place: a second import of the same changes nothing, and an operator's edit stays.

    `data` is what it said, as JSON; an import writes only the fields that differ from it. `gone`: no longer listed there.
    """

    __tablename__ = "site_origin"

    source: Mapped[str] = mapped_column(String(100), primary_key=True)
    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    site_id: Mapped[str] = mapped_column(ForeignKey("site.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(32))
    data: Mapped[str] = mapped_column(Text)
    gone: Mapped[bool] = mapped_column(default=False)


class ReportRow(Base):
    """How many people found a place shut or not as told. Nothing is kept of who, and of when only the month of the last."""

    __tablename__ = "site_report"

    site_id: Mapped[str] = mapped_column(ForeignKey("site.id", ondelete="CASCADE"), primary_key=True)
    count: Mapped[int] = mapped_column(Integer, default=0)
    month: Mapped[str] = mapped_column(String(7), default="")


class VersionRow(Base):
    """The number that every write moves, in the only row; `content` is the digest of the files it was filled from."""

    __tablename__ = "site_version"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer, default=0)
    content: Mapped[str] = mapped_column(String(64), default="")


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 - SQLAlchemy promises less than it gives
    return table


SITE, SERVICE, ORIGIN, REPORT, VERSION = map(_table, (SiteRow, ServiceRow, OriginRow, ReportRow, VersionRow))
_COLUMNS = [column for column in SITE.columns if column.name in FIELDS]


def load_sites_from(engine: Engine) -> tuple[Site, ...]:
    """Every site, in the order of ids. Raises SQLAlchemyError when the database cannot be read."""
    with engine.connect() as connection:
        services: dict[str, list[str]] = {}
        for site_id, service in connection.execute(select(SERVICE.c.site_id, SERVICE.c.service).order_by(SERVICE.c.rank)):
            services.setdefault(site_id, []).append(service)
        rows = connection.execute(select(*_COLUMNS).order_by(SITE.c.id)).mappings()
        return tuple(site_of(dict(row), services.get(row["id"], ())) for row in rows)


def find_site(session: Session, site_id: str) -> Site | None:
    """One site by its id. Raises SQLAlchemyError when the database cannot be read."""
    row = session.execute(select(*_COLUMNS).where(SITE.c.id == site_id)).mappings().first()
    if row is None:
        return None
    services = select(SERVICE.c.service).where(SERVICE.c.site_id == site_id).order_by(SERVICE.c.rank)
    return site_of(dict(row), session.execute(services).scalars())


def change_site(session: Session, site_id: str, values: Mapping[str, Any], **columns: str) -> None:
    """Write some fields of a site, and `columns` of its row that are no fields."""
    columns |= {name: stored(name, value) for name, value in values.items() if name not in {"id", "services"}}
    if columns:
        session.execute(update(SITE).where(SITE.c.id == site_id).values(**columns))
    if "services" in values:
        session.execute(delete(SERVICE).where(SERVICE.c.site_id == site_id))
        session.execute(insert(SERVICE), services_of(site_id, values["services"]))


def version_of(engine: Engine) -> int:
    """The number of the last write; 0 before the first. Raises SQLAlchemyError when the database cannot be read."""
    with engine.connect() as connection:
        return connection.execute(select(VERSION.c.number)).scalar() or 0


def bump(session: Session) -> str:
    """Move the version, and so hold the only pen until the transaction ends; the digest of the files last filled from."""
    if not session.execute(update(VERSION).where(VERSION.c.id == 1).values(number=VERSION.c.number + 1)).rowcount:  # type: ignore[attr-defined]
        session.execute(insert(VERSION).values(id=1, number=1, content=""))
    return str(session.execute(select(VERSION.c.content)).scalar_one())


def site_of(row: Mapping[str, Any], services: Iterable[str]) -> Site:
    """A `Site` from a row of the table."""
    values = dict(row)
    for name in LISTS:
        values[name] = tuple(filter(None, values[name].split(";")))
    for name, kind in _ENUMS.items():
        values[name] = kind(values[name])
    return Site(**values, services=tuple(services))


def row_of(site: Site) -> dict[str, Any]:
    """The table's row of a `Site`, without its services and its `match`."""
    return {name: stored(name, getattr(site, name)) for name in FIELDS if name != "services"}


def stored(name: str, value: Any) -> Any:
    """One field as the table holds it."""
    if name in LISTS:
        return ";".join(value)
    return str(value) if name in _ENUMS else value


def services_of(site_id: str, services: Iterable[str]) -> list[dict[str, Any]]:
    """The service rows of a site."""
    return [{"site_id": site_id, "service": service, "rank": rank} for rank, service in enumerate(services)]
