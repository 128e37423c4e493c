"""Columns of text in few pieces read as the lists that they were made of; and what is found by checksum is compared."""

from __future__ import annotations

from array import array

from hypothesis import given, strategies as st

from bot.packed import Index, Repeated, Texts
from bot.text import one_typo_apart
from bot.understanding.vocabulary import Vocabulary

LISTS = st.lists(st.text(max_size=6), max_size=30)


@given(LISTS)
def test_packed_texts_read_as_the_list_they_were(texts: list[str]) -> None:
    for packed in (Texts(texts), Repeated(texts)):
        assert (list(packed), len(packed), packed[1:4]) == (texts, len(texts), texts[1:4])
        assert [packed[at] for at in range(-len(texts), len(texts))] == [*texts, *texts]


@given(LISTS, LISTS)
def test_texts_added_later_stand_behind(first: list[str], then: list[str]) -> None:
    packed, repeated = Texts(first), Repeated(first)
    packed.extend(then)
    repeated.extend(then)
    assert (list(packed), list(repeated)) == ([*first, *then], [*first, *then])


@given(LISTS, st.text(max_size=6))
def test_a_text_is_found_by_its_number_and_of_equal_ones_the_last(texts: list[str], other: str) -> None:
    index = Index(Texts(texts))
    for text in (*texts, other):
        assert index.get(text) == {each: number for number, each in enumerate(texts)}.get(text)


def test_a_text_that_shares_its_checksum_with_others_is_not_taken_for_them() -> None:
    index = Index(Texts(("bangor", "brewer", "hope")))
    index._sums = array("q", [hash("unity")] * 3)
    assert index.get("unity") is None


WORDS = st.text("abcd", min_size=3, max_size=7)


@given(st.lists(WORDS, max_size=25), st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=4))
def test_a_vocabulary_reads_as_a_search_through_all_of_it_would(known: list[str], typed: list[str], real: list[str]) -> None:
    def read(word: str) -> tuple[str, ...]:
        if word in known:
            return (word,)
        if len(word) < 4 or word in real:
            return ()
        return tuple(sorted(each for each in set(known) if len(each) >= 5 and one_typo_apart(word, each)))

    expected = {word: read(word) for word in typed if read(word)}
    assert Vocabulary(known, real).readings(typed) == expected


def test_a_word_that_shares_its_checksum_with_another_s_form_is_not_taken_for_it() -> None:
    vocabulary = Vocabulary(("breathing",))
    vocabulary._sums[:] = hash("bangor")
    assert vocabulary.read("bangor") == ()
