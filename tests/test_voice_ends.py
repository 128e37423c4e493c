"""We promise that every call ends, whatever is pressed and whatever address is asked for, but no emergency too soon."""

from __future__ import annotations

import itertools

import pytest
from calling import KEYS, Caller, ends, first, says
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from bot.adapters.voice_script import COUNT_SECONDS
from bot.adapters.voice_steps import BUDGET, STEPS, Call, onward


def test_every_key_and_every_silence_costs() -> None:
    calls = [Call(step, "en", 7) for step in STEPS]
    assert [each for call in calls for key in (*KEYS, "", "04401", "44") if (each := onward(call, key)).spent <= 7] == []


@pytest.mark.parametrize("keys", ["", *KEYS, "16", "139", "04401"], ids=lambda keys: keys or "silence")
def test_a_call_ends_whatever_is_pressed(caller: Caller, keys: str) -> None:
    caller.calls()
    pressed = itertools.cycle([keys] if len(keys) in {0, 5} else list(keys))
    answers = [caller.presses(next(pressed)) for _ in range(BUDGET)]
    assert ends(answers[-1])


@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=st.lists(st.sampled_from([*KEYS, "", "04401", "44444"]), min_size=BUDGET, max_size=BUDGET))
def test_a_call_ends_on_every_path(keys: list[str]) -> None:
    call = Call()
    for key in keys:
        call = onward(call, key)
        assert call.step in STEPS
    assert call.spent >= BUDGET


def test_a_silent_emergency_is_kept_for_half_an_hour_at_least() -> None:
    """An ambulance in the country takes that long."""
    call, rounds = Call("breaths"), 0
    while call.spent < BUDGET:
        call, rounds = onward(call, ""), rounds + 1
    assert rounds * COUNT_SECONDS >= 30 * 60


ODD = ["x/en", "od/en", "od-/en", "od-9999/en", "..-1/en", "od-1/xx", "OD-1/EN"]


@pytest.mark.parametrize("path", ODD)
@pytest.mark.parametrize("digits", ["1", "", "é" * 50, "1\x00", "\ud7ff", "-1", "9" * 1000])
def test_an_address_that_is_not_ours_is_answered_with_the_danger(caller: Caller, path: str, digits: str) -> None:
    assert says(caller.heard(caller.posts(f"/voice/{path}", Digits=digits)))[0] == first("en")
