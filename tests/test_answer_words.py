"""What we promise about MORE's neighbours: SHORTER, FORWARD and SOURCE, and where it says that this is no advice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from actors import Texter
from flask import Flask

from bot.bank import LANGUAGES
from bot.cited import reviewed
from bot.knowledge import Knowledge
from bot.review import CLINICIAN, LAW, LAWYER, LIVED, Signature
from bot.segments import segments, to_gsm7
from bot.text import fold
from bot.understanding.reading import KINDS

ADVICE = {"en": "legal advice", "es": "consejo legal", "fr": "avis juridique", "pt": "conselho juridico"}
WORDS = {
    "en": ("what is naloxone", "SHORTER", "FORWARD", "SOURCE?"),
    "es": ("que es la naloxona", "CORTO", "REENVIAR", "¿FUENTE?"),
    "fr": ("c'est quoi la naloxone", "COURT", "PARTAGER", "SOURCE?"),
    "pt": ("o que é naloxona", "CURTO", "ENCAMINHAR", "FONTE?"),
}


def lead(knowledge: Knowledge, language: str) -> str:
    return to_gsm7(knowledge.lead(knowledge.bank.entries["naloxone_what"], language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_shorter_gives_the_lead_alone(texter: Texter, knowledge: Knowledge, language: str) -> None:
    question, shorter, _, _ = WORDS[language]
    texter.says(question)
    (said,) = texter.says(shorter)
    assert said.split("\n")[-1] == lead(knowledge, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_forward_gives_one_text_that_stands_alone(texter: Texter, knowledge: Knowledge, language: str) -> None:
    question, _, forward, _ = WORDS[language]
    texter.says(question)
    assert texter.says(forward) == [lead(knowledge, language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_source_gives_the_source_in_one_text_of_two_sms(texter: Texter, knowledge: Knowledge, language: str) -> None:
    question, _, _, source = WORDS[language]
    texter.says(question)
    (said,) = texter.says(source)
    reviewed = to_gsm7(knowledge.line("not_reviewed", language))
    publisher = to_gsm7(knowledge.bank.entries["naloxone_what"].sources[0].publisher)
    assert (said.endswith(reviewed), publisher in said, segments(said) <= 2) == (True, True, True)


WAITS = {
    "en": (
        ("good samaritan law", "SOURCE", "lawyer"),
        ("what is naloxone", "SOURCE", "clinician"),
        ("harm reduction", "SOURCE", "drugs"),
    ),
    "es": (("ley del buen samaritano", "FUENTE", "abogado"), ("que es la naloxona", "FUENTE", "clinico")),
    "fr": (("loi du bon samaritain", "SOURCE", "avocat"), ("c'est quoi la naloxone", "SOURCE", "clinicien")),
    "pt": (("lei do bom samaritano", "FONTE", "advogado"), ("o que é naloxona", "FONTE", "clinico")),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_source_says_whose_review_is_missing(texter: Texter, language: str) -> None:
    for question, source, role in WAITS[language]:
        texter.says(question)
        last = fold(texter.says(source)[0]).split(" ")[-9:]
        assert [
            each
            for each in ("lawyer", "abogado", "avocat", "advogado", "clinician", "clinico", "clinicien", "drugs")
            if each in last
        ] == [role]


def test_every_answer_that_lists_a_law_waits_for_a_lawyer(knowledge: Knowledge) -> None:
    about = [each for each in knowledge.bank.all if each.laws or each.topic in LAW]
    assert [each.file for each in about if LAWYER not in each.needs] == []
    assert {"clinician", "lawyer"} <= set(knowledge.bank.entries["plan_of_safe_care"].needs)


def test_a_clinician_s_name_is_told_and_that_of_a_person_who_uses_drugs_is_not(knowledge: Knowledge) -> None:
    entry = knowledge.bank.entries["naloxone_what"]

    def by(*signed: tuple[str, str]) -> str:
        marks = [Signature(name, role, date(2026, 11, 30), {"en": entry.mark("en", role)}) for name, role in signed]
        return reviewed(knowledge, replace(entry, review=replace(entry.review, signed=tuple(marks))), "en")

    assert by(("Ann Example", CLINICIAN)) == "Reviewed by Ann Example. Not yet reviewed by a person who uses drugs."
    assert by(("Ann Example", CLINICIAN), ("Bo Example", LIVED)) == "Reviewed by Ann Example."
    assert by(("Bo Example", LIVED)) == "Not yet reviewed by a clinician."


def test_what_is_sent_on_names_no_word_to_text(app: Flask) -> None:
    texter = Texter(app.test_client())
    texter.says("how do i use narcan")
    assert "Text " not in texter.says("FORWARD")[0]


@pytest.mark.parametrize("word", ["SHORTER", "FORWARD", "SOURCE"])
def test_a_word_about_the_answer_without_an_answer_says_what_to_do(texter: Texter, word: str) -> None:
    assert len(texter.says(word)) == 1


# --- information, not advice


def test_help_says_that_it_is_no_advice(knowledge: Knowledge) -> None:
    entry = knowledge.bank.entries["bot_menu_help_stop"]
    texts = {language: fold(" ".join((wording.lead, *wording.more))) for language, wording in entry.wording.items()}
    assert {language: said.count(fold(ADVICE[language].split()[1])) > 0 for language, said in texts.items()} == dict.fromkeys(
        texts, True
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_with_the_terms_says_it(app: Flask, language: str) -> None:
    words = {"en": "not medical or legal advice", "es": "no consejo médico ni legal", "fr": "pas un avis médical ou juridique"}
    page = app.test_client().get(f"/terms?lang={language}").text
    assert words.get(language, "não conselho médico ou jurídico") in page


LAWS = [
    ("en", "good samaritan law"),
    ("es", "ley del buen samaritano"),
    ("fr", "loi du bon samaritain"),
    ("pt", "lei do bom samaritano"),
    ("en", "is naloxone legal"),
    ("en", "police and rights"),
    ("en", "good samaritan law in texas"),
]


@pytest.mark.parametrize(("language", "question"), LAWS)
def test_an_answer_about_the_law_says_it_once_after_the_answer(texter: Texter, language: str, question: str) -> None:
    said = fold(" ".join(texter.says(question)))
    assert said.count(fold(ADVICE[language])) == 1
    assert said.index(fold(ADVICE[language])) > len(said) // 4


def test_no_danger_text_says_it_and_nothing_begins_with_it(knowledge: Knowledge) -> None:
    entries = knowledge.bank.all
    urgent = [each for each in entries if each.step or each.topic in KINDS]
    said = [(each.file, text) for each in urgent for wording in each.wording.values() for text in wording.sent]
    assert [file for file, text in said if any(fold(words) in fold(text) for words in ADVICE.values())] == []
    laws = [(each.file, wording.lead) for each in entries if each.topic in LAW for wording in each.wording.values()]
    first = [(file, fold(text.split(".")[0])) for file, text in laws]
    assert [file for file, text in first if any(fold(words) in text for words in ADVICE.values())] == []


def test_in_an_emergency_a_question_about_the_law_gets_the_next_action_and_no_lawyer_s_line(texter: Texter) -> None:
    texter.says("he isnt breathing")
    said = " ".join(texter.says("will the police arrest me"))
    assert ("911" in said, "legal advice" in said) == (True, False)
