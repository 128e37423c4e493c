"""One request to a web address, as a plain client makes it, for the operator's commands; the server calls nobody."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

_MOST_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers by lower-case name, body, and until when the certificate holds (None without TLS)."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    expires: datetime | None = None

    def json(self) -> Mapping[str, Any]:
        """The body's JSON object; empty when it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def fetch(
    url: str, *, body: str | None = None, headers: Mapping[str, str] | None = None, at: str = "", seconds: float = 10.0
) -> Answer:
    """GET `url`, or POST `body` to it; a redirect is not followed. `at` is where to connect instead of the address's own host.

    Raises OSError and HTTPException when nobody answers.
    """
    wanted, line = urlsplit(url), connection(at or url, seconds)
    try:
        path = (wanted.path or "/") + (f"?{wanted.query}" if wanted.query else "")
        line.request("POST" if body is not None else "GET", path, body, {"Host": wanted.netloc, **(headers or {})})
        expires = _expires(line)
        response = line.getresponse()
        said = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, said, response.read(_MOST_BYTES), expires)
    finally:
        line.close()


def connection(url: str, seconds: float) -> http.client.HTTPConnection:
    """A connection to the host of `url`, over TLS where that says https; it waits so many seconds for each answer."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    return kind(parts.netloc, timeout=seconds)


def _expires(line: http.client.HTTPConnection) -> datetime | None:
    until = (line.sock.getpeercert() or {}).get("notAfter") if isinstance(line.sock, ssl.SSLSocket) else None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC) if isinstance(until, str) else None


def why(error: Exception) -> str:
    """What kept an address from answering, in words; nothing of what was sent."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate does not hold ({error.verify_message})"
    if isinstance(error, socket.gaierror):
        return "the name is not known: it is not in DNS, or this machine is offline"
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    return f"nobody answers there ({type(error).__name__})"
