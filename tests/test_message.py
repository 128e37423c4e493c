"""What we promise of what passes into the core: a `Message` cannot hold who sent it, and nothing in the core asks.

The type checker says so of every line that is written, and Python of every object that is made.
"""

from __future__ import annotations

import ast
import json
from dataclasses import FrozenInstanceError, asdict, fields
from pathlib import Path
from typing import get_type_hints

import mypy.api
import pytest
from actors import Texter
from marks import LINE, Person, Search

from bot.adapters import sms, telegram, web
from bot.adapters.settings import PROJECT
from bot.bank import LANGUAGES
from bot.message import Channel, Message, Point
from bot.reply import Tally
from bot.state import State

SOMEBODY = Person(42)
# Names under which somebody could be kept. "who" in the core is who is in danger, "name" and "number" those of entries.
IDENTITY = {"sender", "from_number", "phone_number", "chat_id", "user_id", "username", "first_name", "last_name", "profile_name",
            "wa_id", "cookie", "ip", "remote_addr", "message_sid", "call_sid", "from_user"}  # fmt: skip
WRONG = """
from dataclasses import replace
from bot.message import Channel, Message
Message(text="x", sender="y")
Message("x", "+12075550100")
Message("x", Channel.SMS, "44.80,-68.77")
Message("x", Channel.SMS, None, None, False, "y")
Message().sender = "y"
print(Message().sender)
Message().text = "y"
setattr(replace(Message(), sender="y"), "text", "")
class Marked(Message):
    sender: str = ""
"""


def test_the_type_checker_refuses_a_message_with_a_sender(tmp_path: Path) -> None:
    """Each line after the imports is a way to keep one; each is an error, and none is overlooked."""
    (tmp_path / "wrong.py").write_text(WRONG)
    options = ["--config-file", str(PROJECT / "pyproject.toml"), "--cache-dir", str(tmp_path), "--follow-imports", "silent"]
    said, crash, _ = mypy.api.run([*options, str(tmp_path / "wrong.py")])
    assert crash == ""
    wrong = {int(line.split(":")[1]) for line in said.splitlines() if ": error: " in line}
    assert wrong == {4, 5, 6, 7, 8, 9, 10, 11, 12}


def test_a_message_has_these_fields_and_room_for_no_other() -> None:
    hints = {"text": str, "channel": Channel, "point": Point | None, "language_hint": str | None, "media": bool}
    assert get_type_hints(Message) == hints
    assert get_type_hints(Point) == {"lat": float, "lon": float}
    assert not hasattr(Message(), "__dict__")
    with pytest.raises(TypeError):
        Message(sender="x")
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        Message().text = "x"
    with pytest.raises(AttributeError):
        object.__setattr__(Message(), "sender", "x")


def read_by_every_channel(person: Person) -> dict[str, Message]:
    """What each adapter makes of a message in which everything tells who it is from, but for the text, which says nothing."""
    lat, lon = person.exact
    form = Texter(client=None).form("narcan", From=person.number, To=LINE, MessageSid=person.sid, FromCity=person.town)
    named = {"ProfileName": person.name, "WaId": person.number[1:], "Latitude": lat, "Longitude": lon, "Address": person.town}
    who = {"id": person.chat, "is_bot": False, "first_name": person.name, "last_name": person.last, "username": person.username}
    chat = {"id": person.chat, "type": "private", "first_name": person.name, "username": person.username}
    received = {"message_id": 1, "date": 1795446000, "chat": chat, "from": who | {"language_code": person.name}}
    place = {"location": {"latitude": float(lat), "longitude": float(lon)}}
    update, pin = ({"update_id": 1, "message": received | said} for said in ({"text": "narcan"}, place))
    fields_ = {"text": "narcan", "lat": lat, "lon": lon, "lang": person.name, "from": person.cookie}
    return {"sms": sms.read(form).message, "whatsapp": sms.read(form | named | {"From": f"whatsapp:{person.number}"}).message,
            "telegram": telegram.read(update).message, "telegram place": telegram.read(pin).message,
            "web": web.read(fields_, None)}  # fmt: skip


MESSAGES = read_by_every_channel(SOMEBODY)


@pytest.mark.parametrize("channel", MESSAGES)
def test_what_an_adapter_hands_on_tells_nothing_of_the_sender(channel: str) -> None:
    message = MESSAGES[channel]
    written = f"{message!r} {json.dumps(asdict(message))}".encode()
    assert Search(SOMEBODY.parts).found_in(written) == set()
    assert message.language_hint in {None, *LANGUAGES}
    assert message.point in {None, Point(44.8, -68.7), Point(44.80, -68.70)}


def test_the_marks_are_in_what_the_adapters_were_given() -> None:
    """A test of the test: with the name as the text it is found."""
    held = Message(text=SOMEBODY.name)
    assert Search(SOMEBODY.parts).found_in(repr(held).encode()) != set()


FOLDERS = ("handlers", "bot", "bot/understanding")
CORE = sorted({path for folder in FOLDERS for path in (PROJECT / folder).glob("*.py")} - {PROJECT / "bot" / "cli.py"})
NAMED = ((ast.Name, "id"), (ast.Attribute, "attr"), (ast.arg, "arg"), (ast.keyword, "arg"), (ast.alias, "name"))


def names(path: Path) -> set[str]:
    """Every name and attribute that a module makes, reads or imports."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return {str(getattr(node, part)) for kind, part in NAMED for node in nodes if isinstance(node, kind)}


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(PROJECT)))
def test_the_core_neither_imports_nor_names_a_sender(path: Path) -> None:
    """What knows a sender is `Inbound`, in the adapters: no module of the core imports it, and none has a name for one."""
    assert sorted(names(path) & {*IDENTITY, "Inbound"}) == []


@pytest.mark.parametrize("kind", [Message, State, Tally], ids=lambda kind: kind.__name__)
def test_nothing_that_is_carried_on_has_a_field_for_a_sender(kind: type) -> None:
    assert sorted({field.name for field in fields(kind)} & IDENTITY) == []


def test_the_walk_would_find_a_sender(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text("from bot.adapters.sms import Inbound\ndef f(chat_id): return g(sender=h.from_user)")
    assert names(path) & {*IDENTITY, "Inbound"} == {"Inbound", "chat_id", "sender", "from_user"}
