"""Promises about the trained head that ships: it answers any text, with and without an encoder, and stays small."""

from pathlib import Path

import numpy as np
import pytest

from bot.adapters.model_file import NAME, load_head
from bot.text import words
from bot.understanding.features import BUCKETS, WORD_BUCKETS, features, weigh
from bot.understanding.grams import gram_scores
from bot.understanding.topics import Head, encoded_part, languages, read

MODEL = Path(__file__).parents[1] / "content" / NAME


def blind(_: str) -> np.ndarray:
    """An encoder that sees nothing."""
    return np.zeros(512, dtype=np.float32)


@pytest.fixture(scope="module")
def head():
    return load_head(MODEL)


def test_the_model_file_is_small_enough_to_be_kept_in_the_repository():
    assert MODEL.stat().st_size < 2_500_000


@pytest.mark.parametrize(
    "text",
    ["", " ", "🙏🏽💉", "\u200d\u200d", "04401", "he" * 5000, "wake up " * 1250, "наркан", "نالوكسون", "\ud800", "?!", "a"],
    ids=["empty", "blank", "emoji", "joiners", "digits", "one long word", "many words", "ru", "ar", "surrogate", "signs", "a"],
)
@pytest.mark.parametrize("encoder", [None, blind], ids=["without encoder", "with encoder"])
def test_any_text_gets_probabilities(head, text, encoder):
    scores = read(head, words(text), encoder)
    assert sum(chance for _, chance in scores.topics) == pytest.approx(1, abs=1e-3)
    assert [chance for _, chance in scores.topics] == sorted((chance for _, chance in scores.topics), reverse=True)
    assert 0 <= scores.danger <= 1
    assert scores.who in head.labels.whos


def test_the_encoder_is_not_asked_about_a_text_without_words(head):
    def never(_: str) -> np.ndarray:
        raise AssertionError

    assert read(head, [], never).encoded is False


PLAIN = "how do i use fentanyl test strips"


def asked(text: str, head: Head, *, hasty: bool) -> bool:
    seen: list[str] = []
    read(head, words(text), lambda part: seen.append(part) or blind(part), hasty=hasty)
    return bool(seen)


def test_in_haste_the_encoder_is_not_asked_about_what_the_n_grams_are_sure_of(head):
    assert asked(PLAIN, head, hasty=False)
    assert not asked(PLAIN, head, hasty=True)


@pytest.mark.parametrize(
    "text",
    ["he took pills and hes weird", "what are pinpoint pupils", "what about the tranq ones", "can i talk to somebody tonight"],
    ids=["an emergency", "a word of danger", "no subject of its own", "a cry"],
)
def test_even_in_haste_the_encoder_is_asked_where_more_may_be_meant(head, text):
    assert asked(text, head, hasty=True)


def test_the_encoder_sees_both_ends_of_a_long_text_and_all_of_a_short_one():
    assert encoded_part("short") == "short"
    assert encoded_part("a" * 200 + "b" * 9600 + "c" * 200) == "a" * 200 + " " + "c" * 200


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("where can i get narcan for free by mail", {"naloxone_get", "naloxone_cost"}),
        ("is my narcan still good, it expired last year", {"naloxone_expired_storage"}),
        ("how do i use fentanyl test strips", {"test_strips_drug_checking"}),
        ("do you keep my phone number", {"privacy_who_sees_this"}),
        ("donde tiro las jeringas usadas", {"disposal_of_needles"}),
    ],
)
def test_plain_questions_are_understood_without_an_encoder(head, text, topic):
    assert read(head, words(text), None).topics[0][0] in topic


@pytest.mark.parametrize(
    "text", ["shes blue and wont wake up", "he od'd and isnt breathing", "no respira y tiene los labios azules"]
)
def test_plain_danger_is_heard_without_an_encoder(head, text):
    assert read(head, words(text), None).danger > 0.8


@pytest.mark.parametrize("text", ["what is narcan", "thank you so much", "how do i get on methadone", "donde consigo naloxona"])
def test_plain_questions_are_not_danger(head, text):
    assert read(head, words(text), None).danger < 0.2


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("where can i get narcan near me", "en"),
        ("donde puedo conseguir naloxona gratis", "es"),
        ("ou est ce que je peux trouver de la naloxone", "fr"),
        ("onde eu consigo naloxona de graca", "pt"),
    ],
)
def test_the_language_is_read_off_the_words(head, text, language):
    assert languages(head, gram_scores(head, features(words(text))))[0][0] == language


def test_words_and_parts_of_words_have_buckets_of_their_own_in_rising_order():
    found = features(["narcan", "please"])
    assert list(found) == sorted(set(found.tolist()))
    assert found[0] < WORD_BUCKETS <= found[-1] < BUCKETS


def test_words_and_parts_of_words_weigh_the_same():
    found = features(["narcan", "please"])
    weights = weigh(found, np.ones(BUCKETS, dtype=np.float32))
    border = int(np.searchsorted(found, WORD_BUCKETS))
    assert float((weights[:border] ** 2).sum()) == pytest.approx(1)
    assert float((weights[border:] ** 2).sum()) == pytest.approx(1)


def test_only_the_ends_of_an_endless_text_are_read():
    both_ends = ["start"] * 60 + ["end"] * 60
    assert features(["start"] * 60 + ["middle"] * 5000 + ["end"] * 60).tolist() == features(both_ends).tolist()


def test_a_short_text_scored_in_parts_and_a_long_one_scored_whole_are_scored_alike(head):
    letter = " ".join(f"{number * 7919:x}{number * 104729:x}" for number in range(100))
    for text in ("hi", "my friend took something and he is not breathing right now please", letter):
        indices = features(words(text))
        assert (len(indices) > 500) == (text is letter)
        whole = weigh(indices, head.rarity) @ (head.grams[indices] * head.scale) + head.bias
        assert gram_scores(head, indices) == pytest.approx(whole, abs=1e-4)


def test_a_text_of_nothing_known_is_scored_by_what_is_common(head):
    assert gram_scores(head, np.array([], dtype=np.int64)).tolist() == head.bias.tolist()
