"""How long a login holds: half an hour without a page, ten hours in all. The times are in the signed cookie, by our clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import session

IDLE, WHOLE = timedelta(minutes=30), timedelta(hours=10)
_BEGAN, _SEEN = "began", "seen"


def begin(now: datetime) -> None:
    """Start a session with nothing of the one before, so that a cookie planted earlier is worth nothing."""
    language = session.get("language")
    session.clear()
    session[_BEGAN] = session[_SEEN] = int(now.timestamp())
    if language:
        session["language"] = language


def alive(now: datetime) -> bool:
    """Whether it still holds at `now`."""
    began, seen = (session.get(key) for key in (_BEGAN, _SEEN))
    if not isinstance(began, int) or not isinstance(seen, int):
        return False
    moment = now.timestamp()
    return moment - began < WHOLE.total_seconds() and moment - seen < IDLE.total_seconds()


def touch(now: datetime) -> None:
    """Somebody asked for a page."""
    session[_SEEN] = int(now.timestamp())
