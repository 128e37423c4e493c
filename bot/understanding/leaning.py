"""Short texts that lean on what was answered last ("how long does it last"): the last subject, and what it offered, is likelier.

How much likelier was chosen on 462 turns kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Topics = tuple[tuple[str, float], ...]
# Texts of at most so many words may lean.
MOST_WORDS = 16
_SAME, _OFFERED, _FOLLOWS = 64.0, 4.0, 1.0
_SURE_HALF = 0.75


def likelier(answered: str | None, offered: Iterable[str]) -> Mapping[str, float]:
    """How much likelier the topic that was `answered` is now, and those that were `offered`."""
    return {**dict.fromkeys(offered, _OFFERED), **({answered: _SAME} if answered else {})}


def leaned(topics: Topics, weights: Mapping[str, float], answered: str | None, follows: float) -> Topics:
    """`topics` by falling chance, with `weights` for what was talked of before; `follows` counts for what was `answered`."""
    weighed = {topic: chance * (1 - follows) * weights.get(topic, 1.0) for topic, chance in topics}
    if answered in weighed:
        weighed[answered] += follows * _FOLLOWS
    total = sum(weighed.values()) or 1.0
    return tuple(sorted(((topic, chance / total) for topic, chance in weighed.items()), key=lambda pair: -pair[1]))


def led(topics: Topics, halves: Iterable[tuple[str, float]]) -> Topics:
    """`topics` with that of the surer half of the message first, where it is surer than the whole ("im 78. what is narcan")."""
    topic, chance = max(halves, key=lambda half: half[1], default=("", 0.0))
    if not topics or chance <= max(topics[0][1], _SURE_HALF):
        return topics
    return ((topic, chance), *(each for each in topics if each[0] != topic))
