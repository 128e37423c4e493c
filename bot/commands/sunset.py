"""`safertext sunset`: the last day. From now on every answer but danger's is 911, 211 and 988; `--undo` takes it back."""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta

from bot.adapters import sunset_file
from bot.adapters.loading import read
from bot.adapters.settings import Settings
from bot.bank import LANGUAGES
from bot.commands.knowing import now

# How long the number must go on answering.
_KEPT = timedelta(days=366)


def arguments(command: argparse.ArgumentParser) -> None:
    """End it, take that back, or only look."""
    what = command.add_mutually_exclusive_group()
    what.add_argument("--undo", action="store_true", help="answer as before")
    what.add_argument("--dry-run", action="store_true", help="show the texts and change nothing")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """End the line; 1 where the mark cannot be written or there is nothing to undo."""
    if options.dry_run:
        return _show(settings)
    try:
        return _undo() if options.undo else _end()
    except OSError as error:
        why = f"{sunset_file.FILE} cannot be written ({type(error).__name__}): run this as the user that serves."
        print(why, file=sys.stderr)
        return 1


def _end() -> int:
    sunset_file.end(now().date())
    day = sunset_file.since() or now().date()
    print(
        f"The line has ended on {day}. Every answer but danger's is now 911, 211 and 988, without a restart.\n"
        f"Keep the server running and the number paid until {day + _KEPT} at least: a number on a card lives for years.\n"
        "With a Telegram bot, run once more: safertext telegram set-webhook (its page then says so too).\n"
        "Text the number to see it. To take it back: safertext sunset --undo"
    )
    return 0


def _undo() -> int:
    there = sunset_file.undo()
    print("The line answers as before." if there else "The line had not ended: nothing was changed.")
    return 0 if there else 1


def _show(settings: Settings) -> int:
    knowledge = read(settings.content_dir, settings).knowledge
    assert knowledge  # noqa: S101 - read raises where there is none
    for language in LANGUAGES:
        print(f"{language}: {knowledge.line('sunset', language)}\n")
    print("Danger still gets the steps first. Nothing was changed.")
    return 0
