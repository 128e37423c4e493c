"""What the C library does with memory that Python has freed: it keeps much of it, though nobody uses it again."""

from __future__ import annotations

import ctypes
from contextlib import suppress

_M_ARENA_MAX = -8  # of glibc's malloc.h


def one_heap() -> None:
    """Make all threads share one heap, where the C library lets us: one for each would keep 10 MB more that nobody uses."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def give_back() -> None:
    """Give what is free back to the system, where the C library lets us: loading takes more than what stays."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
