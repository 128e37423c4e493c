"""A town that is named among other words, or behind a service: what is taken there, and what is asked back."""

from __future__ import annotations

from rapidfuzz import fuzz

from bot.gazetteer import Place
from bot.text import fold
from bot.understanding.place_match import KNOWN, REAL, PlaceReading, exactly, nearly
from bot.understanding.place_text import Said
from bot.understanding.place_words import NAME_TOWNS, SHORT_FORMS, WORD_TOWNS
from bot.understanding.services import SERVICE_WORDS, service_in

# Longest town name that is looked for, in words, and the lengths from there down.
LONGEST = 4
SIZES = range(LONGEST, 0, -1)
_SHORT = 14
_HALF = 7
_POLITE = frozenset("pleas please pls plz thank thanks thx favor por gracias merci svp obrigado obrigada".split())
# A service and a misspelt town have no more words than these; at this likeness one typing error parts two names of six letters.
_FEW, _ONE_TYPO = 4, 80


def in_passing(message: Said) -> PlaceReading | None:
    """A town anywhere in a short message: "narcan bangor", "needle exchange bangr" (misspelt only beside a service)."""
    starts = [at for at, word in enumerate(message.words) if message.gazetteer.may_begin(word)]
    runs = ((start, size) for size in SIZES for start in starts if start + size <= len(message.words))
    if len(message.words) > _SHORT:
        # In a long one only of ours, where it is a clause by itself: "rockland. somewhere i can get a shower".
        alone = (run for run in runs if message.ends(sum(run) - 1) and (run[0] == 0 or message.ends(run[0] - 1)))
        ours = (_run(message, start, size) for start, size in alone if message.ours(message.part(start, start + size)))
        return next(filter(None, ours), None)
    found = next(filter(None, (_run(message, start, size) for start, size in runs)), None)
    if found or len(message.words) > _HALF or not message.serviced:
        return found
    parts = [message.part(at, at + size) for size in (2, 1) for at in range(len(message.words))]
    guesses = [guess for part in parts if (guess := nearly(message, part))]
    sure = next((guess for guess in guesses if guess.place), None)
    return sure or _rather_near(message, guesses)


def _rather_near(message: Said, guesses: list[PlaceReading]) -> PlaceReading | None:
    """What to ask back of a service and one or two words that come rather near to towns: "detox presk isle"."""
    if len(message.words) > _FEW:
        return None
    near = {place: guess.said for guess in guesses for place in guess.choices if _likely(place, guess.said)}
    # Only where we asked is what they typed surely a place: else it is left for the head to hear what it may be besides.
    said = next(iter(near.values())) if near and message.expected else ""
    return PlaceReading(None, tuple(near), said=said) if near else None


def _likely(place: Place, said: str) -> bool:
    """Whether a town that people know is so near to two words, or as near to one as one typing error comes."""
    name = fold(place.name)
    shared = not set(said.split()).isdisjoint(name.split()) if " " in said else fuzz.ratio(said, name) >= _ONE_TYPO
    return shared and place.population >= REAL and name[0] == said[0]


def _run(message: Said, start: int, size: int) -> PlaceReading | None:
    """The town in `size` words from `start`, unless they can be a word or somebody's name."""
    name = message.part(start, start + size)
    short_form = size > 1 and message.words[start] in SHORT_FORMS and message.words[start + 1] in WORD_TOWNS
    if name in WORD_TOWNS or name in SERVICE_WORDS or short_form or _of_a_state(message, start, start + size):
        return None
    if name in NAME_TOWNS and not _closes_question(message, start, size):
        return None
    return exactly(message, name, KNOWN)


def _of_a_state(message: Said, start: int, stop: int) -> bool:
    """Whether these words are part of a state's name: "north carolina" is no town of Puerto Rico."""
    return any(first <= start and stop <= last and stop - start < last - first for _, first, last in message.names_of_states())


def _closes_question(message: Said, start: int, size: int) -> bool:
    """Whether a name stands last and right behind the service: "narcan lincoln" is a town, "narcan for lincoln" a man."""
    left = message.words[start + size :]
    last = _POLITE.issuperset(left) and len(message.words) <= _HALF
    if not last or start == 0:
        return False
    before = message.words[start - 1]
    return before in SERVICE_WORDS or message.ends(start - 1) or service_in((before,)) is not None


def behind_service(message: Said) -> PlaceReading | None:
    """A service and a name that may be a word ("narcan unity", "wells narcan"), and nothing else: asked back, never taken.

    Elsewhere only a city counts: "narcan price" asks what it costs, not where Price, Utah is.
    """
    words = message.words
    if len(words) < 2:
        return None
    ends = ((part, rest) for size in SIZES for part, rest in ((words[-size:], words[:-size]), (words[:size], words[size:])))
    for part, rest in ends:
        name = " ".join(part)
        if name in WORD_TOWNS and rest and SERVICE_WORDS.issuperset(rest) and message.serviced:
            found = exactly(message, name, KNOWN)
            return found and PlaceReading(None, (*([found.place] if found.place else []), *found.choices), said=name)
    return None
