"""What a source said of a place, as JSON in the table of origins: to tell later what it says anew."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from bot.adapters.site_rows import FIELDS, LISTS
from bot.site import Kind, Site, Status

# What a field holds of which nothing was said.
BLANK = {name: each.default for name, each in FIELDS.items() if each.default is not dataclasses.MISSING}


class Telling(Protocol):
    """One place as a source tells it."""

    @property
    def key(self) -> str:
        """The source's own name for it."""

    @property
    def match(self) -> str:
        """By what other sources know it."""

    @property
    def site(self) -> Site:
        """The place."""

    @property
    def data(self) -> str:
        """All that is said of it, as `data_of` writes it."""

    @property
    def ours(self) -> bool:
        """Whether it is a row of our own form, whose id counts and whose every field is meant."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A `Telling` made from a place."""

    key: str
    match: str
    site: Site
    ours: bool = False

    @property
    def data(self) -> str:
        """All that it says."""
        return data_of(self.site)


def data_of(site: Site) -> str:
    """What was said, as JSON: fields that say nothing are left out."""
    said = {name: getattr(site, name) for name in FIELDS if name != "id"}
    kept = {name: value for name, value in said.items() if name not in BLANK or value != BLANK[name]}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, default=str)


def undata(data: str, site_id: str) -> Site:
    """The site that `data_of` told, under `site_id`."""
    said = {name: _READERS.get(name, _same)(value) for name, value in json.loads(data).items()}
    return Site(id=site_id, **said)


def _same(value: Any) -> Any:
    return value


_LISTED = dict.fromkeys((*LISTS, "services"), tuple)
_DATED = dict.fromkeys(("closed_from", "closed_until", "verified_on"), date.fromisoformat)
_READERS: Mapping[str, Callable[[Any], Any]] = {**_LISTED, **_DATED, "kind": Kind, "status": Status}
