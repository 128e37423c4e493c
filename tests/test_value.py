"""What we promise of values: nothing writes to one and nothing can be added, though no lock is on them while the program runs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import mypy.api
import pytest

from bot.adapters.settings import PROJECT
from bot.changed import changed
from bot.reply import Outcome, Reply, Tally
from bot.state import State
from bot.understanding.reading import Danger, Level
from bot.value import value

NOW = datetime(2026, 11, 23, tzinfo=UTC)
VALUES = (State(at=NOW), Reply("Call 911."), Tally("greeting_thanks", "sms", "en"), Danger(Level.NOW))
WRONG = """
from datetime import datetime
from bot.changed import changed
from bot.reply import Reply
from bot.state import State
State(at=datetime.now()).alarm = 1
Reply("Call 911.").silent = True
changed(Reply("Call 911."), silent="yes")
State(at=datetime.now(), sender="y")
"""


def test_the_type_checker_refuses_to_write_to_a_value(tmp_path: Path) -> None:
    """Each line after the imports is an error, and none is overlooked: `make check` proves it of all that we wrote."""
    (tmp_path / "wrong.py").write_text(WRONG)
    options = ["--config-file", str(PROJECT / "pyproject.toml"), "--cache-dir", str(tmp_path), "--follow-imports", "silent"]
    said, crash, _ = mypy.api.run([*options, str(tmp_path / "wrong.py")])
    assert crash == ""
    assert {int(line.split(":")[1]) for line in said.splitlines() if ": error: " in line} == {6, 7, 8, 9}


@pytest.mark.parametrize("made", VALUES, ids=lambda made: type(made).__name__)
def test_nothing_can_be_added_to_a_value(made: object) -> None:
    with pytest.raises(AttributeError):
        made.sender = "y"  # type: ignore[attr-defined]
    assert not hasattr(made, "__dict__")


def test_values_are_equal_and_hashed_by_their_fields() -> None:
    assert State(at=NOW, alarm=1) == changed(State(at=NOW), alarm=1) != State(at=NOW)
    assert len({State(at=NOW), changed(State(at=NOW), alarm=0), changed(State(at=NOW), alarm=1)}) == 2
    assert Outcome(Reply("a"), None, VALUES[2]) != Outcome(Reply("b"), None, VALUES[2])


def test_a_value_that_is_to_change_is_refused() -> None:
    with pytest.raises(TypeError, match="frozen"):
        value(frozen=False)
