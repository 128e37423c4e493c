"""The line has ended: every answer but danger's is whom else to call, for as long as the number is kept."""

from __future__ import annotations

from bot.reply import Outcome, Reply
from handlers.turn import Turn


def respond(turn: Turn) -> Outcome:
    """911, the steps, 211 and 988, in the language of the message."""
    return turn.outcome(Reply(turn.line("sunset")), turn.carry(), "human_contact")
