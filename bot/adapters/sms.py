"""Twilio's Messaging webhook (SMS, MMS, WhatsApp, RCS): verify, drop identity, answer with TwiML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from twilio.request_validator import RequestValidator, get_signature_algorithm
from twilio.twiml.messaging_response import MessagingResponse
from werkzeug.datastructures import Headers, MultiDict

from bot.adapters.render import sms
from bot.message import Channel, Message, Point
from bot.reply import Reply
from bot.reserved import opts_out

_SIGNATURE = "X-Twilio-Signature"
_ALGORITHM = "X-Twilio-Webhooks-Signature-Settings"


@dataclass(frozen=True, slots=True)
class Signatures:
    """The secrets that Twilio signs with: the account's token, or shared keys by id (then no token is needed here)."""

    auth_token: str
    shared_keys: Mapping[str, str]

    def hold(self, url: str, form: MultiDict[str, str], headers: Headers) -> bool:
        """Whether Twilio signed this request: `url` is the public one with its raw query, `form` every parameter."""
        signature = headers.get(_SIGNATURE, "")
        settings = headers.get(_ALGORITHM, "")
        secret, algorithm = self._secret(settings)
        if not signature or not secret or not signature.isascii():
            return False
        try:
            validator = RequestValidator(secret)
            if algorithm:
                return bool(validator.validate(url, form, signature, algorithm=algorithm))
            return bool(validator.validate(url, form, signature))
        except (ValueError, TypeError, IndexError):  # an odd URL or form is not a signature that holds
            return False

    def _secret(self, settings: str) -> tuple[str, str | None]:
        if not settings:
            return self.auth_token, None
        named = dict(part.strip().partition("=")[::2] for part in settings.split(","))
        return self.shared_keys.get(named.get("key", ""), ""), get_signature_algorithm(settings)


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


def twiml(reply: Reply, channel: Channel) -> str:
    """The answer as TwiML; an answer that is silent is an empty response."""
    response = MessagingResponse()
    for text in sms(reply, channel):
        response.message(text)
    return str(response)
