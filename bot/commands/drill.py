"""`safertext drill`: a practice overdose in this terminal, or its whole transcript."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from bot.adapters.render import plain
from bot.adapters.settings import Settings
from bot.bank import LANGUAGES
from bot.commands.knowing import know, now
from bot.knowledge import Knowledge
from bot.message import Channel, Message
from bot.state import State
from handlers.drill import script
from handlers.respond import respond

# In a transcript this lies between two texts: enough for the drill's fast clock to reach the second dose.
_PAUSE = timedelta(seconds=16)


def arguments(command: argparse.ArgumentParser) -> None:
    """Which language, and whether to type or to read."""
    command.add_argument("--language", choices=LANGUAGES, default="en", help="the language of the practice (default: en)")
    command.add_argument("--play", action="store_true", help="print a whole practice, both sides, instead of asking")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Practise until the drill is over; 0. What may be real ends it here too, with the steps in earnest."""
    knowledge = know(settings)
    typed = script(knowledge, options.language)
    if options.play:
        for said, text in _talk(knowledge, typed, _clock()):
            print(f"> {said}\n{text}\n")
        return 0
    print("Nothing is sent to anyone. Ctrl-D ends.", file=sys.stderr)
    for _, text in _talk(knowledge, _asked(typed[0]), iter(now, None)):
        print(f"{text}\n")
    return 0


def _talk(knowledge: Knowledge, said: Iterable[str], times: Iterator[datetime]) -> Iterator[tuple[str, str]]:
    """What was typed and what came back, until the drill is over."""
    state: State | None = None
    for text in said:
        outcome = respond(Message(text, Channel.WEB), state, knowledge, next(times))
        state = outcome.state
        yield text, plain(outcome.reply)
        if state is None or not state.drill:
            return


def _asked(first: str) -> Iterator[str]:
    """The word that begins, and what is typed after it, until the input ends."""
    yield first
    while True:
        try:
            yield input("> ")
        except EOFError:
            return


def _clock() -> Iterator[datetime]:
    at = now()
    while True:
        at += _PAUSE
        yield at
