"""What we promise of a line that is gone: its connection, which a thread may remember for hours, holds nothing of it."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from serving import until
from waitress.server import create_server

from bot.adapters.bodies import Channel

CALLER = ("127.0.0.1", 40100)


@pytest.fixture
def channel() -> Iterator[Channel]:
    """A connection whose other end is already closed: no answer on it is ever fetched."""
    ours, theirs = socket.socketpair()
    theirs.close()
    with ours, socket.create_server(("127.0.0.1", 0)) as listening:
        server = create_server(lambda *_: [], map={}, sockets=[listening], threads=1)
        yield Channel(server, ours, CALLER, server.adj, map={})
        server.task_dispatcher.shutdown()
        server.close()


def kept(channel: Channel) -> tuple[object, ...]:
    """All that a connection could tell of who was on it."""
    return channel.addr, channel.request, channel.requests, [each.get() for each in channel.outbufs]


@pytest.mark.parametrize("sent", [b"Quillfeather here\r\n\r\n", b"GET / HTTP/1.1\r\nQuillfeather"])
def test_a_line_that_is_gone_is_forgotten(channel: Channel, sent: bytes) -> None:
    """waitress answers a malformed request with its first word; a request may also have come half."""
    channel.received(sent)
    until(lambda: channel.total_outbufs_len > 0 or channel.request is not None)
    until(lambda: not channel.requests)
    assert kept(channel) != (("", 0), None, [], [b""])
    channel.handle_close()
    assert kept(channel) == (("", 0), None, [], [b""])
