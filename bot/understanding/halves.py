"""Where one question ends and another may begin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.text import words
from bot.understanding.topics import Encoder
from bot.worked_out import Kept, worked_out

_JOINT = re.compile(r"[.?!;,]\s+|\s(?:and|also|y|tambien|también|et|aussi|e|também|tambem)\s", re.IGNORECASE)
_WORDS = 3
_LETTERS = 320


# The likeliest topic of a half's words and how sure that is, by an encoder or by the n-grams alone.
Subject = Callable[[list[str], Encoder | None], tuple[str, float]]


class Halves:
    """The halves of one message, and what each is about; nothing where it asks one thing."""

    def __init__(self, text: str, subject: Subject, encoder: Encoder | None) -> None:
        """Of a message `text`; `subject` tells what a half is about."""
        self._text, self._subject, self._encoder = text, subject, encoder

    @worked_out
    def parts(self) -> tuple[list[str], ...]:
        """Their folded words ("is it legal, and where do i get it"), or nothing."""
        if len(self._text) > _LETTERS:
            return ()  # a story, not two questions; and folding it at every joint would cost its length squared
        for joint in _JOINT.finditer(self._text):
            parts = words(self._text[: joint.start()]), words(self._text[joint.end() :])
            if all(len(part) >= _WORDS for part in parts):
                return parts
        return ()

    @worked_out
    def heard(self) -> Kept[tuple[str, float]]:
        """The likeliest topic of each, and how sure that is: one after the other, for each costs as much as the whole."""
        return Kept(self._subject(part, self._encoder) for part in self.parts)

    def sound(self) -> Iterator[tuple[str, float]]:
        """The same by the n-grams alone, which cost little."""
        return (self._subject(part, None) for part in self.parts)
