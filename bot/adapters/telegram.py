"""Telegram's webhook: one update in, one method out in the response. No outbound call, no token in the hot path."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape

from telegram import KeyboardButton, Message as Received, ReplyKeyboardMarkup, Update
from telegram.constants import ChatType

from bot import lastresort
from bot.adapters.render import button, telegram_html, telegram_plain
from bot.adapters.telegram_check import fault
from bot.adapters.telegram_words import Words
from bot.errors import UpdateError
from bot.message import Channel, Message, Point
from bot.reply import Reply

log = logging.getLogger("safertext.telegram")
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
# Commands to the words that mean the same; "/start od" on a poster opens the steps.
COMMANDS = {"start": "hello", "help": "help", "menu": "menu", "emergency": "od", "od": "od", "naloxone": "what is naloxone",
            "near": "near me", "privacy": "who can see this", "language": "what languages do you speak"}  # fmt: skip
_DEEP = {"od": "od", "naloxone": "where can i get naloxone", "near": "near me"}
# Updates live a day in Telegram's queue; one we cannot read must never come back, so it is answered with nothing.
NOTHING: Mapping[str, object] = {}
_GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}


@dataclass(frozen=True, slots=True)
class Inbound:
    """What the webhook needs of an update: the message, the chat to answer, and what tells a retry (it becomes a keyed hash).

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


def read(payload: object, bot_name: str = "") -> Inbound | None:
    """A private message, or what is said to us in a group; None for every other kind of update.

    `bot_name` tells commands, mentions and answers meant for another bot.
    Raises UpdateError for what is no update at all; python-telegram-bot raises whatever it stumbles over.
    """
    try:
        return _inbound(Update.de_json(payload), bot_name.lower())  # type: ignore[arg-type]
    except Exception as error:  # noqa: BLE001 - de_json raises whatever it stumbles over
        raise UpdateError(type(error).__name__) from None  # the original's text may hold the message


def _inbound(update: Update, bot_name: str) -> Inbound | None:
    """What counts of a message; de_json lets wrong types through, so this may raise anything too."""
    message = update.message
    if message is None or not isinstance(message.chat.id, int):
        return None
    # Not the number alone: it starts anew at random, and an answer kept for a retry must never reach another chat.
    number = "|".join(map(str, (update.update_id, message.chat.id, message.message_id, _text(message))))
    if message.chat.type in _GROUPS:
        return _addressed(message, number, bot_name)
    return _private(message, number) if message.chat.type == ChatType.PRIVATE else None


def _private(message: Received, number: str) -> Inbound:
    text = _text(message)
    point = None
    if message.location is not None:
        point = Point(message.location.latitude, message.location.longitude).rounded()
    said = Message(_words(text), Channel.TELEGRAM, point, _hint(message), not text and point is None)
    name, rest = _command(text) or ("", "")
    return Inbound(said, message.chat.id, number, starts=name == "start" and rest.strip().lower() not in _DEEP)


def _addressed(message: Received, number: str, bot_name: str) -> Inbound | None:
    """What is said to us in a group. Of a command, not what follows it: that may be a place, and everybody reads the answer."""
    text = _text(message)
    name, _ = _command(text) or ("", "")
    if text.startswith("/"):
        meant = text[1:].partition(" ")[0].partition("@")[2].lower()
        words = COMMANDS.get(name, "") if not (bot_name and meant and meant != bot_name) else ""
    else:
        words = text if _mentioned(message, text, bot_name) else ""
    if not words:
        return None
    return Inbound(Message(words, Channel.TELEGRAM, None, _hint(message)), message.chat.id, number, group=True)


def _mentioned(message: Received, text: str, bot_name: str) -> bool:
    """Whether a text names us, or answers one of ours; never where the settings do not tell our name."""
    answered = message.reply_to_message.from_user if message.reply_to_message else None
    ours = answered.username if answered and answered.is_bot else None
    named = {word.strip(",.:;!?") for word in text.lower().split() if word.startswith("@")}
    return bool(bot_name) and (f"@{bot_name}" in named or (ours or "").lower() == bot_name)


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
    if reply.silent:
        return reply
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
    text = telegram_html(reply)
    if what := fault(text):
        log.error("an answer to Telegram was no HTML that it shows (%s); it goes as plain words", what)
        text = escape(telegram_plain(reply), quote=False)
    sends: dict[str, object] = {
        "method": "sendMessage",
        "chat_id": chat,
        "text": text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    return sends if chat < 0 else sends | {"reply_markup": _keyboard(reply, emergency_label, location_label)}


def last_resort(inbound: Inbound) -> str:
    """A method from constants, where even an answer could not be shaped: plain words, no keyboard."""
    text, _ = lastresort.answer(inbound.message.text, inbound.message.language_hint)
    return json.dumps({"method": "sendMessage", "chat_id": inbound.chat, "text": text})


def _keyboard(reply: Reply, emergency: str, location: str) -> Mapping[str, object]:
    rows = [[KeyboardButton(button(choice))] for choice in reply.choices]
    last = [KeyboardButton(emergency), KeyboardButton(location, request_location=True)]
    return ReplyKeyboardMarkup([*rows, last], resize_keyboard=True, is_persistent=True).to_dict()
