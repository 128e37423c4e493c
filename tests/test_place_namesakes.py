"""Which of the towns of one name, in what order they are offered, and places that people name otherwise than a map."""

from __future__ import annotations

import pytest
from talking import talking

from bot.message import Message
from bot.understanding.places import read_place
from handlers.respond import respond


@pytest.fixture
def talk(knowledge, clock):
    """A whole conversation; the last outcome."""
    return talking(knowledge, clock)


def where(outcome):
    place = outcome.state.place
    return place and f"{place.name}, {place.state}"


@pytest.mark.parametrize(
    ("town", "first"),
    [("concord", "Concord|NH"), ("dover", "Dover|NH"), ("portsmouth", "Portsmouth|NH"), ("salem", "Salem|NH"),
     ("rochester", "Rochester|NH"), ("lawrence", "Lawrence|MA"), ("keene", "Keene|NH")],
)  # fmt: skip
def test_of_towns_elsewhere_the_nearest_to_home_is_offered_first(talk, town, first):
    outcome = talk(f"narcan {town}")
    assert (outcome.state.offered[0], outcome.state.place) == (f"place:{first}", None)


def test_a_state_that_was_not_among_the_offered_finds_its_town_too(talk):
    assert "place:Concord|NC" not in talk("narcan concord").state.offered
    assert where(talk("narcan concord", "north carolina")) == "Concord, NC"


@pytest.mark.parametrize(
    ("first", "said", "town"),
    [
        ("narcan portland", "oregon", "Portland, OR"),
        ("narcan portland", "not that one, the oregon one", "Portland, OR"),
        ("narcan portland", "no i meant the one in oregon", "Portland, OR"),
        ("narcan portland oregon", "not that one, the maine one", "Portland, ME"),
        ("narcan springfield", "sorry, massachusetts", "Springfield, MA"),
        ("narcan en portland", "no, la otra, en oregon", "Portland, OR"),
    ],
)
def test_not_that_one_the_other_states_one(talk, first, said, town):
    assert where(talk(first, said)) == town


def test_a_state_in_a_sentence_about_something_else_moves_nobody(talk):
    assert where(talk("narcan portland", "is it legal to carry needles in oregon too")) == "Portland, ME"


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("detox penobscot nation", "Indian Island, ME"),
        ("narcan sipayik", "Sipayik (Pleasant Point), ME"),
        ("needle exchange midcoast", "Rockland, ME"),
        ("narcan near umo", "Orono, ME"),
        ("narcan near maine med", "Portland, ME"),
        ("narcan chebeague", "Chebeague Island, ME"),
        ("narcan kokadjo", "Greenville, ME"),
        ("narcan in houlton band of maliseets", "Houlton, ME"),
    ],
)
def test_what_people_call_a_place_is_found(talk, text, town):
    assert where(talk(text)) == town


@pytest.mark.parametrize("text", ["narcan on the passamaquoddy reservation", "where is there narcan on the rez"])
def test_a_reservation_without_a_name_of_its_own_asks_for_the_town(talk, knowledge, text):
    assert talk(text).reply.lead == knowledge.line("ask_corner", "en")


@pytest.mark.parametrize("text", ["narcan t6 r9", "t3 r11 wels narcan", "narcan TA R7"])
def test_land_that_no_town_has_asks_for_the_nearest_town(talk, knowledge, text):
    assert talk(text).reply.lead == knowledge.line("unknown_place", "en")


@pytest.mark.parametrize(
    ("text", "zip_code"),
    [("narcan 0440l", "04401"), ("narcan O4401", "04401"), ("narcan o424o", "04240"), ("narcan 042401234", "04240"),
     ("042401234", "04240"), ("narcan 04240-1234", "04240")],
)  # fmt: skip
def test_a_zip_with_letters_for_figures_or_all_nine_figures_is_read(talk, text, zip_code):
    assert talk(text).state.place.zip == zip_code


@pytest.mark.parametrize("text", ["my number is 2075550123, narcan", "narcan batch A1B2C", "oil lool narcan"])
def test_another_number_or_word_is_no_zip(talk, text):
    outcome = talk(text)
    assert outcome.state is None or outcome.state.place is None


@pytest.mark.parametrize("text", ["narcan vienna me", "narcan portland oregon", "narcan rome maine"])
def test_the_name_of_a_town_and_its_state_tells_no_language(talk, text):
    assert talk(text).reply.language == "en"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("narcan bangor or portland maine", "For Portland, text Portland."),
        ("needles between bangor and ellsworth", "For Ellsworth, text Ellsworth."),
        ("narcan in lewiston and auburn", "For Auburn, text Auburn."),
        ("jeringas en bangor o brewer", "Para Brewer, escribe Brewer."),
    ],
)
def test_of_two_towns_the_first_is_answered_and_the_other_offered(talk, text, note):
    outcome = talk(text)
    assert note in outcome.reply.paragraphs
    assert where(outcome) in {"Bangor, ME", "Lewiston, ME"}


@pytest.mark.parametrize("text", ["narcan for me and my friend in lewiston", "needle exchange in bangor and test strips"])
def test_an_and_between_other_words_names_no_second_town(talk, text):
    paragraphs = talk(text).reply.paragraphs
    assert [each for each in paragraphs if each.startswith("For ")] == []
    assert any(each.startswith("Not that ") for each in paragraphs)


@pytest.mark.parametrize(
    ("first", "said", "town"),
    [
        ("narcan in new hampshire", "concord", "Concord, NH"),
        ("narcan in massachusetts", "springfield", "Springfield, MA"),
        ("rehab in california", "concord", "Concord, CA"),
        ("needle exchange vermont", "burlington", "Burlington, VT"),
        ("narcan boston", "salem", "Salem, MA"),
        ("narcan portland oregon", "bangor", "Bangor, ME"),
        ("narcan portland oregon", "portland maine", "Portland, ME"),
        ("narcan salem nh", "04101", "Portland, ME"),
        ("is narcan legal in massachusetts", "narcan auburn", "Auburn, ME"),
    ],
)
def test_a_town_is_looked_for_in_the_state_they_asked_about(talk, first, said, town):
    assert where(talk(first, said)) == town


def test_a_service_in_another_state_asks_for_the_town_and_does_not_tell_of_our_state(full_knowledge, clock):
    outcome = respond(Message("detox in florida"), None, full_knowledge, clock())
    assert outcome.reply.lead == full_knowledge.line("ask_place", "en")


@pytest.mark.parametrize("text", ["wells?? narcan", "narcan wells"])
def test_a_town_that_is_a_word_is_asked_back_on_either_side_of_a_service(talk, text):
    assert talk(text).state.offered[0] == "place:Wells|ME"


@pytest.mark.parametrize(
    ("text", "town"),
    [("test strips belfast please", "Belfast, ME"), ("narcan lincoln pls", "Lincoln, ME"),
     ("narcan in the bangor area", "Bangor, ME"), ("needles in the camden area", "Camden, ME")],
)  # fmt: skip
def test_a_polite_word_or_an_article_hides_no_town(talk, text, town):
    assert where(talk(text)) == town


def test_in_the_bath_is_no_town(knowledge):
    assert read_place("narcan he is in the bath", knowledge.gazetteer, expected=False).place is None
