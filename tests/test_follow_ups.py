"""Short texts that lean on what was said before: a person does not repeat themselves on a phone."""

from __future__ import annotations

import pytest

from bot.understanding.reading import Level


@pytest.mark.parametrize(
    ("first", "asked", "topic"),
    [
        ("is there a number so i dont use alone", "whats the number", "never_use_alone"),
        ("hay una linea para no consumir solo", "cual es el numero", "never_use_alone"),
        ("what is harm reduction", "whats the number", "human_contact"),
    ],
)
def test_a_number_asked_for_is_the_one_that_was_just_told_or_a_person_to_call(talk, first, asked, topic):
    assert talk(first, asked).tally.topic == topic


@pytest.mark.parametrize("word", ["more", "yes", "1"])
def test_after_which_town_more_shows_the_nearest_of_our_state(talk, word):
    assert talk("narcan in portland", word).state.place.state == "ME"


@pytest.mark.parametrize("word", ["here", "around here", "aqui"])
def test_here_is_the_place_that_was_named_before(talk, word):
    assert talk("narcan in bangor", "what is tranq", word).state.place.name == "Bangor"


@pytest.mark.parametrize("text", ["nvm, where can i get narcan", "just asking, where can i get narcan"])
def test_never_mind_and_a_question_gets_the_question_answered(talk, text):
    outcome = talk("overdose", text)
    assert (outcome.state.in_emergency, outcome.tally.danger) == (False, False)
    assert outcome.tally.topic in {"find_service", "naloxone_get"}


def test_never_mind_where_is_narcan_beside_someone_who_does_not_respond_does_not_end_the_steps(talk):
    """ "Never mind" may mean never mind the call."""
    assert talk("my roommate isnt responding", "nvm, where can i get narcan").state.in_emergency


def test_never_mind_about_a_child_who_swallowed_something_does_not_end_the_steps(talk):
    assert talk("my toddler ate a blue pill", "nvm he seems fine, where can i get narcan").state.in_emergency


def test_never_mind_with_a_new_sign_of_danger_is_danger(talk):
    assert talk("overdose", "nvm hes not breathing, where can i get narcan").state.in_emergency


@pytest.mark.parametrize("text", ["can someone stay on text with me", "is there anyone i can talk to"])
def test_a_plea_to_stay_tells_what_we_are_and_goes_on_with_the_same_emergency(talk, text):
    opened = talk("i took too much adderall my chest hurts so bad")
    outcome = talk("i took too much adderall my chest hurts so bad", text)
    assert (outcome.tally.topic, outcome.state.step) == (opened.tally.topic, opened.state.step)
    assert "911" in outcome.reply.lead


@pytest.mark.parametrize(
    "text", ["what does an overdose look like", "can you overdose on weed", "overdose numbers maine 2024", "overdose symptoms"]
)
def test_who_learns_about_overdose_is_not_frightened_by_the_danger_line(talk, text):
    assert talk(text).reading.danger.level is Level.NONE


@pytest.mark.parametrize("text", ["overdose", "OD", "help", "sos", "overdose!!", "sobredosis"])
def test_the_bare_word_still_is_danger(talk, text):
    assert talk(text).reading.danger.level is not Level.NONE


@pytest.mark.parametrize(
    ("opening", "word", "language"),
    [("mi amigo no respira y esta morado", "no narcan", "es"), ("hes blue and wont wake up", "no narcan", "en")],
)
def test_words_of_two_languages_do_not_turn_an_emergency_into_another_language(talk, opening, word, language):
    outcome = talk(opening, word)
    assert (outcome.reply.entry, outcome.reply.language) == ("naloxone_none", language)


def test_a_spanish_emergency_goes_on_in_spanish_after_no_narcan(talk):
    outcome = talk("mi amigo no respira", "no narcan", "ya desperto")
    assert (outcome.reply.entry, outcome.reply.language) == ("awake", "es")


def test_what_is_told_in_another_language_in_an_emergency_is_understood(talk):
    assert talk("hes blue and wont wake up", "ya desperto").reply.entry == "awake"


@pytest.mark.parametrize("text", ["theyre right here in my hand", "no", "my dog is looking at me", "the medics are here"])
def test_a_wish_to_die_is_not_over_because_of_what_stands_around_it(talk, text):
    assert talk("i want to die tonight", text).tally.topic == "suicide_crisis"


def test_somebody_who_says_they_will_do_nothing_gets_the_next_hours_and_not_the_alarm_again(talk):
    outcome = talk("i want to die tonight", "no im not gonna do anything")
    assert (outcome.reply.entry, outcome.reading.danger.level) == ("suicide_safe", Level.POSSIBLE)


@pytest.mark.parametrize("text", ["cant call 911 ill lose my license", "will police come he has a warrant"])
def test_chest_pain_gets_no_breaths_because_somebody_fears_the_police(talk, text):
    assert talk("he smoked meth and has crushing chest pain", text).tally.topic == "emergency_stimulant"


@pytest.mark.parametrize("text", ["we are 50 minutes from anything in jackman", "at a campground by eustis barely any bars"])
def test_where_it_happens_is_no_search_for_a_place(talk, text):
    outcome = talk("my buddys on the floor blue and wont wake up", text)
    assert (outcome.tally.topic, outcome.reading.danger.level) == ("emergency_overdose", Level.NOW)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("school nurse in fort kent here, our naloxone froze in my car, is it still good", "naloxone_expired_storage"),
        ("got out of windham two weeks ago. can a boss make me come off methadone", "treatment_options_moud"),
        ("im pregnant in madawaska and on methadone, should i stop it", "pregnancy_drugs"),
    ],
)
def test_a_town_in_a_story_is_no_search_for_a_place(talk, text, topic):
    assert talk(text).tally.topic == topic


@pytest.mark.parametrize("asked", ["do they ask for id?", "they take dogs?", "can my kids come in"])
def test_a_question_about_the_listed_doors_is_answered_with_what_is_known_of_the_nearest(talk, asked):
    outcome = talk("narcan 04401", asked)
    assert outcome.tally.topic == "find_service"
    assert "ask them before you go" in outcome.reply.notes[-1]


def test_a_zip_that_was_mistyped_is_corrected(talk):
    assert talk("narcan 04462", "wrong i typed it wrong 04426").state.place.zip == "04426"


@pytest.mark.parametrize("asked", ["another one", "otra", "un autre"])
def test_another_place_is_asked_for_also_behind_another_answer(talk, asked):
    assert talk("narcan 04401", "what is tranq", asked).tally.topic == "find_service"


@pytest.mark.parametrize(
    "asked", ["shorter please", "can u make that simpler", "wheres your source on that", "mas corto por favor"]
)
def test_a_word_about_the_answer_may_stand_in_a_few_others(talk, asked):
    assert talk("is it legal to carry narcan", asked).tally.topic == "naloxone_law"


@pytest.mark.parametrize(
    "text",
    [
        "he just got jumped and isnt moving",
        "i found her not breathing in augusta",
        "guy is down at the shelter in augusta",
        "baby is limp near bangor clinic",
    ],
)
def test_danger_behind_a_list_of_places_is_heard(talk, text):
    reply = talk("needle exchange 04401", text).reply
    assert "911" in " ".join((reply.lead, *reply.notes))
