"""Whom to call outside the US and Canada. Not by SMS or phone call: those come over a US number, where 911 is right."""

from __future__ import annotations

import re

from bot.changed import changed
from bot.countries import Country
from bot.message import Channel
from bot.reply import Outcome, Reply
from handlers.turn import Turn

_US_LINES = frozenset({Channel.SMS, Channel.VOICE})
_911, _988 = (re.compile(rf"(?<![\d-]){number}(?![\d-])") for number in (911, 988))


def suited(turn: Turn, outcome: Outcome) -> Outcome:
    """The answer with the numbers of the country where they say they are; elsewhere unknown, an emergency says what to call."""
    reply, where = outcome.reply, turn.where
    if reply.silent or reply.places or turn.message.channel in _US_LINES:
        return outcome
    country = where.country
    asks, talks = _911.search(reply.lead), _988.search(reply.lead)
    if country and country.emergency:
        reply = _calling(reply, country.emergency)
    elif asks and (country or (reply.urgent and not where.code)):
        reply = _and(reply, turn.line("elsewhere_emergency"))
    if where.namesake and where.namesake.emergency and asks and outcome.tally.danger:
        filled = {"country": where.namesake.name(turn.language), "number": where.namesake.emergency}
        reply = _and(reply, turn.line("namesake_emergency", **filled))
    return changed(outcome, reply=_talking(turn, reply, country) if country and talks else reply)


def _calling(reply: Reply, number: str) -> Reply:
    before, notes = ([_911.sub(number, text) for text in texts] for texts in (reply.before, reply.notes))
    return changed(reply, lead=_911.sub(number, reply.lead), before=tuple(before), notes=tuple(notes))


def _and(reply: Reply, line: str) -> Reply:
    """`reply` with one line more; an urgent one has nothing behind its lead."""
    return changed(reply, lead=f"{reply.lead}\n{line}") if reply.urgent else changed(reply, notes=(*reply.notes, line))


def _talking(turn: Turn, reply: Reply, country: Country) -> Reply:
    """What to say about 988 abroad: first whom to call there, where we know."""
    if not country.crisis:
        return _and(reply, turn.line("elsewhere_crisis"))
    filled = {"country": country.name(turn.language), "number": country.crisis, "name": country.crisis_name}
    return changed(reply, lead=f"{turn.line('country_crisis', **filled)}\n{reply.lead}")
