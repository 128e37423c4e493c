"""Write the figures that `tests/test_understanding.py` holds the line with: run it when a change makes them better."""

from __future__ import annotations

import json
import os

# Before numpy is imported, as in the server: many threads a text take longer than one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from datetime import UTC, datetime

from bot.adapters.encoder import load_encoder
from bot.adapters.evaluate import evaluate, read_labels
from bot.adapters.evaluate_talks import evaluate_talks
from bot.adapters.loading import read, with_encoder
from bot.adapters.settings import PROJECT, Settings
from handlers.respond import respond

TESTS = PROJECT / "tests"
FILES = ("danger/messages.jsonl", "danger/hard_negatives.jsonl", "understanding/messages.jsonl")
NESTED = {"by_language", "by_topic", "reliability", "misses"}


def _now() -> datetime:
    return datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def main() -> None:
    """Evaluate and write `tests/understanding/figures.json`."""
    knowledge = read(PROJECT / "content", Settings()).knowledge
    assert knowledge  # noqa: S101 - read raises where there is none
    knowledge = with_encoder(knowledge, load_encoder())
    labels = [label for file in FILES for label in read_labels(TESTS / file)]
    lines = (TESTS / "understanding" / "conversations.jsonl").read_text(encoding="utf-8").splitlines()
    talks = evaluate_talks([json.loads(line) for line in lines if line.strip()], respond, knowledge, _now)
    report = {key: value for key, value in evaluate(labels, respond, knowledge, _now).items() if key not in NESTED}
    figures = {**report, "turns_pass": talks["turns_pass"]}
    (TESTS / "understanding" / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
