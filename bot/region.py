"""Where a line works: its states, its clock, and the wider region that answers where it has nothing of its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """One region's pack, the folder `id` of `content/regions/`.

    `states` are postal codes ("ME"), home first, none for a whole country: a town's name is read as one of theirs first.
    `zone` is an IANA name. `chain` holds this region's folder and the wider ones in which what it lacks is looked up.
    """

    id: str
    name: str = ""
    states: tuple[str, ...] = ()
    zone: str = ""
    chain: tuple[str, ...] = ()


# Where no region is named: the whole country, nobody's home.
ANYWHERE = Region("us", chain=("us",))
