"""What we promise to hands that are busy: a pace to breathe by, two minutes, and the second dose told without stopping."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from calling import PACED, Caller, Element, says

from bot.adapters.voice_script import COUNT_SECONDS, CUE_SECONDS, MARK_SECONDS
from bot.adapters.voice_steps import STEPS
from bot.adapters.voice_words import BUILT_IN
from bot.bank import LANGUAGES


def beats(root: Element) -> Iterator[float]:
    """Seconds from each cue to the next, with a mark that is spoken in between."""
    seconds: float | None = None
    for verb in root[0]:
        if verb.tag == "Say" and verb.text == "Breathe.":
            if seconds is not None:
                yield seconds
            seconds = CUE_SECONDS
        elif verb.tag == "Say":
            is_mark = verb.text in {"One minute left.", "Thirty seconds left."}
            seconds = None if seconds is None or not is_mark else seconds + MARK_SECONDS
        elif seconds is not None:
            seconds += int(verb.get("length"))


@pytest.mark.parametrize(("step", "beat"), PACED.items())
def test_the_pauses_keep_the_pace_for_two_minutes(caller: Caller, step: str, beat: int) -> None:
    seconds = list(beats(caller.at(step)))
    if STEPS[step].entry:
        assert seconds.pop(0) == 2  # the two breaths at the beginning
    assert set(seconds) == {beat}
    assert sum(seconds) == COUNT_SECONDS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", ["again", "pant"])
def test_who_breathes_already_is_not_held_up_by_the_danger(caller: Caller, step: str, language: str) -> None:
    """It is told again in each round, with a breath between its sentences: never more than 16 words without one."""
    heard, cue = says(caller.at(step, language)), BUILT_IN["breathe"][language]
    assert [heard[1], heard[3]] == [cue, cue]
    assert max(len(text.split()) for text in heard) <= 16


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cue_is_one_short_word(language: str) -> None:
    """The pace is counted from it."""
    cue = BUILT_IN["breathe"][language]
    assert (len(cue.split()), len(cue) <= 10) == (1, True)


@pytest.mark.parametrize("step", ["breaths", "puffs"])
def test_breathing_goes_on_while_the_second_dose_is_told(caller: Caller, step: str) -> None:
    heard = says(caller.at(step))
    told = heard[heard.index("Thirty seconds left.") :]
    assert any("another dose" in text for text in told)
    assert all("Breathe." in pair for pair in itertools.pairwise(told))
    assert max(len(text.split()) for text in told) <= 12


def test_the_time_to_the_second_dose_is_told(caller: Caller) -> None:
    heard = says(caller.at("breaths"))
    cues = [number for number, text in enumerate(heard) if text == "Breathe."]
    minute, half = heard.index("One minute left."), heard.index("Thirty seconds left.")
    assert sum(minute < cue < half for cue in cues) * 5 == 30
