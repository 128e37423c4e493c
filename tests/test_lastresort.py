"""What we promise when everything else has failed: the steps still come, from constants that stand behind no file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from actors import Chatter, Texter, Visitor
from flask import Flask
from hypothesis import given, settings, strategies as st

from bot import lastresort
from bot.bank import LANGUAGES
from bot.segments import encoding, segments, to_gsm7

DANGER = {
    "en": ["hes not breathing", "she wont wake up", "my friend overdosed", "HES BLUE", "i think im dying", "help",
    "od", "OD!!!", "he's od'ing",
           "unresponsive", "hes gurgling", "i took too much", "he od'd", "cant wake him", "shes turning purple", "no pulse"],
    "es": ["mi amigo no respira", "no despierta", "sobredosis", "está morado", "ayuda por favor", "se está muriendo",
    "tomé demasiado",
           "no reacciona"],
    "fr": ["il ne respire plus", "elle ne se réveille pas", "surdose", "il est bleu", "au secours",
    "overdose, il est inconscient",
           "j'ai trop pris"],
    "pt": ["ele não respira", "não acorda", "está roxo", "está morrendo", "ela desmaiou", "tomei demais"],
}  # fmt: skip
CASES = [(language, text) for language, texts in DANGER.items() for text in texts]
PLAINEST = [(language, texts[0]) for language, texts in DANGER.items()]


def wording(project: Path, step: str, language: str) -> str:
    """The lead of a step as the content has it."""
    table = tomllib.loads((project / "content" / "entries" / "steps" / f"{step}.toml").read_text(encoding="utf-8"))
    return table[language]["lead"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("texts", "step"),
    [(lastresort.STEPS, "overdose_other"), (lastresort.POSSIBLE, "overdose_possible")],
    ids=["steps", "possible"],
)
def test_the_constants_say_what_the_content_says(project: Path, texts: dict[str, str], step: str, language: str) -> None:
    assert texts[language] == wording(project, step, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("texts", [lastresort.STEPS, lastresort.POSSIBLE, lastresort.PEOPLE], ids=["steps", "possible", "people"])
def test_each_is_one_segment(texts: dict[str, str], language: str) -> None:
    sent = to_gsm7(texts[language])
    assert (segments(sent), encoding(sent)) == (1, "GSM-7")


@pytest.mark.parametrize(("language", "text"), CASES, ids=[text for _, text in CASES])
def test_danger_gets_the_steps_in_its_language(language: str, text: str) -> None:
    assert lastresort.answer(text) == (lastresort.STEPS[language], language)


@pytest.mark.parametrize("text", ["hello", "where can i get food", "", "hola", "04101"])
def test_anything_else_is_told_that_something_broke_and_whom_to_call(text: str) -> None:
    said, language = lastresort.answer(text)
    assert (said, language) == (lastresort.PEOPLE["en"], "en")
    assert all(number in said for number in ("911", "211", "988", "OD"))


@pytest.mark.parametrize("hint", [*LANGUAGES, None, "de", ""])
def test_where_words_tell_no_language_the_hint_counts(hint: str | None) -> None:
    assert lastresort.answer("?", hint)[1] == (hint if hint in LANGUAGES else "en")


def test_a_word_of_two_languages_goes_to_the_one_hinted_at() -> None:
    """ "respira" is Spanish and Portuguese."""
    assert [lastresort.answer("respira", hint)[1] for hint in ("es", "pt")] == ["es", "pt"]


@given(st.text(st.characters(), max_size=200), st.one_of(st.none(), st.text(max_size=5)))
@settings(deadline=None)
def test_any_text_is_answered(text: str, hint: str | None) -> None:
    said, language = lastresort.answer(text, hint)
    assert said in {lastresort.STEPS[language], lastresort.PEOPLE[language]}


@pytest.fixture
def broken(make_app: Callable[..., Flask]) -> Flask:
    """An app in which every decision fails, with the text in the error."""

    def fail(message: object, *_: object) -> None:
        raise RuntimeError(message)

    return make_app(handlers=fail)


@pytest.mark.parametrize(("language", "text"), PLAINEST, ids=DANGER)
def test_when_the_handlers_break_danger_is_still_answered_everywhere(broken: Flask, language: str, text: str) -> None:
    assert Texter(broken.test_client()).says(text) == [to_gsm7(lastresort.STEPS[language])]
    assert Chatter(broken.test_client()).says(text)["text"] == lastresort.STEPS[language]
    answer = Visitor(broken.test_client()).says(text)
    assert (answer["text"], answer["danger"]) == (lastresort.STEPS[language], True)


def test_the_page_without_a_script_shows_the_steps_too(broken: Flask) -> None:
    assert "911" in Visitor(broken.test_client()).submits("hes not breathing")
