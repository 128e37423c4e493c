"""It got worse: after a step that calms, or in a talk about dying, the head hears a body in danger that no row knows.

"Breaths are like... one... and then a long wait", after it seemed over; "I took half already", after a wish to die.
"""

from __future__ import annotations

from bot.bank import Entry
from bot.reply import Outcome
from bot.state import State
from bot.understanding import thresholds
from bot.understanding.reading import KINDS, Kind, Who
from handlers import emergency, hearing, ongoing
from handlers.turn import Turn


def respond(turn: Turn) -> Outcome | None:
    """The step for it; None where the head hears no body in danger, or the steps that go on are for one already."""
    state, scores = turn.state, turn.scores
    now_at = turn.knowledge.bank.steps.get((state.step if state else None) or "")
    if state is None or now_at is None or scores is None or scores.danger < thresholds.DANGER_NOW:
        return None
    topic, chance = scores.topics[0]
    if topic == Kind.SUICIDE.topic and chance >= thresholds.EMERGENCY_PLAIN:
        return _wish(turn, state, now_at)
    body = [(KINDS[each], by) for each, by in scores.topics if each in KINDS and each != Kind.SUICIDE.topic]
    if sum(by for _, by in body) < thresholds.EMERGENCY_PLAIN:
        return None
    kind, _ = body[0]
    if now_at.id in ongoing.TALKS:
        return emergency.show(turn, emergency.taken(turn, state))
    if now_at.id not in emergency.CALM or ongoing.ended(turn, state):
        return None
    first = ongoing.FIRST[kind, Who(state.who or Who.UNCLEAR)]
    return emergency.show(turn, turn.knowledge.bank.steps["stopped_again" if kind is Kind.OVERDOSE else first])


def _wish(turn: Turn, state: State, now_at: Entry) -> Outcome | None:
    """The step for a wish to die, where another danger was only half believed ("yuh i thought about it. not tonight")."""
    if ongoing.topic(now_at, state) == Kind.SUICIDE.topic or state.believed >= thresholds.ALARM_SURE:
        return None
    return emergency.first(turn, hearing.heard(turn))
