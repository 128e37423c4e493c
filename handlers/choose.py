"""A number, a yes or a no after something was offered; also a number inside a short reply ("2 please")."""

from __future__ import annotations

from dataclasses import replace

from bot.reply import Outcome
from handlers.turn import Turn

NO = {"no", "nope", "nah", "n", "non", "nao", "neither", "none", "ninguna", "ninguno", "aucun", "nenhum", "not that",
      "not what i meant", "thats not what i meant", "not what i asked", "wrong answer", "no es eso", "eso no", "no era eso",
      "ce nest pas ca", "cest pas ca", "pas ca", "nao e isso", "nao era isso"}  # fmt: skip

def respond(turn: Turn) -> Outcome | None:
    """The entry behind a number, or behind a yes; the next guesses behind a no."""
    if not turn.state:
        return None
    number = turn.number
    if number is None and turn.affirms and turn.state.asked and turn.state.offered:
        number = 1
    if number is not None:
        kind, _, name = turn.state.offered[number - 1].partition(":")
        entry = turn.knowledge.bank.get(name) if kind == "entry" else None
        return turn.answer(entry) if entry else None
    if turn.said in NO and turn.state.offered and turn.state.asked == "guess":
        return _other_guesses(turn)
    return None


def _other_guesses(turn: Turn) -> Outcome:
    """The guesses that were not shown yet were not kept (no words are), so offer the main subjects."""
    ids = ("naloxone_get", "overdose_what_to_do", "human_contact")
    reply = turn.answer(turn.knowledge.bank.entries["bot_menu_help_stop"])
    state = reply.state and replace(reply.state, offered=tuple(f"entry:{each}" for each in ids))
    lead = turn.line("not_that")
    return replace(reply, reply=replace(reply.reply, lead=lead, notes=(), choices=turn.choices(ids), entry=None), state=state)
