"""The places as a list: found by words, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.site import Site, Status
from bot.text import fold, words

_SHOWN = 30
_Each = TypeVar("_Each")
_SEARCHED = ("name", "org", "address", "city", "zip", "phone", "id")
# What the list can be narrowed to; the names are among the strings too.
KINDS: Mapping[str, Callable[[Site], bool]] = {
    "all": lambda _: True,
    "offered": lambda site: site.offered,
    "closed": lambda site: site.status == Status.TEMPORARILY_CLOSED or site.closed_from is not None,
    "hidden": lambda site: not site.offered,
}


@dataclass(frozen=True, slots=True)
class Part(Generic[_Each]):
    """One page of a list; `pages` is how many there are, at least 1, and `found` how many items in all."""

    items: Sequence[_Each]
    page: int
    pages: int
    found: int

    @property
    def first(self) -> int:
        """Which of all items stands first on this page, counted from 1."""
        return (self.page - 1) * _SHOWN + 1


def part(items: Sequence[_Each], page: str) -> Part[_Each]:
    """The page of that number, as an address says it; the nearest one where there is none such."""
    pages = max(1, -(-len(items) // _SHOWN))
    number = min(max(int(page) if page.isdecimal() and len(page) < 6 else 1, 1), pages)
    return Part(items[(number - 1) * _SHOWN : number * _SHOWN], number, pages, len(items))


def matching(sites: Iterable[Site], asked: str, kind: str) -> list[Site]:
    """The places in which each word of `asked` stands somewhere, by name."""
    wanted, of_kind = words(asked), KINDS.get(kind, KINDS["all"])
    found = [site for site in sites if of_kind(site) and mentions(" ".join(getattr(site, name) for name in _SEARCHED), wanted)]
    return sorted(found, key=lambda site: (site.name.casefold(), site.city, site.id))


def mentions(said: str, wanted: Sequence[str]) -> bool:
    """Whether each of the folded words `wanted` stands somewhere in `said`, alone or inside another."""
    folded = fold(said) if wanted else ""
    return all(word in folded for word in wanted)
