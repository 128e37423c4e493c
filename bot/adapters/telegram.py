"""Telegram's webhook: one update in, one method out in the response. No outbound call, no token in the hot path."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape

from bot import lastresort
from bot.adapters.render import button, telegram_html, telegram_plain
from bot.adapters.telegram_check import fault
from bot.adapters.telegram_update import GROUPS, PRIVATE, Received, received
from bot.adapters.telegram_words import Words
from bot.errors import UpdateError
from bot.message import Channel, Message
from bot.reply import Reply

log = logging.getLogger("safertext.telegram")
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
# Commands to the words that mean the same; "/start od" on a poster opens the steps.
COMMANDS = {"start": "hello", "help": "help", "menu": "menu", "emergency": "od", "od": "od", "naloxone": "what is naloxone",
            "near": "near me", "privacy": "who can see this", "language": "what languages do you speak"}  # fmt: skip
_DEEP = {"od": "od", "naloxone": "where can i get naloxone", "near": "near me"}
# Updates live a day in Telegram's queue; one we cannot read must never come back, so it is answered with nothing.
NOTHING: Mapping[str, object] = {}
_NOTHING = json.dumps(NOTHING)


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
    Raises UpdateError for what is no update at all.
    """
    try:
        message = received(payload)
        if message is None:
            return None
        if message.kind in GROUPS:
            return _addressed(message, bot_name.lower())
        return _private(message) if message.kind == PRIVATE else None
    except Exception as error:  # noqa: BLE001 - strangers can send anything
        raise UpdateError(type(error).__name__) from None  # the original's text may hold the message


def _private(message: Received) -> Inbound:
    text, point = message.text, message.point
    said = Message(_words(text), Channel.TELEGRAM, point, message.hint, not text and point is None)
    name, rest = _command(text) or ("", "")
    return Inbound(said, message.chat, message.number, starts=name == "start" and rest.strip().lower() not in _DEEP)


def _addressed(message: Received, bot_name: str) -> Inbound | None:
    """What is said to us in a group. Of a command, not what follows it: that may be a place, and everybody reads the answer."""
    text = message.text
    name, _ = _command(text) or ("", "")
    if text.startswith("/"):
        meant = text[1:].partition(" ")[0].partition("@")[2].lower()
        words = COMMANDS.get(name, "") if not (bot_name and meant and meant != bot_name) else ""
    else:
        words = text if _mentioned(message, bot_name) else ""
    if not words:
        return None
    return Inbound(Message(words, Channel.TELEGRAM, None, message.hint), message.chat, message.number, group=True)


def _mentioned(message: Received, bot_name: str) -> bool:
    """Whether a text names us, or answers one of ours; never where the settings do not tell our name."""
    named = {word.strip(",.:;!?") for word in message.text.lower().split() if word.startswith("@")}
    return bool(bot_name) and (f"@{bot_name}" in named or message.answers == bot_name)


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
    """A method without its chat, from constants, where even an answer could not be shaped: plain words, no keyboard."""
    text, _ = lastresort.answer(inbound.message.text, inbound.message.language_hint)
    return json.dumps({"method": "sendMessage", "text": text})


def without_chat(method: Mapping[str, object]) -> str:
    """A method as it is kept for a retry: as JSON, and without whose it is."""
    return json.dumps({name: value for name, value in method.items() if name != "chat_id"})


def to_chat(method: str, chat: int) -> str:
    """What was kept without its chat, for the chat that asks."""
    return f'{{"chat_id": {chat}, {method[1:]}' if method != _NOTHING else method


def _keyboard(reply: Reply, emergency: str, location: str) -> Mapping[str, object]:
    rows: list[list[Mapping[str, object]]] = [[{"text": button(choice)}] for choice in reply.choices]
    last = [{"text": emergency}, {"text": location, "request_location": True}]
    return {"keyboard": [*rows, last], "resize_keyboard": True, "is_persistent": True}
