"""One of the places that were just shown: all that is known of it, or the way there."""

from __future__ import annotations

from urllib.parse import quote

from bot.changed import changed
from bot.listing import address, details
from bot.reply import Outcome, Reply
from bot.site import Site
from bot.state import State
from bot.understanding.place_requests import PRICE, one_of, request
from handlers.turn import Turn

TOPIC = "find_service"


def respond(turn: Turn) -> Outcome | None:
    """What is asked of one place by its number ("2", "details 2", "MAP 1"); None where no list was shown."""
    state = turn.state
    if not state or not state.shown:
        return None
    wanted = request(turn.words)
    if wanted == "doors" and not turn.head.uneasy and _asks_of_the_list(turn):
        return _of_the_first(turn, state)
    wants_map = wanted == "map"
    number = one_of(turn.words, map_wanted=wants_map)
    # Behind another answer, a number belongs to that one: only a map is asked for by its word.
    if number is None or not 1 <= number <= len(state.shown) or (state.entry != TOPIC and not wants_map):
        return None
    site = turn.knowledge.directory.get(state.shown[number - 1])
    if site is None:
        return None
    return _map(turn, site) if wants_map else _details(turn, site)


def _asks_of_the_list(turn: Turn) -> bool:
    """Whether the list was the last answer and nothing else is named: no other town, no service, no wish."""
    named = turn.place.place or turn.place.choices or turn.service.service or turn.service.wish
    priced = turn.state and turn.state.service == "naloxone" and not PRICE.isdisjoint(turn.words)
    return bool(turn.state and turn.state.entry == TOPIC and not named and not priced)


def _of_the_first(turn: Turn, state: State) -> Outcome | None:
    """What is known of the nearest place, and that they must be asked about the rest."""
    site = turn.knowledge.directory.get(state.shown[0])
    if site is None:
        return None
    told = _details(turn, site)
    return changed(told, reply=changed(told.reply, notes=(*told.reply.notes, turn.line("ask_them"))))


def _details(turn: Turn, site: Site) -> Outcome:
    first, *more = details(turn.knowledge, site, turn.now, turn.language)
    return turn.outcome(Reply(first, notes=tuple(more), entry=TOPIC), turn.carry(), TOPIC)


def _map(turn: Turn, site: Site) -> Outcome:
    """The address and a link; OpenStreetMap learns of it only when the person opens the link."""
    where = address(site)
    url = f"https://www.openstreetmap.org/search?query={quote(where)}"
    return turn.outcome(Reply(turn.line("map", name=site.name, address=where, url=url), entry=TOPIC), turn.carry(), TOPIC)
