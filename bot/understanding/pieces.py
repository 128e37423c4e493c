"""Panic in pieces: "he" "wont" "wake up" as three texts. Each short text leaves a small alarm level and no word.

The level is a set of five bits, so that pieces add up in any order, whichever is answered first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.understanding.reading import Level
from bot.understanding.vocabulary import Vocabulary

PERSON, NOT, VERB, PLEA, SIGN = 1, 2, 4, 8, 16
NAMES = {"person": PERSON, "not": NOT, "verb": VERB, "plea": PLEA, "sign": SIGN}
_MOST_WORDS = 4
# Words up to this length ("me", "is", "a") may stand among pieces.
_LITTLE = 2


class Pieces:
    """The words that raise the alarm, by kind, of all languages together."""

    def __init__(self, tables: Iterable[Mapping[str, Sequence[str]]]) -> None:
        """`tables` map person, not, verb, plea and sign to folded words."""
        self.bits: dict[str, int] = {}
        for table in tables:
            for name, members in table.items():
                for word in members:
                    self.bits[word] = self.bits.get(word, 0) | NAMES[name]
        self._vocabulary = Vocabulary(self.bits)

    def level(self, words: Sequence[str]) -> int:
        """The bits that a short text sets. One with any other word in it says what it means, and sets none."""
        if len(words) > _MOST_WORDS:
            return 0
        found, readings = 0, self._vocabulary.readings(words)
        for word in words:
            bits = next((self.bits[known] for known in readings.get(word, ())), 0)
            if not bits and len(word) > _LITTLE:
                return 0
            found |= bits
        return found


def danger(before: int, piece: int) -> Level:
    """What the pieces so far (`before`) and this one tell together; nothing unless this piece adds to it."""
    level = before | piece
    if not piece or not before:
        return Level.NOW if piece & NOT and piece & VERB else Level.POSSIBLE if piece & (PLEA | SIGN) else Level.NONE
    told = (level & VERB and level & NOT) or (level & SIGN and level & (PERSON | PLEA | NOT))
    if told or (level & VERB and level & PLEA):
        return Level.NOW
    doubtful = level & (PLEA | SIGN) or (level & NOT and level & (PERSON | VERB))
    return Level.POSSIBLE if doubtful else Level.NONE
