"""An ordinary question: the entry of the topic it is about, or two or three guesses where that is not sure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from bot.bank import Entry
from bot.changed import changed
from bot.reply import Choice, Outcome, Reply
from bot.understanding import thresholds
from bot.understanding.reading import KINDS
from handlers.turn import Turn

_MOST_GUESSES = 3
_BOTH_SURE = 0.6
# The n-grams must hear two subjects first, each at least so well: of 2,887 messages this asks the encoder for the halves of 154
# instead of 812, and four of 81 second answers go.
_BOTH_SOUND = 0.4
# Of one subject so surely that its halves need not be heard, each of which costs as much as the whole.
_ONE_SURE = 0.9
# Said beside a question, not asked: "hi, ...", "... thanks"; and danger, which is answered first or not at all.
_NO_SECOND = {"greeting_thanks", "out_of_scope", "abusive_or_spam", "find_service", "bot_menu_help_stop", *KINDS}


def respond(turn: Turn) -> Outcome | None:
    """The answer where one topic stands out; numbered guesses where a few do; None where nothing does."""
    if turn.scores is None or not turn.words:
        return None
    topic, chance = turn.subjects[0]
    entry = turn.knowledge.bank.entry_for(_learning(topic), turn.words, turn.language)
    if chance >= thresholds.TOPIC_SURE and entry:
        return turn.answer(entry)
    return _guesses(turn) if chance >= thresholds.TOPIC_GUESS else None


def named(turn: Turn) -> Outcome | None:
    """The answer of which the message says the name ("MHAAO", "Solidarity Week"): no other subject is called so."""
    entry = turn.knowledge.bank.named(turn.words)
    return turn.answer(entry) if entry else None


def second(turn: Turn, first: str) -> Entry | None:
    """What else was asked in the same message: the entry of the other half, where both halves are sure of their subject."""
    one = turn.scores is not None and turn.scores.encoded and turn.scores.topics[0][1] >= _ONE_SURE
    if one or len(turn.halves.parts) != 2:
        return None
    if _besides(first, turn.halves.sound(), _BOTH_SOUND) is None:
        return None
    number = _besides(first, turn.halves.heard, _BOTH_SURE)
    if number is None:
        return None
    topic, _ = tuple(turn.halves.heard)[number]
    return turn.knowledge.bank.entry_for(topic, turn.halves.parts[number], turn.language)


def _besides(first: str, halves: Iterable[tuple[str, float]], least: float) -> int | None:
    """Which of two halves asks something besides `first`, where they are about two subjects with at least this chance each."""
    found = [topic for topic, _ in takewhile(lambda half: half[1] >= least, halves)]
    if len(found) != 2 or found[0] == found[1]:
        return None
    return next((number for number, topic in enumerate(found) if topic != first and topic not in _NO_SECOND), None)


def _learning(topic: str) -> str:
    """The ordinary topic beside an emergency's: danger itself was asked about before, and was not found."""
    return _BESIDE.get(topic, topic)


_BESIDE = {
    "emergency_overdose": "overdose_what_to_do",
    "emergency_stimulant": "stimulant_safety",
    "emergency_alcohol_or_other": "alcohol_info",
    "suicide_crisis": "human_contact",
}
assert set(_BESIDE) == set(KINDS)  # noqa: S101 - two tables that must not drift apart


def _guesses(turn: Turn) -> Outcome | None:
    """Up to three subjects by number; the first is what the counters count."""
    likely = [topic for topic, chance in turn.subjects[:_MOST_GUESSES] if chance >= thresholds.TOPIC_SHOWN]
    found = [turn.knowledge.bank.entry_for(_learning(topic), turn.words, turn.language) for topic in likely]
    shown = tuple(dict.fromkeys(entry.id for entry in found if entry))
    if not shown:
        return None
    state = changed(turn.carry(), offered=tuple(f"entry:{each}" for each in shown), asked="guess", entry=None)
    choices = tuple(
        Choice(turn.knowledge.bank.entries[each].say(turn.language).title, str(number))
        for number, each in enumerate(shown, start=1)
    )
    return turn.outcome(Reply(turn.line("unsure"), choices=choices), state, likely[0])
