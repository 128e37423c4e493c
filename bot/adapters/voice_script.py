"""What a call says at each step: the danger first of all, then what to do, then the keys; breaths at an even pace."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot import lastresort
from bot.adapters.voice_say import Part
from bot.adapters.voice_steps import LANGUAGE_KEYS, MENU, NEAR, SILENCE_COST, STEPS, ZIP, Call, Step, over
from bot.adapters.voice_words import Words
from bot.directory import Nearby
from bot.gazetteer import Place
from bot.knowledge import Knowledge
from bot.markup import words
from bot.sentences import sentences
from bot.spoken import phone, spoken, street

COUNT_SECONDS = 120
# Spoken by a neural voice, with the gap before it: the cue is one short word, a time mark three.
CUE_SECONDS, MARK_SECONDS, WORDS_A_SECOND = 1, 2, 2.5
_MARKS = {60: "minute_left", 30: "half_left"}
_SITES = 3
_COLON = re.compile(r"(?<=[:;])\s+")
_LONG = 10


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

    def slowly(self, text: str, language: str, pause: int = 0) -> Part:
        """What somebody does or writes down while it is said."""
        return Part(text, language, pause, self.words.pace)


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
    return [*_danger(scene), *rest]


def _danger(scene: Scene) -> Iterator[Part]:
    """911 first; where somebody is breathed for already, a breath between its sentences, so that none is missed for long."""
    whole, step = scene.say("danger", pause=1), STEPS[scene.call.step]
    *before, last = sentences(whole.text)
    if step.beat and not step.entry and before and not over(scene.call):
        yield Part(" ".join(before), whole.language)
        yield scene.say("breathe")
        yield Part(last, whole.language)
    else:
        yield whole


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
    for sentence in sentences(text):
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
        return scene.slowly(words(knowledge.numbered(said) if said else knowledge.lead(entry, language)), language, pause)
    urgent = STEPS[scene.call.step].cost == SILENCE_COST
    return scene.slowly((lastresort.STEPS if urgent else lastresort.PEOPLE)[language], language, pause)


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
    yield scene.slowly(f"{where}.", "en")
    if near.miles >= 1:
        yield scene.say("miles", miles=round(near.miles))
    told = scene.say("phone", phone=phone(site.phone)) if site.phone else scene.say("no_phone")
    yield scene.slowly(told.text, told.language, pause=1)
