"""Supply alerts and notices from the database into what is answered from; those in memory hold on while it is away."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.adapters.alerts_store import load_alerts, load_notices
from bot.knowledge import Knowledge

log = logging.getLogger("safertext.news")


def with_news(knowledge: Knowledge, engine: Engine, today: date) -> Knowledge:
    """`knowledge` with the alerts and notices of the database, or as it is; what has ended ends by the clock of each answer."""
    try:
        return replace(knowledge, alerts=load_alerts(engine, today), notices=load_notices(engine, today))
    except (SQLAlchemyError, ValueError, TypeError) as error:
        log.warning("alerts and notices stay as they are: the database cannot be read (%s)", type(error).__name__)
        return knowledge
