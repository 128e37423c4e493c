"""Short texts that lean on what was answered last ("how long does it last"): the last subject, and what it offered, is likelier.

The shorter a text, the less its own words tell: then all chances are drawn together first. Chosen on 417 turns kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Topics = tuple[tuple[str, float], ...]
# Texts of at most so many words may lean, and of so many say little by themselves.
MOST_WORDS, _FEW_WORDS = 8, 5
_SAME, _OFFERED, _DRAWN = 8.0, 4.0, 0.5


def likelier(answered: str | None, offered: Iterable[str]) -> Mapping[str, float]:
    """How much likelier the topic that was `answered` is now, and those that were `offered`."""
    return {**dict.fromkeys(offered, _OFFERED), **({answered: _SAME} if answered else {})}


def leaned(topics: Topics, weights: Mapping[str, float], count: int) -> Topics:
    """`topics` by falling chance for a text of `count` words, with `weights` for what was talked of before."""
    power = _DRAWN if count <= _FEW_WORDS else 1.0
    weighed = {topic: chance**power * weights.get(topic, 1.0) for topic, chance in topics}
    total = sum(weighed.values())
    return tuple(sorted(((topic, chance / total) for topic, chance in weighed.items()), key=lambda pair: -pair[1]))
