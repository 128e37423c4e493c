"""Rasa 3.6 (DIET) as a rival of `make bench`: trained on the phrases in a file, then one answer a line.

Run by the Python of Rasa's own environment: nothing of ours can be imported here.
"""

import asyncio
import json
import os
import sys
from importlib import import_module
from pathlib import Path

EPOCHS = 12
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
            "batch_size": [256, 256],
            "random_seed": 1,
        },
    ],
    "policies": [],
}


def main() -> None:
    """Train in the folder that the bench gives, then answer standard input."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    agents, training = import_module("rasa.core.agent"), import_module("rasa.model_training")
    phrases, folder = Path(sys.argv[1]), Path(os.environ["SAFERTEXT_RIVAL_FOLDER"])
    told = [json.loads(line) for line in phrases.read_text(encoding="utf-8").splitlines()]
    examples = [{"intent": each["topic"], "text": each["text"]} for each in told]
    (folder / "nlu.json").write_text(json.dumps({"rasa_nlu_data": {"common_examples": examples}}), encoding="utf-8")
    (folder / "config.yml").write_text(json.dumps(CONFIG), encoding="utf-8")  # JSON is YAML too
    model = training.train_nlu(str(folder / "config.yml"), str(folder / "nlu.json"), str(folder), fixed_model_name="rival")
    agent = agents.Agent.load(model)
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        found = asyncio.run(agent.parse_message(json.loads(line)["text"]))
        intent = found["intent"]
        print(json.dumps({"topic": intent["name"] or "", "score": intent["confidence"]}), flush=True)


if __name__ == "__main__":
    main()
