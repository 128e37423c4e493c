"""Flask without what the line has no use for, which would cost each request a little."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import NullSession, SessionInterface


class _NoSession(SessionInterface):
    """No cookie of Flask's tells anybody apart; its own way to that makes an empty session for every request."""

    _NONE = NullSession()

    def open_session(self, app: Flask, request: Request) -> NullSession:  # noqa: ARG002 - asked for so
        return self._NONE

    def save_session(self, app: Flask, session: object, response: Response) -> None:
        """Nothing is kept."""


class PlainFlask(Flask):
    """Flask without sessions, and with plain functions as its views."""

    session_interface = _NoSession()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The view as it is: Flask looks at each, at every request, for whether it is a coroutine."""
        return func
