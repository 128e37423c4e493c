"""The mark that the line has ended: a file in `var/`, looked for once a second, so that no restart is needed."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import date
from pathlib import Path

from bot.adapters.settings import PROJECT

FILE = PROJECT / "var" / "sunset"
# A look hands Python's lock to another thread: under load, at every message, it costs as much as to see danger.
_SECONDS = 1.0


def ended(file: Path = FILE) -> bool:
    """Whether the line has ended."""
    return file.exists()


class Mark:
    """Whether the line has ended, by a look that is at most a second old."""

    def __init__(self) -> None:
        """Nothing is looked at yet."""
        self._next, self._ended = 0.0, False

    def there(self) -> bool:
        """Whether it has ended."""
        now = time.monotonic()
        if now >= self._next:
            self._ended, self._next = ended(), now + _SECONDS
        return self._ended


def since(file: Path = FILE) -> date | None:
    """The day on which it ended; None while it goes on, or where the file does not say."""
    with suppress(OSError, ValueError):
        return date.fromisoformat(file.read_text("utf-8").strip())
    return None


def end(today: date, file: Path = FILE) -> None:
    """End the line; a day that is there already is kept. Raises OSError where the folder cannot be written."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not ended(file):
        file.write_text(f"{today.isoformat()}\n", "utf-8")


def undo(file: Path = FILE) -> bool:
    """Take the end back; whether there was one. Raises OSError where the folder cannot be written."""
    there = ended(file)
    file.unlink(missing_ok=True)
    return there
