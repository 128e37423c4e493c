"""A composition root of the tests' own: the whole server on a clock that can be moved, and a look at all its objects.

Run as a program. None of this is in what ships: two routes are added to the app, and nothing in the app is changed.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Response, request

import webhook
from bot.adapters.server import serve
from bot.adapters.settings import from_environment

_WORDS = (str, bytes, bytearray, int, float)
ahead = timedelta()


def now() -> datetime:
    """The time, moved by what `/test/pass` has said."""
    return datetime.now(UTC) + ahead


def reachable() -> Iterator[object]:
    """Every live object: the collector's, those it lists none of (text, numbers), and what each refers to."""
    gc.unfreeze()
    gc.collect()
    todo: list[object] = [*gc.get_objects(), *sys._current_frames().values()]
    seen: set[int] = set(map(id, todo))
    mine = {id(todo), id(seen)}
    while todo:
        found = todo.pop()
        yield found
        for each in gc.get_referents(found):
            if id(each) not in seen and id(each) not in mine:
                seen.add(id(each))
                todo.append(each)


def written(found: object) -> bytes:
    """A text or number as it could be searched."""
    if isinstance(found, str):
        return found.encode("utf-8", "surrogatepass")
    return bytes(found) if isinstance(found, bytes | bytearray) else repr(found).encode()


def dump(path: Path) -> int:
    """Write every text and number that is alive into a file; how many those are."""
    count = 0
    with path.open("wb") as out:
        for found in reachable():
            if isinstance(found, _WORDS) and not isinstance(found, bool):
                out.write(written(found) + b"\n")
                count += 1
    return count


def main() -> None:
    """Serve."""
    settings = from_environment()
    app = webhook.create_app(clock=now, settings=settings)

    @app.post("/test/pass")
    def pass_time() -> str:
        global ahead  # noqa: PLW0603 - the one clock of this process
        ahead += timedelta(seconds=float(request.args["seconds"]))
        return str(len(app.extensions["safertext"].memory))

    @app.post("/test/sweep")
    def sweep() -> str:
        app.extensions["safertext"].sweep()
        return str(len(app.extensions["safertext"].memory))

    @app.post("/test/dump")
    def look() -> Response:
        return Response(str(dump(Path(request.args["to"]))))

    serve(app, settings)


if __name__ == "__main__":
    main()
