"""What we promise about reading a text: however it is typed, it is compared in one plain form, and nothing breaks that."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings, strategies as st
from rapidfuzz.distance import OSA

from bot.text import clean, deletions, fold, one_typo_apart, words

ANY = st.text(st.characters(), max_size=300)  # surrogates and control characters included
# Short words from few letters, so that pairs near each other are common.
WORD = st.text("abcd", max_size=5)

settings.register_profile("promises", deadline=None, derandomize=True)
settings.load_profile("promises")


@given(ANY)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY)
def test_any_text_folds_to_words_with_single_blanks(text: str) -> None:
    assert " ".join(words(text)) == fold(text)
    assert fold(text) == fold(text).strip()


@given(ANY)
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.casefold()) == fold(text)


@given(ANY)
def test_a_cleaned_text_can_always_be_written(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert clean(cleaned) == cleaned
    assert not any(ord(char) < 32 and char not in "\n\t" for char in cleaned)


@given(ANY)
def test_cleaning_costs_no_word(text: str) -> None:
    plain = "".join(char for char in text if char.isascii() and char.isprintable())
    assert words(clean(plain)) == words(plain)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("He Won't  wake UP!", "he wont wake up"),
        ("he won’t wake up", "he wont wake up"),
        ("hes BLUE!!!", "hes blue"),
        ("¿Dónde está?", "donde esta"),
        ("Não respira", "nao respira"),
        ("Œuvre, ça", "oeuvre ca"),
        ("heeeeeelp", "heelp"),
        ("od'ing", "oding"),
        ("not_breathing", "not breathing"),
        ("n/a; a.b", "n a a b"),
        ("zip 04101", "zip 04101"),
        ("ｎａｒｃａｎ", "narcan"),
        ("𝗻𝗮𝗿𝗰𝗮𝗻", "narcan"),
        ("٠٤١٠١", "04101"),
        ("strasse straße", "strasse strasse"),
        ("", ""),
        ("😀🆘", ""),
        ("\x00\ud800", ""),
    ],
)
def test_a_text_is_read_in_its_plain_form(typed: str, read: str) -> None:
    assert fold(typed) == read


@given(WORD, WORD)
@settings(max_examples=1000)
def test_one_typing_error_is_what_another_library_calls_distance_one(one: str, other: str) -> None:
    """A letter too many, too few, wrong, or two neighbours swapped: rapidfuzz's OSA distance."""
    assert one_typo_apart(one, other) == (OSA.distance(one, other) <= 1)


@given(WORD, WORD)
def test_one_typing_error_works_both_ways(one: str, other: str) -> None:
    assert one_typo_apart(one, other) == one_typo_apart(other, one)


@given(WORD, WORD)
@settings(max_examples=1000)
def test_words_a_typing_error_apart_share_a_form(one: str, other: str) -> None:
    """So a lookup by forms misses none of them."""
    if one_typo_apart(one, other):
        assert deletions(one) & deletions(other)


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "e\u0301" * 100_000, "😀 " * 100_000, "a'b" * 60_000], ids=["letters", "accents", "emoji", "quotes"]
)
def test_a_very_long_text_is_folded_in_no_time(text: str) -> None:
    began = time.perf_counter()
    fold(clean(text))
    assert time.perf_counter() - began < 2
