"""`safertext evaluate`: how often labelled messages are understood, what is missed, and whether confidence can be believed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.adapters.console import ask
from bot.text import fold

_BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.01)


@dataclass(frozen=True, slots=True)
class Scored:
    """One labelled message and what was answered."""

    label: Mapping[str, Any]
    got: Mapping[str, Any]

    @property
    def danger(self) -> bool:
        """Whether the label says that somebody is in danger now (true, "now", or any other yes)."""
        value = self.label.get("emergency")
        return value is True or value == "now"

    @property
    def seeks(self) -> bool:
        """Whether the message looks for a place that helps: only there a place or a service can be right."""
        return "find_service" in self._accepted

    @property
    def right(self) -> bool:
        """Whether the topic is the label or an accepted neighbour."""
        return self.got["topic"] in self._accepted

    @property
    def among(self) -> bool:
        """Whether the label is the topic or one of the two next."""
        return bool(self._accepted & {self.got["topic"], *self.got["alternatives"]})

    @property
    def _accepted(self) -> set[str]:
        return {self.label["intent"], *(self.label.get("accept") or ())}


def evaluate(labels: Sequence[Mapping[str, Any]], decide: Any, knowledge: Any, clock: Any) -> Mapping[str, Any]:
    """Scores over labelled messages, each asked as a first message."""
    asked = (json.dumps({"id": i, "text": label["text"]}) for i, label in enumerate(labels))
    answers = [json.loads(line) for line in ask(asked, decide, knowledge, clock)]
    scored = [Scored(label, got) for label, got in zip(labels, answers, strict=True)]
    return {
        **_figures(scored),
        "by_language": {key: _figures(group) for key, group in _grouped(scored, "lang").items()},
        "by_topic": {key: _brief(group) for key, group in _grouped(scored, "intent").items()},
        "reliability": _reliability(scored),
        "misses": [_miss(each) for each in scored if _missed(each)],
    }


def read_labels(path: Path) -> list[Mapping[str, Any]]:
    """Labelled lines of a JSONL file. Raises ValueError with the line of the first bad one."""
    labels = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                label = json.loads(line)
                label["text"], label["intent"]
            except (ValueError, KeyError, TypeError):
                raise ValueError(f"{path.name}:{number}: needs a JSON object with `text` and `intent`") from None
            labels.append(label)
    return labels


def _figures(scored: Sequence[Scored]) -> Mapping[str, Any]:
    danger = [each for each in scored if each.danger]
    safe = [each for each in scored if each.label.get("emergency") in {None, False, "none", "", "no"}]
    return {
        "n": len(scored),
        "danger_recall": _share(danger, lambda each: each.got["danger"] != "none"),
        "danger_now": _share(danger, lambda each: each.got["danger"] == "now"),
        "false_alarms": _share(safe, lambda each: each.got["danger"] == "now"),
        "possible_on_safe": _share(safe, lambda each: each.got["danger"] == "possible"),
        "topic": _share(scored, lambda each: each.right),
        "topic_top3": _share(scored, lambda each: each.among),
        "language": _share([each for each in scored if each.label.get("lang") in _ANSWERED], _language_right),
        "place": _share([each for each in scored if each.seeks and each.label.get("place")], _place_right),
        "service": _share([each for each in scored if each.seeks and each.label.get("service")], _service_right),
    }


_ANSWERED = {"en", "es", "fr", "pt"}


def _language_right(each: Scored) -> bool:
    return bool(each.got["language"] == each.label["lang"])


def _place_right(each: Scored) -> bool:
    """Whether the place is the labelled one, by name or ZIP; asking "which one?" among choices that hold it counts."""
    wanted = each.label["place"]
    folded = fold(str(wanted.get("name") or wanted.get("zip")) if isinstance(wanted, dict) else str(wanted))
    place = each.got["place"]
    offered = {fold(choice) for choice in each.got["choices"]}
    known = {fold(place["name"]), place["zip"], fold(f"{place['name']} {place['state']}")} if place else set()
    return folded in known or any(choice.startswith(folded) or folded.startswith(choice) for choice in offered)


def _service_right(each: Scored) -> bool:
    return bool(each.got["service"] == each.label["service"])


def _share(scored: Sequence[Scored], good: Any) -> float | None:
    return round(sum(bool(good(each)) for each in scored) / len(scored), 4) if scored else None


def _grouped(scored: Iterable[Scored], key: str) -> Mapping[str, list[Scored]]:
    groups: dict[str, list[Scored]] = defaultdict(list)
    for each in scored:
        groups[str(each.label.get(key))].append(each)
    return dict(sorted(groups.items()))


def _brief(scored: Sequence[Scored]) -> Mapping[str, Any]:
    confused: dict[str, int] = defaultdict(int)
    for each in scored:
        if not each.right:
            confused[each.got["topic"]] += 1
    worst = dict(sorted(confused.items(), key=lambda pair: -pair[1])[:3])
    return {"n": len(scored), "topic": _share(scored, lambda each: each.right), "taken_for": worst}


def _reliability(scored: Sequence[Scored]) -> list[Mapping[str, Any]]:
    """By how sure we were: how many, how sure on average, how often right."""
    rows: list[Mapping[str, Any]] = []
    for low, high in pairwise(_BINS):
        group = [each for each in scored if low <= each.got["confidence"] < high]
        if group:
            sure = sum(each.got["confidence"] for each in group) / len(group)
            rows.append({"from": low, "n": len(group), "confidence": round(sure, 3), "right": _share(group, lambda e: e.right)})
    return rows


def _missed(each: Scored) -> bool:
    unseen = each.danger and each.got["danger"] != "now"
    alarm = not each.danger and each.got["danger"] == "now"
    return unseen or alarm or not each.right


def _miss(each: Scored) -> Mapping[str, Any]:
    keys = ("text", "lang", "intent", "emergency")
    return {
        **{key: each.label.get(key) for key in keys},
        "topic": each.got["topic"],
        "danger": each.got["danger"],
        "rule": each.got["rule"],
    }
