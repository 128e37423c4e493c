"""A law as dated data: what it says, whom it covers and whom not, since when, and when somebody last read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Law:
    """One law of a region's `laws.toml`.

    `name` is what is shown, `cites` how texts may name it. `since` is a year, month or day as "2022", "2022-08" or "2022-08-08",
    or "" where no source says; then `approved` may be known.
    """

    id: str
    region: str
    name: str
    says: str
    covers: tuple[str, ...]
    leaves_out: tuple[str, ...]
    source: str
    read: date
    confidence: str
    since: str = ""
    approved: date | None = None
    cites: tuple[str, ...] = ()
    note: str = ""


NO_LAWS: Mapping[str, Law] = MappingProxyType({})
