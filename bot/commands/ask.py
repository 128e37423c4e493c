"""`safertext ask`: JSON lines in, one JSON line out for each."""

from __future__ import annotations

import argparse
import sys

from bot.adapters.console import ask
from bot.adapters.settings import Settings
from bot.commands.knowing import know, now
from handlers.respond import respond


def run(_: argparse.Namespace, settings: Settings) -> int:
    """Answer every line of standard input. Raises ContentError where there is no content."""
    knowledge = know(settings)
    for line in ask(sys.stdin, respond, knowledge, now):
        print(line, flush=True)
    return 0
