"""From a name in a message to the places it may mean: exactly so called, or nearly."""

from __future__ import annotations

from bot.changed import changed
from bot.gazetteer import ACCEPT, ASK, Place
from bot.text import fold, words
from bot.understanding.place_text import Said
from bot.understanding.place_words import CITY_STATES, NAME_TOWNS, NAMES_OF_STATE, NEVER, STATE_NAMES, WORD_TOWNS
from bot.understanding.services import SERVICE_WORDS
from bot.value import value

# People needed for a town elsewhere: named in passing, as all of a message (Why is in Arizona), after "in" or "near".
KNOWN = 20_000
HEARD_OF = 5_000
REAL = 1_000
# Ours is taken and said ("Not that Portland? Text the state."); only beside a village of ours a metropolis is as likely meant.
_METROPOLIS = 500_000
_VILLAGE = 5_000
# Of namesakes elsewhere one is taken when it is this many times the next: Boston, but not Springfield.
_DOMINANT = 8
_FEW = 4
_TYPO_LETTERS = 5
_ORDINARY = SERVICE_WORDS | WORD_TOWNS | NAME_TOWNS


@value(frozen=True, slots=True)
class PlaceReading:
    """Where the writer is, as far as they said it.

    `place` is sure enough to answer from; `choices` then holds its namesakes, best first. Without `place`, `choices` are
    what to ask back ("Portland, Maine or Portland, Oregon?"). `near_me`: they asked for what is near without saying
    where; `landmark`: a corner or a building that only a local knows; `state_only`: a state's code and nothing nearer;
    `said`: the words that were taken for the place, folded; `lost`: a ZIP beside a service, of which nobody knows where it is.
    """

    place: Place | None = None
    choices: tuple[Place, ...] = ()
    near_me: bool = False
    landmark: bool = False
    state_only: str | None = None
    said: str = ""
    lost: bool = False

    @property
    def words(self) -> list[str]:
        """The words of every place it may be, folded: as they were typed, and as they are written, with their states' names."""
        found = [each for each in (self.place, *self.choices) if each]
        states = (name for code in {each.state for each in found} for name in NAMES_OF_STATE.get(code, ()))
        return words(" ".join((self.said, *(each.name for each in found), *states)))


def exactly(message: Said, name: str, least: int) -> PlaceReading | None:
    """The places of exactly this name: ours first; one elsewhere only where at least `least` people live there."""
    found = _exactly(message, name, least)
    return changed(found, said=name) if found else None


def _exactly(message: Said, name: str, least: int) -> PlaceReading | None:
    if not name or name in NEVER or (name in STATE_NAMES and name not in CITY_STATES):
        return None
    spelt = message.gazetteer.spelt
    found = (message.state and spelt(name, message.state)) or spelt(name)
    ours = next((place for place in found if place.state in message.gazetteer.home), None)
    if ours:
        return _ours_or_metropolis(ours, found)
    if not found or (found[0].population < least and found[0].state != message.state):
        return None
    if len(found) == 1 or found[0].population >= _DOMINANT * max(1, found[1].population):
        return PlaceReading(found[0], found[1:_FEW])
    known = tuple(place for place in found if place.population >= HEARD_OF) or found
    return PlaceReading(None, tuple(sorted(known, key=message.gazetteer.from_home))[:_FEW])


def _ours_or_metropolis(ours: Place, found: tuple[Place, ...]) -> PlaceReading:
    """Our town with its namesakes, unless one of those is so big that only the writer can say which is meant."""
    others = tuple(place for place in found if place is not ours)
    small = ours.population < _VILLAGE
    bigger = tuple(place for place in others if small and place.state != ours.state and place.population >= _METROPOLIS)
    return PlaceReading(None, (ours, *bigger[:_FEW])) if bigger else PlaceReading(ours, others[: _FEW - 1])


def nearly(message: Said, name: str, state: str | None = None) -> PlaceReading | None:
    """A misspelt name: taken when it is very near to a town's and begins like it, asked back when it is rather near."""
    words = name.split()
    if len(name) < _TYPO_LETTERS or name in STATE_NAMES:
        return None
    if not NEVER.isdisjoint(words) or _ORDINARY.issuperset(words):
        return None
    named = state or message.state
    guess = message.gazetteer.guess(name, (named,) if named else message.gazetteer.home)
    if not guess.places or guess.score < ASK:
        return None
    # Hardly anybody mistypes the first letter: "herman" is Hermon, though Sherman is spelt nearer.
    sure = guess.score >= ACCEPT and fold(guess.places[0].name)[:1] == name[:1]
    place, others = (guess.places[0], guess.places[1:]) if sure else (None, guess.places)
    return PlaceReading(place, others, said=name)


def nearly_elsewhere(message: Said, name: str) -> PlaceReading | None:
    """A misspelt name of a town in any state, to be asked back; looked for only where nothing at home comes near."""
    if len(name) < _TYPO_LETTERS or name in STATE_NAMES or not NEVER.isdisjoint(name.split()):
        return None
    guess = message.gazetteer.guess(name)
    known = tuple(place for place in guess.places if place.population >= HEARD_OF)
    return PlaceReading(None, known) if known and guess.score >= ACCEPT else None
