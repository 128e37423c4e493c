"""`make fuzz SECONDS=n SEED=n`: both webhooks through the real app with genuine signatures and mutated everything else.

The same seed and count give the same requests. Ends with 1 when any answer was a 500, could not be read by who asked, or
came from the last resort because something broke inside.
"""

from __future__ import annotations

import os

# Before numpy is imported anywhere, as the server does: one BLAS thread.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("VECLIB_MAXIMUM_THREADS", "1")

import argparse
import json
import logging
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from defusedxml.ElementTree import fromstring
from mutate import AUTH_TOKEN, BASE_URL, TELEGRAM_SECRET, Sent, Writer
from werkzeug.test import Client

from bot.adapters.encoder import load_encoder
from bot.adapters.loading import read, with_encoder
from bot.adapters.settings import PROJECT, Settings
from webhook import create_app

_SHOWN = 5
# Whom an unreadable answer would leave with silence.
_READERS: dict[str, Callable[[bytes], object]] = {"text/xml": fromstring, "application/json": json.loads}


class Breaks(logging.Handler):
    """Counts what the app logged as broken: the person got an answer, but not the one that was meant."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.kinds: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the class of the exception and where it was raised, never the message's words."""
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else record.msg
        trace = record.exc_info[2] if record.exc_info else None
        while trace and trace.tb_next:
            trace = trace.tb_next
        self.kinds[f"{kind} in {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else kind] += 1


@dataclass(slots=True)
class Report:
    """What came of a run; `faults` are sentences, `slowest` is milliseconds of CPU, the request's number and what it was."""

    seed: int
    requests: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, int, str] = (0.0, 0, "")
    faults: list[str] = field(default_factory=list)

    def note(self, sent: Sent, status: int, milliseconds: float) -> None:
        """One answer."""
        self.requests += 1
        self.statuses[f"{sent.path} {status}"] += 1
        self.slowest = max(self.slowest, (milliseconds, self.requests, sent.what))
        if status >= 500:
            self.fault(sent, f"status {status}")

    def fault(self, sent: Sent, what: str) -> None:
        """One answer that no sender should get."""
        self.faults.append(
            f"request {self.requests} of seed {self.seed} ({sent.path}, {sent.what}): {what}; body {sent.body[:200]!r}"
        )

    def __str__(self) -> str:
        """One line, and one more for each of the first faults."""
        statuses = ", ".join(f"{key} x {count}" for key, count in sorted(self.statuses.items()))
        took, number, what = self.slowest
        line = f"{self.requests} requests, seed {self.seed}; {statuses}; slowest {took:.0f} ms CPU (request {number}, {what})"
        return "\n".join([f"{line}; {len(self.faults)} faults", *self.faults[:_SHOWN]])


def fuzz(app: object, seed: int, *, seconds: float = float("inf"), most: int = sys.maxsize) -> Report:
    """Send requests to the WSGI `app` until `seconds` are over or `most` were sent. Raises nothing that the app raises."""
    writer, client, report, breaks = Writer(random.Random(seed)), Client(app, use_cookies=False), Report(seed), Breaks()  # type: ignore[arg-type]  # noqa: S311 - variety, not secrecy
    log = logging.getLogger("safertext")
    passes_on, log.propagate = log.propagate, False  # each break is told once, below
    log.addHandler(breaks)
    try:
        end = time.monotonic() + seconds
        while report.requests < most and time.monotonic() < end:
            _send(client, writer.next(), report)
    finally:
        log.removeHandler(breaks)
        log.propagate = passes_on
    report.faults += [
        f"an answer broke inside and the last resort came, {count} times: {kind}" for kind, count in breaks.kinds.items()
    ]
    return report


def _send(client: Client, sent: Sent, report: Report) -> None:
    began = time.thread_time()  # CPU: neighbours on the machine hardly show in it
    try:
        response = client.open(sent.path, query_string=sent.query, method="POST", data=sent.body, headers=list(sent.headers))
        status, kind, body = response.status_code, response.mimetype, response.data
    except Exception as error:  # noqa: BLE001 - a server would have answered 500
        status, kind, body = 500, "", type(error).__name__.encode()
    report.note(sent, status, (time.thread_time() - began) * 1000)
    if sent.genuine and status in {400, 403}:
        report.fault(sent, f"status {status} although the sender is who they say")
    if status == 200:
        try:
            _READERS[kind or ""](body)
        except Exception as error:  # noqa: BLE001 - whatever the reader stumbles over
            report.fault(sent, f"an answer that the sender cannot read ({kind}: {type(error).__name__})")


class Clock:
    """A clock that leaps a little at every look, so that talks also expire."""

    def __init__(self, seed: int) -> None:
        """The same seed gives the same leaps."""
        self._chance, self._now = random.Random(seed), datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # noqa: S311 - variety

    def __call__(self) -> datetime:
        """The time now."""
        self._now += timedelta(seconds=self._chance.choice((0, 0, 0, 1, 5, 60, 600)))
        return self._now


def main() -> int:
    """Load everything as the server does, then send."""
    parser = argparse.ArgumentParser(description="Send mutated requests to both webhooks, in this process.")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    settings = Settings(
        public_base_url=BASE_URL, twilio_auth_token=AUTH_TOKEN, telegram_webhook_secret=TELEGRAM_SECRET, log_level="ERROR"
    )
    knowledge = read(PROJECT / "content", settings).knowledge
    assert knowledge  # noqa: S101 - read raises where there is none
    app = create_app(Clock(options.seed), knowledge=with_encoder(knowledge, load_encoder()), settings=settings)
    report = fuzz(app, options.seed, seconds=options.seconds)
    print(report)
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
