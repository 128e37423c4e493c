"""Where is the nearest place that helps: reading the question, asking for what is missing, showing three at a time."""

from __future__ import annotations

from collections.abc import Callable

from bot.changed import changed
from bot.gazetteer import Place
from bot.listing import heading, named, row
from bot.message import Point
from bot.nowhere import served_by, unlisted, ways_on
from bot.reply import Choice, Outcome, Reply
from bot.state import State
from bot.understanding import assent
from bot.understanding.place_requests import BARE_WHERE, HERE, NEARBY, SERVICE_ABOUT, is_plain, request
from bot.understanding.places import PlaceReading
from bot.wishes import NO_WISH, Wish
from handlers import seeking
from handlers.turn import Turn

TOPIC = "find_service"
_DEFAULT_SERVICE = "naloxone"
_PAGE = 3
# From here on a pharmacy or the mail is likely the better way to naloxone.
_FAR_MILES = 20


def respond(turn: Turn) -> Outcome | None:
    """What needs no understanding: a pin, a word about a list, a number after "which one?", a place and a service."""
    if turn.message.point is not None:
        return _at_point(turn, turn.message.point)
    wanted = request(turn.words)
    # "MORE" behind another answer goes on with that one; "another one" is another place.
    of_it = turn.state and (turn.state.entry == TOPIC or wanted == "other") and not (wanted == "closer" and turn.service.service)
    if turn.state and turn.state.shown and wanted in _OF_A_LIST and of_it and not (wanted == "closer" and turn.head.uneasy):
        return _OF_A_LIST[wanted](turn, turn.state)
    here = turn.state.place if turn.state and turn.said in HERE else None
    meant = here or _offered_place(turn, wanted) or _namesake(turn)
    if meant:
        return _find(turn, meant, None)
    if seeking.wants_else(turn) and not turn.head.uneasy:
        return _same_page(turn, turn.carry())
    if seeking.keeps_it(turn):
        return _anywhere(turn)
    in_steps = bool(turn.state and turn.state.in_emergency)
    plain = is_plain(turn.words, turn.place, turn.service.service, expected=seeking.expected(turn))
    return _answer(turn, seeking.invited(turn)) if plain or (turn.said in NEARBY | BARE_WHERE and not in_steps) else None


def asked(turn: Turn) -> Outcome | None:
    """A question for a place in free text; None where none is meant."""
    told = seeking.invited(turn)
    return _answer(turn, told) if seeking.meant(turn) or (told and seeking.is_town(turn, told)) else None


def _answer(turn: Turn, told: PlaceReading | None = None) -> Outcome:
    """The nearest sites, or the question that is missing: which service, which town. `told` is a better reading of the place."""
    place, carried = seeking.in_their_state(turn, told or turn.place), turn.state
    chosen = None if seeking.is_place_alone(turn, place) else turn.service.service
    chosen = chosen or _service(turn)
    if place.place is None and place.choices:
        return _which(turn, place.choices, chosen)
    carries = carried and not (place.near_me or place.landmark or place.lost)
    found = place.place or (carried.place if carried and carries else None)
    if found is None and turn.service.by_mail and chosen == _DEFAULT_SERVICE:
        return _by_mail(turn, changed(turn.carry(), service=chosen)) or _ask(turn, chosen, "ask_place")
    if found is None:
        lost = (seeking.expected(turn) and not place.state_only) or place.lost
        return _ask(turn, chosen, "ask_corner" if place.landmark else "unknown_place" if lost else "ask_place")
    return _find(turn, found, chosen, place)


def _offered_place(turn: Turn, wanted: str | None) -> Place | None:
    """The place behind a number, a state's name or a town's name, after "which one?"; the first where they ask for the list."""
    offered = turn.state.offered if turn.state else ()
    names = [each.removeprefix("place:").split("|") for each in offered if each.startswith("place:")]
    if not names:
        return None
    number = turn.number
    if number is None:
        state_said = turn.place.state_only
        number = next((i for i, (_, code) in enumerate(names, start=1) if state_said == code), None)
    if number is None and (turn.said in assent.YES or wanted == "more"):
        number = 1
    if number is None or number > len(names):
        return None
    return _called(turn, *names[number - 1])


def _namesake(turn: Turn) -> Place | None:
    """The town of the same name in the state they text, after "Not that one? Text the state." and "Which one?"."""
    state = turn.state
    if not state:
        return None
    offered = next((each.removeprefix("place:").split("|")[0] for each in state.offered if each.startswith("place:")), None)
    name = offered or (state.place.name if state.place and state.entry == TOPIC else None)
    code = turn.place.state_only if name else None
    return _called(turn, name, code) if name and code and seeking.is_state_alone(turn) else None


def _called(turn: Turn, name: str, state: str) -> Place | None:
    return next(iter(turn.knowledge.gazetteer.named(name, state)), None)


def _at_point(turn: Turn, point: Point) -> Outcome:
    """A shared location, already rounded: used for this answer."""
    near = turn.knowledge.gazetteer.nearest_zip(point)
    if near is None:
        return _ask(turn, _service(turn), "unknown_place")
    return _find(turn, changed(near, lat=point.lat, lon=point.lon, pinned=True), turn.service.service)


def _service(turn: Turn) -> str:
    """What they look for where this message does not say: what we asked about, the last answer's subject, the last list's."""
    carried = turn.state.service if turn.state else None
    told = SERVICE_ABOUT.get(turn.last.topic) if turn.last and not seeking.expected(turn) else None
    return told or carried or _DEFAULT_SERVICE


def _wish(turn: Turn) -> Wish:
    """How they want it: as this message says, or as the one did that we answered with a question."""
    pending = turn.state and (turn.state.asks_place or turn.state.offered)
    return turn.service.wish or (turn.state.wish if turn.state and pending else NO_WISH)


def _ask(turn: Turn, service: str, line: str) -> Outcome:
    none = unlisted(service) if not turn.knowledge.directory.offers(service) else None
    if none:  # wherever they are, there is nothing to look up
        return turn.outcome(Reply(turn.line(none), entry=TOPIC), turn.carry(), TOPIC)
    state = changed(turn.carry(), asked="place", service=service, shown=(), offered=(), wish=_wish(turn))
    return turn.outcome(Reply(turn.line(line), asks_place=True), state, TOPIC)


def _anywhere(turn: Turn) -> Outcome:
    """What holds wherever they are, for who does not want to say where, or cannot."""
    service = _service(turn)
    unknown = unlisted(service)
    first, *more = [turn.line(unknown)] if unknown else ways_on(turn.knowledge, service, None, turn.language)
    notes = (*more, *_after(turn, service, None))
    return turn.outcome(Reply(first, notes=notes, entry=TOPIC), changed(turn.carry(), service=service), TOPIC)


def _which(turn: Turn, places: tuple[Place, ...], service: str) -> Outcome:
    shown = places[:3]
    offered = tuple(f"place:{place.name}|{place.state}" for place in shown)
    state = changed(turn.carry(), asked="place", service=service, offered=offered, wish=_wish(turn))
    choices = tuple(Choice(f"{p.name}, {p.state}", str(number)) for number, p in enumerate(shown, start=1))
    return turn.outcome(Reply(turn.line("which_place"), choices=choices, asks_place=True), state, TOPIC)


def _find(turn: Turn, place: Place, service: str | None, reading: PlaceReading | None = None) -> Outcome:
    wanted = service or _service(turn)
    state = changed(
        turn.carry(), place=place, service=wanted, offset=0, entry=TOPIC, offered=(), part=0, wish=_wish(turn), shown=()
    )
    sent = _by_mail(turn, state) if turn.service.by_mail else None
    return sent or _show(turn, state, reading)


def _by_mail(turn: Turn, state: State) -> Outcome | None:
    """Who sends it there; None where nobody does, or what the mail brings is not on our list."""
    entry = turn.knowledge.bank.get("naloxone_mail") if state.service == "naloxone" else None
    if entry:
        return turn.answer(entry)
    first, *more = served_by(turn.knowledge, state.service or "", state.place, turn.language) or ("",)
    return turn.outcome(Reply(first, notes=tuple(more), entry=TOPIC), state, TOPIC) if first else None


def _page(turn: Turn, state: State) -> Outcome:
    return _show(turn, changed(turn.carry(), offset=state.offset + _PAGE), None)


def _same_page(turn: Turn, state: State) -> Outcome:
    wish = turn.service.wish or state.wish
    return _show(turn, changed(turn.carry(), offset=state.offset if wish == state.wish else 0, wish=wish), None)


def _show(turn: Turn, state: State, reading: PlaceReading | None) -> Outcome:
    assert state.place is not None  # noqa: S101
    knowledge, place, service = turn.knowledge, state.place, state.service or _DEFAULT_SERVICE
    found = knowledge.directory.nearest(
        place.point, service, turn.now, k=_PAGE, offset=state.offset, max_age_days=knowledge.max_age_days, wish=state.wish
    )
    if not found.results:
        if state.offset:
            return turn.outcome(Reply(turn.line("no_more_places"), entry=TOPIC), state, TOPIC)
        return _nothing(turn, state, found.nearest_miles_beyond, reading)
    rows = [row(turn.knowledge, near, number, turn.now, turn.language) for number, near in enumerate(found.results, start=1)]
    notes = [*rows, *_after(turn, service, reading)]
    if service == "naloxone" and found.results[0].miles > _FAR_MILES and not state.offset:
        partners = served_by(knowledge, service, place, turn.language)
        phones = {near.site.phone for near in found.results}
        notes += [said for said in partners if not any(phone and phone in said for phone in phones)]
        notes.append(turn.line("naloxone_else"))
    notes.append(turn.line("place_hints_more" if found.more else "place_hints"))
    state = changed(state, shown=tuple(near.site.id for near in found.results))
    wish = state.wish if not state.offset else NO_WISH
    lead = heading(knowledge, service, place, wish, turn.language, granted=found.granted)
    return turn.outcome(Reply(lead, notes=tuple(notes), places=found.results, entry=TOPIC), state, TOPIC)


def _nearest_already(turn: Turn, state: State) -> Outcome:
    """They ask for something closer: what was shown first is the nearest we know."""
    notes = tuple(ways_on(turn.knowledge, state.service or _DEFAULT_SERVICE, state.place, turn.language))
    return turn.outcome(Reply(turn.line("nearest_already"), notes=notes, entry=TOPIC), turn.carry(), TOPIC)


def _after(turn: Turn, service: str, reading: PlaceReading | None) -> list[str]:
    """What must stand behind a list: a warning of the service, and that the town may be another of its name."""
    said = [turn.line("detox_warning")] if service == "detox" else []
    other = next((each for each in reading.choices if each != reading.place), None) if reading and reading.place else None
    if other and reading and reading.place:
        said.append(turn.line("not_that_place" if other.name == reading.place.name else "or_town", name=other.name))
    return said


def _nothing(turn: Turn, state: State, miles: float | None, reading: PlaceReading | None) -> Outcome:
    """That there is nothing near, how far the nearest is, and every other way that we know."""
    service = state.service or _DEFAULT_SERVICE
    unknown = unlisted(service)
    if unknown:
        return turn.outcome(Reply(turn.line(unknown), entry=TOPIC), state, TOPIC)
    notes = [turn.line("nearest_is", miles=round(miles))] if miles is not None else []
    notes += ways_on(turn.knowledge, service, state.place, turn.language)
    title = turn.knowledge.service_name(service, turn.language)
    assert state.place is not None  # noqa: S101
    lead = turn.line("none_near", place=named(turn.knowledge, state.place, turn.language), service=title)
    return turn.outcome(Reply(lead, notes=(*notes, *_after(turn, service, reading)), entry=TOPIC), state, TOPIC)


_OF_A_LIST: dict[str | None, Callable[[Turn, State], Outcome | None]] = {
    "more": _page,
    "other": _page,
    "details": _same_page,
    "closer": _nearest_already,
}
