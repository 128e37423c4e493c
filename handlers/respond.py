"""The order in which a message is understood, in one table, and the one function that every channel calls.

`respond` is total: any text, any state and any knowledge give an `Outcome`, never an exception.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot import lastresort, text
from bot.changed import changed
from bot.knowledge import Knowledge
from bot.message import Message
from bot.reply import Outcome, Reply, Tally
from bot.reserved import ASKED
from bot.state import State
from bot.understanding.command_words import COMMANDS, SUBJECTS
from bot.understanding.reading import KINDS, SAFE, Danger, Kind, Level, Reading
from handlers import (
    alerts,
    answers,
    choose,
    commands,
    discreet,
    drill,
    emergency,
    found_shut,
    hearing,
    letting_go,
    one_place,
    ongoing,
    places,
    sunset,
    unsure,
    worse,
)
from handlers.abroad import suited
from handlers.bidden import bidden
from handlers.turn import Turn

Handler = Callable[[Turn], Outcome | None]


@dataclass(frozen=True, slots=True)
class Need:
    """One row of the order: who is asked, and why there."""

    name: str
    respond: Handler
    why: str


def sensed(turn: Turn) -> Outcome | None:
    """Danger that no row knows but the trained head hears; not in the word of a step, which stands before the answer."""
    if emergency.beside(turn):
        return None
    danger = hearing.heard(turn)
    return emergency.first(turn, danger) if danger.level is Level.NOW and not _in_steps(turn) else None


def steps_again(turn: Turn) -> Outcome | None:
    """In an emergency, what cannot be understood as another question is taken as "what now"."""
    if not _in_steps(turn):
        return None
    scores = turn.scores
    if scores and turn.words and (meant := emergency.meant(turn, scores.topics[0][0])):
        return meant
    return None if letting_go.asks_else(turn, emergency.CALM) else worse.respond(turn) or emergency.fall_back(turn)


def fragment(turn: Turn) -> Outcome | None:
    """A piece of something is asked back; in an emergency it is a cry, as HELP and INFO are: the step again."""
    if not _in_steps(turn):
        return unsure.fragment(turn)
    return emergency.fall_back(turn) if turn.said in ASKED or unsure.fragment(turn) else None


def practice(turn: Turn) -> Outcome | None:
    """A practice overdose: the steps as they are in earnest, with the mark on every text."""
    return drill.respond(turn, emergency.respond)


def ended(turn: Turn) -> Outcome | None:
    """After the last day: the steps for who is in danger, as far as the head hears it, and for all else whom to call."""
    if not turn.knowledge.sunset:
        return None
    return sensed(turn) or (emergency.fall_back(turn) if _in_steps(turn) else sunset.respond(turn))


ORDER: tuple[Need, ...] = (
    Need("carrier", commands.carrier, "the carrier has stopped this thread: nothing we send arrives, so no danger is missed"),
    Need("drill", practice, "before the emergency, whose steps it lends; in doubt it has stepped aside already"),
    Need("emergency", emergency.respond, "a life comes before language, state, menu and limit"),
    Need("sunset", ended, "the line has ended: after danger, whom else to call is all it says"),
    Need("media", unsure.media, "a picture has no words to understand"),
    Need("found shut", found_shut.respond, "after a list, a word about a place that is shut is about that place alone"),
    Need("one place", one_place.respond, "after a list a number, or MAP and a number, is about that place"),
    Need("places", places.respond, "a pin, a ZIP, or a next page, in the middle of any talk: exact, and no encoder is asked"),
    Need("choose", choose.respond, "a number means what was offered last"),
    Need("commands", commands.respond, "words about the answer itself are exact"),
    Need("alerts", alerts.respond, "exact words about what is going around"),
    Need("empty", unsure.empty, "nothing to understand"),
    Need("fragments", fragment, "one piece of something, or a number that nothing offered"),
    Need("sensed", sensed, "free text: the head may hear what no row knows"),
    Need("steps again", steps_again, "in an emergency a muddled text is a question about the steps"),
    Need("named", answers.named, "a proper name is about its own entry, also where it holds a town's name: Portland OPS"),
    Need("asked alerts", alerts.asked, "what is going around, where an alert holds; before places, for it may name one"),
    Need("asked places", places.asked, "where is the nearest: read with the help of the encoder"),
    Need("answers", answers.respond, "an ordinary question"),
    Need("unsure", unsure.respond, "say so, and name people to call"),
)


def respond(message: Message, state: State | None, knowledge: Knowledge, now: datetime) -> Outcome:
    """What to say to `message`. `state` may be None, stale or lost: the answer is then a first answer."""
    message = _cleaned(message, knowledge)
    carried = state.alive(now) if state else None
    turn = _over(_turn(message, carried, knowledge, now))
    name, outcome = next((need.name, found) for need in ORDER if (found := need.respond(turn)))
    if outcome.tally.topic == drill.TOPIC:
        return outcome
    finished = suited(turn, alerts.noticed(turn, alerts.beside(turn, _finish(turn, outcome, free=name in _FREE))))
    return drill.ended(turn, finished) if carried and carried.drill is not None else finished


def pressing(message: Message, state: State | None, knowledge: Knowledge, now: datetime) -> bool:
    """Whether a message must be answered however many wait: what rows, pieces, steps and the talk so far tell, and no head."""
    turn = _turn(_cleaned(message, knowledge), state.alive(now) if state else None, knowledge, now)
    told = turn.danger.level is not Level.NONE or (turn.state and turn.state.alarm) or turn.piece
    return bool(told or _in_steps(turn) or emergency.respond(turn))


# Every word that our texts ask for, but for those of the steps.
_WORDS = alerts.WORDS.union(drill.OVER, *drill.BEGIN.values(), *COMMANDS.values(), *SUBJECTS.values())


def _cleaned(message: Message, knowledge: Knowledge) -> Message:
    said = bidden(text.clean(message.text), knowledge.bank, _WORDS)
    return message if said == message.text else changed(message, text=said)


def _turn(message: Message, state: State | None, knowledge: Knowledge, now: datetime) -> Turn:
    turn = Turn(message, state, knowledge, now)
    danger = hearing.told(turn)
    if danger.level is Level.NOW and not _in_steps(turn) and hearing.doubted(turn, danger):
        danger = changed(danger, level=Level.POSSIBLE, doubted=True)
    if danger.level is not Level.NOW:
        danger = hearing.in_pieces(turn, danger)
    return drill.settled(turn.with_danger(danger), emergency.respond)


def _over(turn: Turn) -> Turn:
    """The same turn outside the emergency, where this message tells or shows that there is none: the head may be asked."""
    left = turn.danger if emergency.moves_on(turn) else letting_go.left(turn, emergency.CALM)
    return turn.with_state(turn.state.over(), left) if turn.state and left else turn


def _in_steps(turn: Turn) -> bool:
    return bool(turn.state and turn.state.in_emergency)


# Needs that read free text: there the head is asked for danger too. Exact words, numbers and ZIPs never wait for it.
_FREE = {"asked alerts", "asked places", "sensed", "steps again", "answers", "unsure"}


def _finish(turn: Turn, outcome: Outcome, *, free: bool) -> Outcome:
    """What every answer shares: the danger line, the way back to the steps, the alarm level, what was understood."""
    asked = free and turn.words and not outcome.tally.danger and "scores" in vars(turn)
    danger = hearing.heard(turn) if asked else turn.danger
    reply = _with_second(turn, outcome) if asked and not _in_steps(turn) else outcome.reply
    if not outcome.tally.danger and not reply.silent:
        if outcome.reply.entry in turn.knowledge.bank.steps:
            pass  # breathing again: the step says itself what to watch for
        elif _in_steps(turn):
            before = (turn.line("stay_first"),) if outcome.tally.topic in _SENDS_AWAY else ()
            reply = changed(reply, before=before, notes=(*reply.notes, turn.line("emergency_back")))
        elif named := emergency.beside(turn):
            reply = changed(reply, before=(turn.lead(named), *reply.before))
            danger = danger if danger.level is not Level.NONE else Danger(Level.POSSIBLE, KINDS.get(named.topic, Kind.OVERDOSE))
        elif danger.level is Level.POSSIBLE and not reply.warned:
            reply = changed(reply, before=(_possible_line(turn, danger), *reply.before))
    level = _level(turn, outcome, danger)
    state = _carried(turn, outcome.state, outcome.tally, level) if outcome.state else None
    reading = Reading(
        danger=changed(danger, level=level) if level is not Level.NONE else SAFE,
        topics=turn.scores.topics if "scores" in vars(turn) and turn.scores else (),
        language=turn.told_language[0],
        place=(state.place if state else None) or (turn.place.place if free else None),
        service=(state.service if state else None) or (None if outcome.tally.danger else turn.service.service),
    )
    followed = turn.followed if free and turn.words and "scores" in vars(turn) else None
    return changed(outcome, reply=discreet.covered(turn, reply, level), state=state, reading=reading, followed=followed)


def _carried(turn: Turn, state: State, tally: Tally, level: Level) -> State:
    """`state` with what every answer leaves in it: the alarm, whether it put the danger line first, and its subject."""
    before = turn.state.alarm if turn.state else 0
    alarm = state.alarm if tally.danger else before | turn.piece
    topic = state.topic if tally.topic in _ABOUT_THE_TALK else _AFTERWARDS.get(tally.topic, tally.topic)
    return changed(state, alarm=alarm, uneasy=level is Level.POSSIBLE, topic=topic)


def _with_second(turn: Turn, outcome: Outcome) -> Reply:
    """The reply, with the answer to the other half of a message that asks two things."""
    other = answers.second(turn, outcome.tally.topic) if outcome.reply.entry else None
    if other is None or other.id == outcome.reply.entry:
        return outcome.reply
    said, notes = turn.lead(other), outcome.reply.notes
    return changed(outcome.reply, notes=(*notes, said) if outcome.reply.places else (said, *notes))


def _level(turn: Turn, outcome: Outcome, danger: Danger) -> Level:
    """What the answer treats it as: breathing again after an overdose is still possible danger."""
    if outcome.tally.danger:
        return Level.NOW
    steps = turn.knowledge.bank.steps
    entry = steps.get(outcome.reply.entry or "")
    if entry:  # more of a step, or the same in another language
        now = _in_steps(turn) and ongoing.of_a_body(entry, turn.state) and entry.id not in emergency.CALM
        return Level.NOW if now else Level.NONE if entry.topic == "greeting_thanks" else Level.POSSIBLE
    thanks = outcome.tally.topic == "greeting_thanks" and danger.level is Level.NONE
    going_on = turn.state and turn.state.step in steps and turn.state.step not in emergency.OVER
    if going_on and outcome.state and outcome.state.step and not thanks:
        return Level.POSSIBLE  # another question in the middle of an emergency, which goes on
    return Level.POSSIBLE if danger.level is Level.NOW else danger.level


# What is said about the talk leaves its subject; after danger, what follows is mostly about the hours after it.
_ABOUT_THE_TALK = {"greeting_thanks", "language_switch", "bot_menu_help_stop", "abusive_or_spam", "out_of_scope"}
_AFTERWARDS = {**dict.fromkeys(KINDS), "emergency_overdose": "after_reversal"}
# What could make a person leave somebody who does not breathe.
_SENDS_AWAY = {"find_service", "naloxone_get", "naloxone_cost"}


def _possible_line(turn: Turn, danger: Danger) -> str:
    """The line put first when danger is possible: whom to reach about dying, or the overdose steps."""
    if danger.kind is Kind.SUICIDE:
        return turn.line("possible_suicide")
    entry = turn.knowledge.bank.steps.get("overdose_possible")
    return turn.lead(entry) if entry else lastresort.possible(turn.language)
