"""Rasa 3.6 (DIET) as a rival of `make bench`: trained on the phrases in a file, then one answer a line.

Run by the Python of Rasa's own environment: nothing of ours can be imported here.
"""

import asyncio
import json
import logging
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

# Rasa's own 300 would take 10 to 30 hours on two cores; all else is as Rasa has it.
EPOCHS = 6
CONFIG = {
    "recipe": "default.v1",
    "language": "xx",
    "assistant_id": "rival",
    "pipeline": [
        {"name": "WhitespaceTokenizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {
            "name": "DIETClassifier",
            "epochs": EPOCHS,
            "entity_recognition": False,
            "constrain_similarities": True,
            "random_seed": 1,
        },
    ],
    "policies": [],
}


def train(phrases: Path, folder: Path) -> None:
    """Leave `rival.tar.gz` in `folder`; an epoch after the other is told on standard error."""
    told = [json.loads(line) for line in phrases.read_text(encoding="utf-8").splitlines()]
    examples = [{"intent": each["topic"], "text": each["text"]} for each in told]
    (folder / "nlu.json").write_text(json.dumps({"rasa_nlu_data": {"common_examples": examples}}), encoding="utf-8")
    (folder / "config.yml").write_text(json.dumps(CONFIG), encoding="utf-8")  # JSON is YAML too
    training = import_module("rasa.model_training")
    training.train_nlu(str(folder / "config.yml"), str(folder / "nlu.json"), str(folder), fixed_model_name="rival")


def answer(model: Path) -> None:
    """One line of JSON for each on standard input."""
    import_module("rasa.utils.log_utils").configure_structlog(logging.WARNING)
    agent = import_module("rasa.core.agent").Agent.load(str(model))
    for line in sys.stdin:
        intent = asyncio.run(agent.parse_message(json.loads(line)["text"]))["intent"]
        print(json.dumps({"topic": intent["name"] or "", "score": intent["confidence"]}), flush=True)


def main() -> None:
    """Train in the folder that the bench gives, in a process of its own whose memory is not counted; then answer."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    phrases, folder = Path(sys.argv[1]), Path(os.environ["SAFERTEXT_RIVAL_FOLDER"])
    if "train" in sys.argv:
        train(phrases, folder)
        return
    subprocess.run([sys.executable, *sys.argv, "train"], check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)  # noqa: S603
    answer(folder / "rival.tar.gz")


if __name__ == "__main__":
    main()
