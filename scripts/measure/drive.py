"""A small load generator: a few kept connections, one loop, one request at a time on each."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it: answers, seconds, and each answer's milliseconds in order of size."""

    n: int
    seconds: float
    took: list[float]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.n / self.seconds

    def at(self, share: float) -> float:
        """Milliseconds within which that share was answered."""
        return self.took[min(self.n - 1, int(self.n * share))]


@dataclass(slots=True)
class _Line:
    """One connection, and the answer that is arriving on it; `due` is when its request should have left."""

    socket: socket.socket
    due: float = 0.0
    buffer: bytearray = field(default_factory=bytearray)

    def send(self, request: bytes, due: float) -> None:
        self.due = due
        self.buffer.clear()
        self.socket.sendall(request)

    def whole(self) -> bool:
        """Read what is there; whether that completes the answer. Raises RuntimeError for any answer but 200."""
        self.buffer += self.socket.recv(65536)
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return False
        if not head.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(f"the server answered {head[:60].decode('latin-1')!r} under load: look at its log")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        return len(body) >= int(length.partition(b":")[2])


def drive(port: int, requests: Iterator[bytes], seconds: float, rate: float | None = None) -> Load:
    """Send `requests` for `seconds` or until they end: each when the last one is answered, or at `rate` a second.

    At a rate, an answer's time counts from when its request was due: a server that stalls is not let off.
    """
    with ExitStack() as open_, selectors.DefaultSelector() as selector:
        idle = [_Line(open_.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))) for _ in range(CONNECTIONS)]
        for line in idle:
            selector.register(line.socket, selectors.EVENT_READ, line)
        began = time.perf_counter()
        took = _run(selector, idle, requests, began + seconds, rate)
        return Load(len(took), time.perf_counter() - began, sorted(took))


def _run(
    selector: selectors.BaseSelector, idle: list[_Line], requests: Iterator[bytes], end: float, rate: float | None
) -> list[float]:
    took: list[float] = []
    due, busy = time.perf_counter(), 0
    while True:
        while idle and (now := time.perf_counter()) < end and (rate is None or now >= due):
            request = next(requests, None)
            if request is None:
                end = now
                break
            idle.pop().send(request, now if rate is None else due)
            busy += 1
            due += 0 if rate is None else 1 / rate
        now = time.perf_counter()
        if not busy and now >= end:
            return took
        for key, _ in selector.select(max(0.0, due - now) if rate and idle and now < end else 1.0):
            if key.data.whole():
                took.append((time.perf_counter() - key.data.due) * 1000)
                idle.append(key.data)
                busy -= 1
