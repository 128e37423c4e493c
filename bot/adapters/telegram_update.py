"""What we read of Telegram's updates: the few fields that an answer needs, each checked, and nothing else looked at.

python-telegram-bot reads them too (a test holds the two together), but builds every object that Telegram knows: 11 MB of
memory, and as much time a message as the answer itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.knowledge import supported
from bot.message import Point

PRIVATE, GROUPS = "private", frozenset({"group", "supergroup"})


@dataclass(frozen=True, slots=True)
class Received:
    """A message: where it was sent (`kind` of chat), by whom no more than their `hint` of a language, what was said or shared.

    `number` tells this very message from every other. `answers` is the name of the bot whose message it answers, in lower case.
    """

    number: str
    chat: int
    kind: str
    text: str
    hint: str | None = None
    point: Point | None = None
    answers: str = ""


def received(payload: Any) -> Received | None:
    """The message in an update; None for every other kind of update, and for a chat that cannot be answered.

    Raises KeyError, TypeError, ValueError, OSError or OverflowError for what is no update.
    """
    update_id, message = payload["update_id"], payload.get("message")
    if message is None:
        return None
    sender, chat = _person(message.get("from")), message["chat"]
    datetime.fromtimestamp(message["date"], tz=UTC)  # a date that is none: whoever sent this is not Telegram
    text, hint, point = message.get("text"), sender.get("language_code"), _point(message.get("location"))
    number, kind, text = message["message_id"], chat["type"], text if isinstance(text, str) else ""
    if type(chat["id"]) is not int:  # True is an int to Python, and no chat
        return None
    # Not the number alone: it starts anew at random, and an answer kept for a retry must never reach another chat.
    told = "|".join(map(str, (update_id, chat["id"], number, text)))
    return Received(told, chat["id"], kind, text, supported(hint) if isinstance(hint, str) else None, point, _answered(message))


def _person(sender: Any) -> Mapping[str, Any]:
    """Who sent it, {} where nobody is told (a channel's post)."""
    if sender is None:
        return {}
    if not {"id", "is_bot", "first_name"} <= sender.keys():
        raise ValueError("a sender without a name")
    return dict(sender)


def _point(location: Any) -> Point | None:
    return None if location is None else Point(location["latitude"], location["longitude"]).rounded()


def _answered(message: Mapping[str, Any]) -> str:
    """The name of the bot that wrote what this message answers, or ""."""
    before = message.get("reply_to_message")
    sender = _person(before.get("from")) if before is not None else {}
    return (sender.get("username") or "").lower() if sender.get("is_bot") else ""
