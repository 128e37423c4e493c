"""Somebody went, and the door was shut or not as told: it counts against that place, and nobody learns who said it."""

from __future__ import annotations

from bot.changed import changed
from bot.reply import Outcome, Reply
from bot.state import State
from bot.understanding.place_reports import report
from handlers.turn import Turn

TOPIC = "find_service"


def respond(turn: Turn) -> Outcome | None:
    """Thanks, and a count against the place that was named; None where no list was shown or nothing is told of it."""
    state = turn.state
    told = report(turn.words, asks="?" in turn.message.text) if state and state.shown else None
    if not state or told is None or (told.number is None and state.entry != TOPIC):
        return None
    number = told.number or (1 if len(state.shown) == 1 else 0)
    site = turn.knowledge.directory.get(state.shown[number - 1]) if 1 <= number <= len(state.shown) else None
    if site is None:
        return turn.outcome(Reply(turn.line("which_wrong"), entry=TOPIC), turn.carry(), TOPIC)
    return _counted(turn, state, site.id, site.name)


def _counted(turn: Turn, state: State, site_id: str, name: str) -> Outcome:
    """The same talk counts once for a place, however often it says so."""
    carried = changed(turn.carry(), reported=tuple(dict.fromkeys((*state.reported, site_id))))
    outcome = turn.outcome(Reply(turn.line("wrong_noted", name=name), entry=TOPIC), carried, TOPIC)
    if site_id in state.reported:
        return outcome
    return changed(outcome, tally=changed(outcome.tally, site_report=site_id))
