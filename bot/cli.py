"""The `safertext` command: one subcommand a job, each with `--help` and an example.

Exit 0 is good, 1 a fault was found, 2 wrong usage or settings.
"""

from __future__ import annotations

import os

# Before numpy is imported anywhere: many BLAS threads make one message fifty times slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("VECLIB_MAXIMUM_THREADS", "1")

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.adapters.settings import Settings, from_environment
from bot.errors import ContentError, SettingsError
from bot.knowledge import Knowledge


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options, from_environment()))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader went away; nothing more to say to it
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="safertext", description="A line that answers about naloxone, overdose, and help nearby."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, (run, summary, example, add) in _COMMANDS.items():
        command = commands.add_parser(
            name,
            help=summary,
            description=summary,
            epilog=f"example: {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(run=run)
        if add:
            add(command)
    return parser


def _now() -> datetime:
    return datetime.now(UTC)


def _knowledge(settings: Settings) -> Knowledge:
    """Content with a loaded encoder; faults are told on standard error."""
    from bot.adapters.encoder import load_encoder
    from bot.adapters.loading import read, with_encoder
    from bot.adapters.site_refresh import from_database

    loaded = read(settings.content_dir, settings)
    for fault in loaded.faults:
        print(fault, file=sys.stderr)
    assert loaded.knowledge  # noqa: S101 - read raises where there is none
    knowledge = from_database(loaded.knowledge, settings)
    try:
        return with_encoder(knowledge, load_encoder())
    except Exception as error:  # noqa: BLE001 - without the package n-grams answer alone
        print(f"the sentence encoder cannot be loaded ({type(error).__name__}): n-grams answer alone", file=sys.stderr)
        return knowledge


def _ask(_: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.console import ask
    from handlers.respond import respond

    try:
        knowledge = _knowledge(settings)
    except ContentError as error:
        print(error, file=sys.stderr)
        return 2
    for line in ask(sys.stdin, respond, knowledge, _now):
        print(line, flush=True)
    return 0


def _chat(_: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.render import plain
    from bot.message import Channel, Message
    from handlers.respond import respond

    knowledge = _knowledge(settings)
    print("Type as a person would text. Ctrl-D ends.", file=sys.stderr)
    state = None
    while True:
        try:
            text = input("> ")
        except EOFError:
            return 0
        outcome = respond(Message(text, Channel.WEB), state, knowledge, _now())
        state = outcome.state
        print(plain(outcome.reply) + "\n")


def _evaluate(options: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.evaluate import evaluate, read_labels
    from handlers.respond import respond

    try:
        labels = [label for path in options.files for label in read_labels(Path(path))]
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    report = evaluate(labels, respond, _knowledge(settings), _now)
    print(json.dumps(report, ensure_ascii=False, indent=1) if options.json else _table(report))
    return 0


def _table(report: Mapping[str, Any]) -> str:
    nested = {"by_language", "by_topic", "reliability", "misses"}
    lines = [f"{key:18} {value}" for key, value in report.items() if key not in nested]
    lines += [f"{code:4} {figures}" for code, figures in report["by_language"].items()]
    lines += [f"{topic:30} {figures}" for topic, figures in report["by_topic"].items()]
    lines += [f"sure from {row['from']}: {row}" for row in report["reliability"]]
    lines += [
        f"{m['intent']} > {m['topic']} ({m['emergency']} > {m['danger']} {m['rule']}): {m['text']}" for m in report["misses"]
    ]
    return "\n".join(lines)


def _train(_: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.train import train_folder

    train_folder(settings.content_dir, lambda step: print(step, file=sys.stderr, flush=True))
    print(f"written: {settings.content_dir / 'model.npz'}")
    return 0


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.check import check

    faults, warnings = check(settings)
    for fault in faults:
        print(f"fault: {fault}")
    if not options.quiet:
        for warning in warnings:
            print(f"warning: {warning}")
    print(f"{len(faults)} faults, {len(warnings)} warnings")
    return 1 if faults or (options.strict and warnings) else 0


def _serve(_: argparse.Namespace, settings: Settings) -> int:
    import webhook
    from bot.adapters.server import serve

    print(f"Starting on http://localhost:{settings.port}", file=sys.stderr, flush=True)
    serve(webhook.create_app(settings=settings), settings)
    return 0


def _files(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "files", nargs="+", metavar="FILE.jsonl", help="labelled lines: text, lang, intent, accept, emergency, place, service"
    )
    command.add_argument("--json", action="store_true", help="print one JSON object")


def _strict(command: argparse.ArgumentParser) -> None:
    command.add_argument("--strict", action="store_true", help="warnings count as faults")
    command.add_argument("--quiet", action="store_true", help="show faults only")


def _places(options: argparse.Namespace, settings: Settings) -> int:
    from bot.adapters.places_cli import places

    return places(options, settings)


def _places_arguments(command: argparse.ArgumentParser) -> None:
    from bot.adapters.places_arguments import arguments

    arguments(command)


def _telegram(options: argparse.Namespace, settings: Settings) -> int:
    import webhook
    from bot.adapters import telegram_poll, telegram_setup

    if options.what == "poll":
        return telegram_poll.poll(lambda own: webhook.create_app(settings=own), settings, options.base_url)
    return telegram_setup.set_webhook(settings, options.base_url)


def _telegram_arguments(command: argparse.ArgumentParser) -> None:
    from bot.adapters.telegram_arguments import arguments

    arguments(command)


Run = Callable[[argparse.Namespace, Settings], int]
_COMMANDS: dict[str, tuple[Run, str, str, Callable[[argparse.ArgumentParser], None] | None]] = {
    "serve": (_serve, "Serve the webhooks and the page.", "PORT=8000 safertext serve", None),
    "chat": (_chat, "Text the bot in this terminal.", "safertext chat", None),
    "ask": (_ask, "Answer JSON lines from standard input.", """echo '{"id":1,"text":"narcan 04401"}' | safertext ask""", None),
    "evaluate": (_evaluate, "Score labelled messages.", "safertext evaluate tests/danger/messages.jsonl", _files),
    "train": (_train, "Train the head on content/phrases.", "safertext train", None),
    "places": (
        _places,
        "Bring in, give out and look after the places.",
        "safertext places import boxes.csv --dry-run",
        _places_arguments,
    ),
    "telegram": (_telegram, "Set up the bot at Telegram, or poll.", "safertext telegram set-webhook", _telegram_arguments),
    "check": (_check, "Tell every fault in the content.", "safertext check --strict", _strict),
}

if __name__ == "__main__":
    sys.exit(main())
