"""The bench's comparison with rivals: one that is not installed is told so, one that is gets the same messages as we do."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bot.adapters.settings import PROJECT
from bot.text import fold

sys.path.append(str(PROJECT / "scripts"))
from measure import rival_rasa, rivals

RIVAL = """
import json, sys
print("a word of its own")
for line in sys.stdin:
    text = json.loads(line)["text"]
    print(json.dumps({"topic": "emergency_overdose" if "blue" in text else "wound_care", "score": 1}), flush=True)
"""
LABELS = (
    {"text": "hes blue", "intent": "emergency_overdose", "emergency": "now"},
    {"text": "she is not breathing", "intent": "emergency_overdose", "emergency": "now"},
    {"text": "my blue bag", "intent": "wound_care", "emergency": "none"},
    {"text": "a cut", "intent": "hiv_hep", "accept": ["wound_care"], "emergency": "none"},
)


def test_who_is_not_installed_is_told_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(rivals, "HOME", tmp_path)
    monkeypatch.delenv("RASA_PYTHON", raising=False)
    monkeypatch.setenv("NLPJS_HOME", str(tmp_path))
    rows = list(rivals.rows(lambda _: None))
    assert [(each.name, each.unit, "install" in each.rival) for each in rows] == [
        ("NLP.js 4.27", "not installed", True),
        (f"Rasa 3.6 ({rival_rasa.EPOCHS} epochs)", "not installed", True),
    ]


def test_a_rival_s_answers_are_marked_as_ours_are(tmp_path: Path) -> None:
    marks = rivals._asked([sys.executable, "-c", RIVAL], LABELS, str(tmp_path))
    assert (marks.topic, marks.recall, marks.alarms) == (0.5, 0.5, 0.5)
    assert min(marks.memory, marks.ready) > 0
    assert marks.cpu >= 0  # counted in hundredths of a second


def test_a_rival_that_ends_is_no_rival(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="start it by hand"):
        rivals._asked([sys.executable, "-c", "input()"], LABELS, str(tmp_path))


def test_rivals_are_trained_on_every_phrase_and_asked_none_of_them(tmp_path: Path) -> None:
    lines = rivals._phrases(tmp_path / "phrases.jsonl").read_text(encoding="utf-8").splitlines()
    trained = {fold(json.loads(line)["text"]) for line in lines}
    asked = {fold(label["text"]) for label in rivals.kept_apart()}
    assert (len(trained) > 10_000, len(asked) > 1_000, asked & trained) == (True, True, set())
