"""Which service a person asks for, and how they want it, by the words of `service_words.py`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.text import deletions, fold, one_typo_apart
from bot.understanding.place_words import NAME_TOWNS, NEVER, WORD_TOWNS
from bot.understanding.service_words import BY_MAIL, DAYS, NO_INSURANCE, OPEN_NOW, WALK_IN, WEAK_WORDS, phrases

_DAY_OF = {word: number for number, names in enumerate(DAYS) for word in names.split()}
_WEAK = frozenset(WEAK_WORDS.split())
_TYPO_LETTERS = 6
_TOWNS = WORD_TOWNS | NAME_TOWNS | NEVER


@dataclass(frozen=True, slots=True)
class ServiceReading:
    """The service asked for, as `topics.md` names it, and how.

    `day` is 0 for Monday to 6 for Sunday, None when no day is named.
    """

    service: str | None = None
    open_now: bool = False
    day: int | None = None
    walk_in: bool = False
    no_insurance: bool = False
    by_mail: bool = False


# The first service that lists a phrase keeps it.
_SERVICE_OF = {tuple(phrase.split()): service for phrase, service in reversed(list(phrases()))}
_LONGEST = max(map(len, _SERVICE_OF))
SERVICE_WORDS = frozenset(word for phrase in _SERVICE_OF for word in phrase)
_SINGLE = frozenset(phrase[0] for phrase in _SERVICE_OF if len(phrase) == 1 and len(phrase[0]) >= _TYPO_LETTERS)


def read_service(text: str) -> ServiceReading:
    """What is asked for in `text`, and how. Total: any text gives a reading, an empty one where nothing is named."""
    words = tuple(fold(text[:2000]).split())
    return ServiceReading(
        service=_service(words),
        open_now=_says(words, OPEN_NOW),
        day=next((_DAY_OF[word] for word in words if word in _DAY_OF), None),
        walk_in=_says(words, WALK_IN),
        no_insurance=_says(words, NO_INSURANCE),
        by_mail=_says(words, BY_MAIL),
    )


def _service(words: tuple[str, ...]) -> str | None:
    """The service named first; one that is only a common word counts when no other is named."""
    found = list(_found(words))
    strong = (service for phrase, service in found if phrase[0] not in _WEAK or len(phrase) > 1)
    named = next(strong, found[0][1] if found else None)
    if named:
        return named
    # "Mexico" is one letter from "medico", and is a town.
    unknown = (word for word in words if word not in _TOWNS)
    return next((_SERVICE_OF[(close,)] for word in unknown if (close := _corrected(word))), None)


def _found(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The phrases of the table in `words` from left to right, the longest where several begin together."""
    start = 0
    while start < len(words):
        sizes = range(min(_LONGEST, len(words) - start), 0, -1)
        size = next((size for size in sizes if words[start : start + size] in _SERVICE_OF), 0)
        if size:
            phrase = words[start : start + size]
            yield phrase, _SERVICE_OF[phrase]
        start += size or 1


@lru_cache(maxsize=1)
def _by_deletion() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in sorted(_SINGLE):
        for form in deletions(word):
            found.setdefault(form, []).append(word)
    return found


def _corrected(word: str) -> str | None:
    """The service word one typing error away from a long word."""
    if len(word) < _TYPO_LETTERS - 1:
        return None
    near = (close for form in deletions(word) for close in _by_deletion().get(form, ()))
    return min((close for close in near if one_typo_apart(word, close)), default=None)


def _says(words: tuple[str, ...], listed: str) -> bool:
    text = f" {' '.join(words)} "
    return any(f" {phrase} " in text for phrase in listed.split("|"))
