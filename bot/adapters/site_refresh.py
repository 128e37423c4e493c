"""The directory from the database, kept fresh: filled from `content/places/*.csv`, read again when its version moves.

Whatever fails here, the answers go on with the places that are in memory, or in the files.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.adapters import database
from bot.adapters.importers.match import match_of
from bot.adapters.news import with_news
from bot.adapters.settings import Settings
from bot.adapters.site_reports import doubted
from bot.adapters.site_rows import SITE, VERSION, bump, load_sites_from, version_of
from bot.adapters.site_said import Incoming
from bot.adapters.site_store import Store
from bot.directory import Directory
from bot.knowledge import Knowledge
from bot.site import Site

log = logging.getLogger("safertext.places")
# The name under which the files that ship are a source like any other.
SHIPPED = "content"


def fill(engine: Engine, sites: Iterable[Site]) -> bool:
    """Bring `sites`, the files' rows, into the tables, if they are empty or the files have changed; whether it wrote.

    A row that an operator has edited keeps the edit, until the file changes that very field. Raises SQLAlchemyError.
    """
    sites = tuple(sites)
    digest = hashlib.blake2s(repr(sites).encode()).hexdigest()
    if not sites or _filled(engine, digest):
        return False
    with Session(engine) as session, session.begin():
        bump(session)
        store = Store(session, SHIPPED)
        for site in sites:
            store.put(Incoming(site.id, match_of(site), site, ours=True))
        store.finish(complete=True)
        session.execute(update(VERSION).values(content=digest))
    return True


def _filled(engine: Engine, digest: str) -> bool:
    with engine.connect() as connection:
        last = connection.execute(select(VERSION.c.content)).scalar()
        return last == digest and connection.execute(select(SITE.c.id).limit(1)).first() is not None


class Places:
    """The directory of a running server; `refresh` once a minute."""

    def __init__(self, shipped: Iterable[Site]) -> None:
        """`shipped` are the sites of the files, with which an empty database is filled."""
        self._shipped = tuple(shipped)
        self._seen: tuple[int, frozenset[str]] | None = None

    def refresh(self, engine: Engine) -> Directory | None:
        """The directory, if it has changed since last time; None when it has not, or the database is away."""
        try:
            if self._seen is None:
                self._fill(engine)
            now = version_of(engine), doubted(engine)
            if now == self._seen:
                return None
            sites = load_sites_from(engine)
        except (SQLAlchemyError, ValueError, TypeError) as error:
            log.warning("places stay as they are: the database cannot be read (%s)", type(error).__name__)
            return None
        self._seen = now
        return Directory(sites, now[1]) if sites else None

    def _fill(self, engine: Engine) -> None:
        """Fill the tables. When another process does so at this moment, its rows are as good."""
        try:
            fill(engine, self._shipped)
        except SQLAlchemyError as error:
            log.info("the places were not filled from the files (%s)", type(error).__name__)


def from_database(knowledge: Knowledge, settings: Settings) -> Knowledge:
    """`knowledge` with the places, alerts and notices of the database, made and filled where missing; or as it is."""
    try:
        engine = database.engine_for(settings.database_url)
    except Exception as error:  # noqa: BLE001 - a database that cannot even be named must not stop the answers
        log.warning("the places of the files answer: the database cannot be opened (%s)", type(error).__name__)
        return knowledge
    try:
        if not database.prepare(engine):
            return knowledge
        directory = Places(knowledge.directory.sites).refresh(engine)
        known = replace(knowledge, directory=directory) if directory else knowledge
        return with_news(known, engine, datetime.now(UTC).date())
    finally:
        engine.dispose()
