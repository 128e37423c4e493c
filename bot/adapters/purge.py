"""`safertext purge`: deletes at Twilio the messages, their media and the calls that are older than an hour.

Of each only its id and its time are read. Nothing is noted between two runs: what is gone is not listed again, so that a
run that was stopped is taken up by the next. A legal hold stops everything, also in the middle of a run.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from bot.adapters.settings import PROJECT
from bot.adapters.twilio_api import Twilio, TwilioError
from bot.errors import SaferTextError

HOLD = Path("var") / "legal-hold"
STAMP = Path("var") / "purge-ran"
# Twilio's own: cannot be deleted before it is final. The next run finds it again.
_NOT_FINAL = 20009
_MEDIA = "media_list"


class HoldError(SaferTextError):
    """A lawyer has said that nothing may be deleted."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to delete: what is older than `older_than`, at most `limit` of each kind, within `seconds`; or only to count it."""

    older_than: timedelta = timedelta(hours=1)
    limit: int = 10_000
    seconds: float = 1800.0
    dry_run: bool = False


@dataclass(slots=True)
class Done:
    """How many: found old enough, deleted, not final yet, and whether some are left for the next run."""

    found: dict[str, int] = field(default_factory=dict)
    deleted: dict[str, int] = field(default_factory=dict)
    waiting: int = 0
    left: bool = False


@dataclass(slots=True)
class Purge:
    """One run. `now` is the time in UTC; `folder` is where `var/` is."""

    twilio: Twilio
    order: Order
    now: datetime
    folder: Path = PROJECT
    clock: Callable[[], float] = time.monotonic
    done: Done = field(default_factory=Done)

    def run(self) -> Done:
        """Delete what is due. Raises HoldError, and TwilioError when Twilio refuses; what was done until then stays in `done`."""
        self._held()
        ends = self.clock() + self.order.seconds
        for name, work in (("messages", self._message), ("calls", self._call)):
            rows = self._due(name)
            self.done.found[name], self.done.deleted[name] = len(rows), 0
            for row in () if self.order.dry_run else rows:
                if self.clock() > ends:
                    self.done.left = True
                    break
                self._held()
                self.done.deleted[name] += self._gone(work, row)
        if not self.order.dry_run and not self.done.left:
            stamp(self.folder, self.now)
        return self.done

    def _due(self, name: str) -> list[Mapping[str, Any]]:
        """What is old enough. All are listed first: a page's end must not move while its rows go."""
        found: list[Mapping[str, Any]] = []
        for row in self.twilio.pages(f"{self.twilio.account}/{name.title()}.json", name):
            if _age(row, self.now) < self.order.older_than:
                continue
            if len(found) == self.order.limit:
                self.done.left = True
                break
            found.append(row)
        return found

    def _gone(self, work: Callable[[str, Mapping[str, Any]], None], row: Mapping[str, Any]) -> int:
        """1 when it is gone, 0 when it must wait until it is final."""
        try:
            work(str(row["sid"]), row)
        except TwilioError as error:
            if error.code != _NOT_FINAL:
                raise
            self.done.waiting += 1
            return 0
        return 1

    def _message(self, sid: str, row: Mapping[str, Any]) -> None:
        """The media first: without their message nobody would find them again."""
        base = f"{self.twilio.account}/Messages/{sid}"
        if str(row.get("num_media") or "0") != "0":
            for each in list(self.twilio.pages(f"{base}/Media.json", _MEDIA)):
                self.twilio.delete(f"{base}/Media/{each['sid']}.json")
        self.twilio.delete(f"{base}.json")

    def _call(self, sid: str, _: Mapping[str, Any]) -> None:
        self.twilio.delete(f"{self.twilio.account}/Calls/{sid}.json")

    def _held(self) -> None:
        if held(self.folder):
            raise HoldError(f"nothing more is deleted: there is a legal hold ({HOLD}); only your lawyer ends it")


def stamp(folder: Path, now: datetime) -> None:
    """Note when the last whole run was, and nothing else, for `safertext doctor`. A disk that is full costs only that."""
    with suppress(OSError):
        path = folder / STAMP
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\n", encoding="ascii")


def last_run(folder: Path) -> datetime | None:
    """When the last whole run was; None where there was none, or the note is damaged."""
    try:
        return datetime.strptime((folder / STAMP).read_text(encoding="ascii").strip(), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except (OSError, ValueError):
        return None


def told(done: Done, order: Order) -> Iterator[str]:
    """What was done, in counts only."""
    for name, found in done.found.items():
        yield f"{name}: {found} older than {_said(order.older_than)}, {done.deleted[name]} deleted"
    if order.dry_run:
        yield "nothing was deleted (--dry-run)"
    if done.waiting:
        yield f"{done.waiting} cannot be deleted yet: Twilio is not done with them; the next run tries again"
    if done.left:
        yield "more are left: the next run goes on"


def _age(row: Mapping[str, Any], now: datetime) -> timedelta:
    """How long ago it was made; none at all, so that it stays, where that cannot be read."""
    try:
        made = parsedate_to_datetime(str(row.get("date_created")))
    except ValueError:
        return timedelta(0)
    return now - (made if made.tzinfo else made.replace(tzinfo=UTC))


def held(folder: Path = PROJECT) -> bool:
    """Whether there is a legal hold; yes when that cannot be told."""
    try:
        os.lstat(folder / HOLD)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True


def _said(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"
