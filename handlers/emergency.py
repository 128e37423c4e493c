"""Somebody is in danger now: the first text, and every next action after it.

Steps are shown by name, never "advance by one": each works with and without carried state.
"""

from __future__ import annotations

from datetime import timedelta

from bot.bank import Entry
from bot.changed import changed
from bot.reply import Outcome, Reply
from bot.state import State
from bot.text import words
from bot.understanding import thresholds
from bot.understanding.danger import TOOK, TOOK_OTHER
from bot.understanding.reading import KINDS, Danger, Kind, Level, Who
from bot.understanding.step_words import AGAIN, ALONE, ALSO, CALLED, NEXT, ORDINARY
from handlers import hearing, ongoing
from handlers.turn import Turn

# After these the person breathes or help is there; a new sign of danger starts the steps again.
CALM = {"awake", "awake_angry", "awake_hospital", "wants_leave", "wants_use", "refuses_hospital", "false_alarm",
        "help_here", "after_you", "breathing_asleep", "recovery_position", "did_right", "stay_watch"}  # fmt: skip
# Asleep and breathing is not well yet.
OVER = CALM - {"breathing_asleep", "recovery_position"}
AWAKE, _NO_MORE = {"awake", "awake_angry"}, 3  # in more words it may be "woke up, now going under again"
_OVER = "greeting_thanks"  # the topic of the steps that end an emergency: help has taken over, or it was none
# Steps whose own lead opens with 911 and holds the whole action, so that a first message may be answered with them.
OPENING = {"wont_call", "cannot_speak", "no_phone", "naloxone_none", "seizure", "pregnant", "in_car", "locked_door"}
# A child may seem well for a while: "it was nothing" does not end these.
_OF_A_CHILD = {"overdose_child", "poison_child", "child_breaths", "child_still"}
SECOND_DOSE_AFTER = timedelta(minutes=2, seconds=30)
# What is asked about on any day too ("they call cops?") confirms no alarm.
_ASKED_ANYWAY = {"police_fear", "machine", "call_911_say", "get_narcan", "naloxone_expired", "stay_watch", "suicide_safe"}
# What we are, and how who helps can bear it, are no steps: the emergency goes on where it was.
_DOSES, _ASIDES = {"naloxone_nose", "naloxone_needle"}, {"machine", "after_you", "did_right"}


def respond(turn: Turn) -> Outcome | None:
    """The first text of an emergency, the next action in one, or None where nobody is in danger."""
    if turn.state and turn.state.in_emergency and turn.state.step in turn.knowledge.bank.steps:
        if hearing.unheard(turn) and (over := _ended(turn, turn.state)):
            return over  # "ambulnce here. thank u": a word of danger in a text without any
        told = _go_on(turn, turn.state)
        return _confirmed(told) if told else _called(turn, turn.state) or _ended(turn, turn.state)
    named = _named(turn)
    if named and _opens(turn, named):
        who = Who.CHILD if named.id in _OF_A_CHILD else Who.UNCLEAR
        return _open(turn, named, who) if named.id in ongoing.FIRST.values() else show(turn, named)
    if turn.said in CALLED:
        return _open(turn, turn.knowledge.bank.steps["overdose_unclear"], Who.UNCLEAR, thresholds.ALARM_HEARD)
    if turn.danger.level is Level.NOW:
        return first(turn, turn.danger)
    shaken = turn.state and turn.state.entry == "help_here" and turn.knowledge.bank.says("after_you", turn.words, turn.language)
    return show(turn, turn.knowledge.bank.steps["after_you"]) if shaken else None


def _opens(turn: Turn, step: Entry) -> bool:
    """Whether the word of `step` alone opens it: one of the danger texts, also hours after the talk or passed on by somebody."""
    if step.id in ALONE or (turn.state and f"entry:{step.id}" in turn.state.offered):  # "Text SHAKEN", after the crew has come
        return True
    return turn.state is None and step.id not in ORDINARY and step.topic != _OVER and _in_its_language(turn, step)


def _in_its_language(turn: Turn, step: Entry) -> bool:
    """Whether the answer is in a language that has this word: in English "yo" only greets."""
    return turn.words == words(step.say(turn.language).word or "") or turn.said in ALSO


def beside(turn: Turn) -> Entry | None:
    """The step of which an ordinary message is the word ("POLICE"): it stands before the answer."""
    named = None if turn.state and turn.state.in_emergency else _named(turn)
    return named if named and named.topic != _OVER and _in_its_language(turn, named) else None


def first(turn: Turn, danger: Danger) -> Outcome:
    """The first text of an emergency, by kind and who, or the more exact one that a row or the situation names."""
    bank = turn.knowledge.bank
    step = bank.steps.get(danger.step or "") or bank.steps[ongoing.FIRST[danger.kind, danger.who]]
    told = bank.step_said(turn.words, turn.language)
    if told and told.id in AWAKE and not danger.rows and len(turn.words) <= _NO_MORE:
        return show(turn, told)  # "he woke up": what sounds like danger to the head alone, and is its end
    if told and told.id in OPENING and danger.kind is Kind.OVERDOSE:
        step = told
    return _open(turn, step, danger.who, hearing.believed(turn, danger))


def _open(turn: Turn, step: Entry, who: Who, believed: float = 1.0) -> Outcome:
    """One SMS segment, nothing before or behind it: phones wait for every part of a joined text."""
    state = changed(turn.carry(), step=step.id, entry=step.id, part=0, who=who.value, began=turn.now, alarm=0, told_machine=False)
    offered, called = turn.offer(step.choices), ongoing.called(turn)
    state = changed(state, offered=offered, greeted=True, believed=round(believed, 2), kind=step.topic, called=called)
    reply = Reply(turn.lead(step), turn.language, choices=turn.choices(step.choices), urgent=True, entry=step.id)
    return _danger(turn, reply, state, step.topic)


def show(turn: Turn, step: Entry) -> Outcome:
    """One step by name. By its second text every emergency has said that this is a machine."""
    carried, lead, called = turn.carry(), turn.lead(step), ongoing.called(turn)
    notes = []
    if turn.state and turn.state.dosed and step.id == "breaths" and turn.now - turn.state.dosed >= SECOND_DOSE_AFTER:
        notes.append(turn.lead(turn.knowledge.bank.steps["still_not_breathing"]))
    if not called and "911" not in lead and ongoing.of_a_body(step, turn.state):
        notes.append(turn.line("not_called"))
    if not carried.told_machine and step.id != "machine":
        notes.append(turn.lead(turn.knowledge.bank.steps["machine"]))
    going_on = turn.knowledge.bank.steps.get(carried.step or "")
    at = going_on if going_on and step.id in _ASIDES and going_on.id not in CALM else step
    state = changed(
        carried,
        step=at.id,
        entry=step.id,
        part=0,
        offered=turn.offer(step.choices),
        began=carried.began or turn.now,
        dosed=turn.now if step.id in _DOSES else carried.dosed,
        told_machine=True,
        greeted=True,
        alarm=0,
        kind=ongoing.topic(step, carried) if step.topic in KINDS else carried.kind,
        called=called or step.id == "help_here",
    )
    reply = Reply(lead, notes=tuple(notes), entry=step.id)
    shown = _danger(turn, changed(reply, choices=turn.choices(step.choices)), state, ongoing.topic(at, carried))
    return shown if ongoing.grave(turn, at) else changed(shown, tally=changed(shown.tally, danger=False))


def _danger(turn: Turn, reply: Reply, state: State, topic: str) -> Outcome:
    outcome = turn.outcome(reply, state if topic != _OVER else state.over(), topic)
    return changed(outcome, tally=changed(outcome.tally, danger=topic in KINDS))


def _named(turn: Turn) -> Entry | None:
    """The step whose own word the message is ("BREATHS", "NO NARCAN"), in any language."""
    if tuple(turn.words) in turn.knowledge.buttons:
        return turn.knowledge.bank.steps["overdose_unclear"]
    found = turn.knowledge.bank.words.get(tuple(turn.words)) or ALSO.get(turn.said)
    return turn.knowledge.bank.steps.get(found) if found else None


def _go_on(turn: Turn, state: State) -> Outcome | None:
    """The next action in an emergency that is going on; None where another subject was asked about."""
    now_at = turn.knowledge.bank.steps[state.step or ""]
    named = _named(turn) or _chosen(turn, state) or _done(turn, state, now_at) or _asked_on(turn, state, now_at)
    if named:
        return show(turn, ongoing.in_its_talk(turn, state, now_at, named))
    told = ongoing.told(turn, state, now_at)
    if told and not (turn.danger.level is Level.NOW and told.id in CALM):
        shown = show(turn, told)
        # "im not gonna do anything": the talk stays with it, and the danger is no longer now.
        return changed(shown, tally=changed(shown.tally, danger=shown.tally.danger and told.id != ongoing.NEXT_HOURS))
    if turn.danger.level is Level.NOW and not hearing.unheard(turn):
        return _again(turn, state, now_at)
    return None


def _confirmed(told: Outcome) -> Outcome:
    """Whoever follows the steps confirms the alarm."""
    return changed(
        told, state=changed(told.state, believed=1.0) if told.state and told.reply.entry not in _ASKED_ANYWAY else told.state
    )


def _called(turn: Turn, state: State) -> Outcome | None:
    """What to do once 911 knows, where that is told."""
    now_at = turn.knowledge.bank.steps[state.step or ""]
    return _confirmed(show(turn, ongoing.after_call(turn, state, now_at))) if ongoing.reports_call(turn, now_at) else None


def _ended(turn: Turn, state: State) -> Outcome | None:
    """What fits when it sounds as if they are well or others have taken over; the alarm is hardly believed then."""
    step = None if state.step in CALM and turn.danger.level is not Level.NOW else ongoing.ended(turn, state)
    if step is None:
        return None
    shown, faint = show(turn, step), min(state.believed, thresholds.ALARM_FAINT)
    carried = changed(shown.state, believed=faint) if shown.state else None
    return changed(shown, state=carried, tally=changed(shown.tally, danger=False))


def _asked_on(turn: Turn, state: State, now_at: Entry) -> Entry | None:
    """The next step, or this one again, for who asks just that."""
    if turn.said in NEXT:
        return ongoing.following(turn, state, now_at) or now_at
    return now_at if turn.said in AGAIN or not turn.words else None


def _done(turn: Turn, state: State, now_at: Entry) -> Entry | None:
    """The first text for what was done by who wants to die."""
    return taken(turn, state) if ongoing.done(turn, state, now_at) else None


def taken(turn: Turn, state: State) -> Entry:
    """The step for what was taken in order to die, said to who took it or to who stands beside them."""
    return turn.knowledge.bank.steps[TOOK_OTHER if state.who == Who.OTHER.value else TOOK]


def moves_on(turn: Turn) -> bool:
    """Whether they say that it was no emergency and ask something else in the same text ("never mind, where is a class")."""
    state = turn.state
    if not state or not state.in_emergency or state.who == Who.CHILD.value or turn.danger.level is Level.NOW:
        return False
    if not ongoing.says_well(turn) or turn.scores is None:
        return False  # the words first: a step that is asked for by its word must not wait for the encoder
    topic, chance = turn.scores.topics[0]
    now_at = turn.knowledge.bank.steps.get(state.step or "")
    about_it = topic in ongoing.MEANT.get(ongoing.topic(now_at, state) if now_at else "", {}) and state.who != Who.UNCLEAR.value
    asks = chance >= thresholds.TOPIC_AFTER_ALARM and topic not in {*KINDS, _OVER} and not about_it
    return asks and turn.scores.danger < thresholds.DANGER_FAINT


def _again(turn: Turn, state: State, now_at: Entry) -> Outcome:
    """A danger row fired in the middle of an emergency: breathing has stopped again, another kind, or the same still."""
    if now_at.id in {TOOK, TOOK_OTHER} and turn.danger.kind is Kind.SUICIDE:
        return show(turn, now_at)  # "she texted me goodbye": what was taken is still to be told to 911
    if ongoing.other_kind(turn, state, now_at) or turn.danger.step:
        return first(turn, turn.danger)
    if state.step in CALM:
        return show(turn, turn.knowledge.bank.steps["stopped_again"])
    if turn.danger.shared and ongoing.topic(now_at, state) != Kind.OVERDOSE.topic:
        return show(turn, now_at)
    after = ongoing.following(turn, state, now_at)
    return show(turn, (now_at if after and after.id in CALM else after) or turn.knowledge.bank.steps["breaths"])


def _chosen(turn: Turn, state: State) -> Entry | None:
    """The step behind a number."""
    if turn.number is None:
        return None
    _, _, name = state.offered[turn.number - 1].partition(":")
    return turn.knowledge.bank.steps.get(name)


def meant(turn: Turn, topic: str) -> Outcome | None:
    """The step that a question about `topic` means while an emergency goes on, or None."""
    steps = turn.knowledge.bank.steps
    now_at = steps.get((turn.state.step if turn.state else None) or "")
    if now_at is None:
        return None
    subject = turn.knowledge.bank.entry_for(topic, turn.words, turn.language)
    if subject and subject.id == "all_clear" and turn.state and turn.state.who != Who.CHILD.value:
        return show(turn, steps["false_alarm"])
    table = ongoing.MEANT.get(ongoing.topic(now_at, turn.state), {})
    return show(turn, steps[table[topic]]) if topic in table else None


def fall_back(turn: Turn) -> Outcome:
    """Nothing was understood in an emergency: the step again, never silence and never a menu."""
    steps = turn.knowledge.bank.steps
    return show(turn, steps.get((turn.state.step if turn.state else None) or "", steps["overdose_unclear"]))
