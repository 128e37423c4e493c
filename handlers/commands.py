"""Words about the answer itself: more, shorter, source, again, back, menu, hide, and the names of languages."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.bank import LANGUAGES
from bot.beside import beside
from bot.changed import changed
from bot.cited import cited
from bot.message import Channel
from bot.reply import Outcome, Reply
from bot.reserved import OPT_OUT
from bot.sentences import without_words
from bot.understanding import assent
from bot.understanding.command_words import COMMANDS, IN_A_FEW, LANGUAGE_NAMES, LITTLE, POLITE, SUBJECTS
from bot.understanding.reading import KINDS, Kind
from bot.understanding.whereabouts import HOME
from handlers.turn import Turn

_FEW = 9
_SHORT, _ASKED_CHANCE = 7, 0.3
# Something to call or text: 988, 911, or a number with dashes.
_CALLABLE = re.compile(r"\b\d{3}-\d{3,4}\b|\b(?:988|211)\b")


def respond(turn: Turn) -> Outcome | None:
    """The answer to a command word, a subject's word, or a title (a button sends it), or None."""
    language = next((code for code, names in LANGUAGE_NAMES.items() if turn.said in names), None) or _asked_language(turn)
    if language:
        return switch(turn, language)
    subject = next((name for name, said in SUBJECTS.items() if turn.said in said), None) or turn.knowledge.bank.titled(turn.words)
    entry = turn.knowledge.bank.get(subject) if subject else None
    if entry:
        return turn.answer(entry)
    ways = {turn.said, _core(turn)}
    command = next((name for name, said in COMMANDS.items() if ways & said), None) or _named(turn)
    if turn.said in assent.YES and turn.state and turn.state.entry:
        command = "more"  # a yes after an answer can only mean its last line, "Text MORE for more"
    return _COMMANDS[command](turn) if command else None


def _core(turn: Turn) -> str:
    """What is said, without the little words before it and the polite ones behind it ("ok whats the number please")."""
    said = turn.words[1:] if turn.words[:1] and turn.words[0] in LITTLE else turn.words
    while len(said) > 1 and said[-1] in POLITE:
        said = said[:-1]
    return " ".join(said[:-1] if len(said) > 1 and said[-1] == "por" else said)


def _named(turn: Turn) -> str | None:
    """The command that a few words about the last answer name."""
    if len(turn.words) > _FEW or not turn.last:
        return None
    return next((name for name, named in IN_A_FEW.items() if not named.isdisjoint(turn.words)), None)


def _asked_language(turn: Turn) -> str | None:
    """A language named in a short request ("espanol por favor no entiendo")."""
    if len(turn.words) > _SHORT:
        return None
    named = next((code for code, names in LANGUAGE_NAMES.items() if not names.isdisjoint(turn.words)), None)
    return named if named and turn.head.alone and turn.head.alone.of("language_switch") >= _ASKED_CHANCE else None


def carrier(turn: Turn) -> Outcome | None:
    """The carrier's own word for "no more texts": it answers that itself and blocks ours, so the talk is forgotten."""
    if turn.message.channel is Channel.SMS and turn.said in OPT_OUT:
        return turn.outcome(Reply("", silent=True), None, "bot_menu_help_stop")
    return None


def switch(turn: Turn, language: str) -> Outcome:
    """The talk goes on in `language`: the last answer again, or the menu line."""
    entry = turn.last
    lead = turn.knowledge.line("switched", language)
    said = turn.lead(entry, language) if entry else lead
    state = changed(turn.carry(), language=language, offered=turn.state.offered if turn.state else ())
    steps = bool(entry and entry.step and state.in_emergency)
    topic = entry.topic if entry and steps else "language_switch"
    outcome = turn.outcome(Reply(said, entry=entry.id if entry else None), state, topic)
    tally = changed(outcome.tally, language=language, danger=steps and KINDS.get(topic, Kind.SUICIDE) is not Kind.SUICIDE)
    return changed(outcome, reply=changed(outcome.reply, language=language), tally=tally)


def _more(turn: Turn) -> Outcome | None:
    """The next part of the last answer; after the last part, that this was all."""
    state, entry = turn.state, turn.last
    if state and entry and not state.entry:
        return turn.answer(entry)  # "how long" after guesses is about the first of them
    if not state or not entry:
        return _say(turn, "what_now", "bot_menu_help_stop")
    parts = entry.say(turn.language).more
    if state.part >= len(parts):
        return _say(turn, "that_is_all", entry.topic)
    notes = (turn.line("more"),) if state.part + 1 < len(parts) else ()
    reply = Reply(turn.knowledge.numbered(parts[state.part]), notes=notes, entry=entry.id)
    reply = changed(reply, choices=turn.choices(entry.choices[:3]) if not notes else ())
    return turn.outcome(reply, changed(turn.carry(), part=state.part + 1), entry.topic)


def _lead_alone(turn: Turn) -> Outcome | None:
    """The lead of the last answer and nothing else: for "again" and "shorter"."""
    entry = turn.last
    if not entry:
        return _say(turn, "what_now", "bot_menu_help_stop")
    reply = Reply(turn.lead(entry), entry=entry.id)
    return turn.outcome(reply, changed(turn.carry(), part=0), entry.topic)


def _forward(turn: Turn) -> Outcome | None:
    """The last answer as one text that stands alone on another phone: no word to text, no line of ours around it."""
    entry = turn.last
    if not entry:
        return _say(turn, "what_now", "bot_menu_help_stop")
    lead = turn.lead(entry)
    behind = beside(turn.knowledge, entry, lead, turn.language, HOME)
    return turn.outcome(Reply(" ".join((*without_words(lead), *behind))), turn.carry(), entry.topic)


def _number(turn: Turn) -> Outcome | None:
    """The last answer again where a number stands in it, else the people to call."""
    entry = turn.last
    if entry and _CALLABLE.search(turn.lead(entry)):
        return _lead_alone(turn)
    people = turn.knowledge.bank.get("human_contact")
    return turn.answer(people) if people else None


def _source(turn: Turn) -> Outcome:
    """Where the last answer comes from, in one text, and whether anyone has reviewed it."""
    entry = turn.last
    if not entry or not entry.sources:
        return _say(turn, "no_source", "bot_menu_help_stop")
    said = cited(turn.knowledge, entry, turn.language)
    return turn.outcome(Reply(said, entry=entry.id), turn.carry(), entry.topic)


def _menu(turn: Turn) -> Outcome | None:
    entry = turn.knowledge.bank.get("bot_menu_help_stop")
    return turn.answer(entry) if entry else _say(turn, "what_now", "bot_menu_help_stop")


def _hide(turn: Turn) -> Outcome:
    """Forget the talk, and say what still remembers it."""
    outcome = turn.outcome(Reply(turn.line("forgotten")), None, "privacy_who_sees_this")
    return changed(outcome, state=None)


def _help(turn: Turn) -> Outcome | None:
    """The carriers' word, where it reaches us: the emergency first, then who we are; in an emergency a cry for the steps."""
    if turn.state and turn.state.in_emergency:
        return None
    name, phone = turn.knowledge.organisation, turn.knowledge.organisation_phone
    who = turn.line("help_who", organisation=name) if name else turn.line("help_nobody")
    person = (turn.line("help_person", phone=phone),) if phone else ()
    notes = (*person, *((turn.line("help_stop"),) if turn.message.channel is Channel.SMS else ()))
    reply = Reply(f"{turn.line('help_first')} {who}", notes=notes, warned=True)
    return turn.outcome(reply, turn.carry(), "bot_menu_help_stop")


def _save(turn: Turn) -> Outcome:
    """How to keep our number under a name that tells nothing."""
    return _say(turn, "save_number", "privacy_who_sees_this")


def _say(turn: Turn, key: str, topic: str) -> Outcome:
    return turn.outcome(Reply(turn.line(key)), turn.carry(), topic)


_COMMANDS: dict[str, Callable[[Turn], Outcome | None]] = {
    "more": _more,
    "shorter": _lead_alone,
    "again": _lead_alone,
    "forward": _forward,
    "source": _source,
    "number": _number,
    "menu": _menu,
    "help": _help,
    "save": _save,
    "hide": _hide,
}
assert set(LANGUAGE_NAMES) == set(LANGUAGES)  # noqa: S101 - two tables that must not drift apart
