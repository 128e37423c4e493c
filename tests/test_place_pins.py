"""A shared pin: what it is called, what it is asked for, and that nothing is called after the ZIP around it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from talking import talking

from bot.message import Channel, Message, Point
from handlers.respond import respond

BREWER = Point(44.80, -68.77)
NOWHERE_NEAR = Point(47.0, -69.0)


@pytest.fixture
def talk(knowledge, clock):
    """A whole conversation on a channel; the last outcome."""
    return lambda channel, *said: talking(knowledge, clock, channel)(*said)


PINS = [Channel.TELEGRAM, Channel.WHATSAPP, Channel.WEB]


@pytest.mark.parametrize("channel", PINS)
@pytest.mark.parametrize(
    ("asked", "more", "near"),
    [
        ("where do i get clean needles", "more", "near you"),
        ("donde hay agujas limpias", "mas", "cerca de ti"),
        ("ou trouver des seringues propres", "plus", "près de vous"),
        ("onde consigo seringas", "mais", "perto de você"),
    ],
)
def test_the_next_page_is_near_you_as_the_first_one_is(talk, channel, asked, more, near):
    first, second = talk(channel, asked, BREWER), talk(channel, asked, BREWER, more)
    assert (near in first.reply.lead, near in second.reply.lead) == (True, True)
    assert first.reply.places != second.reply.places


@pytest.mark.parametrize("said", ["and syringes?", "here", "open now", "closer"])
def test_no_answer_after_it_names_the_zip_around_it(talk, said):
    outcome = talk(Channel.TELEGRAM, "narcan near me", BREWER, said)
    assert "04402" not in " ".join(outcome.reply.paragraphs)
    assert "Bangor 0" not in outcome.reply.lead


def test_a_wish_after_it_is_told_of_you(talk):
    assert "nearest to you" in talk(Channel.WEB, "narcan near me", BREWER, "open now").reply.lead


def test_with_nothing_near_it_is_you_again(talk):
    assert "within 100 miles of you" in talk(Channel.WEB, "detox near me", NOWHERE_NEAR).reply.lead


def test_words_that_come_with_it_say_what_is_looked_for(knowledge, clock):
    message = Message("detox", Channel.WEB, BREWER)
    assert respond(message, None, knowledge, clock()).state.service == "detox"


def test_a_town_after_it_has_its_name_again(talk):
    assert "near Augusta, ME" in talk(Channel.TELEGRAM, ASKED, BREWER, "what about augusta").reply.lead


def test_an_unusable_pin_asks_for_a_town(talk, knowledge):
    assert talk(Channel.TELEGRAM, Point(0.0, 0.0)).reply.lead == knowledge.line("unknown_place", "en")


def test_a_pin_is_kept_as_it_came_and_forgotten_as_such_with_the_next_town(talk):
    pinned = talk(Channel.TELEGRAM, BREWER).state.place
    assert (pinned.pinned, pinned.point, replace(pinned, pinned=False).shown) == (True, BREWER, "Bangor 04402")
    assert not talk(Channel.TELEGRAM, BREWER, "augusta").state.place.pinned


ASKED = "where do i get clean needles"
