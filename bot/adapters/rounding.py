"""Counts as anybody may see them: multiples of ten, up or down by a keyed hash of the cell, so that no subtraction tells one.

A count of 1 in a small county can point at a person. Each cell is rounded by a step of its own that never changes: asking
twice tells no more than asking once. A total is a cell too, rounded from its exact value and not added up from what is shown.
On average nothing is lost or added: the nearer to the next ten, the likelier it is shown as that.

Show a period when it is over, and leave out what is shown as 0: a row for it would tell that somebody was there.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from bot.errors import SettingsError

STEP = 10
# ("count_topic", "2026-11", "naloxone_get"), or ("total", "2026-11"): one name for a total, whatever table it stands under.
Cell = tuple[str, ...]


def shown(count: int, cell: Cell, key: bytes) -> int:
    """`count` as it may be shown: the multiple of ten below or above it, always the same one for `cell` and `key`.

    Raises ValueError for a count below zero: that is a difference, and a difference is what must not be shown.
    """
    if count < 0:
        raise ValueError("a count below zero is a difference of counts: round each count by itself")
    digest = hmac.digest(key, "\x1f".join(cell).encode("utf-8", "surrogatepass"), "sha256")
    return (count + int.from_bytes(digest[:8]) % STEP) // STEP * STEP


def table(counts: Mapping[Cell, int], key: bytes) -> dict[Cell, int]:
    """Every cell as it may be shown, in the same order, without those shown as 0."""
    rounded = {cell: shown(count, cell, key) for cell, count in counts.items()}
    return {cell: count for cell, count in rounded.items() if count}


def key_from(secret_key: str) -> bytes:
    """The key of the rounding, made from SECRET_KEY: the same at every run, as nothing else here is.

    Raises SettingsError without one: a key that is drawn anew would round otherwise each time, and averages tell the count.
    """
    if not secret_key:
        raise SettingsError(("SECRET_KEY is empty, and counts are rounded with it: make one with: openssl rand -hex 32",))
    return hmac.digest(secret_key.encode(), b"safertext: rounding of counts", "sha256")
