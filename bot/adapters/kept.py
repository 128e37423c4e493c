"""After a provider has proved itself it always gets an answer: what breaks while one is shaped or kept costs the shape."""

from __future__ import annotations

import logging
from collections.abc import Callable

log = logging.getLogger("safertext.kept")


def kept(answer: Callable[[], str], instead: Callable[[], str]) -> str:
    """`answer`, or `instead` where it breaks: a 500 is silence at Twilio, and at Telegram a chat that is stuck for a day."""
    try:
        return answer()
    except Exception:
        log.exception("an answer could not be shaped; the last resort went out")
        return instead()
