"""`safertext chat`: the bot in this terminal."""

from __future__ import annotations

import argparse
import sys

from bot.adapters.render import plain
from bot.adapters.settings import Settings
from bot.commands.knowing import know, now
from bot.message import Channel, Message
from handlers.respond import respond


def run(_: argparse.Namespace, settings: Settings) -> int:
    """Answer what is typed until the input ends."""
    knowledge = know(settings)
    print("Type as a person would text. Ctrl-D ends.", file=sys.stderr)
    state = None
    while True:
        try:
            text = input("> ")
        except EOFError:
            return 0
        outcome = respond(Message(text, Channel.WEB), state, knowledge, now())
        state = outcome.state
        print(plain(outcome.reply) + "\n")
