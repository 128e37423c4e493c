"""How often a password may be tried. Counted by name and over all, never by address: we do not want to know addresses."""

from __future__ import annotations

import hashlib

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.adapters.admin.accounts import folded

# Ten wrong tries are a forgotten password; sixty over all names are somebody who guesses.
_A_NAME, _ALL = parse("10 per 15 minutes"), parse("60 per 15 minutes")


class Attempts:
    """The wrong tries of the last quarter of an hour, in memory."""

    def __init__(self) -> None:
        """None yet."""
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def allowed(self, name: str) -> bool:
        """Whether one more try is heard."""
        return self._limiter.test(_A_NAME, _key(name)) and self._limiter.test(_ALL, "all")

    def failed(self, name: str) -> None:
        """Count one wrong try."""
        self._limiter.hit(_A_NAME, _key(name))
        self._limiter.hit(_ALL, "all")


def _key(name: str) -> str:
    # A hash: what somebody types into the wrong field may be a password.
    return hashlib.blake2s(folded(name).encode("utf-8", "replace"), digest_size=16).hexdigest()
