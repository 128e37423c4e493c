"""Logs that say what happened and never to whom: class and place of an error, no words, no addresses.

Some libraries print tokens, updates or addresses; each is silenced here with its reason. What a library says all the same
is told by its place in the library's code: only our own sentences are known to hold nothing of a person.
"""

from __future__ import annotations

import copy
import logging
import sys
import traceback
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parents[2]
_OURS = (f"{_HERE}/bot/", f"{_HERE}/handlers/", f"{_HERE}/webhook.py")
FORM = "%(asctime)s %(levelname)s %(name)s %(message)s"

# Library logger to (level, why).
SILENCED = {
    "httpx": (logging.WARNING, "prints the full URL, with the bot token in it"),
    "httpcore": (logging.WARNING, "prints requests"),
    "telegram": (logging.WARNING, "prints whole updates, with names and texts"),
    "twilio": (logging.ERROR, "prints requests with numbers, and what strangers write into a header"),
    "urllib3": (logging.WARNING, "prints paths, with numbers in them where twilio asks"),
    "waitress": (logging.ERROR, "prints malformed requests"),
    "waitress.queue": (logging.ERROR, "counts what waits, over and over"),
    "gunicorn.error": (logging.ERROR, "prints peers' addresses with malformed requests, in workers that are not ours"),
    "sqlalchemy.engine": (logging.WARNING, "prints statements with values"),
    "werkzeug": (logging.ERROR, "prints addresses and paths"),
}


class NoTrace(logging.Formatter):
    """A log line whose exception is its class and place: an exception's text may hold a person's words."""

    def __init__(self) -> None:
        super().__init__(FORM)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        """An exception as its class and the place it came from."""
        kind, _, trace = ei
        last = traceback.extract_tb(trace)[-1:] if trace else []
        where = f"{last[0].filename.rsplit('/', 1)[-1]}:{last[0].lineno}" if last else "?"
        return f"{getattr(kind, '__name__', kind)} at {where}"

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever another handler has cached."""
        said = copy.copy(record)
        said.exc_text = None  # a cached text from another formatter would hold the message
        said.msg, said.args = _words(record), None
        return super().format(said)


def _words(record: logging.LogRecord) -> str:
    """Our own words; gunicorn's first line, which tells of processes (more would be an error's text); else a place only."""
    if record.pathname.startswith(_OURS):
        return record.getMessage()
    if record.name == "gunicorn.error":
        return record.getMessage().partition("\n")[0]
    return f"spoke at {record.filename}:{record.lineno}"


def quiet(level: str) -> None:
    """Set up logging for this process: one line an event on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(NoTrace())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.raiseExceptions = False  # a failing log call would print the record, arguments and all
    for name, (least, _) in SILENCED.items():
        logging.getLogger(name).setLevel(least)
