"""What became of our texts: Twilio tells, and a month's count for each error code is all that stays.

A carrier that filters an emergency (30007) is seen here and nowhere else. Sender, number and message id are dropped at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Blueprint, Response, request
from twilio.twiml.messaging_response import MessagingResponse

from bot.adapters.runtime import Runtime
from bot.adapters.signatures import guard

PATH = "/sms/status"
_FAILED = frozenset({"failed", "undelivered"})
_CODE = re.compile(r"[1-9]\d{4}")


def routes(runtime: Runtime) -> Blueprint:
    """The route that `<Message action>` names."""
    blueprint = Blueprint("sms_status", __name__)
    guard(blueprint, runtime.settings)
    blueprint.add_url_rule(PATH, "receive", lambda: _receive(runtime), methods=["POST"])
    return blueprint


def _receive(runtime: Runtime) -> Response:
    code, sid = failure(request.form), request.form.get("MessageSid", "")

    def counted() -> str:
        runtime.counters.count_failure(code or "other")
        return ""

    if code:  # once a message: Twilio may tell twice
        runtime.memory.once(runtime.memory.key("status", sid), counted) if sid else counted()
    return Response(str(MessagingResponse()), content_type="text/xml")


def failure(form: Mapping[str, str]) -> str | None:
    """Twilio's error code of a text that did not arrive ("30007"), "other" for none that we know; None when it may arrive yet."""
    status = form.get("MessageStatus") or form.get("SmsStatus", "")
    if status not in _FAILED:
        return None
    code = form.get("ErrorCode", "")
    return code if _CODE.fullmatch(code) else "other"
