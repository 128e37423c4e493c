"""Where is the nearest place that helps: reading the question, asking for what is missing, showing three at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from bot.gazetteer import Place
from bot.listing import row
from bot.reply import Choice, Outcome, Reply
from bot.state import State
from bot.understanding import thresholds
from bot.understanding.place_requests import ABOUT, nothing_else, request
from bot.understanding.places import PlaceReading
from handlers.turn import Turn

TOPIC = "find_service"
# The place that was named before.
HERE = {"here", "right here", "around here", "near here", "same place", "same town", "there", "aqui", "por aqui", "aca", "alli",
        "ici", "par ici", "dans le coin", "pres dici", "la", "por aqui perto", "perto daqui", "ca mesmo", "la mesmo"}  # fmt: skip
_DEFAULT_SERVICE = "naloxone"
_PAGE = 3
# From here on a pharmacy or the mail is likely the better way to naloxone.
_FAR_MILES = 20
# A short text after our question names the place, unless it plainly asks something else.
_SHORT, _OTHER_SUBJECT = 4, 0.7
# No place and nothing else has more words than this.
_PLAIN = 8


def respond(turn: Turn) -> Outcome | None:
    """What needs no understanding: a pin, a word about a list, a number after "which one?", a place and nothing else."""
    if turn.message.point is not None:
        return _at_point(turn)
    wanted = request(turn.words)
    if turn.state and turn.state.shown and wanted:
        return _OF_A_LIST[wanted](turn, turn.state)
    if turn.state and turn.state.place and turn.said in HERE:
        return _find(turn, turn.state.place, None)
    offered = _offered_place(turn, wanted)
    if offered:
        return _find(turn, offered, None)
    if len(turn.words) > _PLAIN:
        return None
    named = turn.place.place is not None or bool(turn.place.choices)
    return _answer(turn) if named and (_expected(turn) or nothing_else(turn.words, turn.place)) else None


def asked(turn: Turn) -> Outcome | None:
    """A question for a place in free text; None where none is meant."""
    return _answer(turn) if _meant(turn) else None


def _expected(turn: Turn) -> bool:
    return bool(turn.state and turn.state.asked == "place")


def _answer(turn: Turn) -> Outcome:
    """The nearest sites, or the question that is missing: which service, which town."""
    place, carried = turn.place, turn.state
    chosen = turn.service.service or (carried.service if carried else None) or _DEFAULT_SERVICE
    if place.place is None and place.choices:
        return _which(turn, place.choices, chosen)
    found = place.place or (carried.place if carried and not place.near_me and not place.landmark else None)
    if found is None:
        return _ask(turn, chosen, "ask_corner" if place.landmark else "unknown_place" if _expected(turn) else "ask_place")
    return _find(turn, found, chosen, place)


def _meant(turn: Turn) -> bool:
    """Whether this message looks for a place at all: a town in a sad story is not a question about places."""
    named = turn.place.place is not None or bool(turn.place.choices)
    if _expected(turn) and (named or _answers_us(turn)):
        return True
    service = turn.service.service
    if turn.state and turn.state.service and (named or service) and len(turn.words) <= _SHORT + 1:
        return True
    return _asks_where(turn, turn.place, service, named=named)


def _answers_us(turn: Turn) -> bool:
    """Whether a short text without a known place may still be the place we asked for."""
    other = turn.scores.topics[0] if turn.scores else ("", 0.0)
    return len(turn.words) <= _SHORT and (other[0] == TOPIC or other[1] < _OTHER_SUBJECT)


def _asks_where(turn: Turn, place: PlaceReading, service: str | None, *, named: bool) -> bool:
    """Whether the head, the town and the service together say that a place is looked for."""
    if turn.scores is None:
        return bool(service and (named or place.near_me))
    top, chance = turn.scores.topics[0]
    if not (named or place.near_me or place.landmark):
        return top == TOPIC and (chance >= thresholds.TOPIC_SURE or service is not None)
    if service and (top in ABOUT.get(service, ()) or any(turn.topic_of(half)[0] == TOPIC for half in turn.halves)):
        return True
    return turn.scores.of(TOPIC) >= thresholds.PLACE_MEANT or top == TOPIC


def _offered_place(turn: Turn, wanted: str | None) -> Place | None:
    """The place behind a number, a state's name or a town's name, after "which one?"; the first where they ask for the list."""
    state = turn.state
    if not state or not any(each.startswith("place:") for each in state.offered):
        return None
    names = [each.removeprefix("place:").split("|") for each in state.offered if each.startswith("place:")]
    number = turn.number
    if number is None:
        state_said = turn.place.state_only
        number = next((i for i, (_, code) in enumerate(names, start=1) if state_said == code), None)
    if number is None and (turn.affirms or wanted == "more"):
        number = 1
    if number is None or number > len(names):
        return None
    name, code = names[number - 1]
    return next(iter(turn.knowledge.gazetteer.named(name, code)), None)


def _at_point(turn: Turn) -> Outcome | None:
    """A shared location, already rounded: used for this answer."""
    point = turn.message.point
    if point is None or not point.usable:
        return _ask(turn, _service(turn), "unknown_place")
    near = turn.knowledge.gazetteer.nearest_zip(point)
    if near is None:
        return _ask(turn, _service(turn), "unknown_place")
    return _find(turn, replace(near, lat=point.lat, lon=point.lon), None)


def _service(turn: Turn) -> str:
    return (turn.state.service if turn.state else None) or _DEFAULT_SERVICE


def _ask(turn: Turn, service: str, line: str) -> Outcome:
    state = replace(turn.carry(), asked="place", service=service, shown=(), offered=())
    return turn.outcome(Reply(turn.line(line), asks_place=True), state, TOPIC)


def _which(turn: Turn, places: tuple[Place, ...], service: str) -> Outcome:
    shown = places[:3]
    state = replace(turn.carry(), asked="place", service=service, offered=tuple(f"place:{p.name}|{p.state}" for p in shown))
    choices = tuple(Choice(f"{p.name}, {p.state}", str(number)) for number, p in enumerate(shown, start=1))
    return turn.outcome(Reply(turn.line("which_place"), choices=choices, asks_place=True), state, TOPIC)


def _find(turn: Turn, place: Place, service: str | None, reading: PlaceReading | None = None) -> Outcome:
    wanted = service or _service(turn)
    state = replace(turn.carry(), place=place, service=wanted, offset=0, entry=TOPIC, offered=(), part=0)
    return _show(turn, replace(state, shown=()), reading)


def _page(turn: Turn, state: State) -> Outcome:
    return _show(turn, replace(turn.carry(), offset=state.offset + _PAGE), None)


def _same_page(turn: Turn, state: State) -> Outcome:
    return _show(turn, replace(turn.carry(), offset=state.offset), None)


def _show(turn: Turn, state: State, reading: PlaceReading | None) -> Outcome:
    assert state.place is not None  # noqa: S101
    knowledge, place, service = turn.knowledge, state.place, state.service or _DEFAULT_SERVICE
    found = knowledge.directory.nearest(
        place.point, service, turn.now, k=_PAGE, offset=state.offset, max_age_days=knowledge.max_age_days
    )
    name = f"{place.name}, {place.state}" if place.zip is None else f"{place.name} {place.zip}"
    title = knowledge.service_name(service, turn.language)
    if not found.results:
        if state.offset:
            return turn.outcome(Reply(turn.line("no_more_places"), entry=TOPIC), state, TOPIC)
        return _nothing(turn, state, name, title, found.nearest_miles_beyond)
    pinned = turn.message.point is not None  # the name of the ZIP around a pin would be our guess
    lead = turn.line("near_you", service=title) if pinned else turn.line("near", service=title, place=name)
    rows = [row(turn.knowledge, near, number, turn.now, turn.language) for number, near in enumerate(found.results, start=1)]
    notes = [*rows, *_after(turn, service, reading)]
    if service == "naloxone" and found.results[0].miles > _FAR_MILES and not state.offset:
        notes.append(turn.line("naloxone_else"))
    if found.more or len(found.results) > 1:
        notes.append(turn.line("place_hints"))
    state = replace(state, shown=tuple(near.site.id for near in found.results))
    return turn.outcome(Reply(lead, notes=tuple(notes), places=found.results, entry=TOPIC), state, TOPIC)


def _nearest_already(turn: Turn, state: State) -> Outcome:
    """They ask for something closer: what was shown first is the nearest we know."""
    rest = "naloxone_else" if state.service == "naloxone" else "service_else"
    return turn.outcome(Reply(turn.line("nearest_already"), notes=(turn.line(rest),), entry=TOPIC), turn.carry(), TOPIC)


def _after(turn: Turn, service: str, reading: PlaceReading | None) -> list[str]:
    """What must stand behind a list: a warning of the service, and that the town may be another of its name."""
    said = []
    if service == "detox":
        said.append(turn.line("detox_warning"))
    if reading and reading.place and reading.choices:
        said.append(turn.line("not_that_place", name=reading.place.name))
    return said


def _nothing(turn: Turn, state: State, name: str, title: str, miles: float | None) -> Outcome:
    notes = [turn.line("nearest_is", miles=round(miles))] if miles is not None else []
    if state.service == "naloxone":
        notes += [*_partners(turn, state.place), turn.line("naloxone_else")]
    else:
        notes.append(turn.line("service_else"))
    notes += _after(turn, state.service or "", None)
    reply = Reply(turn.line("none_near", place=name, service=title), notes=tuple(notes), entry=TOPIC)
    return turn.outcome(reply, state, TOPIC)


def _partners(turn: Turn, place: Place | None) -> list[str]:
    if place is None or not place.county:
        return []
    found = turn.knowledge.directory.by_area(place.county, "naloxone", place.state)
    return [turn.line("partner", name=site.name, phone=site.phone) for site in found[:1] if site.phone]


def _map(turn: Turn, state: State) -> Outcome | None:
    """The address and a map link of one site that was shown."""
    number = next((int(word) for word in turn.words if word.isdigit() and len(word) < 3), 1)
    site = turn.knowledge.directory.get(state.shown[min(max(number, 1), len(state.shown)) - 1])
    if site is None:
        return None
    address = ", ".join(part for part in (site.address, site.city, f"{site.state} {site.zip}".strip()) if part)
    url = f"https://www.openstreetmap.org/search?query={quote(address)}"
    return turn.outcome(Reply(turn.line("map", name=site.name, address=address, url=url), entry=TOPIC), turn.carry(), TOPIC)


_OF_A_LIST: dict[str, Callable[[Turn, State], Outcome | None]] = {
    "more": _page,
    "details": _same_page,
    "closer": _nearest_already,
    "map": _map,
}
