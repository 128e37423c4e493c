"""A month's sheet for a funder: every count rounded as `rounding` says, and only of periods that are over.

The tables are never crossed, here neither: the sheet has one list for each.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, select

from bot.adapters.database import AreaCount, Base, ChannelCount, DayCount, DeliveryCount, LanguageCount, TopicCount
from bot.adapters.rounding import Cell, shown, table
from bot.errors import SaferTextError

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_YEAR = 12


class NoSheetError(SaferTextError):
    """Why there is no sheet for a month."""


@dataclass(frozen=True, slots=True)
class Part:
    """One list: its table's name, the period it is of, whether that is over, and its counts, the largest first."""

    name: str
    period: str
    over: bool
    counts: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One month ("2026-11"): all messages, and each list. Every number is rounded."""

    month: str
    total: int
    parts: Sequence[Part]

    def as_csv(self) -> str:
        """The sheet for a spreadsheet: one line a count."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("what", "period", "value", "rounded to tens"))
        writer.writerow(("total", self.month, "all", self.total))
        writer.writerows((part.name, part.period, value, count) for part in self.parts for value, count in part.counts)
        return out.getvalue()


# In the order of the sheet; languages and areas are counted by quarter, since they are rarer.
_PARTS: Sequence[tuple[type[Base], str]] = (
    (TopicCount, "month"),
    (ChannelCount, "month"),
    (LanguageCount, "quarter"),
    (AreaCount, "quarter"),
    (DeliveryCount, "month"),
)


def sheet(engine: Engine, month: str, today: date, key: bytes) -> Sheet:
    """The sheet of `month`. Raises NoSheetError for one that is none or not over, SQLAlchemyError."""
    if not _MONTH.fullmatch(month):
        raise NoSheetError(f"{month[:20]!r} is no month: write it as 2026-11")
    if not _over(month, today):
        raise NoSheetError(f"{month} is not over: a count that is still growing tells of single people. Ask again next month")
    parts = [_part(engine, model, month if span == "month" else quarter(month), today, key) for model, span in _PARTS]
    total = sum(_read(engine, DayCount, f"{month}-").values())
    return Sheet(month, shown(total, ("total", month), key), parts)


def months(engine: Engine, today: date, key: bytes) -> list[tuple[str, int]]:
    """The last months that are over with their rounded totals, the oldest first. Raises SQLAlchemyError."""
    totals: dict[str, int] = {}
    for (period, _), count in _read(engine, DayCount, "").items():
        totals[period[:7]] = totals.get(period[:7], 0) + count
    over = sorted(month for month in totals if _over(month, today))[-_YEAR:]
    return [(month, shown(totals[month], ("total", month), key)) for month in over]


def last_month(today: date) -> str:
    """The newest month that is over."""
    return f"{today.year - 1}-12" if today.month == 1 else f"{today.year}-{today.month - 1:02}"


def quarter(month: str) -> str:
    """The quarter of a month: "2026Q4" of "2026-11"."""
    return f"{month[:4]}Q{(int(month[5:]) - 1) // 3 + 1}"


def _part(engine: Engine, model: type[Base], period: str, today: date, key: bytes) -> Part:
    name = model.__tablename__
    if not _over(period, today):
        return Part(name, period, over=False)
    cells: dict[Cell, int] = {(name, at, value): count for (at, value), count in _read(engine, model, period).items()}
    counts = sorted(((cell[2], count) for cell, count in table(cells, key).items()), key=lambda each: (-each[1], each[0]))
    return Part(name, period, over=True, counts=tuple(counts))


def _over(period: str, today: date) -> bool:
    now = f"{today:%Y-%m}"
    return period < (quarter(now) if "Q" in period else now)


def _read(engine: Engine, model: type[Base], begins: str) -> Mapping[tuple[str, str], int]:
    rows = model.__table__.c
    with engine.connect() as connection:
        found = connection.execute(
            select(rows.period, rows.value, rows.count.label("counted")).where(rows.period.startswith(begins))
        )
        return {(row.period, row.value): row.counted for row in found}
