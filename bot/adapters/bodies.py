"""How a request's body is read: what is too large is read to its end and forgotten, so that the app refuses it, in our words.

waitress alone would refuse it in words of its own and close, and a browser that is still sending then shows no sentence at all.
"""

from __future__ import annotations

from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

# Kept of one body. Every page allows less, and refuses by the length that it is told: the true one.
KEPT = 2 * 1024 * 1024
# Read of one body. Nobody who means well sends more: there waitress closes.
READ = 64 * 1024 * 1024


class _Bounded(OverflowableBuffer):  # type: ignore[misc]
    """A body in memory, never in a file: what comes after `KEPT` bytes is counted only."""

    def __init__(self) -> None:
        super().__init__(overflow=2 * KEPT)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def append(self, data: bytes) -> None:
        self._length += len(data)
        if self._length < KEPT:
            super().append(data)


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.body_rcv is not None:
            self.body_rcv.buf = _Bounded()


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection whose bodies are read so, and which forgets whose it was when it ends.

    Each of waitress's threads remembers the connection that it served last, on a quiet night for hours.
    """

    parser_class = _Parser

    def service(self) -> None:
        """Answer one request."""
        try:
            super().service()
        finally:
            if not self.connected:
                self._forget()

    def handle_close(self) -> None:
        """The line is gone; a request that is still in work forgets when it ends."""
        super().handle_close()
        if not self.requests:
            self._forget()

    def _forget(self) -> None:
        self.addr, self.request = ("", 0), None
        self.requests: list[HTTPRequestParser] = []
        # An answer that nobody fetched; waitress's own to a malformed request quotes its first word.
        self.outbufs = [OverflowableBuffer(self.adj.outbuf_overflow)]
