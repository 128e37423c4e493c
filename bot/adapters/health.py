"""What machines ask of us: whether we live, whether we are ready, and the text for when we are not."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from bot import lastresort
from bot.adapters import sms
from bot.adapters.runtime import Runtime
from bot.message import Channel
from bot.reply import Reply


def routes(runtime: Runtime) -> Blueprint:
    """The routes for load balancers, and Twilio's fallback."""
    health = Blueprint("health", __name__)
    health.add_url_rule("/healthz", "alive", lambda: Response("ok", content_type="text/plain"))
    health.add_url_rule("/readyz", "ready", lambda: _ready(runtime))
    health.add_url_rule("/fallback.xml", "fallback", _fallback, methods=["GET", "POST"])
    return health


def _ready(runtime: Runtime) -> tuple[Response, int]:
    report = runtime.report()
    return jsonify(report), 200 if report["ready"] else 503


def _fallback() -> Response:
    reply = Reply(lastresort.STEPS["en"], notes=(lastresort.STEPS["es"],))
    return Response(sms.twiml(reply, Channel.SMS), content_type="text/xml")
