"""Twilio's Messaging webhook (SMS, MMS, WhatsApp, RCS): drop identity, answer with TwiML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from twilio.twiml.messaging_response import MessagingResponse

from bot.adapters.render import sms
from bot.message import Channel, Message, Point
from bot.reply import Reply
from bot.reserved import opts_out


@dataclass(frozen=True, slots=True)
class Inbound:
    """What the webhook needs of a request: the message, and two strings that only ever become keyed hashes."""

    message: Message
    sender: str
    id: str
    silent: bool


def read(form: Mapping[str, str]) -> Inbound:
    """An allow-list of Twilio's parameters; names, numbers and city guesses are dropped here and never seen again."""
    sender = form.get("From", "")
    channel = Channel.WHATSAPP if sender.startswith("whatsapp:") else Channel.SMS
    text = form.get("Body", "") or form.get("ButtonText", "")
    media = form.get("NumMedia", "0") not in {"", "0"}
    message = Message(text=text, channel=channel, point=_point(form), media=media)
    # Twilio answers its opt-out words itself and then blocks us; a reply would fail, and we keep no list of numbers.
    silent = bool(form.get("OptOutType")) or (channel is Channel.SMS and opts_out(text))
    return Inbound(message, f"{channel}|{sender}|{form.get('To', '')}", form.get("MessageSid", ""), silent)


def _point(form: Mapping[str, str]) -> Point | None:
    try:
        return Point(float(form["Latitude"]), float(form["Longitude"])).rounded()
    except (KeyError, ValueError):
        return None


def twiml(reply: Reply, channel: Channel, status_url: str = "") -> str:
    """The answer as TwiML; a silent one is an empty response. Twilio tells `status_url` what became of it."""
    response = MessagingResponse()
    for text in sms(reply, channel):
        response.message(text, **({"action": status_url, "method": "POST"} if status_url else {}))
    return str(response)
