"""What a check says, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine

from bot.adapters import database
from bot.adapters.checks.rules import check
from bot.adapters.fetch import Answer, fetch
from bot.adapters.loading import Loaded, read
from bot.adapters.settings import PROJECT, Settings
from bot.adapters.twilio_api import Keys, Twilio
from bot.errors import Fault
from bot.knowledge import Knowledge

Found = TypeVar("Found")


class Light(StrEnum):
    """Red: do not announce the number. Yellow: see to it. Green: good. Off: nobody looked, and the sentence says why."""

    RED = "red"
    YELLOW = "yellow"
    OFF = "not checked"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One light: what is so, and in one sentence what to do (empty when there is nothing to do)."""

    light: Light
    says: str
    do: str = ""


def red(says: str, do: str) -> Verdict:
    """Something that must be mended before people are told of the line."""
    return Verdict(Light.RED, says, do)


def yellow(says: str, do: str) -> Verdict:
    """Something to see to."""
    return Verdict(Light.YELLOW, says, do)


def green(says: str) -> Verdict:
    """All is well."""
    return Verdict(Light.GREEN, says)


def off(says: str, do: str = "") -> Verdict:
    """Not looked at."""
    return Verdict(Light.OFF, says, do)


class AskedBeforeError(Exception):
    """What a check needs could not be had, and an earlier light says why."""


@dataclass
class Visit:
    """One visit of the doctor: the set-up, and what was asked of it already, so that nothing is asked twice.

    `at` is where the public address is reached, for tests; `folder` holds `var/` and `.env`.
    """

    settings: Settings
    now: datetime
    keys: Keys = field(default_factory=lambda: Keys("", "", ""))
    folder: Path = PROJECT
    at: str = ""
    twilio_url: str = ""
    telegram_url: str = ""
    _asked: dict[str, object] = field(default_factory=dict)

    def once(self, name: str, ask: Callable[[], Found]) -> Found:
        """What `ask` gives, asked once. Raises what it raises, and from then on AskedBeforeError."""
        if name not in self._asked:
            self._asked[name] = AskedBeforeError()
            self._asked[name] = ask()
        found = self._asked[name]
        if isinstance(found, AskedBeforeError):
            raise found
        return found  # type: ignore[return-value]  # the name stands for one kind

    def fetch(self, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        """What the public address answers at `path`. Raises OSError and HTTPException."""
        return fetch(self.settings.public_base_url + path, body=body, headers=headers, at=self.at)

    @contextmanager
    def database(self) -> Iterator[Engine | None]:
        """The database; None where its file does not exist yet, as looking must not make one."""
        path = database.sqlite_path(self.settings.database_url)
        if path and not path.exists():
            yield None
            return
        engine = database.engine_for(self.settings.database_url)
        try:
            yield engine
        finally:
            engine.dispose()

    @property
    def loaded(self) -> Loaded:
        """The content as the server would load it. Raises ContentError."""
        return self.once("content", lambda: read(self.settings.content_dir, self.settings))

    @property
    def knowledge(self) -> Knowledge:
        """What answers come from. Raises ContentError."""
        assert self.loaded.knowledge  # noqa: S101 - `read` raises where there is none
        return self.loaded.knowledge

    @property
    def faults(self) -> list[Fault]:
        """What `safertext check` calls faults."""
        return self.once("faults", lambda: check(self.settings)[0])

    @property
    def ready(self) -> Answer:
        """What `/readyz` says at the public address. Raises OSError and HTTPException."""
        return self.once("readyz", lambda: self.fetch("/readyz"))

    @property
    def twilio(self) -> Twilio:
        """Twilio's API; it is only read."""
        return self.once("twilio", lambda: Twilio(self.keys, self.twilio_url))

    def close(self) -> None:
        """Hang up."""
        found = self._asked.get("twilio")
        if isinstance(found, Twilio):
            found.close()
