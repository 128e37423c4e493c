"""`make bench`: what an answer costs, beside rivals in the same run; prints a table and writes `bench.json`.

Everything runs on loopback, bounded, in about eight minutes; a rival that is installed (`measure/rivals.py`) adds the time of
its training. Ratios are worth more than values: both sides of a ratio felt the same neighbours on the machine.
"""

from __future__ import annotations

import os

# Before numpy is imported anywhere, as the server does: one BLAS thread.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("VECLIB_MAXIMUM_THREADS", "1")

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

from measure import cpu, importing, load, near, rivals
from measure.row import Row, table


def say(text: str) -> None:
    """Tell what is being measured, apart from the table."""
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Measure, print and write."""
    options = _options()
    parts: dict[str, Callable[[], Iterable[Row]]] = {
        "cpu": lambda: cpu.rows(options.seed),
        "near": lambda: near.rows(options.seed),
        "import": lambda: importing.rows(options.seed),
        "load": lambda: load.rows(say, options.messages),
        "rivals": lambda: rivals.rows(say),
    }
    began, rows = time.monotonic(), list[Row]()
    for name in options.only or parts:
        say(f"{name} ...")
        rows += parts[name]()
    print(table(rows))
    print(
        f"ratio = value / rival. {time.monotonic() - began:.0f} s, {os.cpu_count()} processors, {_load()}, seed {options.seed}."
    )
    Path(options.out).write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure what an answer costs, beside rivals in the same run.")
    parser.add_argument(
        "--only", action="append", choices=("cpu", "near", "import", "load", "rivals"), help="measure only this; may be repeated"
    )
    parser.add_argument(
        "--messages", type=int, default=load.MESSAGES, help=f"over which memory's growth is measured (default {load.MESSAGES})"
    )
    parser.add_argument("--seed", type=int, default=1, help="of everything made up (default 1)")
    parser.add_argument("--out", default="bench.json", help="where to write the rows (default bench.json)")
    return parser.parse_args()


def _load() -> str:
    """How busy the machine is: above the number of processors, values here are too high and rates too low."""
    return "load average " + " ".join(f"{each:.1f}" for each in os.getloadavg())


if __name__ == "__main__":
    main()
