"""How words are found near each other: the edges of distance, order, cancelling and typing errors, on rows of our own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.understanding import thresholds
from bot.understanding.danger import DangerRows, Row, Sound, WhoPattern
from bot.understanding.patterns import Matcher, Pattern, Term, group_term, shorthand, term
from bot.understanding.pieces import NOT, PERSON, PLEA, SIGN, VERB, Pieces, danger
from bot.understanding.reading import Kind, Level, Who
from bot.understanding.vocabulary import Vocabulary


def pattern(*terms: str, name: str = "p", none: tuple[str, ...] = (), **settings: object) -> Pattern:
    """A pattern of plain words; "a|b" is either."""
    made, cancels = ([group_term(each.split("|")) for each in said] for said in (terms, none))
    return Pattern(name, tuple(made), **{"within": 4, "none": tuple(cancels), **settings})


def found(text: str, *patterns: Pattern, not_typos: tuple[str, ...] = ()) -> list[str]:
    """The names of the patterns that hold in a text."""
    return [each.name for each in Matcher(patterns, not_typos).find(text.split())]


def gap(words: int) -> str:
    """So many words that mean nothing here."""
    return " ".join(["zz"] * words)


# --- terms


def test_a_term_is_a_word_a_phrase_or_a_group_folded() -> None:
    groups = {"they": ["He", "my Mom"], "done": group_term(["x"])}
    assert term("Won't", groups) == Term((("wont",),))
    assert term("wake up", groups) == Term((("wake", "up"),))
    assert term("{they}", groups) == Term((("he",), ("my", "mom")))
    assert term("{done}", groups) is groups["done"]
    with pytest.raises(KeyError):
        term("{nobody}", groups)


@pytest.mark.parametrize("text", ["{they", "they}"])
def test_half_a_brace_is_a_word(text: str) -> None:
    assert term(text, {"they": ["he"]}) != group_term(["he"])


def test_shorthand_holds_its_words_within_their_number_and_four_more() -> None:
    made = shorthand("s", "chest not {rise}", {"rise": ["rise", "rising"]})
    assert (made.name, made.within, made.ordered, len(made.terms)) == ("s", 7, False, 3)
    assert found(f"chest {gap(4)} not rising", made) == ["s"]
    assert found(f"chest {gap(5)} not rising", made) == []


# --- distance, order


@pytest.mark.parametrize(("between", "holds"), [(0, True), (2, True), (3, False), (30, False)])
def test_terms_hold_within_so_many_words_in_any_order(between: int, *, holds: bool) -> None:
    for text in (f"a {gap(between)} b", f"b {gap(between)} a", f"{gap(5)} a {gap(between)} b {gap(5)}"):
        assert found(text, pattern("a", "b")) == ["p"] * holds


@pytest.mark.parametrize(("text", "holds"), [("a b", True), ("b a", False), ("b a b", True), ("a zz b", True)])
def test_ordered_terms_hold_in_their_order_only(text: str, *, holds: bool) -> None:
    assert found(text, pattern("a", "b", ordered=True)) == ["p"] * holds


def test_every_term_needs_a_spot_of_its_own() -> None:
    assert found("a", pattern("a", "a|b")) == []
    assert found("a a", pattern("a", "a|b")) == ["p"]
    assert found("my little one", pattern("little one", "one|two")) == []


def test_a_term_that_is_missing_is_missed() -> None:
    assert found("a b", pattern("a", "b", "c")) == []
    assert found("a b c", pattern("a", "b", "c")) == ["p"]


def test_the_nearest_of_many_spots_is_taken_and_a_far_one_does_not_hide_it() -> None:
    assert found(f"b {gap(9)} a b", pattern("a", "b")) == ["p"]
    assert found(f"a b {gap(9)} b", pattern("a", "b")) == ["p"]
    assert found(f"a {gap(9)} a b", pattern("a", "b")) == ["p"]
    assert found(f"b {gap(3)} b a", pattern("a", "b")) == ["p"]


def test_a_phrase_is_found_whole_and_its_words_alone_are_not_it() -> None:
    assert found("he will not wake up now", pattern("wake up", "not")) == ["p"]
    assert found("up wake not", pattern("wake up", "not")) == []
    assert found("not wake", pattern("wake up", "not")) == []


def test_a_phrase_and_a_longer_one_that_begins_alike_are_both_known() -> None:
    rows = (pattern("wake", name="short"), pattern("wake up now", name="long"), pattern("wake up", name="middle"))
    assert found("wake up now", *rows) == ["short", "long", "middle"]
    assert found("wake up", *rows) == ["short", "middle"]


def test_patterns_are_told_in_the_order_in_which_they_were_given() -> None:
    rows = [pattern("a", name="1"), pattern("b", name="2"), pattern("a|b", name="3")]
    assert found("b a", *rows) == ["1", "2", "3"]
    assert found("b a", *reversed(rows)) == ["3", "2", "1"]


@pytest.mark.parametrize(("words", "holds"), [(2, True), (3, True), (4, False)])
def test_a_cry_is_for_short_texts(words: int, *, holds: bool) -> None:
    assert found(f"help {gap(words - 1)}", pattern("help", most_words=3)) == ["p"] * holds


# --- cancelling


@pytest.mark.parametrize("between", [0, 7, 8, 20])
def test_what_cancels_reaches_eight_words_to_both_sides(between: int) -> None:
    row = pattern("a", "b", none=("c",))
    holds = between > 7
    assert found(f"a b {gap(between)} c", row) == ["p"] * holds
    assert found(f"c {gap(between)} a b", row) == ["p"] * holds


def test_a_long_phrase_cancels_by_its_last_word_too() -> None:
    row = pattern("a", none=("c d e f g h i j",))
    assert found(f"c d e f g h i j {gap(7)} a", row) == []
    assert found(f"c d e f g h i j {gap(8)} a", row) == ["p"]


def test_one_place_that_is_not_cancelled_is_enough() -> None:
    row = pattern("a", "b", none=("c",))
    assert found(f"a b c {gap(20)} a b", row) == ["p"]
    assert found(f"a b {gap(20)} c a b", row) == ["p"]
    assert found(f"a b c {gap(3)} a b", row) == []


def test_any_of_several_cancels() -> None:
    row = pattern("a", none=("c", "d"))
    assert [found(text, row) for text in ("a c", "a d", "a e")] == [[], [], ["p"]]


def test_many_cancels_far_away_hide_nothing_and_a_near_one_among_them_counts() -> None:
    row = pattern("a", none=("c",))
    assert found(f"{'c ' * 30} {gap(9)} a {gap(9)} {'c ' * 30}", row) == ["p"]
    assert found(f"{'c ' * 30} {gap(9)} a c {gap(9)} {'c ' * 30}", row) == []


# --- typing errors


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("breathing", ("breathing",)), ("brething", ("breathing",)), ("breathingg", ("breathing",)),
        ("braething", ("breathing",)),
        ("breathimg", ("breathing",)), ("brthing", ()), ("wake", ("wake",)), ("wale", ()), ("x", ()), ("", ()),
        ("blues", ("blues",)), ("blue", ("blues",)), ("blu", ()), ("glues", ("blues",)),
    ],
)  # fmt: skip
def test_a_word_is_led_back_over_one_typing_error_when_it_is_long_enough(typed: str, read: tuple[str, ...]) -> None:
    assert Vocabulary(["breathing", "wake", "blues"]).read(typed) == read


def test_a_real_word_is_never_taken_for_a_slip() -> None:
    assert Vocabulary(["raped"], ["vaped"]).read("vaped") == ()
    assert Vocabulary(["raped"]).read("vaped") == ("raped",)
    assert found("she was vaped", pattern("raped"), not_typos=("vaped",)) == []
    assert found("she was vaped", pattern("raped")) == ["p"]


def test_a_slip_between_two_words_may_be_either() -> None:
    assert Vocabulary(["dying", "lying"]).read("qying") == ("dying", "lying")
    assert found("qying", pattern("dying", name="1"), pattern("lying", name="2")) == ["1", "2"]


@pytest.mark.parametrize(("letters", "read"), [(24, True), (25, False)])
def test_very_long_words_are_no_slips(letters: int, *, read: bool) -> None:
    word = "abcdefghijklmnopqrstuvwxyz"[: letters - 1]
    assert Vocabulary([word]).read(f"{word}q") == ((word,) if read else ())


def test_a_slip_inside_a_phrase_is_read() -> None:
    assert found("not brething", pattern("not breathing")) == ["p"]


# --- rows


def row(name: str, word: str, language: str = "en", level: Level = Level.NOW, who: Who = Who.UNCLEAR) -> Row:
    """A row of one word."""
    return Row(name, language, "m", "e", "c", pattern(word, name=name), level, Kind.STIMULANT, who, f"step_{name}")


ROWS = [row("maybe", "m", level=Level.POSSIBLE), row("one", "a"), row("two", "a", "es"), row("self", "s", who=Who.SELF)]
WHOS = [
    WhoPattern(Who.CHILD, pattern("baby", name="en.who.child.0")),
    WhoPattern(Who.OTHER, pattern("he", name="en.who.other.0")),
    WhoPattern(Who.SELF, pattern("i", name="en.who.self.0")),
]


def test_a_row_that_tells_of_danger_now_is_told_before_one_that_may() -> None:
    rows = DangerRows(ROWS, WHOS)
    assert [each.name for each in rows.rows] == ["one", "two", "self", "maybe"]
    assert rows.fired("m a".split()) == ("one", "two", "maybe")
    read = rows.read("m a".split())
    assert (read.level, read.rule, read.step, read.kind, read.language) == (Level.NOW, "one", "step_one", Kind.STIMULANT, "en")
    assert (read.rows, read.doubted, rows.read(["a"]).rows, rows.whos) == (3, False, 2, tuple(WHOS))
    assert rows.read(["m"]).level is Level.POSSIBLE
    assert rows.read(["x"]).level is Level.NONE


def test_among_rows_of_equal_level_one_in_the_language_is_told() -> None:
    rows = DangerRows(ROWS, WHOS)
    assert [rows.read(["a"], language).rule for language in ("en", "es", "fr", None)] == ["one", "two", "one", "one"]
    assert rows.read("m a".split(), "es").rule == "two"


@pytest.mark.parametrize(
    ("text", "who"),
    [("a", Who.UNCLEAR), ("a he", Who.OTHER), ("a i", Who.SELF), ("a he i", Who.SELF), ("a baby he", Who.CHILD),
     ("s", Who.SELF), ("s he", Who.OTHER), ("i s he", Who.SELF), ("s baby", Who.SELF)],
)  # fmt: skip
def test_who_is_in_danger_is_told_by_the_words_unless_the_row_knows(text: str, who: Who) -> None:
    assert DangerRows(ROWS, WHOS).read(text.split()).who is who


def test_words_that_are_no_slips_hold_for_rows_and_for_who() -> None:
    rows = DangerRows([row("r", "raped")], [WhoPattern(Who.OTHER, pattern("friend", name="w"))], ["vaped", "friends"])
    assert rows.fired(["vaped"]) == ()
    assert rows.read("raped friends".split()).who is Who.UNCLEAR


def test_a_row_that_hangs_on_a_subject_tells_of_danger_after_that_one_alone() -> None:
    rows = DangerRows([replace(row("join", "join"), after=frozenset({"grief"}))], WHOS)
    found = {before: rows.read(["join"], before=before) for before in ("grief", "law", None)}
    assert [before for before, read in found.items() if read.level is Level.NOW] == ["grief"]
    assert (found["grief"].after, rows.fired(["join"])) == (True, ("join",))


BODY = replace(row("body", "b"), kind=Kind.OVERDOSE)


@pytest.mark.parametrize(
    ("sound", "rule"),
    [
        (Sound(Kind.OVERDOSE, thresholds.KIND_AMONG_ROWS), "body"),
        (Sound(Kind.OVERDOSE, thresholds.KIND_AMONG_ROWS - 0.01), "one"),
        (Sound(Kind.STIMULANT, 1.0), "one"),
        (Sound(Kind.SUICIDE, 1.0), "one"),
        (Sound(), "one"),
    ],
)
def test_of_several_kinds_that_one_is_told_which_it_surely_sounds_like(sound: Sound, rule: str) -> None:
    assert DangerRows([*ROWS, BODY], WHOS).read("a b".split(), sounds=lambda: sound).rule == rule


def test_where_rows_of_one_kind_fire_nobody_is_asked_what_it_sounds_like() -> None:
    """That costs time which somebody may not have."""
    asked = []
    rows = DangerRows([*ROWS, BODY], WHOS)
    for text in ("a", "b", "m a", "m", "x"):
        rows.read(text.split(), sounds=lambda: asked.append(1) or Sound())
    assert asked == []


# --- panic in pieces

TABLES = [{"person": ["he"], "not": ["wont"], "verb": ["wake", "breathe"], "plea": ["pls"], "sign": ["blue"]}, {"not": ["he"]}]


@pytest.mark.parametrize(
    ("text", "bits"),
    [("he", PERSON | NOT), ("wont", NOT), ("wont wake", NOT | VERB), ("pls blue", PLEA | SIGN), ("", 0), ("up he", PERSON | NOT),
     ("the he", 0), ("wont wake the", 0), ("up up up blue", SIGN), ("up up up up blue", 0), ("breahte", VERB)],
)  # fmt: skip
def test_a_short_text_leaves_the_bits_of_its_words_and_any_other_word_leaves_none(text: str, bits: int) -> None:
    assert Pieces(TABLES).level(text.split()) == bits


@pytest.mark.parametrize(
    ("before", "piece", "level"),
    [
        (0, 0, Level.NONE), (0, PERSON, Level.NONE), (0, PLEA, Level.POSSIBLE), (0, SIGN, Level.POSSIBLE), (SIGN, 0, Level.NONE),
        (0, PERSON | NOT | VERB, Level.NOW),
        (0, VERB | PERSON, Level.NONE), (0, NOT | PERSON, Level.NONE), (0, VERB | SIGN, Level.POSSIBLE), (PLEA, 0, Level.NONE),
        (NOT, VERB, Level.NOW), (VERB, NOT, Level.NOW), (SIGN, PERSON, Level.NOW), (SIGN, PLEA, Level.NOW),
        (NOT, SIGN, Level.NOW),
        (VERB, PLEA, Level.NOW), (SIGN, VERB, Level.POSSIBLE), (PERSON, PLEA, Level.POSSIBLE), (NOT, PERSON, Level.POSSIBLE),
        (PERSON, VERB, Level.NONE), (NOT, NOT, Level.NONE), (PERSON, PERSON, Level.NONE), (VERB, VERB, Level.NONE),
        (NOT, PLEA, Level.POSSIBLE), (SIGN, SIGN, Level.POSSIBLE), (PERSON | NOT, VERB, Level.NOW),
    ],
)  # fmt: skip
def test_pieces_tell_together_what_none_tells_alone(before: int, piece: int, level: Level) -> None:
    assert danger(before, piece) is level
