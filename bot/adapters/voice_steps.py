"""Where each key of a call leads: one table of steps, and rules that end every call.

A key always means the same: 9 again, 0 the overdose steps, * the menu, 5 to 8 a language. A call has a budget: each key
spends a little of it, each silence more, and when it is spent the call ends. So a phone in a pocket costs minutes, not days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.spoken import EMERGENCY_KEY

MENU, ZIP, NEAR, OVERDOSE = "menu", "zip", "near", "od"
ZIP_DIGITS = 5
REPEAT, MENU_KEY = "9", "*"
LANGUAGE_KEYS = {"5": "en", "6": "es", "7": "fr", "8": "pt"}
# In an emergency 16 silent rounds: about 40 minutes of breaths, longer than most ambulances take in Maine.
BUDGET, KEY_COST, SILENCE_COST, IDLE_COST = 96, 1, 6, 24


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
