"""What we promise to Telegram where an update is nothing to answer: 200 and no word, or it would come again for a day."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from actors import Chatter, counted
from flask import Flask

PERSON = {"id": 101, "is_bot": False, "first_name": "A"}
HERE = {"message_id": 5, "date": 1795446000, "from": PERSON, "text": "hes blue and wont wake up"}
PRIVATE = {"id": 101, "type": "private", "first_name": "A"}
GROUP = {"id": -100, "type": "group", "title": "G"}
MEMBER = {"user": PERSON, "status": "member"}
BLOCKED = {"user": {**PERSON, "id": 7, "is_bot": True}, "status": "kicked", "until_date": 0}
CHANGE = {"chat": PRIVATE, "from": PERSON, "date": 1795446000, "old_chat_member": MEMBER, "new_chat_member": BLOCKED}
QUIET = {
    "a group": {"update_id": 1, "message": {**HERE, "chat": GROUP}},
    "a supergroup": {"update_id": 1, "message": {**HERE, "chat": {**GROUP, "type": "supergroup"}}},
    "an unknown kind of chat": {"update_id": 1, "message": {**HERE, "chat": {**GROUP, "type": "hologram"}}},
    "a channel post": {"update_id": 1, "channel_post": {**HERE, "chat": {**GROUP, "type": "channel"}}},
    "an edited channel post": {"update_id": 1, "edited_channel_post": {**HERE, "chat": {**GROUP, "type": "channel"}}},
    "an edited message": {"update_id": 1, "edited_message": {**HERE, "chat": PRIVATE, "edit_date": 1795446001}},
    "a blocked bot": {"update_id": 1, "my_chat_member": CHANGE},
    "a group that moved": {"update_id": 1, "message": {**HERE, "chat": GROUP, "migrate_to_chat_id": -1000}},
    "a callback": {"update_id": 1, "callback_query": {"id": "1", "from": PERSON, "chat_instance": "1", "data": "x"}},
    "an inline query": {"update_id": 1, "inline_query": {"id": "1", "from": PERSON, "query": "x", "offset": ""}},
    "a kind of next year": {"update_id": 1, "telepathy": {"chat": PRIVATE}},
    "only a number": {"update_id": 1},
    "an empty object": {},
    "an empty list": [],
    "a list": [{"update_id": 1}],
    "null": None,
    "a number": 5,
    "a string": "x",
    "true": True,
    "an empty message": {"update_id": 1, "message": {}},
    "a message that is a string": {"update_id": 1, "message": "x"},
    "a message that is a list": {"update_id": 1, "message": [1]},
    "a message without a chat": {"update_id": 1, "message": HERE},
    "a date in the far future": {"update_id": 1, "message": {**HERE, "chat": PRIVATE, "date": 10**18}},
    "a date that is a word": {"update_id": 1, "message": {**HERE, "chat": PRIVATE, "date": "today"}},
    "a chat that is a number": {"update_id": 1, "message": {**HERE, "chat": 5}},
    "a chat with an id that is a word": {"update_id": 1, "message": {**HERE, "chat": {**PRIVATE, "id": "x"}}},
    "a chat with an id that is true": {"update_id": 1, "message": {**HERE, "chat": {**PRIVATE, "id": True}}},
    "a chat with an id that is an object": {"update_id": 1, "message": {**HERE, "chat": {**PRIVATE, "id": {}}}},
    "a sender that is a list": {"update_id": 1, "message": {**HERE, "chat": PRIVATE, "from": [1]}},
    "no JSON": b"{",
    "nothing": b"",
    "no UTF-8": b'{"update_id": "\xff\xfe"}',
    "a deep well": b"[" * 200_000,
    "deep objects": b'{"a":' * 100_000,
    "a long number": b'{"update_id": ' + b"9" * 10_000 + b"}",
    "a form": b"update_id=1&message=x",
}  # fmt: skip


@pytest.mark.parametrize("update", QUIET.values(), ids=QUIET)
def test_what_we_cannot_answer_is_met_with_200_and_nothing(chatter: Chatter, app: Flask, update: object) -> None:
    """Anything else would come again for a day, and block the chat."""
    response = chatter.posts(update)
    assert (response.status_code, response.get_json()) == (200, {})
    assert counted(app) == 0


def test_more_than_1_mib_is_met_with_200_and_nothing(chatter: Chatter) -> None:
    response = chatter.posts(json.dumps(chatter.update(text="x" * (1024 * 1024))))
    assert (response.status_code, response.get_json()) == (200, {})


def test_half_a_mib_is_answered(chatter: Chatter) -> None:
    """Entities and quoted messages can make an update long."""
    update = chatter.update(text="hes blue and wont wake up", extra="x" * 512 * 1024)
    assert "911" in chatter.posts(update).get_json()["text"]


@pytest.mark.parametrize(
    "odd",
    [
        {"text": 5}, {"text": ["x"]}, {"text": None}, {"text": {"a": 1}}, {"location": {"latitude": "x", "longitude": 1}},
        {"location": {"latitude": None, "longitude": None}}, {"location": {}}, {"location": "here"}, {"location": 5},
        {"location": {"latitude": 1e999, "longitude": 0}}, {"from": None}, {"from": {**PERSON, "language_code": 5}},
        {"entities": "x"}, {"reply_to_message": {}}, {"photo": 5}, {"message_id": "x"},
    ],
    ids=lambda odd: json.dumps(odd)[:40],
)  # fmt: skip
def test_a_field_of_the_wrong_type_is_never_an_error(chatter: Chatter, odd: Mapping[str, object]) -> None:
    """A useful answer where a person can be answered, else nothing; always 200."""
    update = chatter.update(text="hello")
    response = chatter.posts({**update, "message": {**update["message"], **odd}})
    assert response.status_code == 200
    assert response.get_json() == {} or response.get_json()["text"] != ""


@pytest.mark.parametrize("number", ["x", None, 1.5, [], {}, 10**30], ids=repr)
def test_an_odd_update_number_is_never_an_error(chatter: Chatter, number: object) -> None:
    assert chatter.posts({**chatter.update(text="hello"), "update_id": number}).status_code == 200
