"""Places that people found shut or not as told: a number for each place, and nothing of who, when or from where.

What is held is written with the other counts on the quarter hour, so that no row's time tells when somebody texted.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from sqlalchemy import Engine, delete, insert, literal, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.adapters.site_rows import REPORT, SITE

log = logging.getLogger("safertext.places")
# One may be mistaken, two may be friends; a third is worth a warning before somebody travels.
ENOUGH = 3


def add_reports(engine: Engine, reports: Mapping[str, int], month: str) -> bool:
    """Add how many people told of each place, by id, to the table. False when the database is away."""
    try:
        with Session(engine) as session, session.begin():
            for site_id, count in sorted(reports.items()):
                _add(session, site_id, count, month)
    except SQLAlchemyError as error:
        log.warning("reports of places wait: the database cannot be written (%s)", type(error).__name__)
        return False
    return True


def _add(session: Session, site_id: str, count: int, month: str) -> None:
    """Add to a place's row; a place that is no longer in the table is passed over."""
    more = update(REPORT).where(REPORT.c.site_id == site_id).values(count=REPORT.c.count + count, month=month)
    if not session.execute(more).rowcount:  # type: ignore[attr-defined]
        there = select(SITE.c.id, literal(count), literal(month)).where(SITE.c.id == site_id)
        session.execute(insert(REPORT).from_select(["site_id", "count", "month"], there))


def reports_of(engine: Engine) -> dict[str, int]:
    """How many people found each place shut or not as told, by id. Raises SQLAlchemyError."""
    with engine.connect() as connection:
        return {row.site_id: row.told for row in connection.execute(select(REPORT.c.site_id, REPORT.c.count.label("told")))}


def doubted(engine: Engine) -> frozenset[str]:
    """The ids of the places that `ENOUGH` people found shut. Raises SQLAlchemyError."""
    with engine.connect() as connection:
        return frozenset(connection.execute(select(REPORT.c.site_id).where(REPORT.c.count >= ENOUGH)).scalars())


def forget(session: Session, site_id: str) -> None:
    """Forget what was reported of a place: somebody has checked it since."""
    session.execute(delete(REPORT).where(REPORT.c.site_id == site_id))
