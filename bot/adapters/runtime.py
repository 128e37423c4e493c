"""What lives as long as the process: knowledge, memory, counters, and the threads that look after them."""

from __future__ import annotations

import logging
import threading
import urllib.parse
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot import lastresort
from bot.adapters import sunset_file
from bot.adapters.counters import Counters, Reports
from bot.adapters.encoder import load_in_background
from bot.adapters.heap import give_back
from bot.adapters.limits import Limits
from bot.adapters.loading import Loaded, load, with_encoder
from bot.adapters.memory import Memory
from bot.adapters.settings import Settings
from bot.knowledge import Knowledge
from bot.reply import Tally
from bot.understanding.topics import Encoder

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.adapters.site_refresh import Places

log = logging.getLogger("safertext.runtime")
# Under a minute, so that an edit is in every answer within one.
_EVERY_SECONDS = 50.0
# At the end it is waited for as long while it may be opening the database.
_OPENING_SECONDS = 5.0
_LABELS = {"emergency_button": "OD", "location_button": "Share my location"}


class Runtime:
    """The parts of a running server. `start` begins its threads: call it once, after the fork."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime], knowledge: Knowledge | None = None) -> None:
        """Load what an answer needs; nothing is started and no connection opened yet."""
        self.settings = settings
        self.clock = clock
        self.loaded = Loaded(knowledge) if knowledge else load(settings)
        self.memory = _memory(settings, clock)
        self.limits = Limits(self.memory, settings.rate_limit, self.label)
        self.counters = Counters(clock)
        self.reports = Reports(clock)
        self._ended = sunset_file.Mark()
        self.encoder = "off"
        self.database = "off"
        self._engine: Engine | None = None
        self._places: Places | None = None
        self._minute: threading.Thread | None = None
        self._swap = threading.Lock()
        self._stop = threading.Event()
        self._started = threading.Lock()

    @property
    def knowledge(self) -> Knowledge:
        """What to answer from, without the encoder while many wait.

        Raises LookupError when no content could be loaded: the last resort answers then.
        """
        known = self.known
        if known is None:
            raise LookupError("no content is loaded")
        return replace(known, encoder=None) if self.limits.many_wait else known

    @property
    def known(self) -> Knowledge | None:
        """The same, or None; after the last day it knows within a second that the line has ended."""
        known = self.loaded.knowledge
        return replace(known, sunset=True) if known and self._ended.there() else known

    def start(self, waiting: Callable[[], int] = lambda: 0) -> None:
        """Load the encoder in the background, open the database, and begin the minute's work.

        `waiting` tells how many requests wait for a thread.
        """
        if not self._started.acquire(blocking=False):
            return
        self.limits.waiting = waiting
        if self.loaded.knowledge:
            self.encoder = "loading"
            load_in_background(self._encoder_ready, self._encoder_failed)
        self._minute = threading.Thread(target=self._look_after, name="minute", daemon=True)
        self._minute.start()

    def stop(self) -> None:
        """End the threads and write the counts that are held."""
        self._stop.set()
        if self._minute:
            self._minute.join(_OPENING_SECONDS)
        if self._engine is None and (self.counters.held or self.reports.held):
            _tried(self._open)  # told to stop before the database was open: what was counted till then is written all the same
        if self._engine:
            self._write(self._engine)

    def count(self, tally: Tally) -> None:
        """Count one message, and the place that it tells to be shut; written with the next minute's work."""
        self.counters.count(tally)
        if tally.site_report:
            self.reports.count(tally.site_report)

    def label(self, name: str, language: str) -> str:
        """The text of a button or a line; a plain word, or whom to call, when the content is not loaded or lacks it."""
        with suppress(LookupError):
            if known := self.loaded.knowledge:
                return known.line(name, language)
        return _LABELS.get(name) or lastresort.possible(language)

    def report(self) -> Mapping[str, object]:
        """For `/readyz`: what works and what does not."""
        good = self.loaded.source == "content" and not self.loaded.faults
        sites = len(self.loaded.knowledge.directory) if self.loaded.knowledge else 0
        return {
            "ready": good,
            "content": self.loaded.source,
            "sites": sites,
            "encoder": self.encoder,
            "database": self.database,
            "state": self.memory.status,
            "faults": self.loaded.faults,
        }

    def _encoder_ready(self, encoder: Encoder) -> None:
        with self._swap:
            if self.loaded.knowledge:
                self.loaded.knowledge = with_encoder(self.loaded.knowledge, encoder)
        give_back()
        self.encoder = "ready"

    def _encoder_failed(self, why: str) -> None:
        self.encoder = "missing"
        log.warning("the sentence encoder cannot be loaded (%s): n-grams answer alone", why)

    def _look_after(self) -> None:
        """Once a minute: sweep what has expired, take in what changed among the places; each quarter hour write the counts."""
        _tried(self._open)
        while not self._stop.wait(_EVERY_SECONDS):
            _tried(self.sweep)
            if self._engine is None:
                _tried(self._open)
            if self._engine:
                _tried(partial(self._write, self._engine))
                _tried(partial(self._refresh, self._engine))

    def sweep(self) -> None:
        """Drop what has outlived its time, and the addresses that Python's own reader of them remembers, queries and all.

        What a busy hour took and nobody holds any more goes back to the system.
        """
        self.memory.sweep()
        urllib.parse.clear_cache()  # type: ignore[attr-defined]  # the types leave it out
        give_back()

    def _write(self, engine: Engine) -> bool:
        """Write what is held when it is due or the server ends, in between only look; False when the database is away."""
        from bot.adapters import database  # noqa: PLC0415 - see `_open`

        due = self.counters.due() or self._stop.is_set()
        written = all([self.counters.flush(engine), self.reports.flush(engine)]) if due else database.answers(engine)
        self.database = "ready" if written else "away"
        return written

    def _open(self) -> None:
        """Open the database, whose packages are loaded beside the first answers and not before them: they take half a second."""
        from bot.adapters import database, news, site_refresh  # noqa: F401, PLC0415 - the last two bring tables of their own

        try:
            engine = database.engine_for(self.settings.database_url)
        except Exception as error:  # noqa: BLE001 - a database that cannot even be named must not stop the answers
            log.warning("no counting: the database cannot be opened (%s)", type(error).__name__)
            self.database = "away"
            return
        if database.prepare(engine):
            self._engine, self.database = engine, "ready"
            self._refresh(engine)
        else:
            self.database = "away"

    def _refresh(self, engine: Engine) -> None:
        """Swap the directory when the database has another; the last good one answers on while it cannot be read."""
        from bot.adapters.news import with_news  # noqa: PLC0415 - see `_open`
        from bot.adapters.site_refresh import Places  # noqa: PLC0415 - likewise

        known = self.loaded.knowledge
        self._places = self._places or Places(known.directory.sites if known else ())
        directory = self._places.refresh(engine)
        with self._swap:
            if directory and self.loaded.knowledge:
                self.loaded.knowledge = replace(self.loaded.knowledge, directory=directory)
            if self.loaded.knowledge:
                self.loaded.knowledge = with_news(self.loaded.knowledge, engine, self.clock().date())


def _tried(part: Callable[[], object]) -> None:
    """Do one part of the minute's work; whatever breaks in it, the other parts and the next minute come."""
    try:
        part()
    except Exception:
        log.exception("a part of the minute's work broke; it is tried again with the next")


def _memory(settings: Settings, clock: Callable[[], datetime]) -> Memory:
    """The memory of this process, or the one that it shares. Raises SettingsError for a Redis that writes to disk."""
    if not settings.state_url:
        return Memory(clock)
    from bot.adapters.shared_memory import SharedMemory  # noqa: PLC0415 - redis is loaded only where it is used

    shared = SharedMemory(clock, settings.state_url)
    shared.refuse_disk()
    return shared
