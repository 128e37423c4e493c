"""What lives as long as the process: knowledge, memory, counters, and the threads that look after them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from bot.adapters import database
from bot.adapters.encoder import load_in_background
from bot.adapters.loading import Loaded, load, with_encoder
from bot.adapters.memory import Memory
from bot.adapters.settings import Settings
from bot.adapters.site_refresh import Places
from bot.knowledge import Knowledge
from bot.understanding.topics import Encoder

log = logging.getLogger("safertext.runtime")
# Under a minute, so that an edit is in every answer within one.
_EVERY_SECONDS = 50.0
_LABELS = {"emergency_button": "OD", "location_button": "Share my location"}


class Runtime:
    """The parts of a running server. `start` begins its threads: call it once, after the fork."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime], knowledge: Knowledge | None = None) -> None:
        """Load what an answer needs; nothing is started and no connection opened yet."""
        self.settings = settings
        self.clock = clock
        self.loaded = Loaded(knowledge) if knowledge else load(settings)
        self.memory = Memory(clock)
        self.counters = database.Counters(clock)
        self.encoder = "off"
        self.database = "off"
        self._engine: Engine | None = None
        self._places = Places(self.loaded.knowledge.directory.sites if self.loaded.knowledge else ())
        self._swap = threading.Lock()
        self._stop = threading.Event()
        self._started = threading.Lock()

    @property
    def knowledge(self) -> Knowledge:
        """What to answer from. Raises LookupError when no content could be loaded: the last resort answers then."""
        if self.loaded.knowledge is None:
            raise LookupError("no content is loaded")
        return self.loaded.knowledge

    def start(self) -> None:
        """Load the encoder in the background, open the database, and begin the minute's work."""
        if not self._started.acquire(blocking=False):
            return
        if self.loaded.knowledge:
            self.encoder = "loading"
            load_in_background(self._encoder_ready, self._encoder_failed)
        threading.Thread(target=self._look_after, name="minute", daemon=True).start()

    def stop(self) -> None:
        """End the threads and write the counts that are held."""
        self._stop.set()
        if self._engine:
            self.counters.flush(self._engine)

    def label(self, name: str, language: str) -> str:
        """The text of a button; a plain word when the content is not loaded or lacks it."""
        try:
            return self.knowledge.line(name, language)
        except LookupError:
            return _LABELS[name]

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
            "faults": self.loaded.faults,
        }

    def _encoder_ready(self, encoder: Encoder) -> None:
        with self._swap:
            if self.loaded.knowledge:
                self.loaded.knowledge = with_encoder(self.loaded.knowledge, encoder)
        self.encoder = "ready"

    def _encoder_failed(self, why: str) -> None:
        self.encoder = "missing"
        log.warning("the sentence encoder cannot be loaded (%s): n-grams answer alone", why)

    def _look_after(self) -> None:
        """Once a minute: sweep what has expired, write the counts, take in what changed among the places."""
        self._open()
        while not self._stop.wait(_EVERY_SECONDS):
            self.memory.sweep()
            if self._engine is None:
                self._open()
            if self._engine:
                self.database = "ready" if self.counters.flush(self._engine) else "away"
                self._refresh(self._engine)

    def _open(self) -> None:
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
        directory = self._places.refresh(engine)
        with self._swap:
            if directory and self.loaded.knowledge:
                self.loaded.knowledge = replace(self.loaded.knowledge, directory=directory)
