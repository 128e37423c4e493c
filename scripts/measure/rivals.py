"""Rivals of our understanding, each in an environment of its own: trained on our phrases, then asked the messages kept apart.

None is needed by the program or its tests. Where one is not installed its row says how to get it, and nothing is made up.
NLPJS_HOME: a folder in which node-nlp is installed. RASA_PYTHON: a Python 3.10 with Rasa 3.6.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.adapters.evaluate import Scored, read_labels
from bot.adapters.files import Reader
from bot.adapters.settings import PROJECT
from bot.text import fold
from bot.understanding.reading import KINDS
from measure.process import cpu_seconds, memory_mb
from measure.rival_rasa import EPOCHS
from measure.row import Row, row

HOME = PROJECT / "var" / "rivals"
HERE = Path(__file__).parent
FILES = ("danger/messages.jsonl", "danger/hard_negatives.jsonl", "understanding/messages.jsonl")
SAFE = {None, False, "none", "", "no"}
_PATIENCE = 7200.0
Got = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rival:
    """Whom to start, None where it is not installed, and how to install it."""

    name: str
    command: Sequence[str] | None
    install: str


@dataclass(frozen=True, slots=True)
class Marks:
    """What came of it: shares from 0 to 1, CPU milliseconds for a message, MB at the end, seconds until it was ready."""

    topic: float
    recall: float
    alarms: float
    cpu: float
    memory: float
    ready: float


# What is compared: the name of a row, its unit, and its value.
FIGURES: tuple[tuple[str, str, Callable[[Marks], float]], ...] = (
    ("topic right", "share", lambda marks: marks.topic),
    ("danger now, heard as now", "share", lambda marks: marks.recall),
    ("false alarms", "share", lambda marks: marks.alarms),
    ("CPU a message", "ms", lambda marks: marks.cpu),
    ("memory", "MB", lambda marks: marks.memory),
)


def found(phrases: str) -> tuple[Rival, ...]:
    """The rivals; `phrases` is the file that they are trained on."""
    node, folder = shutil.which("node"), Path(os.environ.get("NLPJS_HOME", HOME / "nlpjs"))
    there = node and (folder / "node_modules/node-nlp").exists()
    nlpjs = [str(node), str(HERE / "rival_nlpjs.js"), str(folder), phrases] if there else None
    python = os.environ.get("RASA_PYTHON") or shutil.which(str(HOME / "rasa/bin/python"))
    rasa = [python, str(HERE / "rival_rasa.py"), phrases] if python else None
    return (
        Rival("NLP.js 4.27", nlpjs, "npm install --prefix var/rivals/nlpjs node-nlp@4.27.0"),
        Rival(
            f"Rasa 3.6 ({EPOCHS} epochs)",
            rasa,
            "python3.10 -m venv var/rivals/rasa; var/rivals/rasa/bin/pip install rasa==3.6.21; or RASA_PYTHON",
        ),
    )


def rows(say: Callable[[str], None]) -> Iterator[Row]:
    """Six rows for each rival that is installed, five beside ours from the same run; one row for each that is not."""
    labels = kept_apart()
    with tempfile.TemporaryDirectory(prefix="safertext-rivals-") as folder:
        phrases = _phrases(Path(folder) / "phrases.jsonl")
        rivals = found(str(phrases))
        ours = _asked([sys.executable, "-m", "bot.cli", "ask"], labels, folder) if any(each.command for each in rivals) else None
        for each in rivals:
            if not each.command or not ours:
                yield Row(each.name, 0, "not installed", each.install)
                continue
            say(f"training {each.name} ...")
            theirs = _asked(each.command, labels, folder)
            for name, unit, value in FIGURES:
                yield row(name, value(ours), unit, (each.name, value(theirs)), len(labels))
            yield row(f"{each.name}: trained and ready", theirs.ready, "s")


def kept_apart() -> list[Mapping[str, Any]]:
    """The labelled messages that nobody was trained on."""
    trained = {fold(each.text) for each in Reader(PROJECT / "content").phrases()}
    labels = (label for file in FILES for label in read_labels(PROJECT / "tests" / file))
    return [label for label in labels if fold(label["text"]) not in trained]


def _phrases(path: Path) -> Path:
    """Every phrase with its language and topic, a line each."""
    listed = (
        {"text": each.text, "language": each.language, "topic": each.topic} for each in Reader(PROJECT / "content").phrases()
    )
    path.write_text("".join(json.dumps(each) + "\n" for each in listed), encoding="utf-8")
    return path


def _asked(command: Sequence[str], labels: Sequence[Mapping[str, Any]], folder: str) -> Marks:
    """What one process makes of the messages, sent one at a time. Raises RuntimeError when it ends before the last."""
    began = time.monotonic()
    keep = os.environ | {"PYTHONPATH": str(PROJECT), "SAFERTEXT_RIVAL_FOLDER": folder, "DATABASE_URL": f"sqlite:///{folder}/x.db"}
    with _started(command, keep, folder) as process:
        _answer(process, "hello")
        ready, spent = time.monotonic() - began, cpu_seconds(process.pid)
        scored = [Scored(label, _answer(process, label["text"])) for label in labels]
        cpu = (cpu_seconds(process.pid) - spent) * 1000 / len(labels)
        return _marks(scored, cpu, memory_mb(process.pid), ready)


@contextmanager
def _started(command: Sequence[str], environment: Mapping[str, str], folder: str) -> Iterator[subprocess.Popen[str]]:
    """A process with pipes, ended afterwards, and in any case after two hours; what it tells on standard error is shown."""
    with subprocess.Popen(  # noqa: S603 - a rival that the operator installed
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        cwd=folder,
        encoding="utf-8",
    ) as process:
        watch = threading.Timer(_PATIENCE, process.kill)
        watch.start()
        try:
            yield process
        finally:
            watch.cancel()
            process.kill()


def _answer(process: subprocess.Popen[str], text: str) -> Got:
    """What it makes of one message; anything else that it prints is passed over."""
    assert process.stdin  # noqa: S101 - a pipe
    assert process.stdout  # noqa: S101 - likewise
    with suppress(BrokenPipeError):
        process.stdin.write(json.dumps({"id": 1, "text": text}) + "\n")
        process.stdin.flush()
    for line in process.stdout:
        if line.startswith('{"') and "topic" in (got := json.loads(line)):
            return {"danger": "now" if got["topic"] in KINDS else "none", "alternatives": (), **got}
    raise RuntimeError(f"{process.args!r} ended: start it by hand to see why")


def _marks(scored: Sequence[Scored], cpu: float, memory: float, ready: float) -> Marks:
    """Heard is heard as danger now, as an alarm is: a rival knows no "possible"."""
    danger = [each.got["danger"] == "now" for each in scored if each.danger]
    alarms = [each.got["danger"] == "now" for each in scored if each.label.get("emergency") in SAFE]
    topic = [each.right for each in scored]
    return Marks(_share(topic), _share(danger), _share(alarms), cpu, memory, ready)


def _share(good: Sequence[bool]) -> float:
    return sum(good) / max(len(good), 1)
