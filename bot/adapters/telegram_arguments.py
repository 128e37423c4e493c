"""What `safertext telegram` can be asked, apart from how it is done: python-telegram-bot costs every other command 300 ms."""

from __future__ import annotations

import argparse


def arguments(command: argparse.ArgumentParser) -> None:
    """The subcommands of `safertext telegram`; which one is in `what`."""
    parts = command.add_subparsers(required=True, metavar="what", dest="what")
    for name, summary in {
        "set-webhook": "Tell Telegram where the server is, and what to show of the bot.",
        "poll": "Fetch messages instead of waiting for them: for a machine without a public address.",
    }.items():
        part = parts.add_parser(name, help=summary, description=summary, epilog=f"example: safertext telegram {name}")
        part.add_argument("--base-url", default="", help=argparse.SUPPRESS)  # another Bot API than Telegram's, for tests
