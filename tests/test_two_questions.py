"""What we promise to who asks two things in one message: both are answered, and what is one question is not taken apart."""

from __future__ import annotations

import pytest

from bot.understanding.halves import Halves

ARREST, LASTS = "can i get arrested for calling 911", "how long does narcan last"


def halves(text):
    """The words of the two questions in `text`."""
    return Halves(text, lambda part, _: (part[0], 0.0), None).parts


@pytest.mark.parametrize(
    "text",
    [
        f"{ARREST}. {LASTS}",
        f"{ARREST}? {LASTS}",
        f"{ARREST}! {LASTS}",
        f"{ARREST}; {LASTS}",
        f"{ARREST}, {LASTS}",
        f"{ARREST} and {LASTS}",
        f"{ARREST} AND {LASTS}",
        f"{ARREST} also {LASTS}",
        f"{ARREST}\nalso\n{LASTS}",
    ],
)
def test_both_questions_are_answered(talk, said, text):
    answer = said(talk(text))
    assert ("cannot be arrested" in answer, "30 to 90 minutes" in answer) == (True, True)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("que es la naloxona y cuanto dura la malilla", "naloxona (Narcan) ayuda", "4 a 10 dias"),
        ("c'est quoi la naloxone et combien de temps dure le manque", "naloxone (Narcan) aide", "4 à 10 jours"),
    ],
)
def test_both_are_answered_in_other_languages_too(talk, said, text, one, other):
    answer = said(talk(text))
    assert (one in answer, other in answer) == (True, True)


def test_one_question_is_answered_alone(talk, said):
    assert "30 to 90 minutes" not in said(talk(ARREST))


@pytest.mark.parametrize("mark", [". ", "? ", "! ", "; ", ", ", "?  ", ".\n"])
def test_a_message_is_taken_apart_where_a_sentence_may_end(mark):
    assert halves(f"what is tranq{mark}is it legal") == (["what", "is", "tranq"], ["is", "it", "legal"])


@pytest.mark.parametrize("word", "and And also y tambien también et aussi e também tambem".split())
def test_a_message_is_taken_apart_where_something_is_added(word):
    assert halves(f"what is tranq {word} is it legal") == (["what", "is", "tranq"], ["is", "it", "legal"])


@pytest.mark.parametrize(
    "text", ["what is tranq", "is tranq and xylazine one thing", "thanks, is it legal", "is it legal, thanks so", ""]
)
def test_what_is_said_in_two_words_is_no_question_of_its_own(text):
    assert halves(text) == ()


def test_a_point_inside_a_number_ends_no_sentence():
    assert halves("does it take 0.4 mg or more") == ()


def test_of_several_places_the_first_counts_that_leaves_a_question_on_both_sides():
    parts = halves("hi. so, what is tranq, is it legal and where is it")
    assert parts == (["hi", "so", "what", "is", "tranq"], ["is", "it", "legal", "and", "where", "is", "it"])


def test_a_story_is_not_taken_apart():
    """It would take long, and who tells a story asks one thing at its end."""
    asked = "what is tranq, is it legal in maine "
    assert halves(asked.ljust(320, "x"))
    assert halves(asked.ljust(321, "x")) == ()


def test_each_half_is_heard_once_and_the_second_only_where_it_is_asked_for():
    heard = []

    def subject(part, encoder):
        heard.append((" ".join(part), encoder))
        return part[-1], 0.5

    def encoder(_):
        raise AssertionError

    parts = Halves("what is tranq? is it legal", subject, encoder)
    assert list(parts.sound()) == [("tranq", 0.5), ("legal", 0.5)]
    assert heard == [("what is tranq", None), ("is it legal", None)]
    heard.clear()
    assert next(iter(parts.heard)) == ("tranq", 0.5)
    assert heard == [("what is tranq", encoder)]
    assert [list(parts.heard) for _ in range(2)] == [[("tranq", 0.5), ("legal", 0.5)]] * 2
    assert heard == [("what is tranq", encoder), ("is it legal", encoder)]
