"""`safertext stats`: a month's sheet for a funder, rounded."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.adapters.settings import Settings


def arguments(command: argparse.ArgumentParser) -> None:
    """The options of `safertext stats`."""
    command.add_argument("--month", default="", metavar="YYYY-MM", help="which month; usual: the last one that is over")
    command.add_argument("--csv", type=Path, metavar="FILE", help="write it there for a spreadsheet too")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the sheet; its exit code."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.adapters import database
    from bot.adapters.rounding import key_from
    from bot.adapters.stats import NoSheetError, last_month, sheet

    today, key = datetime.now(UTC).date(), key_from(settings.secret_key)
    try:
        found = sheet(database.opened(settings.database_url), options.month or last_month(today), today, key)
        if options.csv:
            options.csv.write_text(found.as_csv(), encoding="utf-8")
    except (NoSheetError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(f"the counts cannot be read ({type(error).__name__}): check DATABASE_URL", file=sys.stderr)
        return 1
    print(f"{found.month}: about {found.total} messages. Every number is rounded to tens, up or down, each by itself.")
    for part in found.parts:
        print(f"\n{part.name.removeprefix('count_')}, {part.period}{'' if part.over else ': not over yet'}")
        for value, count in part.counts:
            print(f"{count:8}  {value}")
    return 0
