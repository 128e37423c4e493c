"""A number in a short message: which of the things offered is chosen."""

from __future__ import annotations

from collections.abc import Sequence

# More words than this say something else than a number.
FEW_WORDS = 3
_ORDINALS = {"first": 1, "second": 2, "third": 3, "primero": 1, "primera": 1, "segundo": 2, "segunda": 2, "premier": 1,
             "premiere": 1, "deuxieme": 2, "primeiro": 1, "primeira": 1}  # fmt: skip


def chosen(words: Sequence[str], offered: int) -> int | None:
    """The one number from 1 to `offered` in a few folded words ("2 please", "the second"), or None."""
    if len(words) > FEW_WORDS:
        return None
    numbers = [int(word) for word in words if word.isdigit() and len(word) < 3]
    numbers += [rank for word, rank in _ORDINALS.items() if word in words]
    return numbers[0] if len(numbers) == 1 and 1 <= numbers[0] <= offered else None
