"""What we promise of counts that are shown: tens, the same ones however often you ask, and no sum that gives a count away."""

from __future__ import annotations

import random
import statistics
from collections.abc import Mapping

import pytest

from bot.adapters.rounding import Cell, key_from, shown, table
from bot.errors import SettingsError

KEY = key_from("secret-of-the-tests-0123456789abcdef")
TOTAL: Cell = ("total", "2026-11")
_NOVEMBER = {"naloxone_get": 143, "bleach": 1, "xylazine": 9, "find_service": 58, "thanks": 24}
TOPICS: Mapping[Cell, int] = {("count_topic", "2026-11", topic): count for topic, count in _NOVEMBER.items()}


def keys(n: int) -> list[bytes]:
    """Keys of `n` servers."""
    return [key_from(f"secret-of-server-{number}-0123456789abcdef") for number in range(n)]


@pytest.mark.parametrize("count", range(200))
def test_a_count_is_shown_as_the_ten_below_or_above_it(count: int) -> None:
    seen = {shown(count, ("count_area", "2026Q4", str(area)), KEY) for area in range(300)}
    below = count // 10 * 10
    assert seen == ({below} if count == below else {below, below + 10})


def test_asking_twice_tells_no_more_than_asking_once() -> None:
    """A rounding drawn anew each time would give the count away to who asks often and averages."""
    assert {shown(57, ("count_topic", "2026-11", "bleach"), KEY) for _ in range(1000)} in ({50}, {60})


def test_each_cell_has_a_step_of_its_own() -> None:
    """Two cells that were always rounded together could be told apart by how they move."""
    areas = ("044", "049", "047")
    said = {tuple(shown(5, ("count_area", str(year), area), KEY) for area in areas) for year in range(200)}
    assert len(said) == 2 ** len(areas)


def test_the_parts_of_a_cell_cannot_be_shifted_into_one_another() -> None:
    told = [[shown(5, cell, key) for key in keys(60)] for cell in (("ab", "c"), ("a", "bc"))]
    assert told[0] != told[1]


def test_nothing_is_lost_or_added_on_average() -> None:
    """Nearer to the next ten, likelier shown as it."""
    for count in (1, 5, 9, 43, 148):
        said = [shown(count, ("count_area", "2026Q4", str(area)), KEY) for area in range(4000)]
        assert abs(statistics.mean(said) - count) < 0.5


def test_what_is_shown_as_0_is_left_out() -> None:
    """A row with a 0 would tell that somebody was there: an area nobody texted from has no row."""
    said = [table({("count_area", "2026Q4", "049"): 1}, key) for key in keys(200)]
    assert {tuple(each.values()) for each in said} == {(), (10,)}


def test_a_difference_is_refused() -> None:
    with pytest.raises(ValueError, match="round each count by itself"):
        shown(-1, TOTAL, KEY)


def test_without_a_secret_nothing_is_rounded_and_it_says_what_to_do() -> None:
    with pytest.raises(SettingsError, match="openssl rand"):
        key_from("")


# --- somebody subtracts


def outputs(counts: Mapping[Cell, int], key: bytes) -> dict[Cell, int]:
    """All that is shown of a table: its cells and its total, each rounded by itself."""
    return {**{cell: shown(count, cell, key) for cell, count in counts.items()}, TOTAL: shown(sum(counts.values()), TOTAL, key)}


@pytest.mark.parametrize("cell", TOPICS, ids=lambda cell: cell[-1])
def test_the_total_less_the_other_cells_does_not_give_a_cell_away(cell: Cell) -> None:
    """Right as often as a guess, and spread over tens: what is shown cannot be added up."""
    rests = []
    for key in keys(500):
        said = outputs(TOPICS, key)
        rests.append(said[TOTAL] - sum(count for other, count in said.items() if other not in {cell, TOTAL}) - TOPICS[cell])
    assert rests.count(0) / len(rests) < 0.3
    assert len(set(rests)) >= 4
    assert max(rests) - min(rests) >= 30


def test_two_months_subtracted_do_not_tell_what_came_between() -> None:
    """One person more in a month: what is shown moves by nothing or by ten, and mostly by nothing."""
    steps = [shown(n + 1, TOTAL, key) - shown(n, TOTAL, key) for key in keys(100) for n in (0, 7, 42, 99)]
    assert set(steps) == {0, 10}
    assert 0.05 < steps.count(10) / len(steps) < 0.15


def test_topics_and_channels_of_a_month_have_the_same_total() -> None:
    """Two roundings of one number would narrow it: a total is one cell, whatever table it stands under."""
    channels = {("count_channel", "2026-11", "sms"): 200, ("count_channel", "2026-11", "web"): 35}
    for key in keys(50):
        assert outputs(channels, key)[TOTAL] == outputs(TOPICS, key)[TOTAL]


def candidates(said: Mapping[Cell, int], cell: Cell) -> int:
    """How many counts `cell` may have, for somebody who knows how we round, has every output, and lacks the key."""
    low = {each: max(0, count - 9) for each, count in said.items()}
    high = {each: count + 9 for each, count in said.items()}
    others = [each for each in said if each not in {cell, TOTAL}]
    least = max(low[cell], low[TOTAL] - sum(high[each] for each in others))
    most = min(high[cell], high[TOTAL] - sum(low[each] for each in others))
    return most - least + 1


def test_every_output_together_leaves_a_cell_open() -> None:
    """All that is shown of random months, solved like an equation, nearly always leaves ten counts or more, never under five."""
    chance = random.Random(1)
    left = []
    for key in keys(400):
        counts = {("count_topic", "2026-11", str(topic)): chance.choice((0, 1, 2, 5, 9, 40)) for topic in range(6)}
        said = outputs(counts, key)
        left += [candidates(said, cell) for cell in counts]
    assert min(left) >= 5
    assert sum(count >= 10 for count in left) / len(left) > 0.95


def test_exact_counts_would_be_given_away() -> None:
    """A test of the attack: where cells and total are exact, one subtraction tells."""
    cell, *others = TOPICS
    assert sum(TOPICS.values()) - sum(TOPICS[other] for other in others) == TOPICS[cell]
