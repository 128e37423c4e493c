"""`safertext telegram`: set up the bot at Telegram, or poll."""

from __future__ import annotations

import argparse

from bot.adapters.settings import Settings


def arguments(command: argparse.ArgumentParser) -> None:
    """The subcommands of `safertext telegram`; which one is in `what`."""
    parts = command.add_subparsers(required=True, metavar="what", dest="what")
    for name, summary in {
        "set-webhook": "Tell Telegram where the server is, and what to show of the bot.",
        "poll": "Fetch messages instead of waiting for them: for a machine without a public address.",
    }.items():
        part = parts.add_parser(name, help=summary, description=summary, epilog=f"example: safertext telegram {name}")
        part.add_argument("--base-url", default="", help=argparse.SUPPRESS)  # another Bot API than Telegram's, for tests


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Run one subcommand; its exit code."""
    import webhook
    from bot.adapters import telegram_poll, telegram_setup
    from bot.adapters.uncaught import hush

    if options.what == "poll":
        hush()
        return telegram_poll.poll(lambda own: webhook.create_app(settings=own), settings, options.base_url)
    return telegram_setup.set_webhook(settings, options.base_url)
