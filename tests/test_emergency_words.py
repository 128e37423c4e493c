"""What we promise about small words beside somebody in danger: a call, a town or a drug's name is no other subject."""

from __future__ import annotations

import pytest

from bot.understanding.reading import Level

DOWN = "he wont wake up"
SEPSIS = "red streaks on my arm and fever chills from a shot"


@pytest.mark.parametrize("word", ["helo", "hello", "you there", "walmart lot in ellsworth", "i think it was xanax with percocet"])
def test_the_steps_go_on(talk, word):
    outcome = talk(DOWN, word)
    assert (outcome.tally.topic, outcome.reading.danger.level) == ("emergency_overdose", Level.NOW)


@pytest.mark.parametrize("word", ["my mom is gonna kill me", "mom is at work shell kill us"])
def test_a_figure_of_speech_about_a_mother_is_no_second_emergency(talk, word):
    assert talk(DOWN, word).tally.topic == "emergency_overdose"


def test_who_used_alone_and_calls_out_is_still_in_danger(talk):
    outcome = talk("im alone and just did a shot feel wrong cant keep my eyes open", "helo")
    assert (outcome.reply.entry, outcome.reading.danger.level) == ("overdose_self", Level.NOW)


@pytest.mark.parametrize("word", ["me metí algo y no era lo de siempre", "me estoy durmiendo"])
def test_who_used_is_never_taken_for_well_by_how_it_sounds(talk, word):
    assert talk("me meti algo y me siento mal solo", word).reading.danger.level is Level.NOW


@pytest.mark.parametrize("words", [("SPRAY", "done. now?"), ("SPRAY", "cest faite"), ("SPRAY", "ok done now")])
def test_what_was_done_leads_to_the_next_step(talk, words):
    assert talk(DOWN, *words).reply.entry == "breaths"


@pytest.mark.parametrize("word", ["ems is walking in", "ambalaasku waa yimid, mahadsanid", "they are loading him"])
def test_a_crew_that_is_here_ends_it(talk, word):
    assert talk(DOWN, word).reply.entry == "help_here"


@pytest.mark.parametrize("word", ["thanks", "ok thank you so much", "gracias"])
def test_thanks_are_no_call_for_help(talk, word):
    assert talk(DOWN, word).reading.danger.level is not Level.NOW


@pytest.mark.parametrize("text", ["i called 911", "called 911 already", "llame al 911", "jai appelé le 911", "liguei pro 911"])
def test_who_has_called_gets_the_steps_and_not_the_law(talk, text):
    outcome = talk(text)
    assert (outcome.reply.entry, outcome.reading.danger.level) == ("overdose_unclear", Level.NOW)


@pytest.mark.parametrize("word", ["they treat me like shit there", "not going to the er they treat u like dogshit"])
def test_who_fears_the_hospital_with_an_infection_hears_how_to_be_treated(talk, word):
    outcome = talk(SEPSIS, word)
    assert (outcome.reply.entry, outcome.reply.lead.startswith("CALL 911")) == ("sepsis_refused", True)


def test_beside_an_overdose_bad_care_is_the_ordinary_answer(talk):
    assert talk(DOWN, "they treat me like shit there").reply.entry != "sepsis_refused"


@pytest.mark.parametrize(
    ("before", "text"),
    [("how do i store weed gummies with kids in the house", "too late my 3 yr old ate like four")],
)
def test_a_child_who_ate_some_after_all(talk, before, text):
    outcome = talk(before, text)
    assert (outcome.reply.entry, outcome.reading.danger.level) == ("poison_child", Level.NOW)


@pytest.mark.parametrize(
    "text",
    [
        "hey quick question about narcan",
        "in english please for my friend",
        "buddy hurt his back, doc cut off his percs, now hes buyin em off a guy on the wharf",
    ],
)
def test_an_ordinary_text_with_a_word_of_danger_is_answered(talk, text):
    assert talk(text).reading.danger.level is not Level.NOW


@pytest.mark.parametrize(
    "word", ["Everyone says let him sleep it off", "roommate says let her sleep", "dicen que lo deje dormir la mona"]
)
def test_what_others_say_who_see_no_danger_ends_nothing(talk, word):
    assert talk("he did g and wine and hes a ragdoll", word).reading.danger.level is Level.NOW


def test_a_sign_that_no_row_knows_is_danger_also_after_a_calm_step(talk):
    outcome = talk("she wont wake up", "she opened her eyes", "breaths are like... one... and then a long wait")
    assert outcome.reading.danger.level is Level.NOW


@pytest.mark.parametrize("word", ["could just be sleeping i dont wanna look stupid", "maybe hes just sleeping"])
def test_a_doubt_is_no_false_alarm(talk, word):
    assert talk("driver slumped over the wheel wont wake", word).reading.danger.level is Level.NOW


@pytest.mark.parametrize("word", ["non pas d'ambulance ça coûte trop cher", "who pays for the ambulance"])
def test_who_fears_the_bill_stays_in_the_steps(talk, word):
    assert talk("je tremble et je vois des bibittes, jai arrêté de boire il y a 2 jours", word).reading.danger.level is Level.NOW


def test_who_shakes_after_the_crew_came_is_told_of_it(talk):
    assert talk(DOWN, "gave it", "medics got him", "im shaking so bad").reply.entry == "after_you"


def test_who_shakes_and_is_in_danger_is_not(talk):
    assert talk("i took too much im alone", "im shaking").reply.entry != "after_you"


@pytest.mark.parametrize("text", ["girlfrend blu", "dad grey", "my toddler ate something out of her aunts purse"])
def test_few_words_are_enough(talk, text):
    assert talk(text).reading.danger.level is Level.NOW


@pytest.mark.parametrize("text", ["my girlfriend blue hair", "gf blue dress"])
def test_a_colour_of_things_is_none(talk, text):
    assert talk(text).reading.danger.level is not Level.NOW


def test_too_much_after_a_talk_about_using_alone_is_danger_now(talk):
    assert talk("anyone i can call while i use alone", "i thnk its tooo muh").reading.danger.level is Level.NOW


@pytest.mark.parametrize("asked", ["Would that spray hurt the children if they got into it", "what if my kid got into it"])
def test_a_question_about_children_is_no_child_who_ate(talk, asked):
    assert talk("where do i keep my methadone with kids", asked).reading.danger.level is not Level.NOW


def test_shaking_and_bugs_on_the_wall_are_told_from_a_wish(talk):
    outcome = talk("i want to die", "hands wont stop shakin and im seeing bugs on the wall")
    assert outcome.reading.danger.level is Level.NOW
