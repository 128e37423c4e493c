"""Short texts that lean on what was answered last ("how long does it last"): the last subject, and what it offered, is likelier.

How much likelier was chosen on 462 turns kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Topics = tuple[tuple[str, float], ...]
# Texts of at most so many words may lean.
MOST_WORDS = 16
_SAME, _OFFERED, _FOLLOWS = 64.0, 4.0, 1.0
_SURE_HALF = 0.75
# A text that tells its own subject so surely leans on nothing ("what is naloxone" after how to use it).
_OWN = 0.85


@dataclass(frozen=True, slots=True)
class Before:
    """The topic that was `answered` last, and those that were `offered` with it."""

    answered: str | None = None
    offered: frozenset[str] = frozenset()

    def weight(self, topic: str) -> float:
        """How much likelier `topic` is now."""
        return _SAME if topic == self.answered else _OFFERED if topic in self.offered else 1.0


NOTHING = Before()


def leaned(topics: Topics, before: Before, follows: float) -> Topics:
    """`topics` by falling chance after what was said `before`; `follows`: how likely the text says nothing without it."""
    if topics and topics[0][1] >= _OWN:
        return topics
    weighed = {topic: chance * (1 - follows) * before.weight(topic) for topic, chance in topics}
    if before.answered in weighed:
        weighed[before.answered] += follows * _FOLLOWS
    total = sum(weighed.values()) or 1.0
    return tuple(sorted(((topic, chance / total) for topic, chance in weighed.items()), key=lambda pair: -pair[1]))


def led(topics: Topics, halves: Iterable[tuple[str, float]]) -> Topics:
    """`topics` with that of the surer half of the message first, where it is surer than the whole ("im 78. what is narcan")."""
    topic, chance = max(halves, key=lambda half: half[1], default=("", 0.0))
    if not topics or chance <= max(topics[0][1], _SURE_HALF):
        return topics
    return ((topic, chance), *(each for each in topics if each[0] != topic))
