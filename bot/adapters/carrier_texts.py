"""What the operator pastes at Twilio: the answers to STOP, START and HELP, and what to say when our server is down.

`safertext doctor` prints `to_paste`. The words are those of `content/carrier.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from bot.adapters import fallback
from bot.adapters.settings import Settings
from bot.bank import LANGUAGES
from bot.errors import ContentError, Fault
from bot.segments import forcing, segments, to_gsm7

NAME = "carrier.toml"
WORDS = ("stop", "start", "help")
# What stands in a text until the settings say who runs the line.
NOBODY, NO_PHONE = "NAME OF YOUR GROUP", "YOUR PHONE"
_FILLED = {"organisation", "phone"}
_MOST = 2


@dataclass(frozen=True, slots=True)
class CarrierText:
    """One text to paste: the keyword it answers ("STOP"), its language, the words as sent (GSM-7), and what it costs."""

    word: str
    language: str
    text: str
    segments: int


def texts(folder: Path, organisation: str = "", phone: str = "") -> tuple[CarrierText, ...]:
    """The texts of `folder`, by word, then language. Raises ContentError with every fault."""
    table = _table(folder)
    wrong = tuple(Fault(f"{folder.name}/{NAME}", 0, what) for what in _wrong(table))
    if wrong:
        raise ContentError(wrong)
    filled = {"organisation": organisation or NOBODY, "phone": phone or NO_PHONE}
    return tuple(_text(word, code, table[word][code].format(**filled)) for word in WORDS for code in LANGUAGES)


def _text(word: str, language: str, said: str) -> CarrierText:
    plain = to_gsm7(said)
    return CarrierText(word.upper(), language, plain, segments(plain))


def never(folder: Path) -> tuple[str, ...]:
    """Words that must not become keywords. Raises ContentError with every fault."""
    return tuple(_table(folder)["never"])


def to_paste(settings: Settings) -> str:
    """Everything to paste, with where it goes; lines for a terminal. Raises ContentError with every fault."""
    said = texts(settings.content_dir, settings.organisation, settings.organisation_phone)
    lines = ["Advanced Opt-Out, in the Messaging Service (on toll-free numbers the network answers STOP and START itself):"]
    lines += [f"\n{each.word} ({each.language}, {_cost(each)}):\n{each.text}" for each in said]
    lines += [f"\nNever register as keywords: {', '.join(never(settings.content_dir))}."]
    lines += [f'\nTwiML Bin for texts, "Primary handler fails" under Messaging:\n{fallback.texts()}']
    lines += [f'\nTwiML Bin for calls, "Primary handler fails" under Voice:\n{fallback.calls()}']
    return "\n".join(lines)


def _cost(text: CarrierText) -> str:
    """How many segments, and a warning where a group's name made it too long or added a letter that costs."""
    letter = forcing(text.text)
    said = f"{text.segments} segment{'s' if text.segments > 1 else ''}"
    said += f", because of {letter!r} at 70 letters each" if letter else ""
    return f"{said}: shorten it" if text.segments > _MOST else said


def _table(folder: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        what = f"cannot be read ({type(error).__name__}): there is nothing to paste for STOP, START and HELP"
        raise ContentError((Fault(f"{folder.name}/{NAME}", 0, what),)) from None


def _wrong(table: Mapping[str, Any]) -> Iterator[str]:
    for word in WORDS:
        said = table.get(word)
        if not isinstance(said, dict) or said.keys() != set(LANGUAGES):
            yield f"{word}: must have a text in each language: en, es, fr, pt"
            continue
        yield from (f"{word}: [{code}] {what}" for code, text in said.items() if (what := _fault(text)))
    if not isinstance(table.get("never"), list):
        yield "never: must be a list of words that no keyword may be"


def _fault(text: object) -> str | None:
    """What is wrong with one text, or None."""
    if not isinstance(text, str):
        return "must be a text"
    try:
        names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return "a brace is not closed"
    if names - _FILLED:
        return f"unknown names in braces: {', '.join(sorted(names - _FILLED))}"
    return None if "911" in text else "911 is missing: whoever texts one of these words may be in danger"
