"""`safertext rotate`: new secrets of our own in `.env`, and what is left to do by hand."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.adapters.rotating import RotationError, rotate
from bot.adapters.settings import PROJECT, Settings

_NEXT: Mapping[str, str] = {
    "SECRET_KEY": "SECRET_KEY is new. After the restart everybody signs in to the pages for the group again.",
    "TELEGRAM_WEBHOOK_SECRET": (
        "TELEGRAM_WEBHOOK_SECRET is new. Right after the restart run: safertext telegram set-webhook\n"
        "   Until then Telegram's messages are refused; Telegram keeps them for a day and brings them again."
    ),
}
_BY_HAND = (
    "Twilio, in its console: make a second auth token, put it into TWILIO_AUTH_TOKEN, promote it, restart at once; text OD.",
    "Twilio: delete the API key of who left, make another, put it into .env.purge.",
    "Telegram, at @BotFather: /revoke, and put the new token into TELEGRAM_BOT_TOKEN where you keep it.",
    "The host: take out their key. The registrar, the bank card's alerts, the pages for the group: take out their name.",
)


def arguments(command: argparse.ArgumentParser) -> None:
    """Which file."""
    command.add_argument("--file", type=Path, default=PROJECT / ".env", help="the file with the settings (default: .env)")


def run(options: argparse.Namespace, _: Settings) -> int:
    """Change what is ours and say what is not; 1 where nothing was changed. No secret is ever printed."""
    try:
        changed = rotate(options.file)
    except RotationError as error:
        print(error, file=sys.stderr)
        return 1
    hidden = [name for name in changed if name in os.environ]
    steps = ["Restart the server now: until then it runs with the old secrets.", *(_NEXT[name] for name in changed), *_BY_HAND]
    for number, step in enumerate(steps, start=1):
        print(f"{number}. {step}")
    if hidden:
        print(
            f"{', '.join(hidden)} is also set in the environment, which comes before the file: change it there too.",
            file=sys.stderr,
        )
    return 0
