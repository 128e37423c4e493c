"""What we promise about a short text in the middle of a talk: it is about what was talked of, and danger is heard there too."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from bot.adapters.files import Reader
from bot.adapters.model_file import NAME, load_head
from bot.adapters.train import train_folder
from bot.understanding.following import Followed, fit_following, subjects
from bot.understanding.heard import NO_FOLLOWING, Heard
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
