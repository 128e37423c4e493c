"""Files between the dry run and the yes: in memory, a few, for an hour."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

# Of a body two mebibytes are kept (`bodies.py`), and a form around the file needs some.
LARGEST = 2_000_000
_MOST = 4
_KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Upload:
    """A list of places that somebody chose: its name, its bytes, who keeps it, and what its rows offer."""

    name: str
    content: bytes
    source: str
    services: tuple[str, ...]
    shrink: bool
    at: datetime


class Uploads:
    """What was uploaded and not yet confirmed; the oldest makes room."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Empty."""
        self._clock = clock
        self._held: dict[str, Upload] = {}
        self._guard = threading.Lock()

    def put(self, upload: Upload) -> str:
        """Hold it; the ticket by which it is found again."""
        ticket = secrets.token_urlsafe(16)
        with self._guard:
            self._sweep()
            while len(self._held) >= _MOST:
                self._held.pop(next(iter(self._held)))
            self._held[ticket] = upload
        return ticket

    def get(self, ticket: str) -> Upload | None:
        """What was put in for `ticket`, if it is still there."""
        with self._guard:
            self._sweep()
            return self._held.get(ticket)

    def drop(self, ticket: str) -> None:
        """It is done with."""
        with self._guard:
            self._held.pop(ticket, None)

    def _sweep(self) -> None:
        oldest = self._clock() - _KEPT
        self._held = {ticket: upload for ticket, upload in self._held.items() if upload.at > oldest}
