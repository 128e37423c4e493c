"""A composition root of the tests' own: the shipped server in which everything breaks, with all that it was told in the error.

Run as a program. Every answer breaks; what else breaks says the header `X-Break`: the request, a thread, an object that is
thrown away, a library that we never heard of, the worker itself. What begins with BREAK breaks the reading of requests.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any, NoReturn

from flask import request
from waitress.channel import HTTPChannel

import webhook
from bot.adapters.server import ReadFirstWorker, serve
from bot.adapters.settings import from_environment

worker_error: list[str] = []
# The one key that a real server draws at random: were it written, or anything hashed under it, this server's would be found.
MEMORY_KEY = "memory-key-of-the-tests-01234567"


def fails(said: object, *more: object) -> NoReturn:
    """An error with everything in its text that could be in it."""
    raise RuntimeError(f"{said!r} {more!r}")


class Dying:
    """An object that breaks when it is thrown away."""

    def __init__(self, said: str) -> None:
        self.said = said

    def __del__(self) -> None:
        fails(self.said)

    def __repr__(self) -> str:
        return self.said


def in_a_library(said: str) -> None:
    """As others' code does: the words in the text, and in the error that comes with it."""
    try:
        fails(said)
    except RuntimeError as error:
        logging.getLogger("library").exception("could not do %s", said)
        logging.getLogger("library").error(f"could not do {error}")  # noqa: G004, TRY400 - as others do


in_a_library.__code__ = in_a_library.__code__.replace(co_filename="/usr/lib/library.py")

BREAKS: dict[str, Callable[[str], object]] = {
    "request": fails,
    "thread": lambda said: threading.Thread(target=fails, args=(said,)).start(),
    "object": Dying,
    "library": in_a_library,
    "worker": worker_error.append,
}


def breaks() -> None:
    """Before every request."""
    if how := request.headers.get("X-Break"):
        BREAKS[how](f"{request.url} {request.headers!r} {request.get_data()!r} {request.remote_addr}")


def reads(channel: HTTPChannel, data: bytes, read: Callable[..., Any] = HTTPChannel.received) -> bool:
    """Instead of waitress's reading."""
    return fails(data, channel) if data.startswith(b"BREAK") else read(channel, data)


def runs(worker: ReadFirstWorker, look: Callable[..., None] = ReadFirstWorker._leave_when_orphaned) -> None:
    """Instead of the worker's look at its master."""
    look(worker)
    if worker_error:
        fails(worker_error)


def main() -> None:
    """Serve."""
    settings = from_environment()
    app = webhook.create_app(settings=settings, handlers=lambda message, state, *_: fails(message, state))
    app.extensions["safertext"].memory._key = MEMORY_KEY.encode()
    app.before_request(breaks)
    HTTPChannel.received = reads
    ReadFirstWorker._leave_when_orphaned = runs
    serve(app, settings)


if __name__ == "__main__":
    main()
