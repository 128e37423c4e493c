"""What we promise who was shown a list of places: a word of it in a sentence of their own is not taken for a wish about it."""

from __future__ import annotations

import pytest

from bot.understanding.place_requests import request

LIST = "narcan near bangor"


@pytest.mark.parametrize("text", ["keep thinking id rather be where he is", "cutting deep tonight cant stop"])
def test_who_wants_to_die_is_heard_behind_a_list_too(talk, said, text):
    outcome = talk(LIST, text)
    assert outcome.tally.topic == "suicide_crisis"
    assert "988" in said(outcome)


@pytest.mark.parametrize("text", ["id", "do i need an id", "is id required", "they want my id"])
def test_who_asks_what_they_want_to_see_is_told_of_the_nearest(talk, text):
    assert request(text.split()) == "doors"
    assert talk(LIST, text).tally.topic == "find_service"


@pytest.mark.parametrize("text", ["id rather not say", "id like to be with him"])
def test_i_would_is_no_card(text):
    assert request(text.split()) != "doors"
