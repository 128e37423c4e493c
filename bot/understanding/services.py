"""Which service a person asks for, and how they want it, by the words of `service_words.py`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.text import deletions, one_typo_apart
from bot.understanding.phrases import Phrases
from bot.understanding.place_words import NAME_TOWNS, NEVER, WORD_TOWNS
from bot.understanding.service_words import NOT_THERE, RID_OF, WEAK_WORDS, phrases, shared
from bot.understanding.wish_words import ALWAYS, BY_MAIL, DAYS, NO_INSURANCE, OPEN_NOW, TODAY, TOMORROW, WALK_IN
from bot.value import value
from bot.wishes import NO_WISH, When, Wish

_DAY_OF = {word: number for number, names in enumerate(DAYS) for word in names.split()}
_WEAK = frozenset(WEAK_WORDS.split())
_TYPO_LETTERS = 6
_READ = 400
_TOWNS = WORD_TOWNS | NAME_TOWNS | NEVER
# Words of their own that are one letter from a service: "sounds like enabling" is about no wounds.
_OWN = frozenset(
    "access bouche danger garcon hammer hounds juntas manager mange media medical medics medio melting mental morada muchas"
    " places plates pounds refugie refuse rental revive rounds showed slower sounds spiked touche touches trips venas".split()
)


@value(frozen=True, slots=True)
class ServiceReading:
    """The service asked for, as `topics.md` names it, and how."""

    service: str | None = None
    wish: Wish = NO_WISH
    by_mail: bool = False


NO_SERVICE = ServiceReading()
_WALK_IN, _NO_INSURANCE, _BY_MAIL, _RID_OF, _NOT_THERE = (
    Phrases(listed.split("|")) for listed in (WALK_IN, NO_INSURANCE, BY_MAIL, RID_OF, NOT_THERE)
)
# The narrowest first: "open tomorrow" says "open" too.
_WHENS = {
    when: Phrases(listed.split("|"))
    for when, listed in ((When.ALWAYS, ALWAYS), (When.TOMORROW, TOMORROW), (When.TODAY, TODAY), (When.NOW, OPEN_NOW))
}
# Without one of these a message tells nothing of how it wants a place.
_HOW = _DAY_OF.keys() | {word for each in (_WALK_IN, _NO_INSURANCE, _BY_MAIL, _RID_OF, *_WHENS.values()) for word in each.firsts}
# The first service that lists a phrase keeps it.
_SERVICE_OF = {tuple(phrase.split()): service for phrase, service in reversed(list(phrases()))}
_LONGEST = max(map(len, _SERVICE_OF))
SERVICE_WORDS = frozenset(word for phrase in _SERVICE_OF for word in phrase)
# Words that tell nothing of the language they are written in.
SHARED = shared()
_SINGLE = frozenset(phrase[0] for phrase in _SERVICE_OF if len(phrase) == 1 and len(phrase[0]) >= _TYPO_LETTERS)


def read_service(message: Sequence[str]) -> ServiceReading:
    """What is asked for in the folded words of a `message`, and how: an empty reading where nothing is named.

    A service stands in its first words; a whole letter is not searched for one.
    """
    words = tuple(message[:_READ])
    service = service_in(words)
    if _HOW.isdisjoint(words):
        return ServiceReading(service) if service else NO_SERVICE
    day = next((_DAY_OF[word] for word in words if word in _DAY_OF), None)
    when = When.DAY if day is not None else next((when for when, said in _WHENS.items() if said.within(words)), None)
    wish = Wish(when, day or 0, _WALK_IN.within(words), _NO_INSURANCE.within(words))
    rid = service == "syringe_services" and _RID_OF.within(words)
    return ServiceReading("syringe_disposal" if rid else service, wish, _BY_MAIL.within(words))


def service_in(words: tuple[str, ...]) -> str | None:
    """The service named first; one that is only a common word counts when no other is named."""
    if all(map(str.isdigit, words)):
        return None
    not_there = "hospital" if _NOT_THERE.within(words) else None
    found = [each for each in found_in(words) if each[1] != not_there]
    strong = (service for phrase, service in found if phrase[0] not in _WEAK or len(phrase) > 1)
    named = next(strong, found[0][1] if found else None)
    if named:
        return named
    # "Mexico" is one letter from "medico", and is a town.
    unknown = (word for word in words if word not in _TOWNS and word not in _OWN)
    return next((_SERVICE_OF[(close,)] for word in unknown if (close := _corrected(word))), None)


def found_in(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
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
    if len(word) < _TYPO_LETTERS - 1 or word.isdigit():
        return None
    near = (close for form in deletions(word) for close in _by_deletion().get(form, ()))
    return min((close for close in near if one_typo_apart(word, close)), default=None)
