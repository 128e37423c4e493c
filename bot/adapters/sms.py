"""Twilio's Messaging webhook (SMS, MMS, WhatsApp, RCS): drop identity, answer with TwiML."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from bot import lastresort
from bot.adapters.render import sms
from bot.message import Channel, Message, Point
from bot.reply import Reply
from bot.reserved import opts_out
from bot.value import value

_WHATSAPP = "whatsapp:"


@value(frozen=True, slots=True)
class Inbound:
    """What the webhook needs of a request: the message, and two strings that only ever become keyed hashes."""

    message: Message
    sender: str
    id: str
    silent: bool


def read(form: Mapping[str, str]) -> Inbound:
    """An allow-list of Twilio's parameters; names, numbers and city guesses are dropped here and never seen again."""
    sender, line = form.get("From", ""), form.get("To", "")
    channel = Channel.WHATSAPP if _WHATSAPP in {sender[: len(_WHATSAPP)], line[: len(_WHATSAPP)]} else Channel.SMS
    text = form.get("Body", "") or form.get("ButtonText", "") or form.get("ButtonPayload", "")
    media = form.get("NumMedia", "0") not in {"", "0"}
    message = Message(text=text, channel=channel, point=_point(form), media=media)
    # Twilio answers its opt-out words itself and then blocks us; a reply would fail, and we keep no list of numbers.
    silent = bool(form.get("OptOutType")) or (channel is Channel.SMS and opts_out(text))
    # WhatsApp may tell no number: then no talk is carried, rather than one shared by everybody without a number.
    sid = form.get("MessageSid", "")
    who = sender if sender.removeprefix(_WHATSAPP) else sid
    return Inbound(message, f"{channel}|{who}|{line}", sid, silent)


def _point(form: Mapping[str, str]) -> Point | None:
    if "Latitude" not in form or "Longitude" not in form:
        return None
    try:
        return Point(float(form["Latitude"]), float(form["Longitude"])).rounded()
    except ValueError:
        return None


def last_resort(message: Message) -> str:
    """TwiML from constants, where even an answer could not be shaped."""
    text, language = lastresort.answer(message.text)
    return twiml(Reply(text, language), message.channel)


@lru_cache(maxsize=2)  # one server has one, or none
def _told(status_url: str) -> str:
    """What bids Twilio tell `status_url` what became of a text."""
    return f' action={quoteattr(status_url)} method="POST"' if status_url else ""


def twiml(reply: Reply, channel: Channel, status_url: str = "") -> str:
    """The answer as TwiML; a silent one is an empty response. Twilio tells `status_url` what became of it."""
    told = _told(status_url)
    messages = "".join(f"<Message{told}>{escape(text)}</Message>" for text in sms(reply, channel))
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{messages}</Response>'
