"""What we promise to who writes a word or two about drugs: an answer in the language of those words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.bank import LANGUAGES
from bot.knowledge import Knowledge
from bot.message import Channel, Message
from bot.text import words
from bot.understanding import language
from handlers.respond import respond

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
# Words that Spanish and Portuguese share, and nothing else to tell them by, are taken for Spanish.
SAID = {
    "en": "expired narcan|narcan expired|old narcan|frozen narcan|narcan cost|free narcan|narcan pets|narcan dogs|"
    "narcan price|naloxone price|fentanyl test|fentanyl strips|fentanyl touch|xylazine wound|tranq wound|"
    "tranq|medetomidine|xanax|percocet|xanax alcohol|suboxone|suboxone dose|methadone clinic|"
    "missed methadone|cocaine|crack pipe|meth comedown|heroin|ketamine|mdma|heroin withdrawal|detox bed|"
    "benzo withdrawal|ghb|naltrexone|nitazenes|poppers viagra|hep c test|cotton fever|abscess|needles|"
    "dirty needles|speedball|alcohol|oxy 30|fake percs|bleach|tolerance|relapse|snorting coke|nalmefene|"
    "fentanyl patch|yo|methadone pregnant|adderall|expired naloxone kit",
    "es": "narcan vencido|narcan caducado|naloxona vencida|narcan gratis|naloxona gratis|precio narcan|narcan precio|"
    "narcan perro|tiras fentanilo|fentanilo|xilacina|xilacina herida|metadona|clinica metadona|"
    "suboxone precio|cocaina|heroina|jeringas|agujas|jeringas limpias|abstinencia heroina|desintoxicacion|"
    "ketamina|pastillas falsas|prueba vih|vih|sobredosis fentanilo|metadona embarazo|narcan congelado|recaida|"
    "marihuana|hongos|narcan embarazada|fentanilo piel|tolerancia|aguja encontrada|absceso|naltrexona|"
    "buprenorfina|nitazenos",
    "fr": "narcan périmé|narcan expiré|naloxone périmée|naloxone gratuite|narcan gratuit|prix narcan|narcan bébé|"
    "narcan chien|bandelettes fentanyl|fentanyl peau|xylazine plaie|méthadone|clinique méthadone|suboxone prix|"
    "cocaïne|héroïne|seringues|seringues propres|sevrage héroïne|sevrage|kétamine|benzos alcool|alcool|"
    "fausses pilules|test vih|hépatite c|surdose fentanyl|méthadone grossesse|narcan gelé|rechute|champignons|"
    "narcan enceinte|tolérance|aiguille trouvée|abcès|buprénorphine|nitazènes",
    "pt": "narcan vencido validade|preço narcan|narcan preço|narcan bebê|narcan cachorro|tiras fentanil|fentanil|"
    "xilazina ferida|suboxone preço|seringas|seringas limpas|agulhas|abstinência heroína|desintoxicação|"
    "cetamina|benzos álcool|álcool|maconha|comprimidos falsos|teste hiv|overdose fentanil|metadona gravidez|"
    "cogumelos|narcan grávida|tolerância|agulha achada|abscesso",
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, said in SAID.items() for text in said.split("|")])
def test_a_word_or_two_about_drugs_are_answered_in_their_language(knowledge: Knowledge, code: str, text: str) -> None:
    assert respond(Message(text, Channel.SMS), None, knowledge, NOW).reply.language == code


@pytest.mark.parametrize("hint", LANGUAGES)
def test_a_name_that_all_languages_share_leaves_it_to_the_channel(knowledge: Knowledge, hint: str) -> None:
    said = [
        respond(Message(name, Channel.TELEGRAM, language_hint=hint), None, knowledge, NOW) for name in ("xanax", "narcan", "mdma")
    ]
    assert [each.reply.language for each in said] == [hint] * 3


def test_of_the_languages_that_share_a_word_the_one_that_is_spoken_stays() -> None:
    assert language.of_ours({"es", "pt"}, "CALOR", ("pt", None)) == (None, 0.0)
    assert language.of_ours({"es", "pt"}, "CALOR", (None, None)) == ("es", 1.0)
    assert language.of_ours({"fr", "pt"}, "álcool", ("fr", None)) == ("pt", 1.0)


def test_the_order_of_languages_is_the_bank_s() -> None:
    assert language.ORDER == LANGUAGES


def test_a_word_that_tells_a_message_from_a_town_stands_in_no_towns_name(full_knowledge: Knowledge) -> None:
    """Beside such a word no town is looked for before the language is told: "she is not breathing" waits for no map."""
    towns = full_knowledge.gazetteer
    assert [word for word in sorted(language.NO_TOWN) if towns.spelt(word)] == []
    named = {word for each in ("South Paris", "Le Mars", "Los Angeles", "Isle au Haut", "El Paso") for word in words(each)}
    assert named.isdisjoint(language.NO_TOWN)
