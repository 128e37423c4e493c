"""What a measurement gives: one row of the table and of `bench.json`."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`value` in `unit`, against `rival` (who, and its own value); `ratio` is value over rival's value; `n` measurements."""

    name: str
    value: float
    unit: str
    rival: str = ""
    ratio: float | None = None
    n: int = 1


def row(name: str, value: float, unit: str, rival: tuple[str, float] | None = None, n: int = 1) -> Row:
    """A row with its ratio worked out."""
    if rival is None:
        return Row(name, _short(value), unit, n=n)
    who, theirs = rival
    return Row(name, _short(value), unit, f"{who} {_short(theirs):g}", _short(value / theirs) if theirs else None, n)


def cpu_ms(work: Callable[[], object]) -> float:
    """CPU milliseconds of this thread for one call: others on the machine hardly show in it."""
    began = time.thread_time_ns()
    work()
    return (time.thread_time_ns() - began) / 1e6


def wall_ms(work: Callable[[], object]) -> float:
    """Milliseconds on the wall for one call: what another process does for it counts, and so do the neighbours."""
    began = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - began) / 1e6


def median_cpu_ms(works: Sequence[Callable[[], object]], times: int) -> tuple[float, int]:
    """The median of `times` rounds over all of `works`, and how many calls that were; one round before warms up."""
    return _median(works, times, cpu_ms)


def median_ms(works: Sequence[Callable[[], object]], times: int) -> tuple[float, int]:
    """The same on the wall."""
    return _median(works, times, wall_ms)


def _median(
    works: Sequence[Callable[[], object]], times: int, measured: Callable[[Callable[[], object]], float]
) -> tuple[float, int]:
    for work in works:
        work()
    spent = [measured(work) for _ in range(times) for work in works]
    return statistics.median(spent), len(spent)


def table(rows: Sequence[Row]) -> str:
    """The rows in columns for a terminal."""
    wide = max(len(each.name) for each in rows)
    rival = max(len(each.rival) for each in rows)
    head = f"{'':{wide}}  {'value':>10} {'unit':8}  {'rival':{rival}}  {'ratio':>8}  {'n':>6}"
    lines = [
        f"{each.name:{wide}}  {each.value:>10g} {each.unit:8}  {each.rival:{rival}}"
        f"  {'' if each.ratio is None else format(each.ratio, 'g'):>8}  {each.n:>6}"
        for each in rows
    ]
    return "\n".join([head, *lines])


def _short(value: float) -> float:
    """Three digits that mean something; more would be noise."""
    return float(f"{value:.3g}") if abs(value) < 1000 else float(round(value))
