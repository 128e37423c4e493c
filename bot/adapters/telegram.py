"""Telegram's webhook: one update in, one method out in the response. No outbound call, no token in the hot path."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from telegram import KeyboardButton, ReplyKeyboardMarkup, Update
from telegram.constants import ChatType

from bot.adapters.render import button, telegram_html
from bot.errors import UpdateError
from bot.message import Channel, Message, Point
from bot.reply import Reply

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
# Commands to the words that mean the same; "/start od" on a poster opens the steps.
COMMANDS = {"start": "hello", "help": "menu", "menu": "menu", "emergency": "od", "od": "od", "naloxone": "what is naloxone",
            "near": "near me", "privacy": "who can see this", "language": "what languages do you speak"}  # fmt: skip
_DEEP = {"od": "od", "naloxone": "where can i get naloxone", "near": "near me"}
# Updates live a day in Telegram's queue; one we cannot read must never come back, so it is answered with nothing.
NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Inbound:
    """What the webhook needs of an update: the message, the chat to answer, and the update's number."""

    message: Message
    chat: int
    id: str


def secret_holds(given: str, secret: str) -> bool:
    """Whether the header is our secret, in constant time over bytes."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), secret.encode())


def read(payload: object) -> Inbound | None:
    """A private message with something to answer, or None for every other kind of update.

    Raises UpdateError for what is no update at all; python-telegram-bot raises whatever it stumbles over.
    """
    try:
        return _private(Update.de_json(payload))  # type: ignore[arg-type]
    except Exception as error:  # noqa: BLE001 - de_json raises whatever it stumbles over
        raise UpdateError(type(error).__name__) from None  # the original's text may hold the message


def _private(update: Update) -> Inbound | None:
    """What counts of a private message; de_json lets wrong types through, so this may raise anything too."""
    message = update.message
    if message is None or message.chat.type != ChatType.PRIVATE or not isinstance(message.chat.id, int):
        return None
    text = message.text if isinstance(message.text, str) else ""
    point = None
    if message.location is not None:
        point = Point(message.location.latitude, message.location.longitude).rounded()
    hint = message.from_user.language_code if message.from_user else None
    media = not text and point is None
    return Inbound(
        Message(_words(text), Channel.TELEGRAM, point, hint if isinstance(hint, str) else None, media),
        message.chat.id,
        str(update.update_id),
    )


def _words(text: str) -> str:
    """A command as the words it stands for; other text as it is."""
    if not text.startswith("/"):
        return text
    name, _, rest = text[1:].partition(" ")
    name = name.partition("@")[0].lower()
    if name == "start" and rest.strip().lower() in _DEEP:
        return _DEEP[rest.strip().lower()]
    return f"{COMMANDS[name]} {rest}".strip() if name in COMMANDS and name != "start" else COMMANDS.get(name, rest or name)


def method(reply: Reply, chat: int, *, location_label: str, emergency_label: str) -> Mapping[str, object]:
    """The answer as `sendMessage` in the webhook's response, with a keyboard whose buttons send plain text."""
    if reply.silent:
        return NOTHING
    rows = [[KeyboardButton(button(choice))] for choice in reply.choices]
    last = [KeyboardButton(emergency_label), KeyboardButton(location_label, request_location=True)]
    keyboard = ReplyKeyboardMarkup([*rows, last], resize_keyboard=True, is_persistent=True)
    return {
        "method": "sendMessage",
        "chat_id": chat,
        "text": telegram_html(reply),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": keyboard.to_dict(),
    }
