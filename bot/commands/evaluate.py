"""`safertext evaluate`: scores and misses on labelled messages."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.adapters.evaluate import evaluate, read_labels
from bot.adapters.settings import Settings
from bot.commands.knowing import know, now
from handlers.respond import respond


def arguments(command: argparse.ArgumentParser) -> None:
    """The files, and how to print."""
    command.add_argument(
        "files", nargs="+", metavar="FILE.jsonl", help="labelled lines: text, lang, intent, accept, emergency, place, service"
    )
    command.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the scores; 2 where a file cannot be read."""
    try:
        labels = [label for path in options.files for label in read_labels(Path(path))]
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    report = evaluate(labels, respond, know(settings), now)
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
