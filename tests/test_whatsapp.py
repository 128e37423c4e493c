"""What we promise to people on WhatsApp: the same answers with their accents, and nothing of who they are passes the adapter."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from actors import LINE, PERSON, Marks, Texter
from flask import Flask
from werkzeug.datastructures import MultiDict

from bot.adapters import sms
from bot.message import Channel
from bot.segments import encoding

# What a webhook of a person with a user name and no number holds; every one of these tells who it is.
IDENTITY = {
    "ProfileName": "Quillfeather Moss",
    "WaId": "12075550123",
    "ExternalUserId": "whatsapp:US.13491208655302741918",
    "ChannelMetadata": json.dumps({"type": "whatsapp", "data": {"ProfileName": "Quillfeather Moss", "WaId": "12075550123"}}),
    "OriginalRepliedMessageSender": "whatsapp:+12075550123",
    "ReferralCtwaClid": "clid-0123456789",
    "FromCity": "VEAZIE", "FromZip": "04401", "FromState": "ME", "ToCity": "BANGOR",
}  # fmt: skip
READ = {"From", "To", "Body", "ButtonText", "ButtonPayload", "NumMedia", "Latitude", "Longitude", "OptOutType", "MessageSid"}


class Watched(dict[str, str]):
    """A form that remembers what was read of it."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(fields)
        self.read: set[str] = set()

    def get(self, key: str, default: str = "") -> str:
        self.read.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> str:
        self.read.add(key)
        return super().__getitem__(key)

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("a form is read by name, never as a whole")


@pytest.fixture
def person(app: Flask) -> Texter:
    return Texter(app.test_client(), number=f"whatsapp:{PERSON}", line=f"whatsapp:{LINE}")


@pytest.mark.parametrize("extra", [{}, {"Latitude": "44.8", "Longitude": "-68.77"}, {"NumMedia": "1"}])
def test_only_an_allow_list_is_read(person: Texter, extra: dict[str, str]) -> None:
    form = Watched({**person.form("hello"), **IDENTITY, **extra})
    sms.read(form)
    assert form.read <= READ


def test_nothing_that_tells_who_it_is_gets_past_the_adapter(person: Texter) -> None:
    inbound = sms.read({**person.form("hello"), **IDENTITY})
    told = repr(inbound.message).encode()
    assert Marks([*list(IDENTITY.values())[:8], PERSON, "Quillfeather", "12075550123"]).found_in(told) == []


def test_nothing_that_tells_who_it_is_is_held_or_written(app: Flask, person: Texter, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    person.says("narcan 04101", **IDENTITY)
    runtime = app.extensions["safertext"]
    held = repr([vars(runtime.memory), vars(runtime.counters)]).encode() + caplog.text.encode()
    assert Marks([*list(IDENTITY.values())[:6], PERSON, "Quillfeather"]).found_in(held) == []


@pytest.mark.parametrize(
    "sender", ["whatsapp:+12075550100", "whatsapp:US.13491208655302741918", "whatsapp:ID.x-y_z", "whatsapp:"]
)
def test_a_sender_is_never_read_as_a_number(person: Texter, sender: str) -> None:
    person.number = sender
    assert "911" in person.says("hes blue and wont wake up")[0]


def test_people_without_any_number_share_no_talk(app: Flask) -> None:
    """A place that one of them named must not answer another."""
    first, second = (Texter(app.test_client(), number="", line=f"whatsapp:{LINE}") for _ in range(2))
    before = second.says("more")
    first.says("narcan 04101")
    assert second.says("more") == before
    assert "911" in second.says("hes blue and wont wake up")[0]


def test_without_a_sender_the_line_tells_that_it_is_whatsapp() -> None:
    assert sms.read({"To": f"whatsapp:{LINE}", "Body": "hi"}).message.channel is Channel.WHATSAPP
    assert sms.read({"To": LINE, "Body": "hi"}).message.channel is Channel.SMS


def test_accents_are_kept_because_they_cost_nothing_here(person: Texter) -> None:
    said = person.says("mi amigo no respira, esta morado")[0]
    assert ("atrás" in said, encoding(said)) == (True, "UCS-2")


@pytest.mark.parametrize(
    "fields",
    [{"Body": "OD"}, {"Body": "OD", "ButtonText": "Steps", "ButtonPayload": "od"}, {"ButtonText": "OD"}, {"ButtonPayload": "OD"}],
)
def test_a_button_says_what_it_stands_for(person: Texter, fields: dict[str, str]) -> None:
    assert "CALL 911" in person.says("", MessageType="button", **fields)[0]


def test_a_shared_place_is_rounded_before_anything_sees_it() -> None:
    inbound = sms.read(MultiDict({"From": "whatsapp:x", "Latitude": "44.801182", "Longitude": "-68.777814", "Label": "Home"}))
    assert (inbound.message.point.lat, inbound.message.point.lon) == (44.8, -68.78)


def test_a_long_answer_comes_in_few_numbered_messages(person: Texter) -> None:
    said = person.says("narcan 04401")
    assert all(len(each) <= 1600 for each in said)
