"""Our own reader of updates and writer of keyboards, held against python-telegram-bot's, which the server does not load."""

from __future__ import annotations

import subprocess
import sys

import pytest
from telegram import KeyboardButton, ReplyKeyboardMarkup, Update
from telegram.constants import BotCommandLimit, BotDescriptionLimit, ChatType

from bot.adapters import telegram, telegram_update, telegram_words
from bot.adapters.settings import PROJECT
from bot.reply import Choice, Reply

WHO = {"id": 101, "is_bot": False, "first_name": "A", "language_code": "pt"}
BOT = {"id": 7, "is_bot": True, "first_name": "B", "username": "Safer_Bot"}
CHAT = {"id": 101, "type": "private", "first_name": "A"}
SAID = {"message_id": 5, "date": 1795446000, "chat": CHAT, "from": WHO}
MESSAGES = {
    "words": {**SAID, "text": "où est le plus proche?"},
    "a place": {**SAID, "location": {"latitude": 44.8012, "longitude": -68.7778}},
    "a place with a name": {
        **SAID,
        "location": {"latitude": 44.8, "longitude": -68.7},
        "venue": {"location": {"latitude": 44.8, "longitude": -68.7}, "title": "T", "address": "A"},
    },
    "a picture": {**SAID, "photo": [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}], "caption": "c"},
    "a group": {**SAID, "chat": {"id": -100, "type": "group", "title": "G"}, "text": "@safer_bot od"},
    "a supergroup": {**SAID, "chat": {"id": -100, "type": "supergroup", "title": "G"}, "text": "od"},
    "an answer to the bot": {**SAID, "text": "x", "reply_to_message": {**SAID, "from": BOT, "text": "y"}},
    "an answer to a person": {**SAID, "text": "x", "reply_to_message": {**SAID, "text": "y"}},
    "nobody": {key: value for key, value in SAID.items() if key != "from"} | {"text": "x"},
    "no language": {**SAID, "from": {key: value for key, value in WHO.items() if key != "language_code"}, "text": "x"},
}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_every_field_is_read_as_the_library_reads_it(message: dict[str, object]) -> None:
    update = {"update_id": 9, "message": message}
    ours, theirs = telegram_update.received(update), Update.de_json(update).message
    assert ours
    before = theirs.reply_to_message.from_user if theirs.reply_to_message else None
    place = (theirs.location.latitude, theirs.location.longitude) if theirs.location else None
    assert ours == telegram_update.Received(
        f"9|{theirs.chat.id}|{theirs.message_id}|{theirs.text or ''}",
        theirs.chat.id,
        theirs.chat.type,
        theirs.text or "",
        theirs.from_user.language_code if theirs.from_user else None,
        telegram_update.Point(*place).rounded() if place else None,
        before.username.lower() if before and before.is_bot else "",
    )


def test_the_kinds_of_chats_are_the_library_s() -> None:
    assert (ChatType.PRIVATE, {ChatType.GROUP, ChatType.SUPERGROUP}) == (telegram_update.PRIVATE, telegram_update.GROUPS)


def test_a_keyboard_is_what_the_library_writes() -> None:
    reply = Reply("x", choices=(Choice("Breaths", "BREATHS"), Choice("2 more", "2")))
    rows = [[KeyboardButton(telegram.button(choice))] for choice in reply.choices]
    last = [KeyboardButton("OD"), KeyboardButton("Share", request_location=True)]
    written = telegram.method(reply, 101, location_label="Share", emergency_label="OD")["reply_markup"]
    assert written == ReplyKeyboardMarkup([*rows, last], resize_keyboard=True, is_persistent=True).to_dict()


def test_telegram_s_limits_are_the_library_s() -> None:
    limits = telegram_words.LIMITS
    assert (limits["description"], limits["short_description"]) == (
        BotDescriptionLimit.MAX_DESCRIPTION_LENGTH,
        BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH,
    )
    commands = telegram_words.MOST_COMMANDS, telegram_words.LONGEST_COMMAND
    assert commands == (BotCommandLimit.MAX_COMMAND_NUMBER, BotCommandLimit.MAX_DESCRIPTION)


def test_the_server_starts_without_what_it_needs_later_or_never() -> None:
    """Each of these costs tens of megabytes or tenths of a second; the database's come beside the first answers."""
    heavy = "alembic flask_admin httpx openpyxl phonenumbers psycopg pygal rich segno sqlalchemy telegram tomlkit"
    code = f"import sys, webhook, bot.adapters.server; print(*sorted(set({heavy.split()!r}) & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
