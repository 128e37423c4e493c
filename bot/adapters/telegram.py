"""Telegram's webhook: one update in, one method out in the response. No outbound call, no token in the hot path."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace

from telegram import KeyboardButton, Message as Received, ReplyKeyboardMarkup, Update
from telegram.constants import ChatType

from bot import lastresort
from bot.adapters.render import button, telegram_html
from bot.adapters.telegram_words import Words
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
_GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}


@dataclass(frozen=True, slots=True)
class Inbound:
    """What the webhook needs of an update: the message, the chat to answer, and the update's number.

    `starts` when the person has just opened the chat, `group` when others read along.
    """

    message: Message
    chat: int
    id: str
    starts: bool = False
    group: bool = False


def secret_holds(given: str, secret: str) -> bool:
    """Whether the header is our secret, in constant time over bytes."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), secret.encode())


def read(payload: object) -> Inbound | None:
    """A private message, or a command of ours in a group; None for every other kind of update.

    Raises UpdateError for what is no update at all; python-telegram-bot raises whatever it stumbles over.
    """
    try:
        return _inbound(Update.de_json(payload))  # type: ignore[arg-type]
    except Exception as error:  # noqa: BLE001 - de_json raises whatever it stumbles over
        raise UpdateError(type(error).__name__) from None  # the original's text may hold the message


def _inbound(update: Update) -> Inbound | None:
    """What counts of a message; de_json lets wrong types through, so this may raise anything too."""
    message = update.message
    if message is None or not isinstance(message.chat.id, int):
        return None
    if message.chat.type in _GROUPS:
        return _addressed(message, str(update.update_id))
    return _private(message, str(update.update_id)) if message.chat.type == ChatType.PRIVATE else None


def _private(message: Received, number: str) -> Inbound:
    text = _text(message)
    point = None
    if message.location is not None:
        point = Point(message.location.latitude, message.location.longitude).rounded()
    said = Message(_words(text), Channel.TELEGRAM, point, _hint(message), not text and point is None)
    name, rest = _command(text) or ("", "")
    return Inbound(said, message.chat.id, number, starts=name == "start" and rest.strip().lower() not in _DEEP)


def _addressed(message: Received, number: str) -> Inbound | None:
    """A command of ours in a group, without what follows it: that may be a place, and everybody there reads the answer."""
    name, _ = _command(_text(message)) or ("", "")
    if name not in COMMANDS:
        return None
    return Inbound(Message(COMMANDS[name], Channel.TELEGRAM, None, _hint(message)), message.chat.id, number, group=True)


def _text(message: Received) -> str:
    return message.text if isinstance(message.text, str) else ""


def _hint(message: Received) -> str | None:
    hint = message.from_user.language_code if message.from_user else None
    return hint if isinstance(hint, str) else None


def _command(text: str) -> tuple[str, str] | None:
    """The name of a command and what follows it, or None for other text."""
    if not text.startswith("/"):
        return None
    name, _, rest = text[1:].partition(" ")
    return name.partition("@")[0].lower(), rest


def _words(text: str) -> str:
    """A command as the words it stands for; other text as it is."""
    command = _command(text)
    if command is None:
        return text
    name, rest = command
    if name == "start" and rest.strip().lower() in _DEEP:
        return _DEEP[rest.strip().lower()]
    return f"{COMMANDS[name]} {rest}".strip() if name in COMMANDS and name != "start" else COMMANDS.get(name, rest or name)


def framed(reply: Reply, inbound: Inbound, words: Words) -> Reply:
    """What Telegram adds: who keeps what after /start, and in a group nothing but the steps and the way to a private chat."""
    if inbound.group:
        line = words.line("group", reply.language) or lastresort.STEPS["en"]
        danger = (reply.lead,) if reply.urgent and not reply.places else ()
        return Reply("\n\n".join((*danger, line)), reply.language)
    line = words.line("start", reply.language) if inbound.starts and not reply.urgent else ""
    return replace(reply, notes=(*reply.notes, line)) if line else reply


def method(reply: Reply, chat: int, *, location_label: str, emergency_label: str) -> Mapping[str, object]:
    """The answer as `sendMessage` in the webhook's response, with a keyboard whose buttons send plain text.

    A group (its id is negative) gets no keyboard: Telegram refuses a location button there.
    """
    if reply.silent:
        return NOTHING
    sends: dict[str, object] = {
        "method": "sendMessage",
        "chat_id": chat,
        "text": telegram_html(reply),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    return sends if chat < 0 else sends | {"reply_markup": _keyboard(reply, emergency_label, location_label)}


def _keyboard(reply: Reply, emergency: str, location: str) -> Mapping[str, object]:
    rows = [[KeyboardButton(button(choice))] for choice in reply.choices]
    last = [KeyboardButton(emergency), KeyboardButton(location, request_location=True)]
    return ReplyKeyboardMarkup([*rows, last], resize_keyboard=True, is_persistent=True).to_dict()
