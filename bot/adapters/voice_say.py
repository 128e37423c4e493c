"""How a part of a call is said: by which voice, how fast, and with which pauses between its sentences.

Tags (SSML) are used only where a caller gains by them, only such as Amazon says that its neural voices take (`break`,
`prosody` with a rate, `lang`; not `emphasis`, no pitch, no letters by `say-as`), and never for what must not fail: the
danger, the cues of a count and the keys go as bare words. The words are the same with and without tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from twilio.twiml.voice_response import Gather, Say, VoiceResponse

from bot.adapters.render import printable
from bot.spoken import spoken

# Voice and language of each `<Say>`; a voice that does not fit its language is an error at Twilio, and silence.
VOICES = {
    "en": ("Polly.Joanna-Neural", "en-US"),
    "es": ("Polly.Lupe-Neural", "es-US"),
    "fr": ("Polly.Gabrielle-Neural", "fr-CA"),
    "pt": ("Polly.Camila-Neural", "pt-BR"),
}
USUAL = 100  # percent of a voice's own pace
SENTENCE_MS, DIGITS_MS = 500, 400
# Twilio's basic voices know no tags, and Polly's generative ones other rules.
_TAKES_TAGS = re.compile(r"Polly\.\w+-Neural")
_BEATS = re.compile(r"(?<=[.?!] )(?=\S)|(?<=\d, )(?=\d)")


@dataclass(frozen=True, slots=True)
class Part:
    """One sentence or more in one language, then a pause in seconds; `pace` under 100 slows it and parts its sentences."""

    text: str
    language: str
    pause: int = 0
    pace: int = USUAL


def say(verb: Gather | VoiceResponse, part: Part, names: tuple[str, ...] = ()) -> None:
    """Append a part to `verb`; English `names` in another language are said as English."""
    said = printable(spoken(part.text, part.language))
    voice, language = VOICES[part.language]
    if said and part.pace < USUAL and _TAKES_TAGS.fullmatch(voice):
        verb.append(_slow(Say(voice=voice, language=language), said, part, names))
    elif said:
        verb.say(said, voice=voice, language=language)
    if part.pause:
        verb.pause(length=part.pause)


def _slow(verb: Say, said: str, part: Part, names: tuple[str, ...]) -> Say:
    """The same words slower, with time after each sentence for hands to follow, and in numbers for a pen."""
    slow = verb.prosody(rate=f"{part.pace}%")
    before = ""
    for beat in _BEATS.split(said):
        if before:
            slow.break_(time=f"{DIGITS_MS if before.endswith(', ') else SENTENCE_MS}ms")
        for bit, english in _parted(beat, names if part.language != "en" else ()):
            slow.lang(bit, xml_lang=VOICES["en"][1]) if english else slow.append(bit)
        before = beat
    return verb


def _parted(text: str, names: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """`text` in pieces, and of each whether it is one of `names`."""
    found = re.split(rf"(?<!\w)({'|'.join(map(re.escape, names))})(?!\w)", text) if names else [text]
    yield from ((bit, number % 2 == 1) for number, bit in enumerate(found) if bit)
