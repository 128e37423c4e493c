"""What a call says and where each key leads: one table of steps, and rules that end every call.

A key always means the same: 9 again, 0 the overdose steps, * the menu, 5 to 8 a language. A call has a budget: each key
spends a little of it, each silence more, and when it is spent the call ends. So a phone in a pocket costs minutes, not days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot import lastresort
from bot.adapters.voice_words import Words
from bot.directory import Nearby
from bot.gazetteer import Place
from bot.knowledge import Knowledge
from bot.markup import words
from bot.spoken import EMERGENCY_KEY, phone, spoken, street

MENU, ZIP, NEAR, OVERDOSE = "menu", "zip", "near", "od"
ZIP_DIGITS = 5
REPEAT, MENU_KEY = "9", "*"
LANGUAGE_KEYS = {"5": "en", "6": "es", "7": "fr", "8": "pt"}
# In an emergency 16 silent rounds: about 40 minutes of breaths, longer than most ambulances take in Maine.
BUDGET, KEY_COST, SILENCE_COST, IDLE_COST = 96, 1, 6, 24
COUNT_SECONDS = 120
# Spoken by a neural voice, with the gap before it: the cue is one short word, a time mark three.
CUE_SECONDS, MARK_SECONDS, WORDS_A_SECOND = 1, 2, 2.5
_MARKS = {60: "minute_left", 30: "half_left"}
_SITES = 3
_SENTENCE, _COLON = re.compile(r"(?<=[.?!])\s+"), re.compile(r"(?<=[:;])\s+")
_LONG = 10


@dataclass(frozen=True, slots=True)
class Step:
    """One stop of a call: `entry` is read, then `keys` lead on.

    `beat` is the seconds from one breath to the next while two minutes are counted; `after` is the entry read when they are
    over; without a key comes `silent` (the step itself if empty), after `wait` seconds.
    """

    entry: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    topic: str = "emergency_overdose"
    beat: int = 0
    after: str = ""
    silent: str = ""
    wait: int = 6
    cost: int = SILENCE_COST
    asks_zip: bool = False


STEPS: Mapping[str, Step] = {
    MENU: Step(keys={"1": OVERDOSE, "2": "naloxone", "3": ZIP}, topic="bot_menu_help_stop", cost=IDLE_COST),
    OVERDOSE: Step("overdose_other", {"1": "spray", "2": "none", "3": "side", "4": "child"}),
    "spray": Step("naloxone_nose", {"1": "breaths", "2": "none"}),
    "none": Step("naloxone_none", {"1": "breaths"}),
    # The hands are busy: with no key the count goes on, without the how-to, so that few breaths are missed.
    "breaths": Step("breaths", {"1": "still", "2": "side"}, beat=5, after="still_not_breathing", silent="again", wait=1),
    "again": Step("", {"1": "still", "2": "side", "9": "breaths"}, beat=5, after="still_not_breathing", wait=1),
    "still": Step("still_not_breathing", {"1": "again", "2": "side"}, silent="again", wait=3),
    "child": Step("overdose_child", {"1": "puffs", "2": "side"}),
    "puffs": Step("child_breaths", {"1": "childstill", "2": "side"}, beat=3, after="child_still", silent="pant", wait=1),
    "pant": Step("", {"1": "childstill", "2": "side", "9": "puffs"}, beat=3, after="child_still", wait=1),
    "childstill": Step("child_still", {"1": "pant", "2": "side"}, silent="pant", wait=3),
    "side": Step("recovery_position", {"1": "watch"}, topic="after_reversal"),
    "watch": Step("stay_watch", {"1": "awake"}, topic="after_reversal"),
    "awake": Step("awake", {"1": "side"}, topic="after_reversal"),
    "naloxone": Step("naloxone_what", {"1": "use", "2": "get"}, topic="naloxone_what", cost=IDLE_COST),
    "use": Step("naloxone_how_to_use", {"1": "get"}, topic="naloxone_how_to_use", cost=IDLE_COST),
    "get": Step("naloxone_get", {"1": ZIP}, topic="naloxone_get", cost=IDLE_COST),
    ZIP: Step(topic="find_service", cost=IDLE_COST, asks_zip=True),
    NEAR: Step(keys={"1": ZIP}, topic="find_service", cost=IDLE_COST),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """Where a call is, as its address says it, and the ZIP just keyed in, if one was."""

    step: str = MENU
    language: str = "en"
    spent: int = 0
    zip: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One sentence or more in one language, then a pause in seconds."""

    text: str
    language: str
    pause: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that a step's words depend on; `knowledge` is None when no content could be loaded."""

    call: Call
    words: Words
    knowledge: Knowledge | None
    now: datetime
    place: Place | None = None

    def say(self, key: str, pause: int = 0, **filled: object) -> Part:
        """One of the lines of a call."""
        return Part(self.words.line(key, self.call.language, **filled), self.call.language, pause)


def onward(call: Call, digits: str) -> Call:
    """Where `digits` lead from `call`: nothing, or a key that means nothing here, repeats the step."""
    step = STEPS[call.step]
    if not digits:
        return replace(call, step=step.silent or call.step, spent=call.spent + step.cost)
    pressed = replace(call, spent=call.spent + KEY_COST)
    if step.asks_zip and len(digits) == ZIP_DIGITS and digits.isascii() and digits.isdecimal():
        return replace(pressed, step=NEAR, zip=digits)
    if digits in LANGUAGE_KEYS:
        return replace(pressed, language=LANGUAGE_KEYS[digits])
    return replace(pressed, step={EMERGENCY_KEY: OVERDOSE, MENU_KEY: MENU, **step.keys}.get(digits, call.step))


def over(call: Call) -> bool:
    """Whether the call has spent all that it had."""
    return call.spent >= BUDGET


def script(scene: Scene) -> list[Part]:
    """Everything said in this step, the danger first of all."""
    call = scene.call
    rest: Iterator[Part]
    if over(call):
        rest = iter((scene.say("bye"),))
    elif call.step == MENU:
        rest = _menu(scene)
    elif call.step == ZIP:
        rest = iter((scene.say("zip"),))
    elif call.step == NEAR:
        rest = _near(scene)
    else:
        rest = _guide(scene)
    return [scene.say("danger", pause=1), *rest]


def _ended(knowledge: Knowledge, language: str) -> Part:
    """After the last day: whom else to call."""
    return Part(knowledge.line("sunset", language), language, pause=1)


def _menu(scene: Scene) -> Iterator[Part]:
    knowledge = scene.knowledge
    yield _ended(knowledge, scene.call.language) if knowledge and knowledge.sunset else scene.say("menu", pause=1)
    for language in LANGUAGE_KEYS.values():
        if language != scene.call.language:  # each in its own voice, with the danger in short
            yield Part(scene.words.line("this_language", language), language)
    yield scene.say("always")
    yield scene.say("machine")


def _guide(scene: Scene) -> Iterator[Part]:
    step = STEPS[scene.call.step]
    if step.entry:
        yield _lead(scene, step.entry, pause=1)
    if step.beat:
        yield from _paced(scene, step)
    else:
        yield _keys(scene)
        yield scene.say("always")


def _paced(scene: Scene, step: Step) -> Iterator[Part]:
    """Two minutes of breaths; what is said at their end is broken up, so that breathing goes on meanwhile."""
    if step.entry:
        yield scene.say("with_me")
        yield scene.say("breathe", pause=1)
    yield scene.say("breathe", pause=step.beat - CUE_SECONDS)
    yield from breaths(scene, step.beat)
    for part in (_lead(scene, step.after), _keys(scene)):
        for clause in _clauses(spoken(part.text, part.language)):
            rest = step.beat - CUE_SECONDS - len(clause.split()) / WORDS_A_SECOND
            yield Part(clause, part.language, max(0, round(rest)))
            yield scene.say("breathe")


def _clauses(text: str) -> Iterator[str]:
    """Sentences, and long ones at their colon: what can be said between two breaths."""
    for sentence in _SENTENCE.split(text):
        yield from _COLON.split(sentence) if len(sentence.split()) > _LONG else (sentence,)


def breaths(scene: Scene, beat: int) -> Iterator[Part]:
    """One breath every `beat` seconds for two minutes: each pause is what speaking leaves of the beat."""
    for at in range(beat, COUNT_SECONDS + 1, beat):
        left = COUNT_SECONDS - at
        if left in _MARKS:
            yield scene.say("breathe")
            yield scene.say(_MARKS[left], pause=beat - CUE_SECONDS - MARK_SECONDS)
        else:
            yield scene.say("breathe", pause=beat - CUE_SECONDS)


def _keys(scene: Scene) -> Part:
    """Where the keys of this step lead."""
    own = f"keys_{scene.call.step}"
    return scene.say(own if scene.words.line(own, scene.call.language) else "keys")


def _lead(scene: Scene, entry_id: str, pause: int = 0) -> Part:
    """The spoken form of an entry; the built-in steps, or people to call, where the entry is missing."""
    language, knowledge = scene.call.language, scene.knowledge
    entry = knowledge.bank.get(entry_id) if knowledge else None
    if knowledge and entry:
        said = entry.say(language).spoken
        return Part(words(knowledge.numbered(said) if said else knowledge.lead(entry, language)), language, pause)
    urgent = STEPS[scene.call.step].cost == SILENCE_COST
    return Part((lastresort.STEPS if urgent else lastresort.PEOPLE)[language], language, pause)


def _near(scene: Scene) -> Iterator[Part]:
    knowledge, place = scene.knowledge, scene.place
    found = None
    if knowledge and place:
        found = knowledge.directory.nearest(place.point, "naloxone", scene.now, k=_SITES, max_age_days=knowledge.max_age_days)
    if found and found.results:
        yield scene.say("near", pause=1)
        for near in found.results:
            yield from _site(scene, near)
        yield scene.say("call_first")
    else:
        yield scene.say("none_near" if place else "unknown_zip")
    yield _keys(scene)
    yield scene.say("always")


def _site(scene: Scene, near: Nearby) -> Iterator[Part]:
    """Name and street by the English voice, since they are English; the rest in the caller's language."""
    site = near.site
    where = ". ".join(street(part) for part in (site.name, site.address, site.city) if part)
    yield Part(f"{where}.", "en")
    if near.miles >= 1:
        yield scene.say("miles", miles=round(near.miles))
    yield scene.say("phone", pause=1, phone=phone(site.phone)) if site.phone else scene.say("no_phone", pause=1)
