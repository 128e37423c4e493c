"""Writing what somebody typed of a place: only what they changed, and nothing over what another changed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Engine, insert, update
from sqlalchemy.orm import Session

from bot.adapters.admin.site_form import shown
from bot.adapters.importers.match import match_of
from bot.adapters.site_reports import forget
from bot.adapters.site_rows import SERVICE, SITE, bump, change_site, find_site, row_of, services_of
from bot.errors import SaferTextError
from bot.site import Site
from bot.text import fold


class MeanwhileError(SaferTextError):
    """Somebody else changed the place since the page was shown; `now` is what it is. Nothing was written."""

    def __init__(self, now: Site) -> None:
        super().__init__("changed meanwhile")
        self.now = now


class GoneError(SaferTextError):
    """The place is no longer there. Nothing was written."""


def find(engine: Engine, site_id: str) -> Site | None:
    """One place as the database has it. Raises SQLAlchemyError."""
    with Session(engine) as session:
        return find_site(session, site_id)


def change(engine: Engine, site_id: str, values: Mapping[str, Any], seen: Mapping[str, str]) -> Site:
    """Write `values` if the place still is as it was `seen`; the place as it is then.

    Raises MeanwhileError when it is not, GoneError when it is gone, SQLAlchemyError.
    """
    with Session(engine) as session, session.begin():
        bump(session)  # holds the only pen, so that nothing changes between looking and writing
        now = find_site(session, site_id)
        if now is None:
            raise GoneError
        there = shown(now)
        if any(there[name] != was for name, was in seen.items() if name in there):
            raise MeanwhileError(now)
        changes = {name: value for name, value in values.items() if not _same(getattr(now, name), value)}
        changed = replace(now, **changes)
        change_site(session, site_id, changes, match=match_of(changed))
        if values.get("verified_on") not in {None, now.verified_on}:
            forget(session, site_id)
        return changed


def add(engine: Engine, site: Site) -> str:
    """Write a new place; its id. Raises SQLAlchemyError."""
    with Session(engine) as session, session.begin():
        bump(session)
        wanted = site_id = _new_id(site)
        number = 1
        while find_site(session, site_id):
            number += 1
            site_id = f"{wanted}-{number}"
        session.execute(insert(SITE).values(row_of(site) | {"id": site_id, "match": match_of(site)}))
        if site.services:
            session.execute(insert(SERVICE), services_of(site_id, site.services))
        return site_id


def checked(engine: Engine, site_id: str, on: date) -> None:
    """Somebody there has answered: so it is, and what people reported before is looked into. Raises SQLAlchemyError."""
    with Session(engine) as session, session.begin():
        bump(session)
        session.execute(update(SITE).where(SITE.c.id == site_id).values(verified_on=on))
        forget(session, site_id)


def _new_id(site: Site) -> str:
    """A new place's id, from its name and town."""
    return "-".join(fold(f"group {site.name} {site.city}").split())[:120]


def _same(was: Any, value: Any) -> bool:
    """Whether nothing changed: the order of services is their source's, not the form's."""
    return set(was) == set(value) if isinstance(was, tuple) else bool(was == value)
