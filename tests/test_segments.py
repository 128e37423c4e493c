"""What we promise about the cost of a text: counted as carriers count, and never dearer for an accent."""

from __future__ import annotations

import random
import unicodedata

import pytest
import smsutil

from bot.segments import BASIC, EXTENSION, encoding, forcing, is_gsm7, length, segments, to_gsm7

WIDE = "áíóúâêîôûãõçëïœÀÈ’“”—…😀🆘👩‍👧中문الع\u00a0"


def generated(seed: int) -> str:
    """A text of any length up to five parts: plain, with extension characters, or with characters outside GSM-7."""
    dice = random.Random(seed)
    letters = dice.choice([
        sorted(BASIC),
        sorted(BASIC | EXTENSION),
        [*"abc ", *sorted(EXTENSION)],
        [*sorted(BASIC), *WIDE],
        [*WIDE],
        [*"abcdefg ", "😀"],
    ])  # fmt: skip
    near = dice.choice([70, 134, 160, 306, 459, dice.randrange(1, 800)])
    return "".join(dice.choices(letters, k=max(1, near + dice.randrange(-4, 5))))


def test_3000_texts_are_counted_as_another_counter_counts_them() -> None:
    """smsutil was written by others from the same standard."""
    texts = [generated(seed) for seed in range(3000)]
    assert {encoding(text) for text in texts} == {"GSM-7", "UCS-2"}
    ours = [segments(text) for text in texts]
    theirs = [len(smsutil.split(text).parts) for text in texts]
    assert [(text, a, b) for text, a, b in zip(texts, ours, theirs, strict=True) if a != b] == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2),
        ("á" * 70, 1), ("á" * 71, 2), ("á" * 134, 2), ("á" * 135, 3), ("😀" * 35, 1), ("😀" * 36, 2),
        ("a" * 152 + "€" + "a" * 152, 3), ("é" * 160, 1), ("\n" * 160, 1),
    ],
    ids=lambda value: f"{value[:1]}x{len(value)}" if isinstance(value, str) else str(value),
)  # fmt: skip
def test_the_edges_are_where_the_standard_puts_them(text: str, count: int) -> None:
    assert segments(text) == count


def test_the_alphabet_is_the_standard_s() -> None:
    assert BASIC | {"\x1b"} == set(smsutil.codecs.GSM_BASIC_CHARSET)
    assert set(smsutil.codecs.GSM_EXT_CHARSET) == EXTENSION


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("áíóú ÁÍÓÚ", "aiou AIOU"),
        ("âêîôû ãõ ëï", "aeiou ao ei"),
        ("ça, façade", "ca, facade"),
        ("é ñ ü ¿ ¡ à è ù ò ì Ç Ñ Ü", "é ñ ü ¿ ¡ à è ù ò ì Ç Ñ Ü"),
        ("año", "año"),
        ("cœur, Œuvre", "coeur, OEuvre"),
        ("“it’s” – «so» — yes…", '"it\'s" - "so" - yes...'),
        ("1º 2ª", "1o 2a"),
        ("a\u00a0b\u202fc\u2009d", "a b c d"),
        ("• one · two", "- one - two"),
        ("`x`", "'x'"),
        ("ﬁn", "fin"),
        ("Não, coração, você", "Nao, coraçao, voce".replace("ç", "c")),
        ("[x] {y} ~ | ^ \\ €", "[x] {y} ~ | ^ \\ €"),
    ],
)
def test_by_sms_a_letter_loses_only_the_accent_that_would_cost(written: str, sent: str) -> None:
    """One letter outside GSM-7 makes the whole text dearer by half; ñ and é travel free, so "año" stays right."""
    assert to_gsm7(written) == sent
    assert is_gsm7(sent)


@pytest.mark.parametrize("text", ["caf\u0065\u0301 ma\u00f1ana", "man\u0303ana"], ids=["e and an accent", "n and a tilde"])
def test_an_accent_typed_apart_is_the_same_letter(text: str) -> None:
    assert to_gsm7(text) == to_gsm7(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("text", ["cœur 😀", "áé 中文", "łódź"])
def test_a_text_that_cannot_be_gsm7_keeps_every_letter(text: str) -> None:
    """It costs the same with its accents, so it keeps them."""
    assert to_gsm7(text) == text


def test_folding_never_makes_a_text_dearer() -> None:
    texts = [generated(seed) for seed in range(500)]
    assert [text for text in texts if segments(to_gsm7(text)) > segments(text)] == []
    assert [text for text in texts if to_gsm7(to_gsm7(text)) != to_gsm7(text)] == []


def test_the_character_that_costs_is_named() -> None:
    assert (forcing("año, así"), forcing("plain [x] €"), forcing("")) == ("í", None, None)


@pytest.mark.parametrize(("text", "places"), [("", 0), ("abc", 3), ("€", 2), ("á", 1), ("😀", 2), ("á€", 2)])
def test_length_is_in_the_units_that_are_paid(text: str, places: int) -> None:
    assert length(text) == places
