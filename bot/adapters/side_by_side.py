"""Work on several parts at once, each in a process of its own: small steps of numpy spend most of their time in Python's lock."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Part = TypeVar("Part")
Done = TypeVar("Done")
# As many cores as the smallest host has.
PROCESSES = 2
# What the processes find in themselves: a closure cannot be sent to them.
_AT_WORK: list[tuple[Callable[[Any], Any], Sequence[Any]]] = []


def at_once(work: Callable[[Part], Done], parts: Sequence[Part]) -> Sequence[Done]:
    """What `work` makes of each part, in order; one after the other where a process cannot be copied."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return [work(part) for part in parts]
    _AT_WORK.append((work, parts))
    try:
        with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
            return pool.map(_part, range(len(parts)), chunksize=1)
    finally:
        _AT_WORK.clear()


def _part(number: int) -> Any:
    [(work, parts)] = _AT_WORK
    return work(parts[number])
