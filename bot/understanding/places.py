"""Where a person is, from the way they say it; a town is never guessed from a word that is only a word.

Fifty-three Maine towns are plain English words (Hope, Unity, Union, Strong), and "heroin" is five sixths of "Hermon".
So a town counts where something says that a place is meant: a ZIP, a state beside it, a preposition before it, our own
question, nothing else in the message, or a name that is nothing but a town in a short message.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from operator import itemgetter

from bot.changed import changed
from bot.gazetteer import Gazetteer, Place
from bot.text import fold, words as folded
from bot.understanding import command_words
from bot.understanding.phrases import Phrases
from bot.understanding.place_codes import TOWNSHIP, ZIP, codes
from bot.understanding.place_match import HEARD_OF, KNOWN, REAL, PlaceReading, exactly, nearly, nearly_elsewhere
from bot.understanding.place_origins import without_origins
from bot.understanding.place_passing import LONGEST, SIZES, behind_service, in_passing
from bot.understanding.place_text import Said, said
from bot.understanding.place_words import (
    AND,
    BETWEEN,
    CLOSE,
    FILLERS,
    FIRM,
    JOINERS,
    LANDMARKS,
    LOOSE,
    NAME_TOWNS,
    NEAR_ME,
    NEVER,
    SENDING,
    SHORT_FORMS,
    WORD_TOWNS,
    WORDLIKE_CODES,
)
from bot.understanding.services import SERVICE_WORDS

__all__ = ["PlaceReading", "read_place"]

_NEAR_ME, _LANDMARKS, _SENDING = Phrases(NEAR_ME), Phrases(LANDMARKS), Phrases(SENDING)
_PREPOSITIONS_END = frozenset(phrase.split()[-1] for phrase in FIRM | LOOSE)
NO_PLACE = PlaceReading()
# So few figures alone choose something and name no place.
_FIGURES = 2
# What is no first of two towns, and what may stand before one.
_WORDS, _LEADING = WORD_TOWNS | SERVICE_WORDS, _PREPOSITIONS_END | SERVICE_WORDS


def read_place(text: str, gazetteer: Gazetteer, expected: bool) -> PlaceReading:  # noqa: FBT001 (callers name it)
    """The place in `text`; `expected` when the bot has just asked for one. Total: any text gives a reading."""
    if not may_name_place(" ".join(folded(text)), expected=expected):
        return NO_PLACE
    return place_in(said(text, gazetteer, expected=expected))


def may_name_place(said: str, *, expected: bool) -> bool:
    """Whether a message, folded, need be searched for a place: a figure or two and our command words are or come near no town."""
    chosen = len(said) <= _FIGURES and said.isdigit()
    return not chosen and (expected or said not in command_words.ALL)


def place_in(message: Said) -> PlaceReading:
    """The same for a message that is taken apart already."""
    near_me = _NEAR_ME.within(message.words)
    found = _beside_origins(message) or _first(message)
    if found:
        return changed(found, near_me=near_me)
    lost = bool(ZIP.search(message.plain) or TOWNSHIP.search(message.plain)) and message.serviced
    return PlaceReading(near_me=near_me, landmark=_LANDMARKS.within(message.words), state_only=message.state, lost=lost)


def _first(message: Said) -> PlaceReading | None:
    return next(filter(None, (step(message) for step in _STEPS)), None)


def _beside_origins(message: Said) -> PlaceReading | None:
    """The town that is left when what they come from is left out; None where that leaves no town for certain."""
    bare = without_origins(message.plain)
    found = _first(said(bare, message.gazetteer, expected=message.expected)) if bare else None
    return found if found and found.place else None


def _zip(message: Said) -> PlaceReading | None:
    """A ZIP anywhere; further ones are offered too."""
    found = codes(message)
    if not found or _SENDING.within(message.words):
        return None  # "Text YES to 55442" names a number to text, not a place
    places = [place for place in (message.gazetteer.zip(code) for code, _ in found) if place]
    said = fold(" ".join(typed for _, typed in found))
    return PlaceReading(places[0], tuple(places[1:]), said=said) if places else None


def _between(message: Said) -> PlaceReading | None:
    """Two towns ("between Waterville and Augusta", "narcan bangor or brewer"): the first, with both to choose from."""
    if AND.isdisjoint(message.words):
        return None
    middles = [at for at, word in enumerate(message.words) if word in AND]
    starts = [at + 1 for at, word in enumerate(message.words) if word in BETWEEN] or [0, *_behind_services(message, middles)]
    for start, middle in itertools.product(starts, middles):
        one = _named(message, start, middle)
        stops = range(len(message.words), middle + 1, -1) if start else (len(message.words),)
        two = next(filter(None, (_named(message, middle + 1, stop) for stop in stops)), None) if one else None
        if one and two:
            return PlaceReading(one, (one, two))
    return None


def _behind_services(message: Said, middles: list[int]) -> list[int]:
    """Where the first of two towns may begin behind a service and what leads from it to them, the longest name first."""
    if not message.serviced or not middles:
        return []
    starts = range(max(1, middles[0] - LONGEST), middles[0])
    sure = (start for start in starts if message.part(start, middles[0]) not in _WORDS)
    return [start for start in sure if message.words[start - 1] in _LEADING]


def _named(message: Said, start: int, stop: int) -> Place | None:
    name = message.part(start, stop) if stop - start <= LONGEST else ""
    found = message.gazetteer.spelt(name, message.state) if name and name not in NEVER else ()
    return found[0] if found else None


def _with_state(message: Said) -> PlaceReading | None:
    """A town with its state behind it: "portland or", "hope maine", "auburn in ny", "lewsiton me"."""
    states = [*message.names_of_states(), *message.codes_of_states()]
    for find in (_exact_before, _nearly_before):
        for code, start, _ in states:
            gap = 1 if message.part(start - 1, start) in JOINERS else 0
            for stop in dict.fromkeys((start, start - gap)):
                found = find(message, code, stop)
                if found:
                    return found
    return None


def _exact_before(message: Said, state: str, stop: int) -> PlaceReading | None:
    names = (message.part(stop - size, stop) for size in SIZES)
    found = ((name, message.gazetteer.spelt(name, state)) for name in names if name and name not in NEVER)
    said, places = next(filter(itemgetter(1), found), ("", ()))
    return PlaceReading(places[0], places[1:], said=said) if places else None


def _nearly_before(message: Said, state: str, stop: int) -> PlaceReading | None:
    for size in (2, 1):
        found = nearly(message, message.part(stop - size, stop), state)
        # "Tell me" and "text me" come near to towns too: before such a code only a sure name counts.
        asks = (message.expected or message.serviced) and message.part(stop, stop + 1) not in WORDLIKE_CODES
        if found and (found.place or asks):
            return found
    return None


def _after_preposition(message: Said) -> PlaceReading | None:
    """A town after "in", "near", "cerca de", "pres de": there even a word such as Hope is a town."""
    if _PREPOSITIONS_END.isdisjoint(message.words):
        return None
    for find in (_exact_after, _nearly_after, _behind_article):
        for start, firm in _preposition_ends(message):
            found = find(message, start, firm=firm)
            if found:
                return found
    return None


def _behind_article(message: Said, start: int, *, firm: bool) -> PlaceReading | None:
    """A town that cannot be a word behind "in the": "in the camden area", but not "in the bath"."""
    if not firm or message.part(start, start + 1) != "the":
        return None
    names = (message.part(start + 1, start + 1 + size) for size in SIZES)
    return next((found for name in names if name not in _WORDS and (found := exactly(message, name, KNOWN))), None)


def _before(message: Said, start: int, prepositions: frozenset[str]) -> bool:
    return not prepositions.isdisjoint([message.part(start - size, start) for size in (3, 2, 1)])


def _preposition_ends(message: Said) -> Iterator[tuple[int, bool]]:
    """Where a town may begin, and whether what stands before it asks for one."""
    for start, before in enumerate(message.words[:-1], start=1):
        if before not in _PREPOSITIONS_END:
            continue
        firm = _before(message, start, FIRM)
        if firm or _before(message, start, LOOSE):
            yield start, firm


def _exact_after(message: Said, start: int, *, firm: bool) -> PlaceReading | None:
    least = REAL if firm and (message.expected or message.serviced) else KNOWN
    if message.part(start - 1, start) in SHORT_FORMS and message.part(start, start + 1) not in WORD_TOWNS:
        # "no berwick" is North Berwick, though "no" is also a Portuguese "in".
        north = next(filter(None, (exactly(message, message.part(start - 1, start + size), least) for size in SIZES)), None)
        if north:
            return north
    for size in SIZES:
        name = message.part(start, start + size)
        wordy = name in WORD_TOWNS or name in NAME_TOWNS
        if wordy and not message.expected and not (firm and message.ours(name)):
            continue
        found = exactly(message, name, least)
        if found:
            return found
    return None


def _nearly_after(message: Said, start: int, *, firm: bool) -> PlaceReading | None:
    if not firm:
        return None
    asks = message.expected or (message.serviced and _before(message, start, CLOSE))
    found = filter(None, (nearly(message, message.part(start, start + size)) for size in (2, 1)))
    return next((reading for reading in found if reading.place or asks), None)


def _whole(message: Said) -> PlaceReading | None:
    """A message that is nothing but a place, or our question's answer with a word or two around it."""
    bare = tuple(word for word in message.words if word not in FILLERS)
    for words in dict.fromkeys((message.words, bare)):
        name = " ".join(words)
        wordy = name in WORD_TOWNS and not message.expected and not message.ours(name)
        if 0 < len(words) <= LONGEST and name not in LANDMARKS and not wordy:
            found = exactly(message, name, REAL if message.expected else HEARD_OF)
            if found:
                return found
    return _misspelt(message, " ".join(bare)) if message.words[:1] != ("no",) else None


def _misspelt(message: Said, name: str) -> PlaceReading | None:
    """What a whole message may have been meant for."""
    if message.expected:
        return in_passing(message) or nearly(message, name) or nearly_elsewhere(message, name)
    guess = nearly(message, name) if len(name.split()) <= 2 else None
    # Nobody asked for a place: even a very near name is only asked back.
    return PlaceReading(None, (guess.place, *guess.choices)) if guess and guess.place else None


# The surest first: a ZIP cannot be misread; a name among other words is the least that we act on.
_STEPS: tuple[Callable[[Said], PlaceReading | None], ...] = (
    _zip,
    _between,
    _with_state,
    _after_preposition,
    _whole,
    in_passing,
    behind_service,
)
