"""A doubtful alarm ends when something ordinary is asked: else one wrong alarm would hide every answer of the talk.

Plain danger stays: it is let go only by what says that it is over. What the rows and the head both believed is never doubtful.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from bot.state import State
from bot.understanding import leaning, thresholds
from bot.understanding.reading import KINDS, SAFE, Danger, Kind, Level, Who
from bot.understanding.step_words import AGAIN, IN_THE_MIDDLE, NEXT
from handlers.turn import Turn

# Said about the talk itself, or beside a dying person as well as on any other day.
_NO_SUBJECT = frozenset({"greeting_thanks", "bot_menu_help_stop", "language_switch", "abusive_or_spam", "out_of_scope"})
# What may be about the steps besides: whom to reach, what the spray is, a death that comes to mind.
_BESIDE_THE_STEPS = IN_THE_MIDDLE | {"naloxone_what", "never_use_alone", "human_contact", "grief"}

# Beside who is down this is no question about another day ("xanax with percocet i think", "would a beer fix it").
_WHAT_THEY_TOOK = frozenset({"mixing_drugs", "alcohol_info", "fentanyl_info", "xylazine_medetomidine_info"})
# Who sleeps and breathes is not well yet.
_ASLEEP = frozenset({"breathing_asleep", "recovery_position"})
_FEW = 3
_OF_THE_CALL = frozenset({"911", "door", "puerta", "porte", "porta"})
_POLICE = frozenset({"good_samaritan_law", "legal_rights_police"})
_WHERE = frozenset("where wheres nearest closest close near find need get have donde cerca busco necesito hay ou proche cherche"
                   " trouver besoin onde perto procuro preciso tem kote halkee".split())  # fmt: skip
# Who thanks or takes leave; "hello?" is a call for an answer. Who agrees may go on to tell something ("ok did it. nothin").
_THANKS = frozenset("thanks thank thx ty tysm thankyou appreciate god bless bye sorry lol haha gracias dios adios merci dieu"
                    " obrigado obrigada valeu brigado tchau mahadsanid mesi shukran salamat".split())  # fmt: skip
_AGREES = frozenset("ok okay k kk good great cool fine alright all right is its thats vale bien bueno bon correct daccord bom ta"
                    " beleza blz".split())  # fmt: skip


def asks_else(turn: Turn, calm: AbstractSet[str]) -> bool:
    """Whether, in an emergency, this is surely a question about something else. `calm` as for `left`."""
    state, scores = turn.state, turn.scores
    if not state or scores is None or state.who == Who.CHILD.value:  # who may seem well for a while
        return False
    topic, chance = scores.topics[0]
    if topic in KINDS or chance < thresholds.TOPIC_IN_EMERGENCY or scores.danger >= thresholds.DANGER_FAINT:
        return False
    return state.step in calm or not _of_it(turn, topic)


def _of_it(turn: Turn, topic: str) -> bool:
    """Whether what sounds like `topic` is a word about the emergency: what they took, where they are, a call for an answer."""
    if topic in _WHAT_THEY_TOOK or topic == "family_friend_help":
        return True  # "xanax with percocet i think", "my friend whos a cna says hell be fine"
    if topic == "wound_care":
        return turn.state is not None and turn.state.kind == Kind.OTHER.topic  # "they gonna cut it off"
    if topic in _POLICE:
        return turn.state is not None and turn.state.kind == Kind.SUICIDE.topic  # "do the cops come if i call 988"
    if topic == "find_service":
        return _only_a_place(turn) or not _OF_THE_CALL.isdisjoint(turn.words)  # "how do i get 911 over there"
    if topic == "naloxone_cost":
        return leaning.NALOXONE_WORDS.isdisjoint(turn.words)  # who pays for the ambulance
    few = topic == "youth_school" and len(turn.words) <= _FEW  # "im 13", beside who does not wake
    return few or (topic == "greeting_thanks" and _THANKS.isdisjoint(turn.words) and not _AGREES.issuperset(turn.words))


def _only_a_place(turn: Turn) -> bool:
    """Whether a message names a place and asks for nothing there ("walmart lot in ellsworth"): it is where they are."""
    return turn.place.place is not None and turn.service.service is None and _WHERE.isdisjoint(turn.words)


def left(turn: Turn, calm: AbstractSet[str]) -> Danger | None:
    """What is left of an emergency when this is no word about it: no danger, perhaps some, or None while it goes on.

    `calm` are the steps after which the person breathes or help is there.
    """
    state = turn.state
    if not state or not _doubtful(state, calm) or turn.danger.level is Level.NOW or _of_the_steps(turn) or turn.scores is None:
        return None
    topic, chance = turn.scores.topics[0]
    told = state.believed >= thresholds.ALARM_HEARD and state.step not in calm
    if told and topic not in _NO_SUBJECT and _of_it(turn, topic):
        return None
    if (
        topic in KINDS
        or topic in _NO_SUBJECT
        or chance < thresholds.TOPIC_LETS_GO
        or turn.scores.danger >= thresholds.DANGER_STAYS
    ):
        return None
    if topic in _BESIDE_THE_STEPS and state.believed >= thresholds.ALARM_HARDLY and state.step not in calm:
        return None
    now_at = turn.knowledge.bank.steps.get(state.step or "")
    kind = KINDS.get(state.kind or (now_at.topic if now_at else ""), SAFE.kind)
    # Whoever spoke of dying, and what may be about the steps too, keeps the line in front: it costs a glance.
    plain = chance >= thresholds.TOPIC_GONE and topic not in _BESIDE_THE_STEPS and kind is not Kind.SUICIDE
    if turn.scores.danger < thresholds.DANGER_GONE and (plain or (state.step in calm and state.step not in _ASLEEP)):
        return SAFE
    return Danger(Level.POSSIBLE, kind, rule="alarm before", doubted=True)


def _doubtful(state: State, calm: AbstractSet[str]) -> bool:
    """Whether the alarm may have been none. Of a child, who may seem well for a while, hardly ever."""
    if not state.in_emergency or (state.who == Who.CHILD.value and state.believed >= thresholds.ALARM_OF_CHILD):
        return False
    return state.believed < thresholds.ALARM_SURE or state.step in calm


def _of_the_steps(turn: Turn) -> bool:
    """Whether the message is a word of the steps: "next", a number, a name, or what the steps themselves know."""
    bank, words = turn.knowledge.bank, tuple(turn.words)
    if not words or turn.said in NEXT or turn.said in AGAIN or turn.number is not None:
        return True
    if words in bank.words or words in turn.knowledge.buttons or turn.piece:
        return True
    said = bank.step_said(turn.words, turn.language, turn.told_language[0]) is not None
    return said and not _plainly_else(turn)


def _plainly_else(turn: Turn) -> bool:
    """Whether nobody believed the alarm and this is surely about something else: "hiv" is also said of breaths."""
    if turn.state is None or turn.state.believed >= thresholds.ALARM_HARDLY or turn.scores is None:
        return False
    topic, chance = turn.scores.topics[0]
    return chance >= thresholds.TOPIC_IN_EMERGENCY and topic not in _BESIDE_THE_STEPS | _NO_SUBJECT
