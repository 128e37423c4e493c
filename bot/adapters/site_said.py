"""What a source said of a place, as JSON in the table of origins: to tell later what it says anew."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot.adapters.site_rows import FIELDS, LISTS
from bot.site import Kind, Site, Status

# What a field holds of which nothing was said.
BLANK = {name: each.default for name, each in FIELDS.items() if each.default is not dataclasses.MISSING}


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
