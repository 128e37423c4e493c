"""The danger rows as they stand in content/danger: each shows itself, tells itself apart, and costs little."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.adapters.files import Reader
from bot.text import words
from bot.understanding.danger import DangerRows, Row
from bot.understanding.reading import Kind, Level, Who

CONTENT = Path(__file__).parent.parent / "content"
READER = Reader(CONTENT)
ROWS: DangerRows = READER.danger()
FULL = ("en", "es", "fr", "pt")
SMALL = ("ht", "so", "ln", "vi", "ru", "ar")


def _named(row: Row) -> str:
    return row.pattern.name


def _rows(language: str) -> list[Row]:
    return [row for row in ROWS.rows if row.language == language]


def test_the_danger_files_have_no_fault() -> None:
    assert READER.faults == []


@pytest.mark.parametrize("row", ROWS.rows, ids=_named)
def test_the_example_of_a_row_fires_that_row(row: Row) -> None:
    assert row.pattern.name in ROWS.fired(words(row.example))


@pytest.mark.parametrize("row", ROWS.rows, ids=_named)
def test_the_counter_example_of_a_row_does_not_fire_it(row: Row) -> None:
    assert row.pattern.name not in ROWS.fired(words(row.counter_example))


@pytest.mark.parametrize("row", ROWS.rows, ids=_named)
def test_the_meaning_of_a_row_is_short_and_plain(row: Row) -> None:
    assert 2 <= len(row.means.split()) <= 20


def test_no_two_rows_share_a_name() -> None:
    assert [name for name, count in Counter(map(_named, ROWS.rows)).items() if count > 1] == []


@pytest.mark.parametrize("language", FULL)
@pytest.mark.parametrize("kind", list(Kind), ids=str)
def test_a_full_language_has_now_rows_of_every_kind(language: str, kind: Kind) -> None:
    assert any(row.kind is kind and row.level is Level.NOW for row in _rows(language))


@pytest.mark.parametrize("language", FULL)
@pytest.mark.parametrize("who", [Who.SELF, Who.OTHER, Who.CHILD], ids=str)
def test_a_full_language_has_rows_for_the_writer_for_others_and_for_children(language: str, who: Who) -> None:
    assert any(row.who is who for row in _rows(language))


@pytest.mark.parametrize("language", SMALL)
@pytest.mark.parametrize("kind", [Kind.OVERDOSE, Kind.SUICIDE], ids=str)
def test_a_small_language_knows_overdose_and_suicide(language: str, kind: Kind) -> None:
    assert any(row.kind is kind and row.level is Level.NOW for row in _rows(language))


BARE_CRIES = {
    "en": ["help", "sos", "911", "emergency", "pls hurry", "HELP ME", "heeeelp"],
    "es": ["ayuda", "auxilio", "socorro", "emergencia", "ayudenme"],
    "fr": ["aide", "au secours", "aidez moi", "urgence"],
    "pt": ["ajuda", "socorro", "me ajuda", "emergência"],
    "ht": ["sekou", "anmwe"],
    "so": ["gargaar"],
    "ln": ["salisa ngai"],
    "vi": ["cứu tôi"],
    "ru": ["помогите"],
    "ar": ["ساعدوني"],
}


@pytest.mark.parametrize(
    ("language", "cry"), [(language, cry) for language, cries in BARE_CRIES.items() for cry in cries], ids=str
)
def test_a_bare_cry_is_possible_danger(language: str, cry: str) -> None:
    assert ROWS.read(words(cry), language).level is Level.POSSIBLE


PLAIN = [
    ("en", "he wont wake up", Kind.OVERDOSE, Who.OTHER),
    ("en", "shes not breathing", Kind.OVERDOSE, Who.OTHER),
    ("en", "lips are blue", Kind.OVERDOSE, None),
    ("en", "i took too much", Kind.OVERDOSE, Who.SELF),
    ("en", "what if hes blue", Kind.OVERDOSE, Who.OTHER),
    ("en", "asking for a friend, she cant be woken", Kind.OVERDOSE, Who.OTHER),
    ("en", "lol hes snoring weird and wont get up", Kind.OVERDOSE, Who.OTHER),
    ("en", "od'd last night, still asleep", Kind.OVERDOSE, Who.OTHER),
    ("en", "narcanned an hour ago, snoring again", Kind.OVERDOSE, Who.OTHER),
    ("en", "my toddler ate a gummy", Kind.OVERDOSE, Who.CHILD),
    ("en", "my mom wont wake up im 9", Kind.OVERDOSE, Who.OTHER),
    ("en", "took all my pills", Kind.SUICIDE, Who.SELF),
    ("en", "i want to die", Kind.SUICIDE, Who.SELF),
    ("en", "my son says he wants to die", Kind.SUICIDE, Who.OTHER),
    ("en", "did too much coke and my chest hurts", Kind.STIMULANT, Who.SELF),
    ("es", "mi hermano no despierta", Kind.OVERDOSE, Who.OTHER),
    ("es", "no respira", Kind.OVERDOSE, Who.OTHER),
    ("es", "me quiero morir", Kind.SUICIDE, Who.SELF),
    ("fr", "il respire plus", Kind.OVERDOSE, Who.OTHER),
    ("fr", "je veux mourir", Kind.SUICIDE, Who.SELF),
    ("pt", "ele não respira", Kind.OVERDOSE, Who.OTHER),
    ("pt", "quero morrer", Kind.SUICIDE, Who.SELF),
    ("ru", "брат не дышит", Kind.OVERDOSE, Who.OTHER),
    ("ar", "أخي لا يتنفس", Kind.OVERDOSE, Who.OTHER),
    ("vi", "anh tôi không thở", Kind.OVERDOSE, Who.OTHER),
    ("ht", "li pa respire", Kind.OVERDOSE, Who.OTHER),
    ("so", "ma neefsanayo", Kind.OVERDOSE, Who.OTHER),
    ("ln", "azopema te", Kind.OVERDOSE, Who.OTHER),
]


@pytest.mark.parametrize(("language", "text", "kind", "who"), PLAIN, ids=[text for _, text, _, _ in PLAIN])
def test_plain_danger_is_now_of_the_right_kind_and_person(language: str, text: str, kind: Kind, who: Who | None) -> None:
    found = ROWS.read(words(text), language)

    assert (found.level, found.kind) == (Level.NOW, kind)
    assert who is None or found.who is who


@pytest.mark.parametrize(
    "text",
    [
        "i died laughing",
        "od training next week",
        "he od'd last year",
        "my phone died and wont wake up",
        "false alarm hes awake now",
        "what if someone ODs at my show",
        "my boss is gonna kill me lol",
        "me muero de risa",
        "je suis morte de rire",
        "morri de rir",
    ],
)
def test_past_learning_figurative_and_all_clear_are_not_now(text: str) -> None:
    assert ROWS.read(words(text)).level is not Level.NOW


@pytest.mark.parametrize("text", ["", "ok", "7", "04401", "menu", "gracias", "merci", "obrigado", "narcan near bangor", "STOP"])
def test_everyday_texts_raise_nothing(text: str) -> None:
    assert ROWS.read(words(text)).level is Level.NONE


def test_a_sign_is_found_at_the_end_of_ten_thousand_characters() -> None:
    text = "where can i get a box of narcan in bangor and is it free on a sunday " * 150 + " he is not breathing"

    assert len(text) > 10_000
    assert ROWS.read(words(text)).level is Level.NOW


def test_a_cancelled_sign_does_not_hide_a_later_one() -> None:
    told = "he od'd last year and would not wake up, that was a bad night and we cried so much about it, "

    assert ROWS.read(words(told + "and now he is on the floor again and he wont wake up")).level is Level.NOW


LONG = {
    "plain": "my brother has been using for ten years and i want to know what the family can do for him this winter ",
    "the_same_word": "wake ",
    "sign_and_cancel": "he wont wake up in training class someone not breathing last year ",
    "typos": "brething wkae overdsoe unresponsve gurgleing ",
    "spanish": "mi hermano no despierta en la clase y si alguien no respira por si acaso ",
}


@pytest.mark.parametrize("kind", LONG)
def test_work_on_ten_thousand_characters_grows_with_the_text_and_not_with_its_square(kind: str) -> None:
    def calls(length: int) -> int:
        read = words((LONG[kind] * (length // len(LONG[kind]) + 1))[:length])
        count = Counter[str]()
        sys.setprofile(lambda _frame, event, _argument: count.update([event]))
        try:
            ROWS.fired(read)
        finally:
            sys.setprofile(None)
        return count["call"] + count["c_call"]

    assert calls(10_000) <= 2.5 * calls(5_000)
    assert calls(10_000) <= 800 * len(words(LONG[kind])) * (10_000 / len(LONG[kind]))
