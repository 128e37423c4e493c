"""What machines ask of us: whether we live, whether we are ready, and the text for when we are not."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, jsonify

from bot.adapters import fallback
from bot.adapters.runtime import Runtime


def routes(runtime: Runtime) -> Blueprint:
    """The routes for load balancers, and Twilio's fallbacks: texts and calls need different TwiML."""
    health = Blueprint("health", __name__)
    health.add_url_rule("/healthz", "alive", lambda: Response("ok", content_type="text/plain"))
    health.add_url_rule("/readyz", "ready", lambda: _ready(runtime))
    for address, say in (("fallback", fallback.texts), ("fallback-voice", fallback.calls)):
        health.add_url_rule(f"/{address}.xml", address, partial(_static, say()), methods=["GET", "POST"])
    return health


def _ready(runtime: Runtime) -> tuple[Response, int]:
    report = runtime.report()
    return jsonify(report), 200 if report["ready"] else 503


def _static(twiml: str) -> Response:
    return Response(twiml, content_type="text/xml")
