"""What we promise about a short question after an answer: "it" is what was talked of."""

from __future__ import annotations

import pytest

FOOD, NARCAN = "food pantry in bangor", "where can i get narcan 04401"


@pytest.mark.parametrize("asked", ["do they ask for id", "piden papeles?", "is it free"])
def test_after_a_list_of_other_places_it_is_not_about_naloxone(talk, asked):
    assert not talk(FOOD, asked).tally.topic.startswith("naloxone")


@pytest.mark.parametrize("asked", ["what do they charge", "how much is it", "cuanto cuesta"])
def test_after_a_list_for_naloxone_the_price_is_its_price(talk, asked):
    assert talk(NARCAN, asked).tally.topic == "naloxone_cost"


@pytest.mark.parametrize(("text", "topic"), [("need clean rigs", "find_service"), (
    "Outreach in Bangor here. Seeing forearm wounds, black scabs. Guidance for participants?", "wound_care",
)])  # fmt: skip
def test_a_need_is_a_search_and_a_town_alone_is_none(talk, text, topic):
    assert talk(text).tally.topic == topic
