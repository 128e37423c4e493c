"""An attribute that is worked out once: kept, and never at another's cost."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import pytest

from bot.worked_out import Kept, worked_out
from handlers.turn import Turn

PATIENCE = 10


@dataclass
class Asked:
    """Somebody whose answer takes until `may_go` is set."""

    may_go: threading.Event = field(default_factory=threading.Event)
    began: threading.Event = field(default_factory=threading.Event)
    times: int = 0

    @worked_out
    def answer(self) -> int:
        """How often it was worked out."""
        self.times += 1
        self.began.set()
        assert self.may_go.wait(PATIENCE)
        return self.times


def test_it_is_worked_out_once_and_kept_by_its_own_object():
    one, other = Asked(), Asked()
    one.may_go.set()
    other.may_go.set()
    assert [one.answer, one.answer, one.times] == [1, 1, 1]
    assert other.times == 0


def test_one_slow_sentence_holds_up_nobody_elses():
    slow, quick = Asked(), Asked()
    quick.may_go.set()
    thread = threading.Thread(target=lambda: slow.answer, daemon=True)
    thread.start()
    assert slow.began.wait(PATIENCE)
    done = threading.Event()
    threading.Thread(target=lambda: (quick.answer, done.set()), daemon=True).start()
    assert done.wait(PATIENCE), "functools' own would wait for the slow one here"
    slow.may_go.set()
    thread.join(PATIENCE)


def test_what_broke_is_worked_out_again():
    class Broken:
        tries = 0

        @worked_out
        def answer(self) -> int:
            self.tries += 1
            if self.tries == 1:
                raise ValueError("the first time")
            return self.tries

    broken = Broken()
    with pytest.raises(ValueError, match="first"):
        _ = broken.answer
    assert broken.answer == 2


def test_a_turn_reads_its_message_that_way():
    assert isinstance(vars(Turn)["scores"], worked_out), "with a lock the encoder's milliseconds would be everybody's"


def test_what_is_kept_is_worked_out_once_and_no_further_than_asked_for() -> None:
    worked: list[int] = []
    kept = Kept(worked.append(number) or number for number in range(3))
    assert next(iter(kept)) == 0
    assert worked == [0]
    assert (list(kept), list(kept)) == ([0, 1, 2], [0, 1, 2])
    assert worked == [0, 1, 2]


def test_two_who_ask_at_the_same_time_both_get_all_of_it() -> None:
    kept = Kept(iter("abc"))
    assert list(zip(kept, kept, strict=True)) == [("a", "a"), ("b", "b"), ("c", "c")]
