"""What we promise about danger: a row is believed or put in doubt, and what no row knows is heard, by how sure we are.

How sure the model is of a text is given here, far from every threshold, so that another training changes no promise.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from talking import talking

from bot.text import words
from bot.understanding.course import HELPED, WELL, fit_course, told as course_told
from bot.understanding.listening import Listening
from bot.understanding.reading import Kind, Level, Who
from bot.understanding.topics import Scores

# Nothing in these tells of danger, to whoever knows no more than the rows.
PLAIN, TWO, OF_A_CHILD = "so it was like that all along", "like that", "so my 4yo was like that all along"
LONG = "so it was like that all along and then it was like that once more and it went on so"
# One row, two and three.
ONE, DRUNK, DOWN = "he is going to kill me", "hes drunk and passed out", "my brother wont wake up at all"
TESTS, DRINK, METH = "how do i use test strips", "how bad is quitting drinking cold turkey", "is meth bad for your heart"
NOTHING, NADA = "no im not gonna do anything", "no voy a hacer nada"
MAYBE, UNEASY, BEATEN = "what does an overdose look like", "help", "someone is beating her up"
BLUE, TOOK, CHEST = "lips are blue", "i took all my pills", "i did too much coke and my chest hurts bad"
OVERDOSE, STIMULANT, BODY, WISH = "emergency_overdose", "emergency_stimulant", "emergency_alcohol_or_other", "suicide_crisis"
STRIPS, SIGNS, THANKS, PLACES, JOKE = "test_strips", "overdose_signs", "greeting_thanks", "find_service", "out_of_scope"
SURELY, HALF, HARDLY = (0.9, 1.0), (0.2, 0.8), (0.0, 0.1)  # how far an alarm is believed


@pytest.fixture
def hears(monkeypatch):
    """Lets a text be heard as told: `hears("like that", 0.5, (STRIPS, 0.9), grams=0.2)`; of all others the model decides."""
    given = {}

    class Heard(Listening):
        def __init__(self, head, said, encoder) -> None:
            super().__init__(head, said, encoder)
            vars(self).update(given.get(" ".join(said), {}))

    def hear(text, danger, *topics, grams=None, kinds=None, who="other", encoded=True):
        scores = Scores((*topics, ("weather", 0.01)), danger, who, encoded=encoded)
        heard = {"danger": danger if grams is None else grams, "kinds": kinds or {}, "who": who, "alone": scores}
        given[" ".join(words(text))] = heard | {"read": lambda *_, **__: scores}

    monkeypatch.setattr("handlers.turn.Listening", Heard)
    return hear


@pytest.fixture
def level(talk, hears):
    """The level of danger that a text is answered with, heard as told: `level(("like that",), 0.5, (STRIPS, 0.9))`."""

    def of(talked, danger, *topics, **heard):
        hears(talked[-1], danger, *topics, **heard)
        return talk(*talked).reading.danger.level.value

    return of


@pytest.mark.parametrize(
    ("talked", "danger", "topic", "told"),
    [
        # Who texts for the first time seldom texts for nothing.
        ((PLAIN,), 0.5, (OVERDOSE, 0.9), "now"), ((PLAIN,), 0.5, (STRIPS, 0.3), "now"), ((PLAIN,), 0.5, (THANKS, 0.9), "now"),
        # But not about an ordinary subject, in two words, or of a child: its alarm is never let go.
        ((PLAIN,), 0.5, (STRIPS, 0.8), "possible"), ((TWO,), 0.5, (OVERDOSE, 0.9), "possible"),
        ((OF_A_CHILD,), 0.5, (OVERDOSE, 0.9), "possible"), ((TWO,), 0.9, (OVERDOSE, 0.9), "now"),
        # Later, what is heard must be surer.
        ((TESTS, LONG), 0.5, (OVERDOSE, 0.9), "possible"), ((TESTS, LONG), 0.25, (OVERDOSE, 0.9), "possible"),
        ((TESTS, PLAIN), 0.57, (OVERDOSE, 0.9), "possible"), ((TESTS, PLAIN), 0.75, (OVERDOSE, 0.9), "now"),
        ((TESTS, PLAIN), 0.75, (OVERDOSE, 0.3), "possible"), ((TESTS, PLAIN), 0.75, (STRIPS, 0.9), "possible"),
        ((TESTS, PLAIN), 0.95, (STRIPS, 0.9), "now"), ((TESTS, PLAIN), 0.27, (OVERDOSE, 0.3), "none"),
        ((TESTS, PLAIN), 0.5, (OVERDOSE, 0.3), "possible"),
        # Less so where the line stood in front already.
        ((UNEASY, PLAIN), 0.75, (STRIPS, 0.9), "now"), ((UNEASY, PLAIN), 0.27, (OVERDOSE, 0.3), "possible"),
        ((UNEASY, PLAIN), 0.14, (OVERDOSE, 0.3), "none"),
        # A wish to die is said in few words, often after another subject.
        ((TESTS, PLAIN), 0.57, (WISH, 0.9), "now"), ((TESTS, PLAIN), 0.57, (WISH, 0.3), "possible"),
        # The line would only frighten somebody who learns.
        ((PLAIN,), 0.12, (STRIPS, 0.9), "none"), ((PLAIN,), 0.12, (STRIPS, 0.3), "possible"),
        ((PLAIN,), 0.12, (OVERDOSE, 0.9), "possible"), ((PLAIN,), 0.3, (STRIPS, 0.9), "possible"),
        ((PLAIN,), 0.04, (OVERDOSE, 0.3), "none"), ((PLAIN,), 0.09, (OVERDOSE, 0.3), "possible"),
    ],
)  # fmt: skip
def test_what_no_row_knows_is_danger_by_how_sure_we_are_and_when_it_is_said(level, talked, danger, topic, told):
    assert level(talked, danger, topic) == told


@pytest.mark.parametrize(("text", "danger", "told"), [(TWO, 0.625, "now"), (PLAIN, 0.09, "none"), (PLAIN, 0.3, "possible")])
def test_before_the_whole_model_is_there_less_is_enough_for_the_steps_and_more_for_the_line(level, text, danger, told):
    assert level((text,), danger, (OVERDOSE, 0.3), encoded=False) == told


@pytest.mark.parametrize(
    ("before", "topics", "step"),
    [
        ((), ((OVERDOSE, 0.5), (STIMULANT, 0.4)), "overdose_other"),
        ((), ((STIMULANT, 0.5), (OVERDOSE, 0.4)), "stimulant_other"),
        ((), ((STRIPS, 0.4), (BODY, 0.3), (OVERDOSE, 0.2)), "alcohol_other"), ((), ((STRIPS, 0.4),), "overdose_other"),
        ((DRINK,), ((OVERDOSE, 0.85), (BODY, 0.08)), "alcohol_other"),
        ((METH,), ((OVERDOSE, 0.6), (STIMULANT, 0.2)), "stimulant_other"),
        ((METH,), ((OVERDOSE, 0.6), (BODY, 0.2)), "overdose_other"),
        ((TESTS,), ((OVERDOSE, 0.6), (BODY, 0.2)), "overdose_other"),
    ],
)  # fmt: skip
def test_shaking_after_a_talk_about_drinking_is_of_the_drink_and_after_one_about_meth_of_that(talk, hears, before, topics, step):
    hears(PLAIN, 0.95, *topics)
    assert talk(*before, PLAIN).reply.entry == step


@pytest.mark.parametrize(
    ("text", "who", "step"),
    [(PLAIN, who, f"overdose_{who}") for who in ("self", "other", "unclear")]
    + [(PLAIN, "child", "overdose_other"), (OF_A_CHILD, "other", "overdose_child")],
)
def test_only_words_of_a_child_make_it_a_child_and_who_writes_of_themselves_is_spoken_to(talk, hears, text, who, step):
    hears(text, 0.95, (OVERDOSE, 0.9), who=who)
    assert talk(text).reply.entry == step


@pytest.mark.parametrize("text", [NOTHING, NADA])
def test_who_says_that_they_will_do_nothing_gets_988_first_and_not_the_steps(talk, said, hears, text):
    hears(text, 0.95, (WISH, 0.9), who="self")
    outcome = talk(text)
    assert (outcome.reading.danger.level, "988" in said(outcome)) == (Level.POSSIBLE, True)


@pytest.mark.parametrize(("text", "topic"), [(PLAIN, WISH), (NOTHING, OVERDOSE)])
def test_who_does_not_say_so_or_not_of_dying_gets_the_steps(level, text, topic):
    assert level((text,), 0.95, (topic, 0.9)) == "now"


@pytest.mark.parametrize(
    ("danger", "topic", "encoded", "told"),
    [
        (0.01, (SIGNS, 0.9), True, "none"), (0.01, (SIGNS, 0.3), True, "possible"), (0.01, (PLACES, 0.9), True, "possible"),
        (0.01, (THANKS, 0.9), True, "possible"), (0.01, (OVERDOSE, 0.9), True, "possible"),
        (0.01, (SIGNS, 0.9), False, "possible"), (0.05, (SIGNS, 0.9), True, "possible"), (0.95, (OVERDOSE, 0.9), True, "now"),
    ],
)  # fmt: skip
def test_a_question_about_overdoses_has_no_line_in_front_where_it_is_plainly_one(level, danger, topic, encoded, told):
    assert level((MAYBE,), danger, topic, encoded=encoded) == told


def test_a_plea_alone_is_never_a_plain_question(level):
    assert level(("pls pls pls",), 0.01, (STRIPS, 0.9)) == "possible"


@pytest.mark.parametrize("text", ["wont", "wont she"])
def test_a_piece_of_something_is_asked_back(level, text):
    assert level((text,), 0.95, (OVERDOSE, 0.9)) != "now"


@pytest.mark.parametrize(
    ("text", "sure", "topic", "told"),
    [
        # As good as nothing in the words: the line at most, and none in front of a plain question.
        (ONE, (0.001, 0.1), (STRIPS, 0.3), "possible"), (ONE, (0.001, 0.001), (STRIPS, 0.8), "none"),
        (ONE, (0.001, 0.001), (STRIPS, 0.3), "possible"), (ONE, (0.001, 0.001), (THANKS, 0.8), "possible"),
        (ONE, (0.001, 0.05), (STRIPS, 0.8), "possible"), (DRUNK, (0.001, 0.001), (STRIPS, 0.8), "possible"),
        # Little: another subject must be plain, and the more rows fired the plainer.
        (ONE, (0.2, 0.1), (STRIPS, 0.6), "possible"), (ONE, (0.2, 0.3), (STRIPS, 0.6), "now"),
        (ONE, (0.2, 0.1), (STRIPS, 0.33), "now"), (DRUNK, (0.2, 0.03), (STRIPS, 0.8), "possible"),
        (DRUNK, (0.2, 0.1), (STRIPS, 0.8), "now"), (DRUNK, (0.2, 0.03), (STRIPS, 0.5), "now"),
        (DOWN, (0.2, 0.001), (STRIPS, 1.0), "now"),
        # What is asked in the middle of an emergency doubts nothing.
        (ONE, (0.2, 0.1), (SIGNS, 0.9), "now"), (ONE, (0.2, 0.1), (PLACES, 0.9), "now"),
        (ONE, (0.2, 0.1), (THANKS, 0.9), "now"), (ONE, (0.2, 0.1), (OVERDOSE, 0.9), "now"),
        (ONE, (0.2, 0.01), (SIGNS, 0.9), "now"),
        # Hardly anything: less plain is enough, and a question about danger, and what nobody writes beside the dying.
        (ONE, (0.03, 0.1), (STRIPS, 0.33), "possible"), (DRUNK, (0.03, 0.03), (STRIPS, 0.33), "now"),
        (ONE, (0.03, 0.01), (SIGNS, 0.6), "possible"), (ONE, (0.03, 0.01), (SIGNS, 0.3), "now"),
        (ONE, (0.03, 0.1), (SIGNS, 0.6), "now"), (ONE, (0.03, 0.01), (THANKS, 0.6), "now"),
        (ONE, (0.03, 0.01), (OVERDOSE, 0.6), "now"), (DRUNK, (0.03, 0.01), (SIGNS, 0.9), "now"),
        (DOWN, (0.03, 0.01), (JOKE, 0.8), "possible"), (DOWN, (0.03, 0.01), (JOKE, 0.3), "now"),
        (DOWN, (0.03, 0.1), (JOKE, 0.8), "now"), (DOWN, (0.03, 0.01), (STRIPS, 0.9), "now"),
        # Danger in the words waits for nothing.
        (ONE, (0.5, 0.001), (STRIPS, 0.9), "now"),
    ],
)  # fmt: skip
def test_a_row_that_nothing_else_bears_out_puts_the_line_first_instead_of_the_steps(level, text, sure, topic, told):
    grams, danger = sure
    assert level((text,), danger, topic, grams=grams) == told


def test_before_the_whole_model_is_there_a_row_is_believed(level):
    assert level((ONE,), 0.01, (STRIPS, 0.9), grams=0.2, encoded=False) == "now"


def test_without_any_model_a_row_is_believed(full_knowledge, clock):
    bare = replace(full_knowledge, head=None, encoder=None)
    outcome = talking(bare, clock)(ONE)
    assert (outcome.reading.danger.level, outcome.state.believed) == (Level.NOW, 1.0)


@pytest.mark.parametrize(("talked", "step"), [((TOOK,), "suicide_took"), ((METH, "chest hurts"), "stimulant_chest")])
def test_what_was_taken_to_die_and_what_follows_from_the_talk_are_not_doubted(talk, hears, talked, step):
    hears(talked[-1], 0.001, (STRIPS, 0.9), grams=0.001)
    outcome = talk(*talked)
    assert (outcome.reply.entry, outcome.reading.danger.level) == (step, Level.NOW)


@pytest.mark.parametrize(
    ("talked", "kinds", "step"),
    [
        ((ONE,), (Kind.OVERDOSE, 0.95, Kind.OTHER), "overdose_self"), ((ONE,), (Kind.OVERDOSE, 0.6, Kind.OTHER), "violence"),
        ((ONE,), (Kind.OTHER, 0.95, Kind.OVERDOSE), "violence"), ((DRUNK,), (Kind.OVERDOSE, 0.85, Kind.OTHER), "overdose_other"),
        # A threat by somebody else is no wish to die.
        ((ONE,), (Kind.SUICIDE, 0.95, Kind.OTHER), "violence"),
        # After a talk about drinking it is of the drink, where a row told of that too.
        ((DRINK, DRUNK), (Kind.OVERDOSE, 0.85, Kind.OTHER), "alcohol_other"),
        ((DRINK, "he od'd"), (Kind.OVERDOSE, 0.85, Kind.OTHER), "overdose_other"),
        # No breath, and what follows from the talk, are what they are.
        ((BLUE,), (Kind.STIMULANT, 0.95, Kind.OTHER), "overdose_unclear"),
        ((METH, "chest hurts"), (Kind.OTHER, 0.95, Kind.OVERDOSE), "stimulant_chest"),
        # In an emergency only what it is about may outweigh a row.
        ((DOWN, BEATEN), (Kind.STIMULANT, 0.95, Kind.OTHER), "violence"),
        ((CHEST, "he od'd"), (Kind.STIMULANT, 0.95, Kind.OTHER), "stimulant_chest"),
    ],
)  # fmt: skip
def test_what_is_said_is_of_the_kind_that_its_words_are_surely_of(talk, hears, talked, kinds, step):
    kind, sure, other = kinds
    hears(talked[-1], 0.95, (BODY, 0.9), kinds={kind: sure, other: 1 - sure})
    assert talk(*talked).reply.entry == step


def test_where_it_cannot_be_told_who_is_in_danger_the_row_is_answered(talk, hears):
    hears(ONE, 0.95, (BODY, 0.9), kinds={Kind.OVERDOSE: 0.95, Kind.OTHER: 0.05}, who=None)
    assert talk(ONE).reply.entry == "violence"


@pytest.mark.parametrize(
    ("talked", "step"),
    [
        (("hes on the bridge rn",), "suicide_other"), (("my 6yo says he wants to die",), "suicide_other"),
        (("my 6yo says he wants to die and wont wake up",), "overdose_child"),
        (("breathing but wont wake up",), "overdose_other"), (("i took all my pills, turning blue",), "suicide_took"),
        (("he took all his pills and on the floor",), "overdose_other"),
        (("my mom cut her wrists and she isnt breathing",), "overdose_other"),
        (("minha irma nao fala coisa com coisa, fechando os olhos, tomou um monte de comprimido",), "overdose_other"),
        ((DOWN, "i used the same stuff im fading"), "overdose_self"),
        (("respiro mal desde que fumei aquilo no papel alumínio",), "overdose_self"),
    ],
)  # fmt: skip
def test_the_steps_are_for_the_body_in_danger_and_said_to_who_stands_beside_it_or_is_in_it(talk, hears, talked, step):
    hears(talked[-1], 0.95, (OVERDOSE, 0.9))
    assert talk(*talked).reply.entry == step


@pytest.mark.parametrize(
    ("text", "danger", "believed"),
    [
        (BLUE, 0.6, SURELY), (BLUE, 0.3, HALF), (DOWN, 0.95, SURELY), (DOWN, 0.6, HALF), (DOWN, 0.07, HARDLY),
        (TOOK, 0.01, HALF), (TOOK, 0.95, SURELY), (PLAIN, 0.95, HALF), (PLAIN, 0.5, HARDLY),
    ],
)  # fmt: skip
def test_no_breath_is_believed_and_all_else_as_far_as_its_words_bear_it_out(talk, hears, text, danger, believed):
    hears(text, danger, (OVERDOSE, 0.9))
    least, most = believed
    assert least <= talk(text).state.believed <= most


def test_what_its_words_bear_out_is_heard_in_an_emergency_though_the_rest_sounds_well(talk, hears):
    hears(BEATEN, 0.001, (THANKS, 0.9), grams=0.9)
    assert talk(DOWN, BEATEN).reply.entry == "violence"


@pytest.mark.parametrize(("texts", "told"), [(("he", "wont", "wake"), "now"), (("blue",), "possible"), (("pls",), "possible")])
def test_panic_in_pieces_adds_up(talk, texts, told):
    outcome = talk(*texts)
    danger = outcome.reading.danger
    assert (danger.level.value, danger.kind, danger.who, danger.rule) == (told, Kind.OVERDOSE, Who.UNCLEAR, "pieces")
    assert told == "possible" or outcome.state.believed == 1.0


def _course(courses, sides):
    """What is told of a text on the first side, from phrases on either side (1 or -1) of what texts are about, or on none."""
    vectors, raw = np.zeros((len(courses), 2), dtype=np.float32), np.zeros((len(courses), 1), dtype=np.float32)
    vectors[:, 0] = sides
    weights = fit_course(vectors, raw, courses)
    assert weights.dtype == np.float32  # a server has little memory
    return course_told(weights, vectors[0], raw[0])


def test_one_phrase_of_an_end_is_enough_to_hear_it_again_and_not_to_be_sure():
    end, by = _course([2, 0], [1, -1])
    assert (end, 0.3 < by < 0.5) == (WELL, True)


def test_a_text_about_nothing_known_is_as_likely_an_end_as_the_phrases_were():
    assert _course([1, 1, 1, 0], [0, 0, 0, 0]) == (HELPED, pytest.approx(0.5, abs=0.01))


def test_where_both_ends_are_as_likely_they_are_watched():
    assert _course([1, 2], [0, 0]) == (WELL, pytest.approx(0.5, abs=0.01))
