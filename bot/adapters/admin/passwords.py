"""Passwords: made by us, kept as argon2 hashes, checked one at a time."""

from __future__ import annotations

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

# Letters and digits that nobody takes for another; twenty of them hold 99 bits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 5, 4
# OWASP's least: for a password of 99 bits dearer hashes would only cost a small host its memory.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# One check takes 19 MB and a core for a moment: the answers must go on meanwhile.
_one_at_a_time = threading.Lock()


def new_password() -> str:
    """A password that cannot be guessed and can be copied from paper: "k7wd-..."."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def new_stamp() -> str:
    """What ties sessions to their person until it is changed."""
    return secrets.token_urlsafe(16)


def hashed(password: str) -> str:
    """`password` as it is kept."""
    return _hasher.hash(password)


def holds(kept: str | None, password: str) -> bool:
    """Whether `password` is the one that was kept; without one it takes as long, so that nobody learns who has an account."""
    with _one_at_a_time:
        try:
            return _hasher.verify(kept or _nobody(), password) and kept is not None
        except (Argon2Error, InvalidHashError):
            return False


@cache
def _nobody() -> str:
    return hashed(new_password())
