"""Nothing was understood: say so, and name people who can help."""

from __future__ import annotations

from bot.reply import Outcome, Reply
from bot.understanding.pieces import PLEA, SIGN
from bot.understanding.reading import Kind
from handlers.turn import Turn


def media(turn: Turn) -> Outcome | None:
    """A picture, a voice message or a sticker without words."""
    if turn.message.media and not turn.words:
        return turn.outcome(Reply(turn.line("media")), turn.carry(), "out_of_scope")
    return None


def empty(turn: Turn) -> Outcome | None:
    """No word at all (emoji, signs, nothing): ask what is needed, with the danger line."""
    if turn.words:
        return None
    return turn.outcome(Reply(turn.line("what_now")), turn.carry(), "bot_menu_help_stop")


def fragment(turn: Turn) -> Outcome | None:
    """A piece of something ("he", "wont"), or a bare number where nothing was offered: ask what is needed."""
    level = turn.piece if len(turn.words) <= 2 else 0
    if not (level or turn.said.isdigit()):
        return None
    topic = Kind.OVERDOSE.topic if level & (SIGN | PLEA) else "bot_menu_help_stop"
    return turn.outcome(Reply(turn.line("what_now")), turn.carry(), topic)


def respond(turn: Turn) -> Outcome:
    """The last handler: an honest "I did not understand", and whom to call."""
    topic = turn.scores.topics[0][0] if turn.scores and turn.words else "out_of_scope"
    return turn.outcome(Reply(turn.line("lost")), turn.carry(), topic)
