"""What we promise about the crew: who tells that it is there is helped, and who tells that it is not yet goes on."""

from __future__ import annotations

import pytest

from bot.understanding import crew

DOWN = "he wont wake up"


@pytest.mark.parametrize(
    "text",
    [
        "thank god the ambulance just showed up",
        "he's breathing, I'm a CNA, rescue just pulled in",
        "fire guys just walked in",
        "paramedics are w him theyre giving him oxygen",
        "respiró respiró!! ya entraron los de la ambulancia",
        "bombeiro chegou, voltou a respirar graças a deus",
        "les ambulanciers sont arrivés",
        "coast guard got him",
        "the fire department is here",
        "اخذوه الاسعاف",
    ],
)
def test_a_crew_that_is_there_takes_over(talk, text):
    assert talk(DOWN, text).reply.entry == "help_here"


@pytest.mark.parametrize(
    "text",
    ["no ems are with him", "no medics are with him", "called ems, my mom is w him now", "ems said keep giving him oxygen",
     "nobody from ems is with him yet", "ems taking over 20 minutes",
     "we never called ems got him in the car", "no ems giving him oxygen from grandmas tank"],
)  # fmt: skip
def test_a_crew_that_is_not_there_ends_nothing(talk, text):
    assert talk(DOWN, text).state.in_emergency


@pytest.mark.parametrize(
    "text",
    [
        "ambulance hasnt showed up yet",
        "rescue aint here yet",
        "no medics yet, rescue never showed up",
        "my mom is here the ambulance is 10 min out",
        "what do i tell ems when they get here",
        "waiting on the ambulance",
        "they put me on hold w music",
        "la ambulancia todavia no ha llegado",
        "l'ambulance est pas encore arrivée",
        "bombeiro ainda nao chegou",
        "got coast guard on 16 they said keep air in him. how",
        "got the coast guard on the radio",
    ],
)
def test_a_crew_that_is_still_to_come_ends_nothing(talk, text):
    outcome = talk(DOWN, text)
    assert outcome.reply.entry == "help_far"
    assert outcome.state.in_emergency


@pytest.mark.parametrize(
    "text",
    ["doing rescue breaths got him on his side", "i walked in and saw him like this, ambulance coming", "got him on his side"],
)
def test_what_others_do_beside_him_is_no_crew(talk, text):
    assert talk(DOWN, text).state.in_emergency


def test_a_body_that_stopped_is_heard_beside_a_crew(talk):
    assert talk(DOWN, "hes not breathing ems is here").state.in_emergency


@pytest.mark.parametrize("text", ["rescue is taking him", "they said ems got here"])
def test_in_so_many_words(text):
    assert crew.has_come(text.split())


@pytest.mark.parametrize("text", ["rescue breaths", "my mom is here", "ems took forever", "when ems showed up"])
def test_and_not_in_others(text):
    assert not crew.has_come(text.split())


def test_who_called_and_tells_it_at_length_gets_the_next_step(talk):
    assert talk(DOWN, "i called 911 and now i am standing by the road").reply.entry == "naloxone_nose"


@pytest.mark.parametrize(
    ("talked", "step"),
    [
        ((DOWN, "if i call are we gonna get in trouble", "called. they said 8 min what do i do rn"), "naloxone_nose"),
        (("mi compañero ta tirao no responde", "ya llame. tengo miedo", "no hay spray todavia q hago"), "naloxone_none"),
        (("mi amigo fumo algo y no despierta", "no tengo esa medicina"), "naloxone_none"),
        (("no despierta", "ya se lo puse"), "breaths"),
    ],
)
def test_who_is_afraid_or_has_none_gets_what_comes_next(talk, talked, step):
    assert talk(*talked).reply.entry == step


@pytest.mark.parametrize("text", ["ok i called they are coming what do i do while i wait", "they are on their way"])
def test_who_says_that_they_are_coming_gets_the_next_step(talk, text):
    assert talk(DOWN, text).reply.entry == "naloxone_nose"


def test_who_is_feared_is_no_crew():
    assert not crew.called("theyre coming for me".split())


def test_a_call_that_is_passed_on_is_not_the_end(talk):
    assert talk("he did coke and his chest hurts and his arm is numb", "ok they transferred me").state.in_emergency


def test_a_question_beside_who_sleeps_and_breathes_is_not_answered_as_if_all_were_well(talk):
    outcome = talk(DOWN, "he is breathing but asleep", "how long till it wears off")
    assert outcome.reading.danger.level.value != "none"


def test_a_wound_that_can_kill_is_not_answered_as_any_wound(talk):
    outcome = talk("red goin up past my knee now n i cant get warm. shakin", "they gonna cut it off")
    assert outcome.state.in_emergency


def test_a_small_child_that_had_one_in_the_mouth_is_told_of_in_any_talk(talk):
    outcome = talk("how do i use test strips", "The baby had one in his mouth. 2 years old. I got most of it out")
    assert outcome.reply.entry == "poison_child"


@pytest.mark.parametrize("text", ["hes snoring tho so hes fine right", "shes prob just sleeping tho? she does snore"])
def test_who_takes_a_snore_for_sleep_is_told_the_steps_again(talk, text):
    outcome = talk(DOWN, text)
    assert (outcome.reply.entry, outcome.state.in_emergency) == ("overdose_other", True)


def test_what_they_took_ends_no_emergency_that_was_told_in_so_many_words(talk):
    talked = ("mi esposo no respira bien", "tomo pastillas azules de un compañero del trabajo")
    assert talk(*talked).state.in_emergency


def test_a_question_about_the_law_turns_out_to_be_about_now(talk):
    outcome = talk("do they bust me if i call 911", "yes its happening now why tf you think im asking")
    assert outcome.reply.entry == "overdose_other"


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("mi marido dejo de tomar de golpe el viernes", "dice q hay hormigas en la pared"),
        ("mon pere arrete de boire, c'est dangereux?", "y voit des bibittes sur le mur"),
        ("meu pai quer parar de beber, é perigoso?", "ta vendo bicho na parede"),
    ],
)
def test_who_sees_what_is_not_there_after_drinking_needs_911(talk, said, asked, seen):
    outcome = talk(asked, seen)
    assert outcome.reply.entry == "withdrawal_danger"
    assert "911" in said(outcome)


def test_a_toddler_among_questions_about_edibles_puts_the_line_first(talk):
    assert talk("how long do edibles last", "in a toddler").reading.danger.level.value == "possible"


@pytest.mark.parametrize("text", ["POLICE", "im scared the cops come if i called 988"])
def test_the_police_beside_a_wish_to_die_need_no_breaths(talk, said, text):
    assert "988" in said(talk("i want to die", text))


def test_who_used_while_alone_is_heard_in_few_letters(talk):
    number = "whats the number where they stay on the phone w u"
    assert talk(number, "too late lol did it").reading.danger.level.value == "possible"
    assert talk(number, "too late lol did it", "woah its strngg").reply.entry == "overdose_self"


def test_a_child_that_nobody_said_had_taken_anything_ends_no_question(talk):
    outcome = talk("Mon petit-gars prend des pilules bleues qu'y achète sur le téléphone. C'est quoi ça")
    assert not outcome.state.in_emergency


@pytest.mark.parametrize(
    "text", ["he says he's fine but his chest still hurts", "She seems okay right now but she took the tylenol"]
)
def test_who_is_fine_but_for_a_sign_of_danger_is_not_well(talk, text):
    assert talk("he did coke and his chest hurts", text).state.in_emergency


@pytest.mark.parametrize(
    "text",
    [
        "medics are with her",
        "warden got here first hes got her on oxygen",
        "la tente médicale l'a pris en charge, fiou",
        "ambalaaskii waa yimid, mahadsanid",
    ],
)
def test_whoever_has_them_in_hand_takes_over(talk, text):
    assert talk(DOWN, text).reply.entry == "help_here"


THREATENED = "he has a knife hes hurting me"


@pytest.mark.parametrize(
    "text", ["cops got him. were ok", "cops here. they got him outside", "la police est là, je suis dehors avec eux"]
)
def test_who_is_out_of_the_hands_of_another_is_told_no_more_to_get_out(talk, text):
    assert talk(THREATENED, text).reply.entry == "help_here"


@pytest.mark.parametrize("text", ["cops are here", "what if the cops come", "no cops here yet were ok", "ok callin"])
def test_police_who_are_only_spoken_of_end_nothing(talk, text):
    assert talk(THREATENED, text).state.in_emergency
