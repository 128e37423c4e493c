"""What goes on in an emergency beside its steps: the kind of danger, whether 911 was called, and how grave a word is."""

from __future__ import annotations

from bot.bank import Entry
from bot.state import State
from bot.understanding.phrases import Phrases
from bot.understanding.reading import KINDS, Kind, Level
from bot.understanding.step_words import DONE, LEAVING, LEAVING_WORDS
from handlers.turn import Turn

# Steps that hold for every kind of danger, and those for who does not breathe.
_OF_ANY_CALL = {"locked_door", "no_phone", "cannot_speak", "no_signal", "machine"}
_OF_ANY_KIND = {*_OF_ANY_CALL, "seizure", "still_not_breathing", "stopped_again", "breaths", "breaths_no_rise", "compressions"}
_COMPANY = dict.fromkeys(("human_contact", "never_use_alone"), "machine")
# A question that would be a learning question on another day is, while it goes on, a question about this step.
MEANT = {
    "emergency_overdose": {
        "naloxone_how_to_use": "naloxone_nose",
        "naloxone_expired_storage": "naloxone_expired",
        "naloxone_get": "get_narcan",
        "overdose_signs": "wake_check",
        "after_reversal": "stay_watch",
        "good_samaritan_law": "police_fear",
        "legal_rights_police": "police_fear",
    },
    "suicide_crisis": {"human_contact": "suicide_safe", "greeting_thanks": "suicide_safe"},
    # "stay with me": the step again, with what we are; people who stay on the line are at 911.
    "emergency_stimulant": _COMPANY,
    "emergency_alcohol_or_other": _COMPANY,
}
# Every other step of an overdose may be asked for beside a stroke of heat too ("locked jaw", "police").
_OF_AN_OVERDOSE = set(
    "overdose_other overdose_self overdose_child overdose_unclear naloxone_nose naloxone_needle"
    " breaths breaths_no_rise still_not_breathing stopped_again child_breaths child_still".split()
)
# They stay with who wants to die, and ask nothing that would have to be done at once.
_TALKS = {"suicide_self", "suicide_other", "suicide_safe"}
_NOT_CALLED = set(
    "not dont cant cannot wont no never should if without afraid scared how why when have gonna"
    " pas sans si comment peur faut no sin debo tengo como miedo nao sem se devo tenho medo".split()
)
_CALLED = set(
    "911 ambulance ambulances emt emts paramedic paramedics medics medic squad dispatch dispatcher operator rescue called calling"
    " ambulancia llame llamamos llamando llamo ambulancier ambulanciers pompiers appele appelle appelles"
    " liguei ligando ligamos ligou chamei chamamos samu bombeiros".split()
)
_DONE, _LEAVING = Phrases(DONE), Phrases(LEAVING)
_DENIES = set("not didnt havent hasnt dont never wont wouldnt isnt nothing pas rien jamais nao nada nunca".split())
# What somebody who wants to die could do it with, at hand.
_MEANS = set(
    "pills pill bottle gun pistol rifle shotgun knife blade rope bridge train meds bag needle loaded locked"
    " pastillas frasco pistola cuchillo soga puente encerro pilules comprimes fusil couteau corde pont"
    " comprimidos remedios arma faca corda ponte trancou".split()
)


def topic(step: Entry, state: State | None) -> str:
    """The topic of `step` where it is shown: of the danger that goes on, for a step that is not of its kind alone."""
    carried = state.kind if state else None
    alike = step.topic == Kind.OVERDOSE.topic and step.id not in _OF_AN_OVERDOSE
    return carried if carried and alike else step.topic


def fits(told: Entry, now_at: Entry, state: State) -> bool:
    """Whether a step may follow another: one for an overdose only in one, or where somebody does not breathe."""
    going_on = topic(now_at, state)
    of_any = _OF_ANY_KIND if going_on != Kind.SUICIDE.topic else _OF_ANY_CALL  # "nothin" beside a wish to die is no breath
    return told.topic == going_on or told.topic not in KINDS or told.id in of_any


def other_kind(turn: Turn, state: State, now_at: Entry | None) -> bool:
    """Whether the danger told now is another than the one that goes on: "hes on the floor" alone never makes it one."""
    if now_at is None:
        return False
    going_on = KINDS.get(topic(now_at, state))
    body = going_on in {Kind.STIMULANT, Kind.OTHER}
    return going_on is not turn.danger.kind and not (body and turn.danger.shared)


def called(turn: Turn) -> bool:
    """Whether they say that 911 knows, now or before: "911 is on phone", but not "i cant call 911"."""
    words = set(turn.words)
    return bool(turn.state and turn.state.called) or bool(words & _CALLED and not words & _NOT_CALLED)


def of_a_body(step: Entry, state: State | None) -> bool:
    """Whether `step`, where it is shown, is for a body in danger: beside those 911 is said until it was called."""
    return topic(step, state) in KINDS.keys() - {Kind.SUICIDE.topic}


def grave(turn: Turn, step: Entry) -> bool:
    """Whether this message is answered as danger now: in a talk about dying, only what tells of more than the wish."""
    wish = turn.state is not None and turn.state.in_emergency and step.id in _TALKS
    leaving = len(turn.words) <= LEAVING_WORDS and _LEAVING.within(turn.words) and _DENIES.isdisjoint(turn.words)
    return not wish or turn.danger.level is Level.NOW or leaving or not _MEANS.isdisjoint(turn.words) or _says_done(turn)


def done(turn: Turn, state: State, now_at: Entry) -> bool:
    """Whether who wants to die tells that it was done: "i did it" is no word for the next step then."""
    return topic(now_at, state) == Kind.SUICIDE.topic and _says_done(turn)


def _says_done(turn: Turn) -> bool:
    return _DONE.within(turn.words) and _DENIES.isdisjoint(turn.words)
