"""Servers as processes of their own, on free loopback ports: ours, and bare Flask under the very same server."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.settings import PROJECT
from measure.people import AUTH_TOKEN, BASE_URL, TELEGRAM_SECRET

OURS = ("-m", "bot.cli", "serve")
BARE = (str(Path(__file__).with_name("bare.py")),)
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `alive_after` and `began` are seconds (the second on the monotonic clock)."""

    process: subprocess.Popen[bytes]
    port: int
    began: float
    alive_after: float

    def get(self, path: str) -> bytes:
        """The body at `path`. Raises OSError while nobody listens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().read()
        finally:
            connection.close()

    def encoder_after(self) -> float:
        """Seconds from the start until `/readyz` calls the encoder ready. Raises TimeoutError when it never does."""
        wait_for(lambda: json.loads(self.get("/readyz"))["encoder"] == "ready", "the encoder")
        return time.monotonic() - self.began

    def processes(self) -> list[int]:
        """The ids of all its processes, on Linux; elsewhere the first one's only."""
        return family(self.process.pid)

    def cpu_seconds(self) -> float:
        """User and system time of all its processes so far, on Linux; elsewhere 0."""
        return cpu_seconds(self.process.pid)

    def memory_mb(self) -> float:
        """What all its processes hold, in MB."""
        return memory_mb(self.process.pid)


def family(first: int) -> list[int]:
    """The ids of a process and of all that it started, on Linux; elsewhere its own only."""
    found = [first]
    for pid in found:
        with suppress(OSError):
            found += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split())
    return found


def cpu_seconds(first: int) -> float:
    """User and system time of a process and all that it started so far, on Linux; elsewhere 0."""
    ticks = 0
    for pid in family(first):
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_mb(first: int) -> float:
    """Proportional set size of a process and all that it started in MB (10^6 bytes), on Linux; elsewhere 0."""
    kib = 0
    for pid in family(first):
        with suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
            kib += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kib * 1024 / 1e6


def wait_for(done: Callable[[], bool], what: str) -> None:
    """Ask until `done`. Raises TimeoutError after a minute."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError, http.client.HTTPException):
            if done():
                return
        time.sleep(0.02)
    raise TimeoutError(f"{what} was not there after {_PATIENCE:.0f} seconds: run `safertext serve` alone to see why")


def copy_program(folder: Path) -> Path:
    """The program and its content in `folder`, so that a bench never touches the operator's `var/` or reads their `.env`."""
    for each in ("bot", "handlers", "content"):
        shutil.copytree(PROJECT / each, folder / each, ignore=shutil.ignore_patterns("phrases", "__pycache__"))
    shutil.copy(PROJECT / "webhook.py", folder)
    return folder


@contextmanager
def started(program: Path, command: Sequence[str] = OURS) -> Iterator[Server]:
    """A server that answers, ended afterwards. Raises TimeoutError when it does not come up."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    chosen = {"PUBLIC_BASE_URL": BASE_URL, "TWILIO_AUTH_TOKEN": AUTH_TOKEN, "TELEGRAM_WEBHOOK_SECRET": TELEGRAM_SECRET,
              "PORT": str(port), "PYTHONPATH": str(program), "LOG_LEVEL": "ERROR"}  # fmt: skip
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, *command], cwd=program, env=keep | chosen, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        server = Server(process, port, began, 0.0)
        wait_for(lambda: server.get("/healthz") == b"ok", "the server")
        yield Server(process, port, began, time.monotonic() - began)
    finally:
        process.terminate()
        try:
            process.wait(25)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
