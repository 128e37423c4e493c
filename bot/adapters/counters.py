"""What is counted, held in memory until it is written: how many messages, and which places were found shut. Nothing of who.

The database's own packages are loaded with the first writing, beside the first answers and not before them.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.reply import Tally

if TYPE_CHECKING:
    from sqlalchemy import Engine

# The name of a table, a period ("2026-11", "2026Q4", "2026-11-22"), and one value.
Cell = tuple[str, str, str]
# A file's time, or the order of a database's own numbers, tells when a row was last written: many messages share each time.
BATCH, _NEVER = timedelta(minutes=15), -1


@lru_cache(maxsize=1)
def _periods(day: date) -> tuple[str, str, str]:
    """The day, its month and its quarter, as they stand in the tables."""
    return day.isoformat(), f"{day:%Y-%m}", f"{day.year}Q{(day.month - 1) // 3 + 1}"


class Counters:
    """Counts in memory, written in batches on a fixed clock, so that a row's time tells nothing."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Nothing is written until `flush`."""
        self._clock = clock
        self._held: Counter[Cell] = Counter()
        self._written = self._batch()
        self._guard = threading.Lock()

    def count(self, tally: Tally) -> None:
        """Add one message to each table it belongs to, separately."""
        day, month, quarter = _periods(self._clock().date())
        cells: list[Cell] = [
            ("count_topic", month, tally.topic),
            ("count_channel", month, tally.channel),
            ("count_language", quarter, tally.language),
            ("count_day", day, "all"),
        ]
        if tally.area:
            cells.append(("count_area", quarter, tally.area))
        with self._guard:
            for cell in cells:
                self._held[cell] += 1

    def count_failure(self, code: str) -> None:
        """Add one text of ours that did not arrive."""
        with self._guard:
            self._held["count_delivery", f"{self._clock():%Y-%m}", code] += 1

    @property
    def held(self) -> bool:
        """Whether anything waits to be written."""
        return bool(self._held)

    def due(self) -> bool:
        """Whether the clock has passed a quarter hour since counts were last written."""
        return self._batch() != self._written

    def _batch(self) -> int:
        return int(self._clock().timestamp() // BATCH.total_seconds())

    def flush(self, engine: Engine) -> bool:
        """Write what is held; what cannot be written is held on for the next time. False when the database is away."""
        from bot.adapters.database import add_counts  # noqa: PLC0415 - see above

        with self._guard:
            batch, self._held, self._written = self._held, Counter(), self._batch()
        if not batch or add_counts(engine, batch):
            return True
        with self._guard:
            self._held.update(batch)
            self._written = _NEVER
        return False


class Reports:
    """Reports of places that are shut or not as told, held in memory until the next `flush`."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Nothing is written until `flush`."""
        self._clock = clock
        self._held: Counter[str] = Counter()
        self._guard = threading.Lock()

    def count(self, site_id: str) -> None:
        """Add one report to a place."""
        with self._guard:
            self._held[site_id] += 1

    @property
    def held(self) -> bool:
        """Whether anything waits to be written."""
        return bool(self._held)

    def flush(self, engine: Engine) -> bool:
        """Write what is held; what cannot be written is held on for the next time. False when the database is away."""
        from bot.adapters.site_reports import add_reports  # noqa: PLC0415 - see above

        with self._guard:
            batch, self._held = self._held, Counter()
        if add_reports(engine, batch, f"{self._clock():%Y-%m}"):
            return True
        with self._guard:
            self._held.update(batch)
        return False
