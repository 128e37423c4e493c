"""What we promise about a short text in the middle of a talk: it is about what was talked of, and danger is heard there too."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest

from bot.adapters.files import Reader
from bot.adapters.model_file import NAME, load_head
from bot.adapters.train import train_folder
from bot.understanding.following import Followed, _descend, fit_following, subjects
from bot.understanding.heard import NO_FOLLOWING, Following, Heard
from bot.understanding.leaning import NOTHING, Before
from bot.understanding.reading import Level
from handlers.respond import respond

LABELS = ("cost", "law", "use")


@pytest.mark.parametrize(
    ("first", "then", "topic"),
    [
        ("how do i use narcan", "and for a kid", "naloxone_safety"),
        ("how do i use narcan", "wich nostril", "naloxone_how_to_use"),
        ("can i get arrested for calling 911", "what if i have warrants", "good_samaritan_law"),
        ("do test strips work for tranq", "where do i get em", "find_service"),
        ("what is suboxone", "how long would she have to stay on it", "treatment_options_moud"),
        ("how much is narcan", "even with no insurance", "naloxone_cost"),
        ("my son uses and i am worried", "how do i bring it up", "family_friend_help"),
        ("who sees this", "even the cops", "privacy_who_sees_this"),
        ("what happens at a needle exchange", "do they ask my name", "syringe_services_what"),
        ("can i carry narcan at school", "would they tell my parents", "privacy_who_sees_this"),
        ("my brother died of an overdose", "was it my fault", "grief"),
        ("que es la naloxona", "y para niños", "naloxone_safety"),
    ],
)
def test_a_text_that_says_little_alone_is_about_what_was_talked_of(talk, first, then, topic):
    outcome = talk(first, then)
    assert outcome.tally.topic == topic
    assert outcome.reading.danger.level is Level.NONE


@pytest.mark.parametrize(
    "first", ["how do i use narcan", "who sees this", "my brother died of an overdose", "is xanax with oxy bad"]
)
@pytest.mark.parametrize("then", ["hes blue", "she wont wake up", "i took all my pills", "no respira", "i want to die"])
def test_danger_in_few_words_is_danger_whatever_was_talked_of(talk, first, then):
    assert talk(first, then).reading.danger.level is Level.NOW


def heard(number: int) -> Heard:
    """A text that alone is as likely about each subject; its vector tells texts apart."""
    vector = np.zeros(512, dtype=np.float32)
    vector[number % 7] = 1
    return Heard(np.full(3, 1 / 3, dtype=np.float32), np.zeros(4, dtype=np.float32), vector, 0.5)


def followed(number: int, answered: str) -> Followed:
    return Followed(heard(number), 3, Before(answered))


@pytest.fixture
def learned():
    """After cost they ask about law, after law about use, whatever their words."""
    after = {"cost": "law", "law": "use"}
    return [(followed(number, first), frozenset({then})) for number in range(40) for first, then in after.items()]


def test_how_people_go_on_after_a_subject_is_learned(learned):
    following = fit_following(learned, LABELS)
    assert [subjects(following, LABELS, followed(3, each))[0][0] for each in ("cost", "law")] == ["law", "use"]


def test_where_a_judge_takes_either_neither_is_unlearned(learned):
    either = [(text, topics | {"cost"}) for text, topics in learned]
    chances = dict(subjects(fit_following(either, LABELS), LABELS, followed(3, "cost")))
    assert chances["use"] < min(chances["law"], chances["cost"])


def test_after_each_subject_and_after_none_people_go_on_in_another_way():
    """None: after a menu, a greeting that was not understood, or another thing of which nobody learned."""
    after = {"cost": "use", "law": "use", "use": "law", None: "cost"}
    texts = [(followed(number, first), frozenset({then})) for number in range(40) for first, then in after.items()]
    learned = fit_following(texts, LABELS)
    assert {first: subjects(learned, LABELS, followed(3, first))[0][0] for first in after} == after


def test_before_anything_was_learned_a_text_is_about_what_it_says_alone(learned, monkeypatch):
    monkeypatch.setattr("bot.understanding.following._ROUNDS", 0)
    text = Followed(replace(heard(0), chances=np.float32([0.2, 0.5, 0.3])), 1, Before("use", frozenset({"cost"})))
    said = subjects(fit_following(learned, LABELS), LABELS, text)
    assert [topic for topic, _ in said] == ["law", "use", "cost"]
    assert np.allclose([share for _, share in said], [0.5, 0.3, 0.2], atol=1e-3)


def test_what_alone_seems_impossible_may_still_follow(learned):
    text = replace(heard(0), chances=np.float32([1, 0, 0]))
    said = dict(subjects(fit_following(learned, LABELS), LABELS, Followed(text, 3, Before("law"))))
    assert (sum(said.values()), min(said.values()) > 0) == (pytest.approx(1), True)


def of_one_weight(place: int, times: float, topic: int = 2) -> Following:
    """Nothing learned but that one input, the one at `place`, makes the topic so many times as likely as each of the others."""
    weights = np.zeros((512 + 4 + 3 * 4 + 1, 3), dtype=np.float32)
    weights[place, topic] = np.log(times)
    return Following(np.zeros((5, 3), dtype=np.float32), weights)


@pytest.mark.parametrize(("answered", "place"), [("cost", 0), ("law", 1), ("use", 2), (None, 3), ("of a later head", 3)])
def test_what_was_learned_after_a_subject_counts_once_and_after_no_other(answered, place):
    said = subjects(of_one_weight(512 + 4 + place, 3), LABELS, Followed(heard(0), 3, Before(answered)))
    assert said[0][0] == "use"
    assert np.allclose([share for _, share in said], [3 / 5, 1 / 5, 1 / 5])


@pytest.mark.parametrize(
    ("words", "leans"), [(0, 1), (6, np.exp(-1)), (12, np.exp(-2)), (20, np.exp(-20 / 6)), (99, np.exp(-20 / 6))]
)
def test_the_shorter_a_text_the_more_counts_what_was_before_it_and_long_ones_are_alike(words, leans):
    said = subjects(of_one_weight(512 + 4 + 2 * 4 + 1, np.e), LABELS, Followed(heard(0), words, Before("law")))
    assert said[0][1] == pytest.approx(np.e**leans / (np.e**leans + 2), rel=1e-5)


@pytest.mark.parametrize(
    ("way", "before"),
    [
        (1, Before("use")),
        (2, Before("cost", listed=frozenset({"use", "cost"}))),
        (3, Before("cost", offered=frozenset({"use", "cost"}))),
        (4, Before("cost", unlike=frozenset({"use"}))),
    ],
    ids=["answered", "listed", "offered", "unlike"],
)
def test_a_topic_may_be_near_in_one_way_and_what_was_answered_counts_as_answered_alone(way, before):
    ties = np.zeros((5, 3), dtype=np.float32)
    ties[way, 0] = np.log(3)
    said = subjects(Following(ties, np.zeros((529, 3), dtype=np.float32)), LABELS, Followed(heard(0), 3, before))
    assert said[0] == ("use", pytest.approx(3 / 5))


def test_sentence_vectors_and_n_grams_are_brought_to_like_size():
    """So that neither drowns the other."""
    text = Followed(replace(heard(0), vector=np.eye(1, 512, dtype=np.float32)[0], raw=np.full(4, 64, np.float32)), 3, NOTHING)
    shares = [subjects(of_one_weight(place, 1.5), LABELS, text)[0][1] for place in (0, 512, 515)]
    assert shares == [pytest.approx(1.5**4 / (1.5**4 + 2))] * 3


@pytest.mark.parametrize("place", [512, 515, 528], ids=["an n-gram", "the last n-gram", "any text"])
def test_a_text_that_no_encoder_heard_is_read_by_all_else(place):
    unheard = replace(heard(0), vector=None, raw=np.full(4, 16, dtype=np.float32))
    assert np.allclose(subjects(of_one_weight(place, 2), LABELS, Followed(unheard, 3, NOTHING))[0][1], 2 / 4)


# How strongly weights are held: of the sentence vector, of the n-grams, and of what was answered before.
HELD = np.repeat(np.array([5.0, 12.0, 1.0]), [512, 4, 13])[:, None]


def loss(following: Following, judged: list[tuple[Followed, frozenset[str]]]) -> float:
    """How little what was learned fits what a fair judge accepts, and how large its weights are."""
    said = [(dict(subjects(following, LABELS, text)), topics) for text, topics in judged]
    missed = -np.mean([np.log(sum(chances[topic] for topic in topics)) for chances, topics in said])
    return float(missed + (HELD * following.weights.astype(np.float64) ** 2).sum() / len(judged))


@pytest.fixture
def mixed():
    """Words, vector and the subject before tell a little each, and now and then a judge takes either of two."""
    chance = np.random.default_rng(7)
    texts = []
    for number in range(60):
        first, then = number % 3, (number * 7 // 3) % 3
        raw = chance.normal(size=4) * 16
        raw[[0, 3]] += 16 * then
        topics = {LABELS[then]} | ({LABELS[first]} if number % 5 == 0 else set())
        sounds = replace(heard(number + then), raw=raw.astype(np.float32))
        texts.append((Followed(sounds, 1 + number % 9, Before(LABELS[first] if number % 4 else None)), frozenset(topics)))
    return texts


def test_what_long_training_learns_fits_best_of_all(mixed, monkeypatch):
    """No part of the weights would do better if it were larger or smaller."""
    monkeypatch.setattr("bot.understanding.following._ROUNDS", 1500)
    learned = fit_following(mixed, LABELS)

    def changed(first: int, last: int, factor: float) -> float:
        weights = learned.weights.copy()
        weights[first : last + 1] *= factor
        return loss(Following(learned.ties, weights), mixed)

    for part in ((0, 511), (512, 514), (515, 515), (516, 517), (518, 527), (528, 528)):
        assert min(changed(*part, 0.98), changed(*part, 1.02)) > loss(learned, mixed), part


def test_what_was_learned_takes_four_bytes_a_number(learned):
    following = fit_following(learned, LABELS)
    assert (following.ties.dtype, following.weights.dtype) == (np.float32, np.float32)


@pytest.mark.parametrize("slope", [3.0, -1e-7], ids=["steep uphill", "hardly downhill"])
def test_steps_are_of_one_size_however_steep_it_is_and_grow_small_to_the_end(slope):
    """Twelve rounds of two batches, each round's steps smaller by a twelfth."""
    at = np.zeros(1, dtype=np.float32)
    _descend(200, [at], lambda _: [np.full(1, slope, dtype=np.float32)])
    whole = 0.03 * 2 * sum(1 - number / 12 for number in range(12))
    assert 0.9 * whole < -np.sign(slope) * at[0] < 1.001 * whole


def test_where_it_goes_up_and_down_the_last_slopes_count_most():
    """Pushed one way in the first round and the other way from then on, it turns round within the second."""
    at, seen = np.zeros(1, dtype=np.float32), []

    def slopes(_):
        seen.append(float(at[0]))
        return [np.full(1, 1 if len(seen) <= 10 else -1, dtype=np.float32)]

    _descend(1200, [at], slopes)
    assert 10 < int(np.argmin(seen)) <= 20


def test_each_round_takes_every_text_once_in_an_order_of_its_own():
    taken = []
    _descend(300, [np.zeros(1, dtype=np.float32)], lambda part: taken.append(part) or [np.zeros(1, dtype=np.float32)])
    assert [len(part) for part in taken] == [128, 128, 44] * 12
    rounds = [tuple(np.concatenate(taken[start : start + 3]).tolist()) for start in range(0, 36, 3)]
    assert {tuple(sorted(each)) for each in rounds} == {tuple(range(300))}
    assert len({*rounds, tuple(range(300))}) == 13


def test_the_same_talks_teach_the_same(learned):
    one, other = (fit_following(learned, LABELS) for _ in range(2))
    assert np.array_equal(one.weights, other.weights)
    assert np.array_equal(one.ties, other.ties)


def test_without_anything_learned_nothing_is_said():
    assert subjects(NO_FOLLOWING, LABELS, Followed(heard(0), 1, NOTHING)) == ()


TALK = """# what a mother asks

naloxone_what: what is narcan
naloxone_cost naloxone_get: how much
naloxone_safety ?-: and for my baby he looks pale

emergency_overdose !: he wont wake up
"""


def test_a_talk_is_read_line_by_line(tmp_path):
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "en.txt").write_text(TALK, encoding="utf-8")
    one, other = Reader(tmp_path).talks()
    assert [each.text for each in one.texts] == ["what is narcan", "how much", "and for my baby he looks pale"]
    assert one.texts[1].topics == ("naloxone_cost", "naloxone_get")
    assert [each.levels for each in one.texts] == [(Level.NONE,), (Level.NONE,), (Level.POSSIBLE, Level.NONE)]
    assert other.language == "en"
    assert other.texts[0].levels == (Level.NOW,)


@pytest.mark.parametrize("line", ["how much is narcan", "naloxone_cost !!!!: how much", "naloxone_cost: ", ": how much"])
def test_a_line_that_is_no_text_of_a_talk_is_told_with_its_number(tmp_path, line):
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "en.txt").write_text(f"naloxone_what: what is narcan\n{line}\n", encoding="utf-8")
    reader = Reader(tmp_path)
    list(reader.talks())
    [fault] = reader.faults
    assert (fault.line, "topic other_topic" in fault.what) == (2, True)


def test_training_reads_the_talks_and_keeps_what_they_taught(project, tmp_path):
    folder = tmp_path / "content"
    shutil.copytree(project / "content", folder, ignore=shutil.ignore_patterns("phrases", "talks", NAME))
    for topic, line in (("naloxone_what", "what is narcan"), ("naloxone_cost", "how much is narcan"), ("grief", "my son died")):
        path = folder / "phrases" / "en" / f"{topic}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(line + "\n", encoding="utf-8")
    (folder / "talks").mkdir()
    (folder / "talks" / "en.txt").write_text("naloxone_what: what is narcan\nnaloxone_cost: how much\n", encoding="utf-8")
    trained = train_folder(folder, lambda _: None, decide=respond)
    kept = load_head(folder / NAME).following
    assert trained.head.following.weights.any()
    assert np.allclose(kept.weights, trained.head.following.weights, atol=1e-3)
    assert np.array_equal(kept.ties, trained.head.following.ties)
