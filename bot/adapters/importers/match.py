"""By what the same place is known in two files: its folded name with its street and town, or with its point."""

from __future__ import annotations

from functools import lru_cache

from bot.site import Site
from bot.text import fold

_folded = lru_cache(maxsize=4096)(fold)

# Street words as the post shortens them, so that "200 Main St." and "200 Main Street" are one door.
_SHORT = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "lane": "ln", "drive": "dr", "boulevard": "blvd", "court": "ct",
    "highway": "hwy", "place": "pl", "square": "sq", "terrace": "ter", "parkway": "pkwy", "route": "rte", "rt": "rte",
    "north": "n", "south": "s", "east": "e", "west": "w", "suite": "ste", "floor": "fl", "building": "bldg", "and": "",
}  # fmt: skip


def match_of(site: Site) -> str:
    """The text that two tellings of one place share; empty when nothing tells it from another of its name."""
    street = " ".join(filter(None, (_SHORT.get(word, word) for word in fold(site.address).split())))
    town = site.zip[:5] or f"{_folded(site.city)} {site.state.lower()}".strip()
    if street and town:
        return f"{fold(site.name)}|{street}|{town}"
    if site.lat is not None and site.lon is not None and site.precision == "point":
        return f"{fold(site.name)}|{site.lat:.3f} {site.lon:.3f}"
    return f"{fold(site.name)}|{town}|{','.join(site.area)}" if town or site.area else ""
