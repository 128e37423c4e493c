"""`safertext check`: every fault in the content."""

from __future__ import annotations

import argparse

from bot.adapters.check import check
from bot.adapters.settings import Settings


def arguments(command: argparse.ArgumentParser) -> None:
    """How strict, and how much to show."""
    command.add_argument("--strict", action="store_true", help="warnings count as faults")
    command.add_argument("--quiet", action="store_true", help="show faults only")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print faults and warnings; 1 where there is a fault."""
    faults, warnings = check(settings)
    for fault in faults:
        print(f"fault: {fault}")
    if not options.quiet:
        for warning in warnings:
            print(f"warning: {warning}")
    print(f"{len(faults)} faults, {len(warnings)} warnings")
    return 1 if faults or (options.strict and warnings) else 0
