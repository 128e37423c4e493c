"""The first line of an answer, for phones that others see: where nobody is in danger it tells nothing."""

from __future__ import annotations

from bot.changed import changed
from bot.message import Channel
from bot.reply import Reply
from bot.understanding.reading import Level
from handlers.turn import Turn

# Where an answer comes as a notification; a page is open already, and a voice is heard by who called.
_NOTIFIED = frozenset({Channel.SMS, Channel.WHATSAPP, Channel.TELEGRAM})
_SEEN_AT_ONCE = 60


def covered(turn: Turn, reply: Reply, level: Level) -> Reply:
    """`reply` with a line of its own before a subject; danger, steps and lines of the program stay as they are."""
    if turn.state and turn.state.in_emergency:
        return reply
    tells = reply.entry is not None and reply.entry not in turn.knowledge.bank.steps
    urges = reply.before or reply.warned or level is not Level.NONE or "911" in reply.lead[:_SEEN_AT_ONCE]
    if not tells or urges or turn.message.channel not in _NOTIFIED:
        return reply
    first, stop, rest = reply.lead.partition(". ")
    if stop and " " not in first:  # "Hello." and "Yes." tell nothing: they are a first line themselves
        return changed(reply, lead=f"{first}.\n{rest}")
    return changed(reply, before=(turn.line("covered"),))
