"""Carried state and limits, in this process's memory and nowhere else.

The key is a keyed hash of channel and sender under 32 bytes that are drawn at start, never written, and die with the
process: a dump of the entries without the key names nobody, and a restart forgets everyone.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from bot.adapters.keyed import keyed
from bot.state import State

Clock = Callable[[], datetime]
MOST_TALKS = 10_000
# A provider retries within minutes; after that the same id would be a new question.
RETRY_LIFE = timedelta(minutes=15)
# Each talk has its texts counted, and its different answers.
_COUNTS_A_TALK = 4
# A count and the millisecond until which it counts are held as one number: as a pair they would take four times the room.
_ROOM, _MILLISECOND = 1 << 20, timedelta(milliseconds=1)


@dataclass(slots=True)
class Slot:
    """One talk: its state, and the lock that keeps two messages within a second from overtaking each other.

    `users` counts who holds or waits for it: a talk in use is neither swept nor dropped for being empty. Only then it has a
    lock, which would take more room than what is kept.
    """

    state: State | None = None
    users: int = 0
    lock: threading.Lock | None = None


class _Held:
    """A talk among `talks` while somebody has it: theirs alone from entering to leaving."""

    __slots__ = ("_guard", "_key", "_lock", "_most", "_slot", "_talks")

    def __init__(self, talks: dict[bytes, Slot], guard: threading.Lock, most: int, key: bytes) -> None:
        self._talks, self._guard, self._most, self._key = talks, guard, most, key

    def __enter__(self) -> Slot:
        talks, key = self._talks, self._key
        with self._guard:
            self._slot = slot = talks[key] = talks.pop(key) if key in talks else Slot()
            slot.users += 1
            self._lock = slot.lock = slot.lock or threading.Lock()
            _drop(talks, self._most)  # the longest silent talks go: every answer works without state
        self._lock.acquire()
        return slot

    def __exit__(self, *_: object) -> None:
        self._lock.release()
        with self._guard:
            slot = self._slot
            slot.users -= 1
            if slot.users:
                return
            slot.lock = None
            if slot.state is None and self._talks.get(self._key) is slot:
                del self._talks[self._key]


class Memory:
    """States, recent answers and counts for limits, under keyed hashes: bounded, swept, gone with the process.

    The talk and the count that were used last stand last, and the newest answer: the first of them are those that go.

    `status` is for `/readyz`: "own" here, where nothing can be away.
    """

    status = "own"

    def __init__(self, clock: Clock, most: int = MOST_TALKS) -> None:
        """`clock` gives the time in an aware datetime."""
        self._clock = clock
        self._most = most
        self._key = secrets.token_bytes(32)
        self._talks: dict[bytes, Slot] = {}
        self._answers: dict[bytes, tuple[float, bytes]] = {}
        self._same: dict[bytes, bytes] = {}
        self._counts: dict[bytes, int] = {}
        self._guard = threading.Lock()

    def key(self, *parts: str) -> bytes:
        """The keyed hash under which a talk is kept; the parts themselves are not."""
        return keyed(self._key, "\x1f".join(parts).encode("utf-8", "surrogatepass"))

    def talk(self, key: bytes) -> AbstractContextManager[Slot]:
        """The talk under `key`, held alone while it is read and changed."""
        return _Held(self._talks, self._guard, self._most, key)

    def forget(self, key: bytes) -> None:
        """Drop a talk."""
        with self._guard:
            self._talks.pop(key, None)

    def once(self, key: bytes, answer: Callable[[], str]) -> str:
        """What was answered to this very message, or `answer` now; a retry that comes meanwhile waits for the first."""
        with self._alone(key):
            said = self.answered(key)
            if said is None:
                said = answer()
                self.remember_answer(key, said)
            return said

    def _alone(self, key: bytes) -> AbstractContextManager[object]:
        """Held while an answer is looked for and made."""
        return self.talk(key)

    def answered(self, key: bytes) -> str | None:
        """What was answered to this very message, when a provider asks again."""
        with self._guard:
            found = self._answers.get(key)
        return found[1].decode() if found and self._now() - found[0] <= RETRY_LIFE.total_seconds() else None

    def remember_answer(self, key: bytes, answer: str) -> None:
        """Keep our answer (never their words) for the provider's retries."""
        kept = answer.encode()  # as text it takes twice the room: one curly quote makes every letter two bytes
        with self._guard:
            self._answers[key] = (self._now(), self._same.setdefault(kept, kept))
            _drop(self._answers, self._most)
            if len(self._same) > 2 * self._most:
                self._share()

    def _share(self) -> None:
        """Hold the same answer to many people once, and none that nobody got lately."""
        self._same = {kept: kept for _, kept in self._answers.values()}

    def count(self, key: bytes, life: timedelta, *, renew: bool = False) -> int:
        """How often this was counted, now included; it is forgotten `life` after the first time, or, renewed, after the last."""
        now = self._milliseconds()
        with self._guard:
            until, before = divmod(self._counts.pop(key, 0), _ROOM)
            going_on = now < until
            count = min(before + 1, _ROOM - 1) if going_on else 1
            until = until if going_on and not renew else now + life // _MILLISECOND
            self._counts[key] = until * _ROOM + count
            _drop(self._counts, _COUNTS_A_TALK * self._most)  # who was silent longest is counted anew
            return count

    def counted(self, key: bytes) -> int:
        """How often this was counted so far, without counting."""
        with self._guard:
            until, count = divmod(self._counts.get(key, 0), _ROOM)
        return count if self._milliseconds() < until else 0

    def sweep(self) -> None:
        """Drop what has outlived its time; called every minute."""
        now = self._clock()
        with self._guard:
            dead = [key for key, slot in self._talks.items() if not slot.users and not _alive(slot, now)]
            for key in dead:
                del self._talks[key]
            oldest, millisecond = self._now() - RETRY_LIFE.total_seconds(), self._milliseconds()
            old = [key for key, (at, _) in self._answers.items() if at < oldest]
            for key in old:
                del self._answers[key]
            self._share()
            over = [key for key, count in self._counts.items() if millisecond >= count // _ROOM]
            for key in over:
                del self._counts[key]

    def __len__(self) -> int:
        """How many talks are held."""
        return len(self._talks)

    def _now(self) -> float:
        """Seconds: as a date each would take twice the room."""
        return self._clock().timestamp()

    def _milliseconds(self) -> int:
        return int(self._now() * 1000)


def _drop(held: dict[bytes, Any], most: int) -> None:
    """Where more than `most` are held, take out what was used longest ago, a sixteenth of all at once.

    One by one would read past all that were taken out before, each time anew, until Python makes the table again.
    """
    if len(held) > most:
        for key in list(islice(held, len(held) - most + most // 16)):
            del held[key]


def _alive(slot: Slot, now: datetime) -> bool:
    return slot.state is not None and slot.state.alive(now) is not None
