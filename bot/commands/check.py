"""`safertext check`: every fault in the content."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.adapters.checks import listed
from bot.adapters.checks.danger_texts import NAME, accept
from bot.adapters.checks.rules import check, gather
from bot.adapters.review_costs import costs
from bot.adapters.review_due import due
from bot.adapters.settings import Settings
from bot.errors import SaferTextError

_Job = Callable[[argparse.Namespace, Settings], int]


def arguments(command: argparse.ArgumentParser) -> None:
    """How strict, and how much to show."""
    command.add_argument("--strict", action="store_true", help="warnings count as faults")
    command.add_argument("--quiet", action="store_true", help="show faults only")
    command.add_argument("--numbers", action="store_true", help="show every number to be called before launch")
    command.add_argument("--phrases", action="store_true", help="show how many and how varied the phrases of each topic are")
    command.add_argument("--reading", action="store_true", help="show how easy each topic is to read, in each language")
    command.add_argument("--costs", action="store_true", help="show what each text and each topic costs by SMS")
    command.add_argument("--due", action="store_true", help="show what to review next, oldest first, and who has signed it")
    command.add_argument(
        "--sheet", type=Path, metavar="OUT.xlsx", help="write every text into a sheet for reviewers and translators"
    )
    command.add_argument("--apply-sheet", type=Path, metavar="IN.xlsx", help="take such a sheet back; shows each change")
    command.add_argument(
        "--accept-danger-texts", action="store_true", help="after somebody who knows has read what changed in danger: accept it"
    )
    command.add_argument("--dry-run", action="store_true", help="with --apply-sheet: show what would change; write nothing")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print faults and warnings; 1 where there is a fault. Other options ask for something else of the content."""
    asked = next((job for name, job in _INSTEAD.items() if getattr(options, name)), None)
    if asked:
        return asked(options, settings)
    faults, warnings = check(settings)
    for fault in faults:
        print(f"fault: {fault}")
    if not options.quiet:
        for warning in warnings:
            print(f"warning: {warning}")
    print(f"{len(faults)} faults, {len(warnings)} warnings")
    return 1 if faults or (options.strict and warnings) else 0


def _due(settings: Settings) -> Iterable[str]:
    return due(settings, datetime.now(UTC).date())


def _printed(lines: Callable[[Settings], Iterable[str]]) -> _Job:
    """The job of printing `lines`, which may raise ContentError."""

    def job(_: argparse.Namespace, settings: Settings) -> int:
        for line in lines(settings):
            print(line)
        return 0

    return job


def _sheet(options: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.review_sheet import write_sheet

    try:
        count = write_sheet(settings, options.sheet)
    except OSError as error:
        print(f"No sheet was written: {error}", file=sys.stderr)
        return 1
    print(f"{count} texts in {options.sheet}. Take it back with: safertext check --apply-sheet {options.sheet.name} --dry-run")
    return 0


def _apply_sheet(options: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.review_apply import apply_sheet

    today, write = datetime.now(UTC).date(), not options.dry_run
    try:
        applied = apply_sheet(settings, options.apply_sheet, today, write=write)
    except SaferTextError as error:
        print(f"Nothing was changed: {error}", file=sys.stderr)
        return 1
    print("".join(applied.diffs), end="")
    for heading in ("signed", "remarks", "left"):
        for told in getattr(applied, heading):
            print(f"{heading}: {told}")
    done = "changed" if write else "would be changed (nothing is written)"
    print(f"{applied.changed} texts {done}, {len(applied.signed)} signed, {len(applied.left)} left as they were")
    return 1 if applied.left else 0


def _accept_danger_texts(_: argparse.Namespace, settings: Settings) -> int:
    read = gather(settings)
    for fault in read.faults:
        print(f"fault: {fault}")
    if read.faults:
        print("Nothing was accepted: mend these first", file=sys.stderr)
        return 1
    print(f"{accept(read.content)} fingerprints changed in {NAME}. This is no review: `safertext review` keeps who has read what")
    return 0


_INSTEAD: Mapping[str, _Job] = {
    "numbers": _printed(listed.numbers),
    "phrases": _printed(listed.phrases),
    "reading": _printed(listed.reading),
    "costs": _printed(costs),
    "due": _printed(_due),
    "sheet": _sheet,
    "apply_sheet": _apply_sheet,
    "accept_danger_texts": _accept_danger_texts,
}
