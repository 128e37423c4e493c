"""What we promise where somebody else took something in order to die: 911 first, in words to who stands beside them."""

from __future__ import annotations

import pytest

from bot.understanding.reading import Level

TOOK = "my gf took a whole bottle of tylenol pm she wants to die"


@pytest.mark.parametrize(
    "text",
    [
        TOOK,
        "my mom cut her wrists",
        "ella se tomo todas sus pastillas para morir",
        "elle a pris toutes ses pilules, elle veut mourir",
        "ele tomou todos os remedios",
    ],
)
def test_who_stands_beside_them_is_told_to_call_and_stay(talk, text):
    outcome = talk(text)
    assert (outcome.reply.entry, outcome.reading.danger.level) == ("suicide_took_other", Level.NOW)
    assert "911" in outcome.reply.lead.partition(".")[0]


@pytest.mark.parametrize("text", ["i took all my pills", "me tome todas las pastillas", "tomei todos os comprimidos"])
def test_who_took_it_is_spoken_to(talk, text):
    assert talk(text).reply.entry == "suicide_took"


def test_a_body_that_does_not_answer_comes_before_why(talk):
    assert talk("she took all her pills on purpose and wont wake up").reply.entry == "overdose_other"


def test_a_goodbye_told_later_does_not_make_what_was_taken_a_wish(talk):
    outcome = talk(
        "if someone took a whole bottle of tylenol pm would it fix that", "like 20 min ago. my gf. she texted me goodbye"
    )
    assert (outcome.reply.entry, outcome.reading.danger.level) == ("suicide_took_other", Level.NOW)


@pytest.mark.parametrize(
    "word", ["not like that. i dont have a plan or nothing", "No. Nothing planned. Got a gun safe though and I think about it"]
)
def test_nothing_planned_is_no_breath_that_is_missing(talk, word):
    outcome = talk("i keep thinking id rather be dead", word)
    assert outcome.tally.topic == "suicide_crisis"


def test_a_number_of_pills_after_a_wish_is_taken_as_taken(talk):
    outcome = talk("es que quiero dormir y ya no despertar", "me tome como 15 hace rato con ron")
    assert (outcome.reply.entry, outcome.reading.danger.level) == ("suicide_took", Level.NOW)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("my brother died in march", "some nights i think id just as soon go with him"),
        ("are you a real person", "i keep thinking id rather be with her"),
        ("narcan for schools?", "last q. if i wasnt here would anyone notice is that on your list"),
    ],
)
def test_a_wish_between_the_lines_is_answered_with_988(talk, said, before, text):
    outcome = talk(before, text)
    assert outcome.tally.topic == "suicide_crisis"
    assert "988" in said(outcome)


@pytest.mark.parametrize("word", ["hay alguien en español?", "is there anybody who speaks spanish"])
def test_to_ask_for_another_language_is_no_new_danger(talk, word):
    assert talk("i want to die", "no i didnt take anything", word).reading.danger.level is Level.POSSIBLE


@pytest.mark.parametrize(
    ("wish", "word"),
    [
        ("I bought enough to do it tonight. just wanted to say bye", "i took half already"),
        ("mi hermana dice que ya no quiere vivir", "creo que se tomo algunas, habla raro"),
    ],
)
def test_what_was_taken_after_all_is_danger_now(talk, wish, word):
    outcome = talk(wish, word)
    assert (outcome.reply.entry in {"suicide_took", "suicide_took_other"}, outcome.reading.danger.level) == (True, Level.NOW)


def test_a_gun_in_a_car_is_no_body_in_a_car(talk, said):
    assert "988" in said(talk("mi hermano regala sus cosas, dice adios", "me dijo que sí, que tiene la pistola en el carro"))


@pytest.mark.parametrize(
    "text",
    ["eh never mind. wont need groceries much longer anyway", "doesnt matter really. giving my cat to the neighbor anyway"],
)
def test_what_will_not_be_needed_puts_988_first(talk, said, text):
    outcome = talk("food pantry in bangor", text)
    assert (outcome.reading.danger.level is not Level.NONE, "988" in said(outcome)) == (True, True)


@pytest.mark.parametrize("text", ["wont need subs much longer anyway, im tapering", "is this gonna kill me lol the coffee"])
def test_what_is_only_over_is_no_wish(talk, text):
    assert talk(text).tally.topic != "suicide_crisis"


def test_once_911_knows_the_next_thing_is_to_lay_them_on_their_side(talk):
    assert talk(TOOK, "i called 911").reply.entry == "recovery_position"


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("she says she wants to die and isnt breathing", "overdose_other"),
        ("she wants to kill herself, wont wake up", "overdose_other"),
        ("she wants to die and is not responding", "overdose_other"),
        ("she wants to kill herself and is not waking up", "overdose_other"),
        ("she wants to kill herself, i cant get her awake", "overdose_other"),
        ("she wants to kill herself and wont respond", "overdose_other"),
        ("mi hermano dice que se quiere matar y no despierta", "overdose_other"),
        ("mi hermano dice que se quiere matar y no responde", "overdose_other"),
        ("il veut se suicider et ne se réveille pas", "overdose_other"),
        ("ela quer se matar e não acorda", "overdose_other"),
        ("ela quer se matar e não consigo acordar ela", "overdose_other"),
        ("he took all his pills and is not breathing", "overdose_other"),
        ("my friend wants to die and is barely breathing", "overdose_other"),
        ("she wants to kill herself, cant be woken", "overdose_other"),
        ("he wants to die and isnt responsive", "overdose_other"),
        ("il veut se tuer, impossible de le reveiller", "overdose_other"),
        ("elle veut se tuer et ne repond pas", "overdose_other"),
        ("ela quer se matar e nao reage", "overdose_other"),
        ("mi hermano se quiere matar y no puedo despertarlo", "overdose_other"),
        ("she wants to kill herself and wont wake up should i call 911", "overdose_other"),
        ("she wants to die and is not responding do i call someone", "overdose_other"),
        ("mi hermano se quiere matar y no despierta, su telefono esta aqui", "overdose_other"),
        ("my 6yo says he wants to die and cant breathe", "overdose_child"),
        ("she wants to die and wont get up", "suicide_other"),
        ("mi hermano se quiere matar y no responde mis mensajes", "suicide_other"),
        ("mon frere veut se tuer il ne repond pas a mes messages", "suicide_other"),
        ("i want to die i cant breathe", "suicide_self"),
        ("je veux mourir et ne plus me réveiller", "suicide_self"),
        ("quiero morir y no despertar", "suicide_self"),
    ],
)
def test_who_wants_to_die_and_does_not_breathe_needs_breath_first(talk, text, step):
    assert talk(text).reply.entry == step
