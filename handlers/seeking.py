"""Whether a message looks for a place at all: a town in a sad story is not a question about places."""

from __future__ import annotations

from bot.understanding import thresholds
from bot.understanding.place_requests import ABOUT, asks_for_one
from handlers.turn import Turn

TOPIC = "find_service"
# A short text after our question names the place, unless it plainly asks something else.
_SHORT, _OTHER_SUBJECT = 4, 0.7
# A town in a few words that are about nothing else is where they are.
_FEW = 8


def expected(turn: Turn) -> bool:
    """Whether we have just asked where they are."""
    return bool(turn.state and turn.state.asked == "place")


def meant(turn: Turn) -> bool:
    """Whether this message looks for a place at all: a town in a sad story is not a question about places."""
    named = turn.place.place is not None or bool(turn.place.choices)
    if expected(turn) and (named or _answers_us(turn)):
        return True
    service = turn.service.service
    if turn.state and turn.state.service and (named or service) and len(turn.words) <= _SHORT + 1:
        return True
    return _asks_where(turn, service, named=named)


def _answers_us(turn: Turn) -> bool:
    """Whether a short text without a known place may still be the place we asked for."""
    other = turn.scores.topics[0] if turn.scores else ("", 0.0)
    return len(turn.words) <= _SHORT and (other[0] == TOPIC or other[1] < _OTHER_SUBJECT)


def _asks_where(turn: Turn, service: str | None, *, named: bool) -> bool:
    """Whether the head, the town and the service together say that a place is looked for."""
    place = turn.place
    if turn.scores is None:
        return bool(service and (named or place.near_me))
    top, chance = turn.scores.topics[0]
    if not (named or place.near_me or place.landmark):
        return top == TOPIC and (chance >= thresholds.TOPIC_SURE or service is not None)
    if place.place and place.said.isdigit():
        return True  # nobody texts a ZIP into a story
    if named and not service and len(turn.words) <= _FEW and chance < thresholds.TOPIC_SURE:
        return True
    about = chance < _OTHER_SUBJECT or top in ABOUT.get(service or "", ())
    if service and ((about and asks_for_one(turn.words)) or any(turn.topic_of(half)[0] == TOPIC for half in turn.halves)):
        return True
    return turn.scores.of(TOPIC) >= thresholds.PLACE_MEANT or top == TOPIC


def wants_else(turn: Turn) -> bool:
    """Whether a few words after a list say how a place is wanted: "anything open sunday?"."""
    shown = turn.state and turn.state.shown and turn.state.entry == TOPIC
    short = len(turn.words) <= _SHORT + 1 and not (turn.place.place or turn.place.choices)
    return bool(shown and short and turn.service.wish and turn.service.service in {None, turn.state and turn.state.service})
