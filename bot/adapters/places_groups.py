"""The places of one import while its files are read: in a file of SQLite that vanishes, since 100,000 would fill the memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.adapters.site_said import data_of, undata
from bot.site import Site

_TABLE = "CREATE TABLE place (name TEXT PRIMARY KEY, key TEXT UNIQUE, match TEXT, ours INTEGER, rows INTEGER, id TEXT, data TEXT)"
_CACHE_KIB = 8192


@dataclass(frozen=True)
class Group:
    """One place of one source as it is kept here: `data` is what was said of it, `rows` how many rows told of it."""

    data: str
    site_id: str
    key: str
    match: str
    ours: bool
    rows: int = 1

    @cached_property
    def site(self) -> Site:
        """The place; made only when it is asked for, since most of a second import is as it was."""
        return undata(self.data, self.site_id)


class Groups:
    """Places by name, in the order in which they were first told."""

    def __init__(self) -> None:
        """An empty one."""
        self._table = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for word in (
            f"PRAGMA cache_size = -{_CACHE_KIB}",
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            _TABLE,
            "BEGIN",
        ):
            self._table.execute(word)

    def __len__(self) -> int:
        """How many places there are."""
        return int(self._table.execute("SELECT count(*) FROM place").fetchone()[0])

    def __iter__(self) -> Iterator[Group]:
        """All places."""
        rows = self._table.execute("SELECT data, id, key, match, ours, rows FROM place ORDER BY rowid")
        return (Group(*row) for row in rows)

    def counts(self) -> Iterator[tuple[str, int]]:
        """The key of each place, and how many rows told of it."""
        return iter(self._table.execute("SELECT key, rows FROM place ORDER BY rowid"))

    def get(self, name: str) -> Group | None:
        """The place of that name."""
        row = self._table.execute("SELECT data, id, key, match, ours, rows FROM place WHERE name = ?", (name,)).fetchone()
        return Group(*row) if row else None

    def has_key(self, key: str) -> bool:
        """Whether a place has that key already."""
        return self._table.execute("SELECT 1 FROM place WHERE key = ?", (key,)).fetchone() is not None

    def add(self, name: str, site: Site, key: str, match: str, *, ours: bool) -> None:
        """Take a place in."""
        self._table.execute("INSERT INTO place VALUES (?, ?, ?, ?, 1, ?, ?)", (name, key, match, ours, site.id, data_of(site)))

    def join(self, name: str, site: Site) -> None:
        """Put `site` in the stead of the place of that name, of which one row more has told."""
        change = "UPDATE place SET data = ?, rows = rows + 1 WHERE name = ?"
        self._table.execute(change, (data_of(site), name))
