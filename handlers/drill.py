"""A practice overdose: the real steps by their own words, marked on every text, with a clock that runs faster.

In doubt it is real. Only words that the drill itself asks for practise; OD, a sign of danger, "real", or a situation told in
free words ends it at once, and the steps come in earnest. Nothing else in the program knows of a drill: its step is carried
apart from an emergency's, and is lent to the emergency's handler for the length of one answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from bot.changed import changed
from bot.knowledge import Knowledge
from bot.reply import Outcome, Reply, Tally
from bot.state import State
from bot.understanding.reading import KINDS, SAFE, Danger, Kind, Level, Who
from handlers.turn import Turn

# Drills are counted by themselves, never as an emergency.
TOPIC = "drill"
READY = "ready"
# Waiting is shortened: 15 seconds of a drill stand for two and a half minutes.
FASTER = 10
BEGIN: Mapping[str, set[str]] = {
    "en": {"drill", "start drill", "drill start", "practice drill", "overdose drill", "od drill", "practice overdose"},
    "es": {"simulacro", "empezar simulacro", "simulacro de sobredosis", "ejercicio de sobredosis"},
    "fr": {"exercice", "exercice de surdose", "simulation", "commencer exercice"},
    "pt": {"simulado", "simulacro", "simulado de overdose", "exercicio de overdose", "comecar simulado"},
}
_ANY_BEGIN = frozenset().union(*BEGIN.values())
OVER = {
    "drill over", "end drill", "stop drill", "exit drill", "quit drill", "drill end", "drill stop", "over",
    "fin simulacro", "fin del simulacro", "terminar simulacro", "fin exercice", "fin de lexercice", "terminer exercice",
    "fim simulado", "fim do simulado", "fim simulacro", "terminar simulado",
}  # fmt: skip
# The first text of a drill is asked for with this and never with OD, which is always real.
GO = {"go", "ok", "okay", "next", "ready", "go go", "va", "vamos", "ya", "listo", "allez", "pret", "vas y", "vai", "ja", "pronto"}
# Any of these in a message, and it is no practice, whatever else stands in it.
REAL = (
    "real", "really", "for real", "fr", "serious", "not a drill", "no drill", "not practice", "no joke", "not joking", "911",
    "de verdad", "verdad", "en serio", "no es simulacro", "no es un simulacro", "urgente",
    "pour vrai", "pour de vrai", "vrai", "vraiment", "reel", "reelle", "serieux", "pas un exercice", "urgent",
    "de verdade", "verdade", "a serio", "serio", "nao e simulado", "nao e um simulado", "urgencia",
)  # fmt: skip
# What the story asks for next, after each step.
STORY = {
    "overdose_other": "naloxone_nose",
    "naloxone_nose": "breaths",
    "breaths": "still_not_breathing",
    "still_not_breathing": "awake",
    "keep_going": "awake",
    "awake": "wants_leave",
    "wants_leave": "help_here",
}
# Topics whose steps can be practised; of their steps these are how an overdose begins, so they are always in earnest.
_PRACTISED = {"emergency_overdose", "after_reversal", "greeting_thanks"}
_FIRST = "overdose_other"
# A situation told in more words than this may be happening.
_SHORT = 3
_ALWAYS_REAL = {_FIRST, "overdose_unclear", "overdose_child", "overdose_self", "overdose_if_you", "overdose_possible",
                "stopped_again", "seizure", "pregnant"}  # fmt: skip
_SOMEBODY = Danger(Level.NOW, Kind.OVERDOSE, Who.OTHER, TOPIC)
Answer = Callable[[Turn], Outcome | None]


def respond(turn: Turn, in_emergency: Answer) -> Outcome | None:
    """The beginning, the next step or the end of a drill; None where nothing is practised."""
    if turn.state and turn.state.drill:
        return _over(turn) if turn.said in OVER else _practised(turn, in_emergency)
    if turn.said not in _ANY_BEGIN:
        return None
    language = next(code for code in _order(turn) if turn.said in BEGIN[code])
    refused = turn.knowledge.sunset or turn.danger.level is Level.NOW
    return None if refused else _begun(turn, language)


def settled(turn: Turn, in_emergency: Answer) -> Turn:
    """The turn as it stands when no drill goes on, or when this message practises; else the same message in earnest."""
    state = turn.state
    if not state or not state.drill or turn.said in OVER or _practised(turn, in_emergency):
        return turn
    danger = turn.danger
    if danger.level is not Level.NOW and (danger.level is Level.POSSIBLE or _said_real(turn) or _situation(turn)):
        kind = danger.kind if danger.level is Level.POSSIBLE else Kind.OVERDOSE
        danger = Danger(Level.NOW, kind, danger.who if danger.level is Level.POSSIBLE else Who.UNCLEAR, TOPIC)
    return turn.with_state(state.in_earnest(), danger)


def ended(turn: Turn, outcome: Outcome) -> Outcome:
    """An answer in earnest to who was in a drill: says so before it, but never before the steps or a line of danger."""
    if outcome.tally.danger or outcome.reply.silent:
        return outcome
    said, before = turn.knowledge.line("drill_ended", outcome.reply.language), outcome.reply.before
    calm = outcome.reading.danger.level is Level.NONE
    return changed(outcome, reply=changed(outcome.reply, before=(said, *before) if calm else (*before, said)))


def _order(turn: Turn) -> list[str]:
    """The language of the talk first: "simulacro" is a word of two."""
    carried = turn.state.language if turn.state and turn.state.language else turn.language
    return sorted(BEGIN, key=lambda code: code != carried)


def _begun(turn: Turn, language: str) -> Outcome:
    """What a drill is, how it ends, and the beginning of its story; not while steps are being given in earnest."""
    if turn.state and turn.state.in_emergency:
        return _outcome(turn, (turn.line("drill_not_now"),), turn.carry(), turn.language)
    state = changed(turn.carry().in_earnest(), language=language, drill=READY, told_machine=False, greeted=True)
    said = [turn.knowledge.line(key, language) for key in ("drill_begin", "drill_story_ready")]
    return _outcome(turn, _marked(turn, said, language), state, language)


def _over(turn: Turn) -> Outcome:
    state = turn.carry().in_earnest()
    return _outcome(turn, (turn.line("drill_over"),), state, turn.language)


def _practised(turn: Turn, in_emergency: Answer) -> Outcome | None:
    """The step that the message asks for, as the emergency's handler gives it; None where it may be in earnest."""
    state = turn.state
    if not state or not state.drill or _said_real(turn):
        return None
    ready = state.drill == READY
    if (turn.said not in GO) if ready else not _plays(turn):
        return None
    lent = changed(state, step=None if ready else state.drill, drill=None, dosed=_faster(turn.now, state.dosed))
    found = in_emergency(turn.with_state(lent, _SOMEBODY if ready else SAFE))
    step = turn.knowledge.bank.steps.get((found.reply.entry if found else None) or "")
    if not found or not step or step.topic not in _PRACTISED or step.id in _ALWAYS_REAL - ({_FIRST} if ready else set()):
        return None
    return _acted(turn, found, lent.dosed)


def _acted(turn: Turn, found: Outcome, lent: datetime | None) -> Outcome:
    """An emergency's answer as a drill's: marked, with what the story asks for next, and its step carried as a drill's."""
    language, after = found.reply.language, found.state
    texts = _marked(turn, found.reply.paragraphs, language)
    if after is None or after.step is None:
        return _outcome(turn, (*texts, turn.knowledge.line("drill_over", language)), turn.carry().in_earnest(), language)
    kept = turn.state.dosed if turn.state and after.dosed == lent else after.dosed
    state = changed(after, step=None, drill=after.step, entry=None, dosed=kept)
    said = _outcome(turn, (*texts, *_marked(turn, [_story(turn, after.step, language)], language)), state, language)
    return changed(said, reply=changed(said.reply, entry=found.reply.entry, choices=found.reply.choices))


def _story(turn: Turn, step: str, language: str) -> str:
    """What happens next, and the word to text for it; and what to do if it is happening in earnest."""
    following = turn.knowledge.bank.steps.get(STORY.get(step, ""))
    word = following.say(language).word if following else None
    key = f"drill_story_{step}" if word else "drill_story"
    real = turn.knowledge.line("drill_real", language)
    return f"{turn.knowledge.line(key, language, word=word)} {real}"


def _marked(turn: Turn, texts: Iterable[str], language: str) -> tuple[str, ...]:
    """Each text with the mark before it: a phone that is picked up by somebody else must not frighten them."""
    mark = turn.knowledge.line("drill_mark", language)
    return tuple(f"{mark} {text}" for text in texts)


def _outcome(turn: Turn, texts: tuple[str, ...], state: State, language: str) -> Outcome:
    reply = Reply(texts[0], language, notes=texts[1:])
    return Outcome(reply, state, Tally(TOPIC, turn.message.channel.value, language))


def _plays(turn: Turn) -> bool:
    """Whether these are words of the drill: a step's own word, a number, "next", or "hes awake" without a sign of danger."""
    if tuple(turn.words) in turn.knowledge.bank.words:
        return True
    told = turn.knowledge.bank.step_said(turn.words, turn.language)
    return turn.danger.level is Level.NONE and (told is None or (told.topic not in KINDS and len(turn.words) <= _SHORT))


def _situation(turn: Turn) -> bool:
    """Whether free words tell of a situation that is danger ("he is puking"): told so, it may be happening."""
    told = turn.knowledge.bank.step_said(turn.words, turn.language)
    return told is not None and told.topic in KINDS


def _said_real(turn: Turn) -> bool:
    said = f" {turn.said} "
    return any(f" {word} " in said for word in REAL) and tuple(turn.words) not in turn.knowledge.bank.words


def _faster(now: datetime, then: datetime | None) -> datetime | None:
    """A time in the drill as the steps' clock must see it."""
    return now - (now - then) * FASTER if then else None


def script(knowledge: Knowledge, language: str) -> tuple[str, ...]:
    """What somebody texts who practises to the end: the word that begins, then what the story asks for."""
    typed, step = [_BEGINS[language], _GOES[language]], _FIRST
    while step in STORY:
        step = STORY[step]
        typed.append(knowledge.bank.steps[step].say(language).word or "")
    return tuple(typed)


# The words that the texts name.
_BEGINS = {"en": "DRILL", "es": "SIMULACRO", "fr": "EXERCICE", "pt": "SIMULADO"}
_GOES = {"en": "GO", "es": "YA", "fr": "ALLEZ", "pt": "VAI"}
