"""`safertext monitor`: what to text from a real phone and what must come back; or a look at the server from outside."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence

from bot.adapters.settings import Settings
from bot.knowledge import Knowledge
from bot.state import State


def arguments(command: argparse.ArgumentParser) -> None:
    """Which texts to show, or which address to look at."""
    command.add_argument("--all", action="store_true", help="every danger text, in every language")
    command.add_argument("--check", metavar="URL", default="", help="ask this server's /readyz; exit 1 when it is not well")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print what to expect, or one sentence on how the server is."""
    from bot.adapters import monitor
    from bot.adapters.doctor.verdict import Light
    from bot.adapters.loading import read

    if options.check:
        found = monitor.look(options.check)
        print(f"{found.light.value}: {found.says}" + (f". To do: {found.do}" if found.do else ""))
        return 1 if found.light == Light.RED else 0
    knowledge = read(settings.content_dir, settings).knowledge
    assert knowledge  # noqa: S101 - `read` raises where there is none
    for line in _all(knowledge) if options.all else monitor.expected(lambda: _talk(knowledge), settings.public_base_url):
        print(line)
    return 0


def _all(knowledge: Knowledge) -> Iterator[str]:
    from bot.adapters import monitor

    for language in monitor.STARTS:
        yield from monitor.every_danger(lambda: _talk(knowledge), knowledge.bank.steps.values(), language)


def _talk(knowledge: Knowledge) -> Callable[[str], Sequence[str]]:
    """A new talk by SMS with the line as it stands."""
    from bot.adapters.render import sms
    from bot.commands.knowing import now
    from bot.message import Channel, Message
    from handlers.respond import respond

    held: list[State | None] = [None]

    def says(text: str) -> Sequence[str]:
        outcome = respond(Message(text, Channel.SMS), held[0], knowledge, now())
        held[0] = outcome.state
        return sms(outcome.reply)

    return says
