"""Whether a message looks for a place at all: a town in a sad story is not a question about places."""

from __future__ import annotations

from bot.changed import changed
from bot.understanding import thresholds
from bot.understanding.place_requests import ABOUT, PRICE, asks_for_one, asks_where_to_get
from bot.understanding.place_words import FILLERS, NAMES_OF_STATE, STATE_CODES, STATE_NAMES
from bot.understanding.places import PlaceReading, read_place
from handlers.turn import Turn

TOPIC = "find_service"
# A short text after our question names the place, unless it plainly asks something else.
_SHORT, _OTHER_SUBJECT, _PLAINLY = 4, 0.7, 0.85
# Half a message that looks for a place ("ok fine points. im in presque isle"); less sure, it may only name a town.
_SOUGHT = 0.6
# A town in a few words that are about nothing else is where they are.
_FEW = 8
# A misspelt town with fewer people than these is likelier to be a word.
_KNOWN = 1_000
# Subjects of what places give: after these a town says where they want it.
_GIVEN = frozenset().union(*ABOUT.values()) - {"out_of_scope", "human_contact", "grief"}
# Words beside a state's name that say no more than which of two: "not that one, the oregon one".
_WHICH_ONE = frozenset(
    "a in i im is it its mean meant no not of oh one ones other sorry that the this town wrong"
    " ciudad de del el en es ese esa la no otra otro pero perdon pueblo quise decir cette celle celui dans du en l le"
    " non pas autre ville ce desole je voulais dire a cidade da do e em essa esse nao outra outro quis dizer".split()
)
_NAMES = {code: frozenset(word for name in names for word in name.split()) for code, names in NAMES_OF_STATE.items()}
# Whole answers to "where?" that name no place, and will not.
_KEEPS_IT = frozenset(
    "anywhere|cant say|doesnt matter|dont care|dont know|dont want to say|dont wanna say|dunno|i cant say|i dont know|"
    "i dont know where i am|i dont want to|i dont want to say|i dont wanna say|i wont say|id rather not|id rather not say|idk|"
    "im not telling you|im not telling|no idea|none of your business|not saying|not sure|not telling|not telling you|pass|"
    "prefer not to say|private|rather not|rather not say|skip|thats private|wherever|"
    "donde sea|me da igual|ni idea|no lo se|no quiero decir|no quiero decirlo|no se|no te digo|no importa|prefiero no decir|"
    "prefiero no decirlo|"
    "je ne sais pas|je prefere ne pas dire|je prefere pas dire|je sais pas|je veux pas dire|nimporte ou|peu importe|"
    "nao importa|nao quero dizer|nao sei|nao te digo|prefiro nao dizer|prefiro nao falar|tanto faz".split("|")
)


def expected(turn: Turn) -> bool:
    """Whether we have just asked where they are."""
    return bool(turn.state and turn.state.asks_place)


def keeps_it(turn: Turn) -> bool:
    """Whether they answer our question by not saying where they are, or do not know."""
    return expected(turn) and turn.said in _KEEPS_IT


def invited(turn: Turn) -> PlaceReading | None:
    """The town in a few words after an answer that asks for one ("text a ZIP or town"); None after any other.

    A place that can be read in any message needs no invitation.
    """
    if turn.place.place or turn.service.service or expected(turn) or not 0 < len(turn.words) < _SHORT or not _invites(turn):
        return None
    found = read_place(turn.message.text, turn.knowledge.gazetteer, expected=True)
    return found if found.place or found.choices else None


def in_their_state(turn: Turn, found: PlaceReading) -> PlaceReading:
    """`found`, or its namesake in the state that they spoke of before: "narcan in massachusetts", then "springfield"."""
    towns = [town for town in (found.place, *found.choices) if town and not town.zip]
    code = _state_before(turn)
    if not towns or not code or not _NAMES.get(towns[0].state, frozenset()).isdisjoint(turn.words):
        return found
    theirs = turn.knowledge.gazetteer.named(towns[0].name, code)
    return changed(found, place=theirs[0], choices=tuple(town for town in towns if town.state != code)) if theirs else found


def _state_before(turn: Turn) -> str:
    """The state away from home of their question for which we asked the town, or of the last list; else nothing."""
    state, home = turn.state, turn.knowledge.region.states
    if state and state.where.startswith("us-") and (expected(turn) or _invites(turn)):
        return state.where.removeprefix("us-").upper()
    last = state.place.state if state and state.place and state.entry == TOPIC else ""
    return last if last not in home else ""


def _invites(turn: Turn) -> bool:
    """Whether the last answer asked for a ZIP, which is called so in every language of ours, or is about what places give."""
    if not turn.state or turn.state.in_emergency or not turn.last:
        return False
    return turn.last.topic in _GIVEN or "ZIP" in turn.knowledge.lead(turn.last, turn.language, turn.message.channel)


def is_town(turn: Turn, told: PlaceReading) -> bool:
    """Whether `told` is a town that people know, in a message that is about nothing else."""
    towns = (told.place, *told.choices)
    return not _about_else(turn, _OTHER_SUBJECT) and any(town and town.population >= _KNOWN for town in towns)


def is_place_alone(turn: Turn, place: PlaceReading) -> bool:
    """Whether the answer to our question is the place and nothing more: "banger" is then no food."""
    said = {*place.said.split(), *FILLERS}
    return expected(turn) and bool(place.place or place.choices) and said.issuperset(turn.words)


def is_state_alone(turn: Turn) -> bool:
    """Whether a state is all that is said, and that it is this one: "oregon", "not that one, the oregon one"."""
    named = STATE_CODES.keys() | {word for name in STATE_NAMES for word in name.split()}
    return all(word in named or word in _WHICH_ONE for word in turn.words)


def meant(turn: Turn) -> bool:
    """Whether this message looks for a place at all: a town in a sad story is not a question about places."""
    named = turn.place.place is not None or bool(turn.place.choices)
    if expected(turn) and (named or _answers_us(turn)):
        return True
    service = turn.service.service
    if turn.state and turn.state.service and (named or service) and len(turn.words) <= _SHORT + 1:
        return named or len(turn.words) <= _SHORT or not _about_else(turn, _PLAINLY)
    return _asks_where(turn, service, named=named)


def _about_else(turn: Turn, sure: float) -> bool:
    """Whether the head is `sure` of another subject: "and can i nurse after" looks for no nurse."""
    top, chance = turn.scores.topics[0] if turn.scores else ("", 0.0)
    return top != TOPIC and chance >= sure


def _answers_us(turn: Turn) -> bool:
    """Whether a short text without a known place may still be the place we asked for."""
    return len(turn.words) <= _SHORT and not _about_else(turn, _OTHER_SUBJECT)


def _asks_where(turn: Turn, service: str | None, *, named: bool) -> bool:
    """Whether the head, the town and the service together say that a place is looked for."""
    place = turn.place
    if turn.scores is None:
        return bool(service and (named or place.near_me))
    top, chance = turn.scores.topics[0]
    if not (named or place.near_me or place.landmark or place.lost):
        # "Ou trouver des seringues" sounds like needles that were found.
        other = top not in ABOUT.get(service or "", ()) and (chance < _OTHER_SUBJECT or top == "disposal_of_needles")
        misheard = service and other and asks_where_to_get(turn.words)
        elsewhere = place.state_only not in {None, *turn.knowledge.region.states} and top in ABOUT.get(service or "", ())
        asks = top == TOPIC and (chance >= thresholds.TOPIC_SURE or service is not None)
        return asks or bool(misheard) or (elsewhere and len(turn.words) <= _FEW)
    if place.lost or (place.place and place.said.isdigit()):
        return True  # nobody texts a ZIP into a story
    if named and not service and len(turn.words) <= _FEW and chance < thresholds.TOPIC_SURE:
        return True
    if turn.scores.of(TOPIC) >= thresholds.PLACE_MEANT or top == TOPIC:
        return True
    about = chance < _OTHER_SUBJECT or top in ABOUT.get(service or "", ())
    asks = about and asks_for_one(turn.words)
    return service is not None and (asks or any(half == TOPIC and by >= _SOUGHT for half, by in turn.halves.heard))


def wants_else(turn: Turn) -> bool:
    """Whether a few words after a list say how a place is wanted: "anything open sunday?"."""
    if not (turn.state and turn.state.shown and turn.state.entry == TOPIC and turn.service.wish):
        return False
    service = turn.service.service
    asks = service == turn.state.service if service else PRICE.isdisjoint(turn.words)  # "whats it cost without insurance"
    return asks and len(turn.words) <= _SHORT + 1 and not (turn.place.place or turn.place.choices)
