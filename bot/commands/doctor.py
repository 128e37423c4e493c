"""`safertext doctor`: the whole set-up, like a traffic light."""

from __future__ import annotations

import argparse
import json

from bot.adapters.settings import Settings

_BY_HAND = (
    "What no program can see: access logs at your host and proxy, texts on real phones of each carrier, and whether somebody "
    "is told when the line is down. docs/go-live.md, sections 3, 10 and 11."
)


def arguments(command: argparse.ArgumentParser) -> None:
    """How to look, and how to tell it."""
    command.add_argument("--offline", action="store_true", help="ask nobody outside this machine")
    command.add_argument("--json", action="store_true", help="for programs: one JSON object")
    command.add_argument("--texts", action="store_true", help="only print what to paste at Twilio: STOP, START, HELP, fallbacks")
    for server in ("at", "twilio-url", "telegram-url"):
        command.add_argument(f"--{server}", default="", help=argparse.SUPPRESS)  # other servers than the real ones, for tests


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Show every light; 1 where one is red."""
    from bot.adapters import carrier_texts
    from bot.adapters.doctor.table import as_json, examine, lines
    from bot.adapters.doctor.verdict import Light, Visit
    from bot.adapters.quiet import quiet
    from bot.adapters.twilio_api import keys_of
    from bot.commands.knowing import now

    quiet("ERROR")
    if options.texts:
        print(carrier_texts.to_paste(settings))
        return 0
    keys = keys_of(settings)
    visit = Visit(settings, now(), keys, at=options.at, twilio_url=options.twilio_url, telegram_url=options.telegram_url)
    found = list(examine(visit, offline=options.offline))
    visit.close()
    if options.json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=1))
    else:
        print(*lines(found), "", _BY_HAND, sep="\n")
    return 1 if any(verdict.light == Light.RED for _, verdict in found) else 0
