"""Logs that say what happened and never to whom: class and place of an error, no words, no addresses.

Some libraries print tokens, updates or addresses; each is silenced here with its reason.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any

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


class _NoTrace(logging.Formatter):
    """A log line whose exception is its class and place: an exception's text may hold a person's words."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        """An exception as its class and the place it came from."""
        kind, _, trace = ei
        last = traceback.extract_tb(trace)[-1:] if trace else []
        where = f"{last[0].filename.rsplit('/', 1)[-1]}:{last[0].lineno}" if last else "?"
        return f"{getattr(kind, '__name__', kind)} at {where}"

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever another handler has cached."""
        record.exc_text = None  # a cached text from another formatter would hold the message
        return super().format(record)


def quiet(level: str) -> None:
    """Set up logging for this process: one line an event on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_NoTrace("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.raiseExceptions = False  # a failing log call would print the record, arguments and all
    for name, (least, _) in SILENCED.items():
        logging.getLogger(name).setLevel(least)
