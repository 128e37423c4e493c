"""What we promise to a group where others read along, and to whoever opens the chat: no place, no topic, who keeps what."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

import pytest
from actors import Chatter
from flask import Flask

from bot.adapters.settings import PROJECT

GROUP = {"id": -100, "type": "supergroup", "title": "G"}
OFFER = tomllib.loads((PROJECT / "content" / "telegram.toml").read_text())["group"]


@pytest.mark.parametrize("text", ["/near 04401", "/naloxone", "/start", "/help@safertext_bot", "/privacy"])
def test_a_command_in_a_group_gets_one_line_that_offers_a_private_chat(chatter: Chatter, text: str) -> None:
    """Everybody there reads it: no place, no topic, no keyboard."""
    answer = chatter.answered(chatter.update(text=text, chat=GROUP))
    assert (answer["chat_id"], answer["text"]) == (GROUP["id"], OFFER["en"])
    assert "reply_markup" not in answer


@pytest.mark.parametrize("command", ["/od", "/emergency@safertext_bot"])
def test_the_steps_come_in_a_group_too_when_they_are_asked_for(chatter: Chatter, command: str) -> None:
    answer = chatter.answered(chatter.update(text=command, chat=GROUP))
    assert answer["text"].startswith("CALL 911")
    assert answer["text"].endswith(OFFER["en"])
    assert "reply_markup" not in answer


@pytest.mark.parametrize(
    "content", [{"text": "narcan 04401"}, {"text": "/weather 04401"}, {"location": {"latitude": 44.8, "longitude": -68.77}}]
)
def test_what_is_not_for_us_in_a_group_gets_nothing(chatter: Chatter, content: dict[str, object]) -> None:
    response = chatter.posts(chatter.update(**content, chat=GROUP))
    assert (response.status_code, response.get_json()) == (200, {})


US = {"telegram_bot_name": "SaferText_bot"}
OTHER_BOT = {"message_id": 3, "date": 1795446000, "chat": GROUP, "text": "x",
             "from": {"id": 9, "is_bot": True, "first_name": "O", "username": "other_bot"}}  # fmt: skip
OUR_TEXT = OTHER_BOT | {"from": {"id": 8, "is_bot": True, "first_name": "S", "username": "safertext_bot"}}


@pytest.mark.parametrize(
    "content",
    [{"text": "/help@other_bot"}, {"text": "/od@other_bot"}, {"text": "@other_bot narcan 04401"}, {"text": "hes blue"},
     {"text": "thanks", "reply_to_message": OTHER_BOT}, {"text": "mail me at x@safertext_bot.example"}],
)  # fmt: skip
def test_what_is_said_to_another_bot_gets_nothing(make_app: Callable[..., Flask], content: dict[str, object]) -> None:
    chatter = Chatter(make_app(**US).test_client())
    response = chatter.posts(chatter.update(**content, chat=GROUP))
    assert (response.status_code, response.get_json()) == (200, {})


@pytest.mark.parametrize(
    "content",
    [{"text": "/help@SaferText_bot"}, {"text": "@safertext_bot, narcan 04401"}, {"text": "04401", "reply_to_message": OUR_TEXT}],
)
def test_whoever_names_or_answers_us_in_a_group_is_offered_a_private_chat(
    make_app: Callable[..., Flask], content: dict[str, object]
) -> None:
    chatter = Chatter(make_app(**US).test_client())
    assert chatter.answered(chatter.update(**content, chat=GROUP))["text"] == OFFER["en"]


def test_danger_told_to_us_in_a_group_gets_the_steps(make_app: Callable[..., Flask]) -> None:
    chatter = Chatter(make_app(**US).test_client())
    answer = chatter.answered(chatter.update(text="@safertext_bot hes blue and wont wake up", chat=GROUP))
    assert answer["text"].startswith("CALL 911")


@pytest.mark.parametrize("text", ["/start", "/start flyer"])
def test_whoever_opens_the_chat_is_greeted_and_told_who_keeps_what(chatter: Chatter, text: str) -> None:
    said = chatter.says(text)["text"]
    assert said.startswith("Hello.")
    assert "Telegram keeps its own records" in said


def test_a_poster_s_link_opens_the_steps_and_nothing_else(chatter: Chatter) -> None:
    assert "records" not in chatter.says("/start od")["text"]
