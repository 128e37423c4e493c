"""What a voice takes inside `<Say>`, restated from what Amazon and Twilio publish; a tag that it does not take fails it whole.

Amazon Polly's guide: "Supported SSML tags" (neural voices: no emphasis, of prosody no pitch) and the pages of `break`, `lang`,
`prosody` and `say-as` (letters make a neural voice fall back to a standard one, which not every voice has). Twilio's error
13513: basic voices know no SSML. Read 2026-11-22.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LONGEST_BREAK_MS = 10_000
_RATE, _TIME = re.compile(r"(\d+)%"), re.compile(r"(\d+)(ms|s)")
_LEVELS = "x-slow|slow|medium|fast|x-fast"
_SAID_AS = "cardinal|number|ordinal|digits|fraction|unit|date|time|address|expletive|telephone"
# Tag to its attributes and what each may be: those that a neural voice of Polly takes.
NEURAL: Mapping[str, Mapping[str, str]] = {
    "break": {"time": r"\d+(?:ms|s)", "strength": "none|x-weak|weak|medium|strong|x-strong"},
    "lang": {XML_LANG: "[a-z]{2}-[A-Z]{2}"},
    "p": {},
    "phoneme": {"alphabet": "ipa|x-sampa", "ph": ".+"},
    "prosody": {"rate": rf"{_LEVELS}|\d+%", "volume": r"default|silent|x-soft|soft|medium|loud|x-loud|[+-]\d+dB"},
    "s": {},
    "say-as": {"interpret-as": _SAID_AS, "format": "[dmy]+"},
    "sub": {"alias": ".+"},
    "w": {"role": "amazon:.+"},
}
# No text and no tag in it; text only; no other of its kind.
_EMPTY, _PLAIN = {"break"}, {"phoneme", "say-as", "sub", "w"}


def refused(say: Element) -> list[str]:
    """What the voice of this `<Say>` would not take."""
    voice = say.get("voice", "")
    if not voice.startswith("Polly."):
        return ["a basic voice knows no tags"] if len(say) else []
    return [what for tag in say for what in _wrong(tag)]


def _wrong(tag: Element) -> Iterator[str]:
    attributes = NEURAL.get(tag.tag)
    if attributes is None:
        yield f"<{tag.tag}> is not taken"
        return
    for name, value in tag.attrib.items():
        if not re.fullmatch(attributes.get(name, "(?!)"), value):
            yield f"<{tag.tag}> takes no {name}={value!r}"
    if not tag.attrib and attributes:
        yield f"<{tag.tag}> says nothing"
    yield from _out_of_range(tag)
    if (tag.tag in _EMPTY and (len(tag) or tag.text)) or (tag.tag in _PLAIN and len(tag)):
        yield f"<{tag.tag}> holds what it must not"
    for inner in tag:
        yield from _wrong(inner)


def _out_of_range(tag: Element) -> Iterator[str]:
    rate, time = _RATE.fullmatch(tag.get("rate", "")), tag.get("time", "")
    if rate and not 20 <= int(rate[1]) <= 200:
        yield f"a rate of {rate[0]}"
    if time and pause(time) > LONGEST_BREAK_MS:
        yield f"a break of {time}"


def pause(time: str) -> int:
    """The milliseconds of a break."""
    found = _TIME.fullmatch(time)
    return int(found[1]) * (1 if found[2] == "ms" else 1000) if found else 0


def seconds(say: Element, words_a_second: float) -> float:
    """How long this is spoken: words at an even pace, slower where it says so, and its breaks; a second at least."""
    return max(1.0, _seconds(say, words_a_second))


def _seconds(tag: Element, pace: float) -> float:
    rate = _RATE.fullmatch(tag.get("rate", ""))
    here = pace * int(rate[1]) / 100 if rate else pace
    took = _words(tag.text) / here + pause(tag.get("time", "")) / 1000
    return took + sum(_seconds(inner, here) + _words(inner.tail) / here for inner in tag)


def _words(text: str | None) -> int:
    return len((text or "").split())
