"""Flask without what the line has no use for, which would cost each request a little."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Flask, Request, Response
from flask.sessions import NullSession, SessionInterface

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment


class _NoSession(SessionInterface):
    """No cookie of Flask's tells anybody apart; its own way to that makes an empty session for every request."""

    _NONE = NullSession()

    def open_session(self, app: Flask, request: Request) -> NullSession:  # noqa: ARG002 - asked for so
        return self._NONE

    def save_session(self, app: Flask, session: object, response: Response) -> None:
        """Nothing is kept."""


class Whole(Response):
    """An answer that is one text: what asks for it is a provider's machine, which wants no part of it and no redirect."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:  # noqa: ARG002
        """All of it at once; Werkzeug's own way copies the headers and wraps the text three times."""
        start_response(self.status, self.headers.to_wsgi_list())
        return [self.get_data()]


class PlainFlask(Flask):
    """Flask without sessions, and with plain functions as its views."""

    session_interface = _NoSession()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The view as it is: Flask looks at each, at every request, for whether it is a coroutine."""
        return func
