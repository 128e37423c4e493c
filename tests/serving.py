"""`safertext serve` as a real process for the tests, in a copy of the program, so that its `var/` is not ours."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from actors import AUTH_TOKEN, BASE_URL, TELEGRAM_SECRET, Texter
from twilio.request_validator import RequestValidator

from bot.adapters.settings import PROJECT

FORM = "application/x-www-form-urlencoded"
SERVE = ("-m", "bot.cli", "serve")
# For a machine on which everything runs at once; where it is quiet a server is up in two seconds and down in one.
UP_SECONDS, DOWN_SECONDS = 120, 60


def until(true: Callable[[], bool], seconds: float = 15) -> None:
    """Wait for what must come."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def copy_program(folder: Path) -> Path:
    """The program and its content in `folder`."""
    for each in ("bot", "handlers", "content"):
        shutil.copytree(PROJECT / each, folder / each, ignore=shutil.ignore_patterns("phrases"))
    shutil.copy(PROJECT / "webhook.py", folder)
    return folder


@dataclass
class Server:
    """`safertext serve` as a process of its own; only what was started here is ever ended."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    folder: Path

    def request(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def answers(self) -> bool:
        """Whether it is up."""
        try:
            return self.request("GET", "/healthz") == (200, b"ok")
        except OSError:
            return False

    def signed(self, text: str, **parameters: str) -> tuple[str, dict[str, str]]:
        """The body and headers of a genuine text."""
        form = Texter(client=None).form(text, **parameters)
        signature = RequestValidator(AUTH_TOKEN).compute_signature(f"{BASE_URL}/sms", form)
        return urlencode(form), {"Content-Type": FORM, "X-Twilio-Signature": signature}

    def texts(self, text: str, **parameters: str) -> list[str]:
        """Send a signed text; the messages that come back."""
        status, body = self.request("POST", "/sms", *self.signed(text, **parameters))
        assert status == 200
        return [message.text for message in ET.fromstring(body)]

    def worker(self) -> int | None:
        """The id of the one worker process."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0]) if children else None

    def connect(self, sent: bytes) -> socket.socket:
        """A connection on which only `sent` was sent."""
        client = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        client.sendall(sent)
        return client


@contextmanager
def started(program: Path, command: Sequence[str | Path] = SERVE, **environment: str) -> Iterator[Server]:
    """A server that is up, and ended afterwards."""
    port, log = free_port(), program / f"{time.monotonic_ns()}.log"
    usual = {"PUBLIC_BASE_URL": BASE_URL, "TWILIO_AUTH_TOKEN": AUTH_TOKEN, "TELEGRAM_WEBHOOK_SECRET": TELEGRAM_SECRET,
         "PORT": str(port),
             "PYTHONPATH": str(program)}  # fmt: skip
    with log.open("wb") as err:
        process = subprocess.Popen([sys.executable, *command], cwd=program, env=os.environ | usual | environment,
             stdout=err, stderr=err,
                                   stdin=subprocess.DEVNULL)  # fmt: skip
    server = Server(process, port, log, program)
    try:
        deadline = time.monotonic() + UP_SECONDS
        while not server.answers():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(DOWN_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
