"""What nobody catches: told by class and place as all else in the log, and never in the words of the error.

Python itself, and gunicorn when its worker breaks, would print the error's text, and the system a copy of the memory:
a number, an address or a person's words may be in each.
"""

from __future__ import annotations

import logging
import resource
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from gunicorn import glogging

from bot.adapters.quiet import NoTrace

log = logging.getLogger("safertext.uncaught")


class Log(glogging.Logger):  # type: ignore[misc]
    """gunicorn's own log: process ids and signals in its words, errors as in ours."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn does it, with the form of our lines."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(NoTrace())


@contextmanager
def told_quietly() -> Iterator[None]:
    """Around a worker's whole life: gunicorn starts another in its place."""
    try:
        yield
    except Exception:
        log.critical("the worker broke and is started anew", exc_info=True)
        raise SystemExit(1) from None


def hush() -> None:
    """For this process and those it forks: no error in its own words from anywhere, no dump of the memory on disk."""
    sys.excepthook = _program_broke
    threading.excepthook = _thread_broke
    sys.unraisablehook = lambda broke: log.error("an object broke when it was thrown away", exc_info=_error(broke))
    warnings.showwarning = _warned  # type: ignore[assignment]  # what more it is given is not for us
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _program_broke(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        log.critical("the program broke", exc_info=(kind, error, trace))


def _thread_broke(broke: threading.ExceptHookArgs) -> None:
    if broke.exc_type is not SystemExit:
        log.error("a thread broke", exc_info=_error(broke))


def _warned(_: object, category: type[Warning], filename: str, lineno: int, *_more: object) -> None:
    """Not the text: Python tells of a connection that was left open with both its addresses."""
    log.warning("%s at %s:%d", category.__name__, Path(filename).name, lineno)


def _error(broke: Any) -> Any:
    return broke.exc_type, broke.exc_value, broke.exc_traceback
