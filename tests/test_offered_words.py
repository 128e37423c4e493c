"""What we promise of every word that a text of ours asks for: sent alone, hours later or passed on, it leads where it said."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.adapters.loading import read
from bot.adapters.settings import PROJECT, Settings
from bot.knowledge import Knowledge
from bot.message import Channel, Message
from bot.reply import Outcome
from bot.sentences import without_words
from bot.text import words
from bot.understanding.reading import KINDS
from bot.understanding.step_words import ORDINARY
from handlers.respond import respond

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
VERBS = {"en": "Text", "es": "Escribe", "fr": "Textez", "pt": "Escreva"}
SENT = {"alone": "{word}", "lower": "{lower}.", "quoted": '"{word}"', "told": "{verb} {word}"}
# "yo" greets in English; a Spanish talk, or a Spanish phone, gives the step. "Text me" asks for a text.
OTHERWISE = {("es", "YO"), ("en", "ME")}
# Where a word leads that is no step's.
LEADS = {
    "MENU": "bot_menu_help_stop", "PRIVACY": "privacy_who_sees_this", "PRIVACIDAD": "privacy_who_sees_this",
    "VIE PRIVEE": "privacy_who_sees_this", "PRIVACIDADE": "privacy_who_sees_this", "PERSON": "human_contact",
    "PERSONA": "human_contact", "PERSONNE": "human_contact", "PESSOA": "human_contact", "MAIL": "naloxone_mail",
    "CORREO": "naloxone_mail", "POSTE": "naloxone_mail", "CORREIO": "naloxone_mail",
}  # fmt: skip
# Filled in by whoever reads it, about the last answer, or sent to another number: not a word of ours that opens an answer.
NOT_OURS = {"ZIP", "MORE", "MAS", "PLUS", "MAIS", "NARCAN", "911", "988", "211", "AYUDA", "HOME", "HOLA", "UNSTOP", "START"}
_NAME = "[A-ZÀ-Ý0-9'][A-ZÀ-Ý0-9' ]*?"
_ASKED = re.compile(rf"\b(?:Text|Escribe|Textez|Escreva|Envie) ({_NAME})(?: (?:or|o|ou) ({_NAME}))?(?=[.,:;]| [a-zà-ý]|$)")

KNOWLEDGE = read(PROJECT / "content", Settings()).knowledge
assert KNOWLEDGE
STEPS = [
    (language, step.id, wording.word)
    for step in KNOWLEDGE.bank.steps.values()
    for language, wording in step.wording.items()
    if wording.word
]
TEXTS = [
    *((code, said) for entry in KNOWLEDGE.bank.all for code, wording in entry.wording.items() for said in wording.sent),
    *((code, said) for line in KNOWLEDGE.lines.values() for code, said in line.items()),
]
ASKED = sorted({(code, word) for code, said in TEXTS for found in _ASKED.finditer(said) for word in found.groups() if word})


def asks(knowledge: Knowledge, text: str, hint: str | None = None) -> Outcome:
    return respond(Message(text, Channel.SMS, language_hint=hint), None, knowledge, NOW)


def first_said(found: Outcome) -> str:
    return (*found.reply.before, found.reply.lead)[0]


@pytest.mark.parametrize("how", SENT)
@pytest.mark.parametrize(("language", "step", "word"), STEPS)
def test_the_word_of_a_step_opens_it_in_its_language(knowledge: Knowledge, language: str, step: str, word: str, how: str) -> None:
    said = SENT[how].format(word=word, lower=word.lower(), verb=VERBS[language])
    spoken = language if (language, word) in OTHERWISE or how == "told" else None
    if (how, language, word) == ("told", "en", "ME"):
        return
    found = asks(knowledge, said, spoken)
    shared = [code for code in VERBS if words(knowledge.bank.steps[step].say(code).word or "") == words(word)]
    entry = knowledge.bank.steps[step]
    if step == "false_alarm":
        assert found.reply.entry == "all_clear"
        return
    assert first_said(found) == knowledge.lead(entry, spoken or shared[0], Channel.SMS)
    assert found.tally.danger == (entry.topic in KINDS and step not in ORDINARY)


@pytest.mark.parametrize(("language", "word"), ASKED)
def test_every_word_that_a_text_asks_for_is_one_that_leads_somewhere(knowledge: Knowledge, language: str, word: str) -> None:
    if word in NOT_OURS:
        return
    if tuple(words(word)) in knowledge.bank.words:
        return  # of a step: above
    for how in ("{word}", "{lower}.", "{verb} {word}"):
        found = asks(knowledge, how.format(word=word, lower=word.lower(), verb=VERBS[language]), language)
        assert found.reply.lead != knowledge.line("lost", language)
        assert found.reply.entry == LEADS.get(word, found.reply.entry)


@pytest.mark.parametrize("said", ["NIÑO", "niña.", "un niño"])
def test_the_common_word_for_a_child_opens_the_steps_for_one(knowledge: Knowledge, said: str) -> None:
    found = asks(knowledge, said)
    assert (found.reply.entry, found.reply.language, found.state and found.state.who) == ("overdose_child", "es", "child")


HINTED = (("CALOR", "pt"), ("CALOR", None), ("YO", "es"), ("POLICE", "fr"))


def test_a_step_passed_on_opens_in_the_language_of_who_passes_it_on(knowledge: Knowledge) -> None:
    said = [asks(knowledge, word, hint).reply.language for word, hint in HINTED]
    assert said == ["pt", "es", "es", "fr"]


@pytest.mark.parametrize("step", sorted(ORDINARY - {"machine"}))
def test_a_word_that_is_a_question_too_gets_the_step_first_and_starts_no_emergency(knowledge: Knowledge, step: str) -> None:
    found = asks(knowledge, KNOWLEDGE.bank.steps[step].say("en").word or "")
    assert (found.tally.danger, found.state.in_emergency if found.state else None) == (False, False)
    assert len((*found.reply.before, found.reply.lead)) == 2


def test_what_is_passed_on_of_a_step_still_says_what_to_do(knowledge: Knowledge) -> None:
    leads = {step.id: wording.lead for step in knowledge.bank.steps.values() for wording in step.wording.values()}
    assert [step for step, lead in leads.items() if not "".join(without_words(lead))] == []
