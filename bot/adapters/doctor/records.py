"""Checks of what others keep, and of what did not arrive: the purge of Twilio's records, failed texts."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from bot.adapters import purge
from bot.adapters.database import DeliveryCount
from bot.adapters.doctor.verdict import Verdict, Visit, green, off, red, yellow

_LATE = timedelta(hours=3)
# Twilio's codes for what its console or a person there must mend: facts of Twilio's own error pages.
_SILENCED = {"30007": "filtered by a carrier", "30034": "the number is not registered"}


def purging(visit: Visit) -> Verdict:
    """Whether somebody deletes at Twilio."""
    if not visit.settings.sms_on:
        return off("texting is off")
    last = purge.last_run(visit.folder)
    if purge.held(visit.folder):
        return yellow("a legal hold stops all deleting", f"nothing, until your lawyer ends it: then remove {purge.HOLD}")
    if last is None:
        do = "run safertext purge every hour (deploy/README.md); Twilio's body redaction alone leaves the numbers"
        return yellow("Twilio keeps every text and number: safertext purge has never gone through", do)
    age = visit.now - last
    if age > _LATE:
        return red(
            f"safertext purge last went through {int(age.total_seconds() // 3600)} hours ago", "look at its timer and its log"
        )
    return green(f"safertext purge went through {int(age.total_seconds() // 60)} minutes ago")


def failures(visit: Visit) -> Verdict:
    """Texts of ours that did not arrive, this month and last, by Twilio's code; how many is for the counts to say, rounded."""
    with visit.database() as engine:
        if engine is None:
            return off("there is no database yet")
        codes = _codes(engine, visit.now)
    silenced = [f"{code} ({_SILENCED[code]})" for code in codes if code in _SILENCED]
    if silenced:
        return red(f"texts did not arrive: {', '.join(silenced)}", "see docs/runbook.md, The number is filtered or suspended")
    return yellow(f"texts did not arrive: {', '.join(codes)}", "look the codes up at Twilio") if codes else green("none is known")


def _codes(engine: Engine, now: datetime) -> list[str]:
    """Twilio's codes of this month and last. Raises SQLAlchemyError when the database cannot be read."""
    if not inspect(engine).has_table(DeliveryCount.__tablename__):
        return []
    month = now.replace(day=1)
    periods = [f"{month:%Y-%m}", f"{month - timedelta(days=1):%Y-%m}"]
    with Session(engine) as session:
        return sorted(set(session.scalars(select(DeliveryCount.value).where(DeliveryCount.period.in_(periods)))))
