"""What is changed is a new object: the old one stays as it was, and no other field moves."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from bot.changed import changed
from bot.reply import Outcome, Reply, Tally
from bot.state import State
from bot.understanding.places import PlaceReading
from bot.understanding.reading import Danger, Level

STATE = State(at=datetime(2026, 11, 23, tzinfo=UTC), language="es", offered=("entry:naloxone_get",), alarm=3)
REPLY = Reply("Call 911.", notes=("And stay.",), urgent=True)
OBJECTS = (
    STATE,
    REPLY,
    Outcome(REPLY, STATE, Tally("greeting_thanks", "sms", "es")),
    Danger(Level.NOW),
    PlaceReading(said="bath"),
)


@pytest.mark.parametrize("old", OBJECTS, ids=lambda old: type(old).__name__)
def test_each_field_alone_changes_as_the_standard_library_would_change_it(old: object) -> None:
    for each in fields(old):  # type: ignore[arg-type]
        before = repr(old)
        new = changed(old, **{each.name: "other"})  # type: ignore[type-var]
        assert new == replace(old, **{each.name: "other"})  # type: ignore[type-var]
        assert type(new) is type(old)
        assert repr(old) == before


def test_several_fields_change_together() -> None:
    assert changed(STATE, alarm=0, topic="grief") == replace(STATE, alarm=0, topic="grief")


def test_a_field_that_there_is_not_is_refused() -> None:
    with pytest.raises(KeyError):
        changed(STATE, sender="somebody")  # type: ignore[call-arg]
