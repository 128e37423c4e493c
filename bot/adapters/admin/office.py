"""What the pages for the group share: settings, clock, database, and what must outlive a request."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import abort
from sqlalchemy import Engine

from bot.adapters import database
from bot.adapters.admin.attempts import Attempts
from bot.adapters.admin.uploads import Uploads
from bot.adapters.runtime import Runtime
from bot.knowledge import Knowledge
from bot.reply import Outcome


class Office:
    """One for each server. The database is opened at the first page, after the fork."""

    def __init__(self, runtime: Runtime, decide: Callable[..., Outcome]) -> None:
        """`decide` is what answers people: the pages show its answers beside the words."""
        self.runtime, self.decide = runtime, decide
        self.settings, self.clock = runtime.settings, runtime.clock
        self.attempts, self.uploads = Attempts(), Uploads(runtime.clock)
        self._engine: Engine | None = None
        self._opening = threading.Lock()

    @property
    def engine(self) -> Engine:
        """The database with its tables. Raises SQLAlchemyError when it cannot be had."""
        with self._opening:
            if self._engine is None:
                self._engine = database.opened(self.settings.database_url)
            return self._engine

    @property
    def knowledge(self) -> Knowledge:
        """What answers are made of; a page that says so when the content cannot be loaded."""
        return self.runtime.loaded.knowledge or abort(503)

    def now(self) -> datetime:
        """The moment, aware."""
        return self.clock()

    def today(self, zone: str = "") -> date:
        """The day at `zone`, or by UTC where that is not known."""
        now = self.clock()
        return (now.astimezone(ZoneInfo(zone)) if zone else now).date()
