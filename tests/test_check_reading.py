"""What we promise about reading ease: syllables as they are heard, formulas as they were published, names left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from checking import ENTRY, bank_in

from bot.adapters.checks.language import sentences, syllables, whole_sentences
from bot.adapters.checks.reading import FORMULAS, names_of, score

# Counted by ear. Many of them stay whole where a line is broken, so a hyphenation dictionary alone counts too few.
HEARD = {
    "en": "the:1 breathe:1 breathing:2 over:2 away:2 any:2 people:2 table:2 needles:2 called:1 needed:2 naloxone:3 overdose:3 "
    "radio:3 video:3 police:2 available:4 emergency:4 medication:4 buprenorphine:4 methadone:3 sometimes:2 you:1",
    "es": "día:2 oír:2 ahora:3 ayuda:3 policía:4 respiración:4 quien:1 guía:2 aeropuerto:5 leer:2 muy:1 siguiente:3 baúl:2",
    "fr": "personne:2 école:2 idée:2 étape:2 anonyme:3 naloxone:3 les:1 poitrine:2 haïti:3 réanimation:5 police:2 pieds:1",
    "pt": "dia:2 ajuda:3 saúde:3 coração:3 mães:1 farmácia:3 pessoa:3 guia:2 água:2 quem:1 respiração:4 energia:4",
}


@pytest.mark.parametrize("language", HEARD)
def test_syllables_are_counted_as_they_are_heard(language: str) -> None:
    expected = {word: int(count) for word, _, count in (pair.partition(":") for pair in HEARD[language].split())}
    assert {word: syllables(word, language) for word in expected} == expected


# Words, sentences and syllables of a text, and its score: Flesch-Kincaid's is a published example (the platypus sentence,
# 13 words and 24 syllables, grade 11.3); the others were worked out by hand from the formulas as published.
WORKED = [("en", 13, 1, 24, 11.3), ("es", 100, 10, 200, 76.6), ("fr", 100, 10, 160, 79.1), ("pt", 100, 10, 190, 77.9)]


@pytest.mark.parametrize(("language", "words", "count", "heard", "expected"), WORKED)
def test_the_formulas_are_those_of_their_authors(language: str, words: int, count: int, heard: int, expected: float) -> None:
    assert round(FORMULAS[language].score(words, count, heard), 1) == expected


def test_names_numbers_addresses_and_naloxone_do_not_count() -> None:
    plain = score(["Keep it dry. Ask for one."], "en")
    assert score(["Keep naloxone it dry 365. Ask {poison_help} Connecticut example.org/kit for one."], "en",
                 frozenset({"connecticut"})) == plain  # fmt: skip


def test_a_word_that_is_only_ever_a_capital_is_a_name() -> None:
    texts = ["Call Bangor or Portland.", "Portland has one. We Call again.", "They call Bangor. Ask 911 NOW."]
    assert names_of(texts) == {"bangor", "portland"}


def test_a_text_without_words_has_no_score() -> None:
    assert score(["911"], "en") is None


def test_a_colon_ends_a_thought_and_a_short_form_does_not() -> None:
    text = "Slow breath: text OD. Open 9 a.m. to 5 p.m. on Monday. Not sure?\nCall."
    assert sentences(text) == ["Slow breath:", "text OD.", "Open 9 a.m. to 5 p.m. on Monday.", "Not sure?", "Call."]
    assert whole_sentences(text)[0] == "Slow breath: text OD."


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "Keep naloxone dry.", "Unusually complicated considerations necessitate authoritative information."),
        ("es", "Guarda la naloxona seca.", "Consideraciones extraordinariamente complicadas necesitan autorizaciones."),
        ("fr", "Gardez la naloxone au sec.", "Considérations extraordinairement compliquées nécessitant autorisation."),
        ("pt", "Guarde a naloxona seca.", "Considerações extraordinariamente complicadas necessitam autorizações."),
    ],
)
def test_a_topic_that_is_hard_to_read_is_told_in_its_language(tmp_path: Path, language: str, old: str, new: str) -> None:
    bank = bank_in(tmp_path)
    bank.change(ENTRY, old, new)
    (told,) = bank.told("reading-ease")
    assert told.startswith(f"content/{ENTRY}:1: [{language}] the topic storage is hard to read: {FORMULAS[language].name}")


def test_all_texts_of_a_topic_count_together(tmp_path: Path) -> None:
    """One hard sentence among many plain ones is no hard topic."""
    bank = bank_in(tmp_path)
    bank.change(ENTRY, "Keep naloxone dry.", "Keep it in this box. " * 8 + "Unusually complicated considerations matter.")
    assert bank.told("reading-ease") == []
