"""A number, a yes or a no after something was offered; also a number inside a short reply ("2 please")."""

from __future__ import annotations

from bot.changed import changed
from bot.reply import Outcome, Reply
from bot.understanding import assent
from handlers.turn import Turn


def respond(turn: Turn) -> Outcome | None:
    """The entry behind a number, or behind a yes; the next guesses behind a no."""
    if not turn.state:
        return None
    number = turn.number
    if number is None and turn.said in assent.YES and turn.state.asked and turn.state.offered:
        number = 1
    if number is not None:
        kind, _, name = turn.state.offered[number - 1].partition(":")
        entry = turn.knowledge.bank.get(name) if kind == "entry" else None
        return turn.answer(entry) if entry else None
    if turn.said in assent.WRONG or (turn.said in assent.NO and turn.state.asked == "guess"):
        return _other_guesses(turn)
    return None


def _other_guesses(turn: Turn) -> Outcome:
    """The subjects that came next when the last answer was chosen; where none are carried, the main ones."""
    carried = turn.state.guesses if turn.state else ()
    ids = carried or ("naloxone_get", "overdose_what_to_do", "human_contact")
    state = changed(turn.carry(), offered=tuple(f"entry:{each}" for each in ids), asked="guess", guesses=())
    return turn.outcome(Reply(turn.line("not_that"), choices=turn.choices(ids)), state, "bot_menu_help_stop")
