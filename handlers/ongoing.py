"""What goes on in an emergency beside its steps: the kind of danger, whether 911 was called, and how grave a word is."""

from __future__ import annotations

from bot.bank import Entry
from bot.knowledge import supported
from bot.state import State
from bot.understanding import crew, thresholds
from bot.understanding.course import HELPED, WELL
from bot.understanding.danger import TOOK_OTHER
from bot.understanding.phrases import Phrases
from bot.understanding.reading import KINDS, Kind, Level, Who
from bot.understanding.step_words import AT_HAND, BUT, DONE, LEAVING, LEAVING_WORDS, SLEEPS_IT_OFF, UNSURE
from handlers.turn import Turn

# The first text by kind of danger and who is in it; a danger row may name a more exact step.
FIRST = {
    (Kind.OVERDOSE, Who.OTHER): "overdose_other",
    (Kind.OVERDOSE, Who.SELF): "overdose_self",
    (Kind.OVERDOSE, Who.CHILD): "overdose_child",
    (Kind.OVERDOSE, Who.UNCLEAR): "overdose_unclear",
    (Kind.STIMULANT, Who.SELF): "stimulant_self",
    (Kind.STIMULANT, Who.OTHER): "stimulant_other",
    (Kind.STIMULANT, Who.CHILD): "stimulant_other",
    (Kind.STIMULANT, Who.UNCLEAR): "stimulant_other",
    (Kind.OTHER, Who.SELF): "other_self",
    (Kind.OTHER, Who.OTHER): "alcohol_other",
    (Kind.OTHER, Who.CHILD): "poison_child",
    (Kind.OTHER, Who.UNCLEAR): "alcohol_other",
    (Kind.SUICIDE, Who.SELF): "suicide_self",
    (Kind.SUICIDE, Who.UNCLEAR): "suicide_self",
    (Kind.SUICIDE, Who.OTHER): "suicide_other",
    (Kind.SUICIDE, Who.CHILD): "suicide_other",
}
NEXT_HOURS = "suicide_safe"
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
    "suicide_crisis": dict.fromkeys(
        ("human_contact", "greeting_thanks", "good_samaritan_law", "legal_rights_police"), NEXT_HOURS
    ),
    # "stay with me": the step again, with what we are; people who stay on the line are at 911.
    "emergency_stimulant": _COMPANY,
    "emergency_alcohol_or_other": _COMPANY,
}
_AFTER_NALOXONE = {"refuses_hospital", "wants_leave", "wants_use"}
_BREATHING = {"awake", "awake_angry", "breathing_asleep"}  # says nothing of who took pills in order to die
# "They treat me like dirt there", beside an infection that can kill.
_SEPSIS_REFUSED, _OF_SEPSIS = "sepsis_refused", {"sepsis", "sepsis_refused"}
_AGAINST_HOSPITALS = {_SEPSIS_REFUSED, "refuses_hospital", "awake_hospital"}
# What gives way to the news of a crew.
_OF_A_CREW, _OF_POLICE = {"help_here", "awake_hospital", "get_narcan"} | _BREATHING, {"police_fear", "violence", "cannot_speak"}
_SWALLOWED, _WELL = {"overdose_child", "poison_child"}, {"awake", "awake_angry"}
_FEW = 3
# What is said at the end of an emergency sounds like one of these, and not like a plain question about something else.
_TOLD_AT_THE_END = {*KINDS, "greeting_thanks", "after_reversal", "family_friend_help", "grief", "out_of_scope", "overdose_signs"}
# Every other step of an overdose may be asked for beside a stroke of heat too ("locked jaw", "police").
_OF_AN_OVERDOSE = set(
    "overdose_other overdose_self overdose_child overdose_unclear naloxone_nose naloxone_needle"
    " breaths breaths_no_rise still_not_breathing stopped_again child_breaths child_still".split()
)
# They stay with who wants to die, and ask nothing that would have to be done at once.
TALKS = {"suicide_self", "suicide_other", "suicide_safe"}
_BEFORE_THE_CALL = {"police_fear", "wont_call", "call_911_say"}  # once it is made, the steps go on from their first
_REPORT_WORDS = 14
_DONE, _LEAVING, _SLEEPS_IT_OFF = Phrases(DONE), Phrases(LEAVING), Phrases(SLEEPS_IT_OFF)
_DENIES = set("not didnt havent hasnt dont never wont wouldnt isnt nothing pas rien jamais nao nada nunca".split())


def topic(step: Entry, state: State | None) -> str:
    """The topic of `step` where it is shown: of the danger that goes on, for a step that is not of its kind alone."""
    carried = state.kind if state else None
    alike = step.topic == Kind.OVERDOSE.topic and step.id not in _OF_AN_OVERDOSE
    return carried if carried and alike else step.topic


def told(turn: Turn, state: State, now_at: Entry) -> Entry | None:
    """The step whose situation this message describes, as far as it can be meant while the danger goes on."""
    said = _of_the_crew(turn, turn.knowledge.bank.step_said(turn.words, turn.language, turn.told_language[0]))
    if said is None:
        return None
    if (said.id == "false_alarm" and not says_well(turn)) or (
        said.id == "stay_watch" and now_at.topic in KINDS and _SLEEPS_IT_OFF.within(turn.words)
    ):
        return now_at
    if said.id == "after_you" and state.who == Who.SELF.value:
        return None  # who shakes and is the one in danger
    if said.id == "self_wait" and state.who != Who.SELF.value:
        return None  # "i called 911 now what" beside a friend
    return _no_end(turn, state, now_at, said) or _suited(turn, state, now_at, said)


def in_its_talk(turn: Turn, state: State, now_at: Entry, step: Entry) -> Entry:
    """`step`, which was asked for by its word, or what a talk about dying has instead: its POLICE speaks of breaths."""
    dying = topic(now_at, state) == Kind.SUICIDE.topic
    return turn.knowledge.bank.steps[NEXT_HOURS] if dying and step.id == "police_fear" else step


def says_well(turn: Turn) -> bool:
    """Whether they say that it was no emergency, and neither doubt it nor tell of a call ("ok i called, they are coming")."""
    words, but = turn.words, turn.head.uneasy and not BUT.isdisjoint(turn.words)  # "hes fine but his chest still hurts"
    doubts = but or words[-1:] == ["right"] or not UNSURE.isdisjoint(words) or crew.called(words)
    return not doubts and turn.knowledge.bank.says("false_alarm", words, turn.language)


def _of_the_crew(turn: Turn, said: Entry | None) -> Entry | None:
    """`said`, or what a crew that is there, or is not yet, makes of it: "rescue never showed up" is no end."""
    steps, of_police = turn.knowledge.bank.steps, said is not None and said.id in _OF_POLICE  # "cops got him. were ok"
    if said and not of_police and said.id not in _OF_A_CREW:
        return said
    if crew.awaited(turn.words) and not of_police:
        return steps["help_far"]
    return steps["help_here"] if crew.has_come(turn.words) and turn.danger.level is not Level.NOW else said


def _no_end(turn: Turn, state: State, now_at: Entry, said: Entry) -> Entry | None:
    """What is shown instead of `said` where it would let go too early, or a crew did what is told; None where `said` stands."""
    if crew.named(turn.words) and (helped := ended(turn, state)) and helped.id == "help_here":
        return helped  # "medics here, they gave it iv" is no report of a dose of ours
    if said.id in _WELL and len(turn.words) > _FEW and (_course(turn) or ("", 0.0))[1] <= thresholds.GOES_ON:
        return now_at  # "he opened his eyes, then off again"
    if state.who == Who.CHILD.value and (said.id == "false_alarm" or (said.id in _WELL and now_at.id in _SWALLOWED)):
        return ended(turn, state) or now_at  # who swallowed something may seem well for a while; at the hospital they are helped
    return None


def _suited(turn: Turn, state: State, now_at: Entry, said: Entry) -> Entry | None:
    """`said`, or what fits the danger that goes on; None where it is about another day."""
    bank = turn.knowledge.bank
    if said.id in _AGAINST_HOSPITALS and (now_at.id in _OF_SEPSIS or said.id == _SEPSIS_REFUSED):
        return bank.steps[_SEPSIS_REFUSED] if now_at.id in _OF_SEPSIS else None
    dying = topic(now_at, state) == Kind.SUICIDE.topic
    if said.id == "help_here" and dying:
        return bank.steps[NEXT_HOURS]  # a crew that came is not the end of a wish to die
    plain = turn.danger.level is Level.NOW and not (dying and turn.danger.kind is not Kind.OVERDOSE)  # "the gun is in the car"
    if plain or _fits(said, now_at, state):
        return said
    # "cant call 911, ill lose my license" beside chest pain: no breaths
    return bank.steps[NEXT_HOURS] if dying and bank.says(NEXT_HOURS, turn.words, turn.language) else now_at


def _course(turn: Turn) -> tuple[str, float] | None:
    """What end this message tells of, and how likely; None where the head was not taught the language, or is not there."""
    language, chance = turn.told_language
    sure = supported(language) is not None and chance >= thresholds.LANGUAGE_SURE
    return turn.head.course if sure else None


def ended(turn: Turn, state: State) -> Entry | None:
    """The step for when it sounds as if they are well or others have taken over: one that is right also where it is not so."""
    how, by = _course(turn) or ("", 0.0)
    if (
        by < thresholds.OVER
        or crew.awaited(turn.words)
        or _SLEEPS_IT_OFF.within(turn.words)
        or turn.scores is None
        or turn.scores.danger >= thresholds.DANGER_NOT_OVER
    ):
        return None
    subject, chance = turn.scores.topics[0]
    if subject in KINDS and chance >= thresholds.EMERGENCY_PLAIN and turn.scores.danger >= thresholds.DANGER_NOW:
        return None  # "he had his patches on 2 of them"
    if chance >= thresholds.SUBJECT_SURE and subject not in _TOLD_AT_THE_END:
        return None  # "in english please, my teacher is american"
    steps = turn.knowledge.bank.steps
    dying = topic(steps[state.step or ""], state) == Kind.SUICIDE.topic
    unsure = state.who == Who.CHILD.value or len(turn.words) < _FEW or (state.who == Who.SELF.value and not dying)
    if how == WELL and unsure:
        return None  # who swallowed something may seem well for a while, and who used writes until they cannot
    return steps[NEXT_HOURS if dying else "help_here" if how == HELPED else "stay_watch"]


def _fits(told: Entry, now_at: Entry, state: State) -> bool:
    """Whether a step may follow another: one for an overdose only in one, or where somebody does not breathe."""
    going_on = topic(now_at, state)
    if told.id in _AFTER_NALOXONE:
        # Who has chest pain and wants no ambulance stays with the chest pain.
        return going_on in {Kind.OVERDOSE.topic, told.topic}
    if told.id in _BREATHING:
        return going_on != Kind.SUICIDE.topic
    of_any = _OF_ANY_KIND if going_on != Kind.SUICIDE.topic else _OF_ANY_CALL  # "nothin" beside a wish to die is no breath
    return told.topic == going_on or told.topic not in KINDS or told.id in of_any


def other_kind(turn: Turn, state: State, now_at: Entry) -> bool:
    """Whether the danger told now is another than the one that goes on: "hes on the floor" alone never makes it one."""
    going_on = KINDS.get(topic(now_at, state))
    body = going_on in {Kind.STIMULANT, Kind.OTHER}
    return going_on is not turn.danger.kind and not (body and turn.danger.shared)


def called(turn: Turn) -> bool:
    """Whether they say that 911 knows, now or before: "911 is on phone", but not "i cant call 911"."""
    return bool(turn.state and turn.state.called) or crew.called(turn.words)


def reports_call(turn: Turn, step: Entry) -> bool:
    """Whether a short message tells, beside a body in danger, that 911 knows: what to do next is wanted, not the law."""
    short = len(turn.words) <= _REPORT_WORDS and not crew.perhaps_there(turn.words)
    return short and crew.called(turn.words) and topic(step, turn.state) in KINDS


def after_call(turn: Turn, state: State, now_at: Entry) -> Entry:
    """What to do once 911 knows: the next step of this danger, or what was to be done beside the call."""
    if now_at.id in _BEFORE_THE_CALL and (kind := KINDS.get(topic(now_at, state))):
        now_at = turn.knowledge.bank.steps[FIRST[kind, Who(state.who or Who.UNCLEAR)]]
    after = following(turn, state, now_at) if now_at.id in {*FIRST.values(), TOOK_OTHER} else None
    return after if after and topic(after, state) == topic(now_at, state) else now_at


def following(turn: Turn, state: State, now_at: Entry) -> Entry | None:
    """The step after `now_at`; after one that every danger has, the first of the danger that goes on."""
    kind = KINDS.get(topic(now_at, state))
    steps = turn.knowledge.bank.steps
    if kind is None or kind is KINDS.get(now_at.topic):
        return steps.get(now_at.next or "")
    return steps[FIRST[kind, Who(state.who or Who.UNCLEAR)]]


def of_a_body(step: Entry, state: State | None) -> bool:
    """Whether `step`, where it is shown, is for a body in danger: beside those 911 is said until it was called."""
    return topic(step, state) in KINDS.keys() - {Kind.SUICIDE.topic}


def grave(turn: Turn, step: Entry) -> bool:
    """Whether this message is answered as danger now: in a talk about dying, only what tells of more than the wish."""
    wish = turn.state is not None and turn.state.in_emergency and step.id in TALKS
    leaving = len(turn.words) <= LEAVING_WORDS and _LEAVING.within(turn.words) and _DENIES.isdisjoint(turn.words)
    return not wish or turn.danger.level is Level.NOW or leaving or not AT_HAND.isdisjoint(turn.words) or _says_done(turn)


def done(turn: Turn, state: State, now_at: Entry) -> bool:
    """Whether who wants to die tells that it was done: "i did it" is no word for the next step then."""
    return topic(now_at, state) == Kind.SUICIDE.topic and _says_done(turn)


def _says_done(turn: Turn) -> bool:
    return _DONE.within(turn.words) and _DENIES.isdisjoint(turn.words)
