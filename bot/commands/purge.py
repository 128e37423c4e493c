"""`safertext purge`: delete at Twilio what is older than an hour."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import timedelta

from bot.adapters.settings import Settings

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def arguments(command: argparse.ArgumentParser) -> None:
    """How old, how many, and whether only to count."""
    command.add_argument("--older-than", type=age, default="1h", metavar="AGE", help="such as 30m, 1h or 2d (usual: 1h)")
    command.add_argument(
        "--limit", type=int, default=10_000, metavar="N", help="at most N of each kind in one run (usual: 10000)"
    )
    command.add_argument("--dry-run", action="store_true", help="count what would be deleted; delete nothing")
    command.add_argument("--base-url", default="", help=argparse.SUPPRESS)  # another server than Twilio's, for tests


def age(text: str) -> timedelta:
    """`30m`, `1h` or `2d`. Raises ArgumentTypeError."""
    found = re.fullmatch(r"([1-9]\d{0,3})([mhd])", text)
    if not found:
        raise argparse.ArgumentTypeError("must be a number and m, h or d, such as 30m, 1h or 2d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Delete, and say how many; 1 when it was stopped."""
    from bot.adapters import purge, twilio_api
    from bot.commands.knowing import now
    from bot.errors import SettingsError

    keys = twilio_api.keys_of(settings)
    if not keys.complete:
        raise SettingsError(
            (f"TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_SECRET are needed: put them into {twilio_api.KEY_FILE}",)
        )
    order = purge.Order(options.older_than, options.limit, dry_run=options.dry_run)
    one = purge.Purge(twilio_api.Twilio(keys, options.base_url), order, now())
    try:
        one.run()
    except (purge.HoldError, twilio_api.TwilioError) as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        one.twilio.close()
        for line in purge.told(one.done, order):
            print(line)
    return 0
