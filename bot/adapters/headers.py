"""What every response carries: nothing from elsewhere, nothing in a cache, no trace in another site's log."""

from __future__ import annotations

from flask import Response, request

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = (
    ("Content-Security-Policy", _POLICY),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("Permissions-Policy", "geolocation=(self), camera=(), microphone=()"),
)


def harden(response: Response) -> Response:
    """`response` with the headers that every page and answer of ours has."""
    for name, value in _ALWAYS:
        response.headers.add(name, value)
    if request.endpoint != "static":
        response.headers.add("Cache-Control", "no-store")
    return response
