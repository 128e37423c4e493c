"""What we promise to people whose phone others see, and to who texts the one word that carriers know: HELP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from actors import LINE, PERSON, Chatter, Clock, Texter, Visitor
from flask import Flask

from bot.bank import LANGUAGES
from bot.knowledge import Knowledge
from bot.message import Channel, Message
from bot.reply import Reply
from bot.understanding.reading import Level
from handlers.discreet import covered
from handlers.turn import Turn

DANGER = "hes blue and wont wake up"
TELLING = ("naloxon", "overdose", "sobredosis", "surdose", "drug", "narcan", "opioid")
FIRST = {"en": "Not breathing or won't wake? CALL 911. Then text OD.",
         "es": "¿No respira o no despierta? LLAMA AL 911. Luego escribe OD.",
         "fr": "Ne respire pas, ne se réveille pas? APPELEZ LE 911. Puis textez OD.",
         "pt": "Não respira ou não acorda? LIGUE 911. Depois escreva OD."}  # fmt: skip
SPEAKS = {"en": "english please", "es": "en espanol", "fr": "en francais", "pt": "em portugues"}


@pytest.fixture
def whatsapp(app: Flask) -> Texter:
    return Texter(app.test_client(), number=f"whatsapp:{PERSON}", line=f"whatsapp:{LINE}")


@pytest.fixture
def named(make_app: Callable[..., Flask], knowledge: Knowledge) -> Flask:
    """A line that a group has put its name to."""
    return make_app(knowing=replace(knowledge, organisation="Bridge & Tide", organisation_phone="207-555-0100"))


# --- the first line


@pytest.mark.parametrize("text", ["what is naloxone", "narcan 04401", "is narcan free", "menu", "what is fentanyl"])
def test_the_first_line_of_an_answer_tells_nothing(texter: Texter, whatsapp: Texter, chatter: Chatter, text: str) -> None:
    for said in (texter.says(text)[0], whatsapp.says(text)[0], chatter.says(text)["text"]):
        assert said.split("\n")[0] == "Reply:"


def test_a_greeting_is_a_first_line_itself(texter: Texter, chatter: Chatter) -> None:
    for said in (texter.says("hello")[0], chatter.says("/start")["text"]):
        assert said.split("\n")[0] == "Hello."


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_tells_nothing_in_any_language(texter: Texter, knowledge: Knowledge, language: str) -> None:
    texter.says(SPEAKS[language])
    line = knowledge.line("covered", language)
    assert texter.says("narcan 04401")[0].split("\n")[0].rstrip(":") in {line.rstrip(":"), "Réponse"}
    assert [word for word in TELLING if word in line.lower()] == []


@pytest.mark.parametrize("text", [DANGER, "od", "is he overdosing maybe", "i want to die", "help"])
def test_danger_is_never_covered(texter: Texter, whatsapp: Texter, chatter: Chatter, text: str) -> None:
    for said in (texter.says(text)[0], whatsapp.says(text)[0], chatter.says(text)["text"]):
        assert "911" in said[:120] or "988" in said[:120]
        assert not said.startswith("Reply:")


@pytest.mark.parametrize("text", ["next", "SPRAY", "narcan 04401", "what is naloxone", "he woke up"])
def test_nothing_is_covered_while_an_emergency_lasts(texter: Texter, text: str) -> None:
    texter.says(DANGER)
    assert not texter.says(text)[0].startswith("Reply:")


@pytest.mark.parametrize(
    ("reply", "level"),
    [
        (Reply("Naloxone helps.", entry="naloxone_what"), Level.POSSIBLE),
        (Reply("Naloxone helps.", entry="naloxone_what", before=("Someone won't wake? CALL 911",)), Level.NONE),
        (Reply("Chest pain: CALL 911.", entry="medical_other"), Level.NONE),
        (Reply("Not breathing? CALL 911.", entry="bot_menu_help_stop", warned=True), Level.NONE),
    ],
)
def test_whatever_tells_of_danger_stays_as_it_is(knowledge: Knowledge, clock: Clock, reply: Reply, level: Level) -> None:
    turn = Turn(Message("x", Channel.SMS), None, knowledge, clock())
    assert covered(turn, reply, level) == reply
    assert covered(turn, Reply("Naloxone helps.", entry="naloxone_what"), Level.NONE).before == ("Reply:",)


def test_a_page_that_is_open_already_covers_nothing(visitor: Visitor) -> None:
    assert not visitor.says("what is naloxone")["text"].startswith("Reply:")


# --- the word that makes it harmless, and the number under another name


@pytest.mark.parametrize(
    ("language", "word", "ends"),
    [
        ("en", "hide", ["OK, thanks.", "Have a nice day."]),
        ("es", "OCULTAR", ["Bien, gracias.", "Que tengas buen día."]),
        ("fr", "CACHER", ["D'accord, merci.", "Bonne journée."]),
        ("pt", "OCULTAR", ["Certo, obrigado.", "Tenha um bom dia."]),
    ],
)
def test_hide_begins_and_ends_with_something_harmless(
    app: Flask, whatsapp: Texter, language: str, word: str, ends: list[str]
) -> None:
    whatsapp.says(SPEAKS[language])
    lines = whatsapp.says(word)[0].split("\n")
    assert [lines[0], lines[-1]] == ends
    assert "iPhone" in lines[1]
    assert "Twilio" in lines[1]
    assert [told for told in TELLING if told in " ".join(lines).lower()] == []
    assert len(app.extensions["safertext"].memory) == 0


@pytest.mark.parametrize(
    "word", ["CONTACT", "save number", "vcard", "guardar contacto", "enregistrer le numero", "salvar numero"]
)
def test_a_number_is_saved_under_a_name_that_tells_nothing(texter: Texter, word: str) -> None:
    said = " ".join(texter.says(word))
    assert "Sam" in said
    assert [told for told in TELLING if told in said.lower()] == []


# --- HELP and INFO


@pytest.mark.parametrize("word", ["HELP", "help", "Info", "INFO."])
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_the_emergency_first_and_then_who_we_are(named: Flask, word: str, language: str) -> None:
    texter = Texter(named.test_client(), number=f"whatsapp:{PERSON}", line=f"whatsapp:{LINE}")
    texter.says(SPEAKS[language])
    (said,) = texter.says(word)
    assert said.startswith(f"{FIRST[language]} Bridge & Tide: ")
    assert "207-555-0100" in said
    assert said.count("911") == 1


def test_help_by_sms_also_says_what_stop_does(named: Flask) -> None:
    said = Texter(named.test_client()).says("HELP")[0]
    assert said.startswith(FIRST["en"])
    assert "STOP ends all texts from us, even in an emergency." in said


def test_help_is_the_same_on_telegram_and_on_the_page(named: Flask) -> None:
    assert Chatter(named.test_client()).says("/help")["text"].startswith(FIRST["en"])
    assert str(Visitor(named.test_client()).says("help")["text"]).startswith(FIRST["en"])


def test_help_from_a_line_that_nobody_has_named_names_nobody(texter: Texter) -> None:
    said = texter.says("HELP")[0]
    assert said.startswith(f"{FIRST['en']} This line gives automatic answers")
    assert "{" not in said


@pytest.mark.parametrize(
    ("danger", "cry", "begins"),
    [(DANGER, "HELP", "CALL 911"), (DANGER, "INFO", "CALL 911"), (DANGER, "help me", "CALL 911"), (DANGER, "pls", "CALL 911"),
     ("mi amigo no respira", "AYUDA", "LLAMA AL 911"), ("ele nao respira", "SOCORRO", "LIGUE 911")],
)  # fmt: skip
def test_help_in_an_emergency_is_a_cry_for_the_steps(texter: Texter, danger: str, cry: str, begins: str) -> None:
    texter.says(danger)
    assert texter.says(cry)[0].startswith(begins)


@pytest.mark.parametrize("cry", ["AYUDA", "AIDE", "AJUDA", "SOCORRO"])
def test_a_cry_for_help_is_no_town_and_tells_of_911_first(texter: Texter, cry: str) -> None:
    """Carriers must not answer these words, so they reach us."""
    said = texter.says(cry)[0]
    assert ("911" in said.split("\n")[0], "TX" in said) == (True, False)


@pytest.mark.parametrize("text", ["menu", "help", "info", "what can you do", "hide", "CONTACT", "hello"])
def test_nothing_of_ours_offers_a_way_to_end_or_cancel(texter: Texter, chatter: Chatter, text: str) -> None:
    """END and CANCEL switch the line off at the carrier: no button and no text may ask for them."""
    said = " ".join([*texter.says(text), str(chatter.says(text))])
    words = set(said.replace(".", " ").replace(",", " ").replace('"', " ").replace("'", " ").split())
    assert words & {"END", "CANCEL", "QUIT", "UNSUBSCRIBE", "End", "Cancel", "Quit"} == set()
