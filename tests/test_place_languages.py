"""Who asks for a place in two or three words is answered in their language: one clear word decides where nothing else speaks."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.message import Channel, Message
from bot.understanding import language
from handlers.respond import respond

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("naloxona 04401", "es"),
        ("naloxona Bangor", "es"),
        ("metadona Lewiston", "es"),
        ("farmacia 04101", "es"),
        ("jeringas en Bangor", "es"),
        ("agujas 04240", "es"),
        ("naloxona cerca de mi", "es"),
        ("naloxone à Lewiston", "fr"),
        ("narcan à Bangor", "fr"),
        ("hôpital Bangor", "fr"),
        ("seringues à Bangor", "fr"),
        ("pharmacie 04101", "fr"),
        ("aiguilles 04240", "fr"),
        ("seringas em Portland", "pt"),
        ("agulhas 04401", "pt"),
        ("naloxona em Portland", "pt"),
        ("naloxona perto de mim", "pt"),
        ("metadona no Bangor", "pt"),
        ("narcan 04401", "en"),
        ("naloxone a Lewiston", "en"),
        ("needles bangor", "en"),
        ("clinic 04401", "en"),
    ],
)
def test_a_short_question_for_a_place_is_answered_in_its_language(knowledge, text, code):
    assert respond(Message(text, Channel.SMS), None, knowledge, NOW).reply.language == code


@pytest.mark.parametrize("hint", ["es", "fr", "pt"])
def test_a_word_that_all_say_leaves_it_to_the_channel(knowledge, hint):
    assert respond(Message("narcan 04401", Channel.TELEGRAM, language_hint=hint), None, knowledge, NOW).reply.language == hint


def test_in_a_sentence_one_foreign_word_decides_nothing():
    words = "my cousin says the naloxona is at the farmacia".split()
    assert language.languages(words) == language.languages(words, text="My cousin says the naloxona is at the farmacia")
    assert language.languages(words)[0][0] == "en"


@pytest.mark.parametrize("text", ["narcan isle au haut", "narcan old orchard bch", "narcan mt desert", "narcan st agatha"])
def test_the_name_of_a_town_tells_no_language(knowledge, text):
    assert respond(Message(text, Channel.SMS), None, knowledge, NOW).reply.language == "en"


@pytest.mark.parametrize(
    "text", ["cuanto cuesta el narcan", "cuánto cuesta la naloxona", "quanto custa narcan", "combien coute narcan"]
)
def test_a_question_about_the_price_names_no_town(talk, text):
    """Canton and Augusta are one slip away from the Spanish for "how much" and "it costs"."""
    assert talk(text).tally.topic == "naloxone_cost"


@pytest.mark.parametrize(
    ("text", "where"),
    [("how much is narcan", "where tho"), ("cuanto cuesta el narcan", "y donde"), ("le narcan c'est gratuit?", "et où")],
)
def test_a_bare_where_asks_for_a_place(talk, text, where):
    outcome = talk(text, where)
    assert (outcome.tally.topic, outcome.reply.asks_place) == ("find_service", True)
