"""The `safertext` command: one subcommand a job, each with `--help` and an example.

Exit 0 is good, 1 a fault was found, 2 wrong usage, or settings or content that cannot be used. A subcommand is a file of
`bot/commands/`, loaded only when it is asked for: some bring packages that cost every other command its start.
"""

from __future__ import annotations

import os

# Before numpy is imported anywhere: many BLAS threads make one message fifty times slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("VECLIB_MAXIMUM_THREADS", "1")

import argparse
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

from bot.adapters.settings import from_environment
from bot.errors import ContentError, SettingsError

# What each does, and an example.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "serve": ("Serve the webhooks and the page.", "PORT=8000 safertext serve"),
    "chat": ("Text the bot in this terminal.", "safertext chat"),
    "ask": ("Answer JSON lines from standard input.", """echo '{"id":1,"text":"narcan 04401"}' | safertext ask"""),
    "evaluate": ("Score labelled messages.", "safertext evaluate tests/danger/messages.jsonl"),
    "train": ("Train the head on content/phrases.", "safertext train"),
    "places": ("Bring in, give out and look after the places.", "safertext places import boxes.csv --dry-run"),
    "gazetteer": ("Bring in towns and postal codes.", "safertext gazetteer import 2025_Gaz_cousubs_national.txt"),
    "telegram": ("Set up the bot at Telegram, or poll.", "safertext telegram set-webhook"),
    "review": ("Read a text and sign it.", "safertext review entries/naloxone_what.toml --language es"),
    "region": ("Make the folder of a new region.", "safertext region new vermont --state VT"),
    "drill": ("Practise an overdose: marked DRILL, never counted as one.", "safertext drill --language es"),
    "admin": ("Who may use the pages for the group.", "safertext admin add Ana"),
    "stats": ("A month's rounded counts for a funder.", "safertext stats --month 2026-10 --csv october.csv"),
    "check": ("Tell every fault in the content.", "safertext check --strict"),
    "rotate": ("Make new secrets of our own, when somebody leaves.", "safertext rotate"),
    "sunset": ("The last day: answer 911, 211 and 988 only.", "safertext sunset --dry-run"),
    "doctor": ("Check the whole set-up, and say what to do.", "safertext doctor --offline"),
    "monitor": (
        "Say what a test text must bring, or ask a server how it is.",
        "safertext monitor --check https://bot.example.org",
    ),
    "purge": ("Delete at Twilio what is older than an hour.", "safertext purge --dry-run"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    typed = sys.argv[1:] if arguments is None else list(arguments)
    options = parser(typed).parse_args(typed)
    try:
        return int(import_module(f"bot.commands.{options.command}").run(options, from_environment()))
    except (SettingsError, ContentError) as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader went away; nothing more to say to it
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


def parser(typed: Sequence[str]) -> argparse.ArgumentParser:
    """What reads the command line; of the subcommands only the one in `typed` is loaded."""
    whole = argparse.ArgumentParser(
        prog="safertext", description="A line that answers about naloxone, overdose, and help nearby."
    )
    commands = whole.add_subparsers(required=True, metavar="command", dest="command")
    for name, (summary, example) in COMMANDS.items():
        command = commands.add_parser(
            name,
            help=summary,
            description=summary,
            epilog=f"example: {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if name in typed[:1]:
            module = import_module(f"bot.commands.{name}")
            if hasattr(module, "arguments"):
                module.arguments(command)
    return whole


if __name__ == "__main__":
    sys.exit(main())
