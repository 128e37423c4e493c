"""A town as shaking hands spell it: after our question, after an answer that asks for one, and beside a service."""

from __future__ import annotations

import pytest
from talking import Talk, talking

from bot.message import Message
from bot.reply import Outcome
from handlers.respond import respond

ASKED = "where do i get clean needles"


@pytest.fixture(params=["with the encoder", "without it"])
def talk(request, clock) -> Talk:
    """A whole conversation; the last outcome. A point among the texts is a shared pin."""
    known = request.getfixturevalue("full_knowledge" if request.param == "with the encoder" else "knowledge")
    return talking(known, clock)


def towns(outcome: Outcome) -> list[str]:
    """The town that was taken, or those that were asked back."""
    assert outcome.state
    taken = [outcome.state.place.name] if outcome.state.place else []
    return taken or [each.removeprefix("place:").split("|")[0] for each in outcome.state.offered if each.startswith("place:")]


TAKEN = [
    ("skowhegen", "Skowhegan"), ("skohegan", "Skowhegan"), ("bangr", "Bangor"), ("lewston", "Lewiston"), ("caribo", "Caribou"),
    ("presq isle", "Presque Isle"), ("fort kennt", "Fort Kent"), ("ft kent", "Fort Kent"), ("van burin", "Van Buren"),
    ("machais", "Machias"), ("calis", "Calais"), ("easport", "Eastport"), ("bar harbour", "Bar Harbor"),
    ("bucksprt", "Bucksport"), ("rockalnd", "Rockland"), ("wiscaset", "Wiscasset"), ("damriscotta", "Damariscotta"),
    ("topsam", "Topsham"), ("rumferd", "Rumford"), ("dixfeild", "Dixfield"), ("sacco", "Saco"), ("kennybunk", "Kennebunk"),
    ("oggunquit", "Ogunquit"), ("old orchrd beach", "Old Orchard Beach"), ("sanfrd", "Sanford"), ("westbrok", "Westbrook"),
    ("cape elizbeth", "Cape Elizabeth"), ("dover foxcraft", "Dover-Foxcroft"), ("linclon", "Lincoln"),
    ("mattawamkeg", "Mattawamkeag"), ("greenvile", "Greenville"), ("jackmen", "Jackman"), ("pittsfeild", "Pittsfield"),
]  # fmt: skip
ASKED_BACK = [
    ("hermin", "Hermon"), ("presk isle", "Presque Isle"), ("camdin", "Camden"), ("norwey", "Norway"), ("banger", "Bangor"),
    ("herman", "Hermon"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "town"), TAKEN)
def test_after_our_question_a_town_with_a_slip_is_taken(knowledge, clock, typed, town):
    asked = respond(Message(ASKED), None, knowledge, clock())
    told = respond(Message(typed), asked.state, knowledge, clock())
    assert (towns(told), told.state.offered, told.state.service) == ([town], (), "syringe_services")


@pytest.mark.parametrize(("typed", "town"), ASKED_BACK)
def test_one_that_may_be_another_word_is_asked_back_and_the_service_is_kept(talk, typed, town):
    outcome = talk(ASKED, typed)
    assert (town in towns(outcome), outcome.state.place, outcome.state.service) == (True, None, "syringe_services")


@pytest.mark.parametrize(
    ("question", "typed", "town", "service"),
    [
        ("where can i get narcan", "hermin", "Hermon", "naloxone"),
        ("where can i get narcan", "skowhegen", "Skowhegan", "naloxone"),
        ("i need a detox", "presk isle", "Presque Isle", "detox"),
        ("how do i get rid of needles", "bidderford", "Biddeford", "syringe_disposal"),
        ("hiv test", "augsta maine", "Augusta", "hiv_hep_testing"),
        ("hello", "hermin", "Hermon", "naloxone"),
        ("donde consigo naloxona", "hermin", "Hermon", "naloxone"),
        ("onde consigo naloxona", "agusta", "Augusta", "naloxone"),
    ],
)
def test_after_an_answer_that_asks_for_a_town_it_is_read_as_one(talk, question, typed, town, service):
    outcome = talk(question, typed)
    assert (town in towns(outcome), outcome.state.service) == (True, service)


@pytest.mark.parametrize("said", ["sorry", "thanks", "cool", "alone", "summer", "is it free", "for kids", "ok"])
def test_another_word_there_is_no_town(talk, said):
    outcome = talk("where can i get narcan", said)
    assert (towns(outcome), outcome.reply.asks_place) == ([], False)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("narcan in skowhegen", "Skowhegan"), ("needle exchange bangr", "Bangor"), ("detox presk isle", "Presque Isle"),
        ("narcan hermin", "Hermon"), ("narcan herman", "Hermon"), ("detox camdin", "Camden"), ("narcan norwey", "Norway"),
        ("NARCAN IN WATERVIL", "Waterville"), ("syringe exchange portalnd", "Portland"), ("needles easport", "Eastport"),
    ],
)  # fmt: skip
def test_beside_a_service_it_is_taken_or_asked_back(talk, text, town):
    assert town in towns(talk(text))


@pytest.mark.parametrize("text", ["narcan training", "narcan price", "detox patient", "narcan stats", "needles disposl"])
def test_and_a_word_that_only_looks_like_a_town_is_not(talk, text):
    assert towns(talk(text)) == []


@pytest.mark.parametrize(
    "said", ["idk", "rather not say", "i dont want to say", "none of your business", "no quiero decir", "je sais pas", "nao sei"]
)
def test_who_will_not_say_where_they_are_gets_what_holds_everywhere(talk, said):
    outcome = talk("narcan near me", said)
    assert ("211" in " ".join(outcome.reply.paragraphs), outcome.reply.asks_place) == (True, False)


def test_and_for_detox_the_warning_all_the_same(knowledge, talk):
    assert knowledge.line("detox_warning", "en") in talk("detox near me", "rather not say").reply.paragraphs


def test_a_state_is_a_beginning_and_the_town_is_asked_for(knowledge, talk):
    assert talk(ASKED, "maine").reply.lead == knowledge.line("ask_place", "en")


@pytest.mark.parametrize(
    ("text", "service"),
    [("ou trouver des seringues", "syringe_services"), ("hola, donde consigo jeringas", "syringe_services")],
)
def test_where_to_get_syringes_is_no_question_about_needles_that_were_found(talk, text, service):
    outcome = talk(text)
    assert (outcome.reply.asks_place, outcome.state.service) == (True, service)
