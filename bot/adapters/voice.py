"""Twilio's Voice webhook: keys in, speech out. The caller's number is never read, nothing is recorded, every call ends."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from functools import partial

from flask import Blueprint, Response, request
from twilio.twiml.voice_response import Gather, VoiceResponse

from bot import lastresort
from bot.adapters import voice_words
from bot.adapters.runtime import Runtime
from bot.adapters.signatures import guard
from bot.adapters.voice_say import Part, say
from bot.adapters.voice_script import Scene, script
from bot.adapters.voice_steps import IDLE_COST, MENU, NEAR, STEPS, ZIP, ZIP_DIGITS, Call, onward, over
from bot.adapters.voice_words import Words
from bot.gazetteer import Place
from bot.knowledge import Knowledge, supported
from bot.reply import Tally
from bot.state import State

log = logging.getLogger("safertext.voice")
_STEP = re.compile(r"([a-z]+)-(\d{1,3})")


def routes(runtime: Runtime) -> Blueprint:
    """`POST /voice` for a call that comes in, `POST /voice/<step>/<lang>` for the keys pressed in it."""
    blueprint = Blueprint("voice", __name__)
    guard(blueprint, runtime.settings)
    words, faults = voice_words.load(runtime.settings.content_dir)
    runtime.loaded.faults += faults
    blueprint.add_url_rule("/voice", "begin", lambda: _answer(runtime, words, Call()), methods=["POST"])
    blueprint.add_url_rule("/voice/<step>/<lang>", "go_on", partial(_go_on, runtime, words), methods=["POST"])
    return blueprint


def _go_on(runtime: Runtime, words: Words, step: str, lang: str) -> Response:
    """The next step after what was pressed; an address that is not ours begins again."""
    found = _STEP.fullmatch(step)
    spoken_in = supported(lang) or "en"
    if found is None or found[1] not in STEPS:
        return _answer(runtime, words, Call(MENU, spoken_in))
    return _answer(runtime, words, onward(Call(found[1], spoken_in, int(found[2])), request.form.get("Digits", "")))


def _answer(runtime: Runtime, words: Words, call: Call) -> Response:
    """What is said now. Whatever breaks inside, the steps are spoken."""
    try:
        scene = _scene(runtime, words, call)
        body = _over(script(scene)) if over(call) else _twiml(runtime, scene)
        _count(runtime, scene)
    except Exception:
        log.exception("a call's answer broke; the last resort was spoken")
        body = last_resort(call.language)
    return Response(body, content_type="text/xml")


def _scene(runtime: Runtime, words: Words, call: Call) -> Scene:
    """Everything that the step depends on; with its place forgotten, a step about places asks for the ZIP again."""
    knowledge = runtime.known
    if knowledge and knowledge.sunset and STEPS[call.step].cost == IDLE_COST:
        call = replace(call, step=MENU)  # after the last day there is the danger, and whom else to call
    place = _place(runtime, call, knowledge) if call.step == NEAR and knowledge else None
    if call.step == NEAR and place is None and not call.zip:
        call = replace(call, step=ZIP)
    return Scene(call, words, knowledge, runtime.clock(), place)


def _place(runtime: Runtime, call: Call, knowledge: Knowledge) -> Place | None:
    """The place of the ZIP, remembered for this call: a ZIP stands in no address, because addresses are logged."""
    place = knowledge.gazetteer.zip(call.zip) if call.zip else None
    sid = request.form.get("CallSid", "")
    if not sid:
        return place
    with runtime.memory.talk(runtime.memory.key("voice", sid)) as talk:
        if call.zip:
            talk.state = State(at=runtime.clock(), language=call.language, place=place) if place else None
        known = talk.state.alive(runtime.clock()) if talk.state else None
        return known.place if known else None


def _twiml(runtime: Runtime, scene: Scene) -> str:
    """The step as a menu that any key ends at once; no key posts too, and the redirect stands in where it should not."""
    response = VoiceResponse()
    call = scene.call
    step = STEPS[call.step]
    address = f"{runtime.settings.public_base_url}/voice/{call.step}-{call.spent}/{call.language}"
    gather = Gather(
        input="dtmf",
        num_digits=ZIP_DIGITS if step.asks_zip else 1,
        finish_on_key="",
        timeout=step.wait,
        action_on_empty_result=True,
        action=address,
        method="POST",
    )
    _say(gather, script(scene), scene.words.names)
    response.append(gather)
    response.redirect(address, method="POST")
    return str(response)


def _say(verb: Gather | VoiceResponse, parts: list[Part], names: tuple[str, ...] = ()) -> None:
    for part in parts:
        say(verb, part, names)


def _over(parts: list[Part]) -> str:
    response = VoiceResponse()
    _say(response, parts)
    response.hangup()
    return str(response)


def last_resort(language: str) -> str:
    """The steps from constants, spoken twice, and the end of the call: no file and no knowledge stands behind this."""
    steps = Part(lastresort.STEPS[language], language, 3)
    return _over([Part(voice_words.BUILT_IN["danger"][language], language), steps, steps])


def _count(runtime: Runtime, scene: Scene) -> None:
    """Once a key: not for steps that repeat by themselves, nor again for Twilio's retries of the same address."""
    sid, pressed = request.form.get("CallSid", ""), request.form.get("Digits", "")
    if not pressed and request.path != "/voice":
        return
    area = scene.place.zip[:3] if scene.place and scene.place.zip else None
    topic = STEPS[scene.call.step].topic
    tally = Tally(topic, "voice", scene.call.language, area, danger=topic == "emergency_overdose")

    def counted() -> str:
        runtime.counters.count(tally)
        return ""

    runtime.memory.once(runtime.memory.key("voice", sid, request.path), counted) if sid else counted()
