"""Where one question ends and another may begin."""

from __future__ import annotations

import re

from bot import text as folding

_JOINT = re.compile(r"[.?!;,]\s+|\s(?:and|also|y|tambien|también|et|aussi|e|também|tambem)\s", re.IGNORECASE)
_WORDS = 3
_LETTERS = 320


def halves(text: str) -> tuple[list[str], ...]:
    """The folded words of two halves that ask two things ("is it legal, and where do i get it"), or nothing."""
    if len(text) > _LETTERS:
        return ()  # a story, not two questions; and folding it at every joint would cost its length squared
    for found in _JOINT.finditer(text):
        parts = folding.words(text[: found.start()]), folding.words(text[found.end() :])
        if all(len(part) >= _WORDS for part in parts):
            return parts
    return ()
