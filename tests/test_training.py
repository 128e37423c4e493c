"""Promises about training: repeatable, small, and honest about what it has not seen."""

from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from bot.adapters.model_file import NAME, load_head, save_head
from bot.adapters.train import train_folder
from bot.text import words
from bot.understanding.topics import read

PHRASES = {
    "en/emergency_overdose.txt": ["he wont wake up", "shes blue and not breathing", "my friend od and cant wake him"],
    "en/emergency_overdose.self.txt": ["i took too much and im fading", "i think im overdosing", "i did too much help me"],
    "en/emergency_overdose.child.txt": ["my baby ate a pill and is limp", "toddler wont wake up", "my kid is blue help"],
    "en/naloxone_get.txt": ["where can i get narcan", "need naloxone by mail", "can i buy narcan at a pharmacy"],
    "en/near_danger/overdose_signs.txt": ["what does an overdose look like", "is snoring a sign", "how do i know its an od"],
    "es/naloxone_get.txt": ["donde consigo naloxona", "quiero narcan gratis", "puedo pedir naloxona por correo"],
    "es/emergency_overdose.txt": ["no respira y esta azul", "mi amigo no despierta", "esta morado y no despierta"],
}


def letters(text: str) -> np.ndarray:
    """A stand-in for the encoder: how often each letter occurs."""
    counts = np.zeros(512, dtype=np.float32)
    for char in text:
        counts[crc32(char.encode()) % 512] += 1
    return counts / max(len(text), 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    content = tmp_path_factory.mktemp("content")
    for name, lines in PHRASES.items():
        path = content / "phrases" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# a comment\n" + "\n".join(lines), encoding="utf-8")
    return content


@pytest.fixture(scope="module", autouse=True)
def trained(folder):
    return train_folder(folder, lambda _: None, letters)


def test_training_twice_writes_the_same_bytes(folder):
    first = (folder / NAME).read_bytes()
    train_folder(folder, lambda _: None, letters)
    assert (folder / NAME).read_bytes() == first


def test_a_head_read_back_from_disk_and_written_again_is_the_same_file(folder):
    save_head(load_head(folder / NAME), folder / "again.npz")
    assert (folder / "again.npz").read_bytes() == (folder / NAME).read_bytes()


def test_a_head_read_back_from_disk_says_what_it_said_before(folder, trained):
    told = read(trained.head, ["where", "can", "i", "get", "narcan"], None)
    again = read(load_head(folder / NAME), ["where", "can", "i", "get", "narcan"], None)
    assert again.topics[0][0] == told.topics[0][0] == "naloxone_get"
    assert again.danger == pytest.approx(told.danger, abs=0.05)


def test_the_labels_are_those_of_the_files(trained):
    labels = trained.head.labels
    assert labels.topics == ("emergency_overdose", "naloxone_get", "overdose_signs")
    assert labels.languages == ("en", "es")


@pytest.mark.parametrize(
    ("text", "who"),
    [("he wont wake up", "other"), ("i think im overdosing", "self"), ("my baby ate a pill and is limp", "child")],
)
def test_who_is_in_danger_is_learned_from_the_name_of_the_file(trained, text, who):
    assert read(trained.head, words(text), letters).who == who


def test_a_phrase_is_scored_for_calibration_by_a_model_that_has_not_seen_it(trained):
    # The head knows its own phrases by heart; of these few, unseen ones must look harder.
    phrases = sorted((name, line) for name, lines in PHRASES.items() for line in lines)
    danger = [name.startswith(("en/emergency", "es/emergency")) for name, _ in phrases]
    by_heart = [read(trained.head, words(line), None).danger > 0.5 for _, line in phrases]
    unseen = list(trained.unseen_grams[:, trained.head.labels.danger] > 0)
    assert by_heart == danger
    assert unseen != danger


def test_a_damaged_model_file_is_told_by_an_error(folder):
    damaged = folder / "damaged.npz"
    damaged.write_bytes((folder / NAME).read_bytes()[:1000])
    with pytest.raises((OSError, ValueError, KeyError)):
        load_head(damaged)
