"""The rival under our own server: a bare Flask route, and one that does only what every Twilio webhook must do."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Flask, Response
from flask.globals import request_ctx
from twilio.twiml.messaging_response import MessagingResponse

from bot.adapters.server import serve
from bot.adapters.settings import from_environment
from bot.adapters.signatures import signatures

settings = from_environment()
known = signatures(settings)
app = Flask("bare")
app.extensions["safertext"] = SimpleNamespace(start=lambda _waiting: None, stop=lambda: None)


@app.get("/healthz")
def alive() -> str:
    """Whether it is up."""
    return "ok"


@app.post("/bare")
def bare() -> str:
    """Nothing but Flask."""
    return "ok"


@app.post("/signed")
def check_and_write() -> Response:
    """Twilio's signature checked and TwiML written, with no thought between."""
    if known.signed(request_ctx.request) is None:
        return Response(status=403)
    response = MessagingResponse()
    response.message("Call 911.", action=f"{settings.public_base_url}/sms/status", method="POST")
    return Response(str(response), content_type="text/xml")


if __name__ == "__main__":
    serve(app, settings)
