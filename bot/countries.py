"""Countries by the names that people give them, and whom to call there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.text import words

_ARTICLES = frozenset("the el la los las le les l o a os as".split())
# What stands right before the place where somebody is: "from Portugal" is no such place.
_IN = frozenset("in en dans au aux em no na nos nas".split())
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Country:
    """`code` is ISO 3166 in lower case; `emergency` and `crisis` are numbers as they are called, "" where none is known."""

    code: str
    emergency: str
    names: Mapping[str, str]
    crisis: str = ""
    crisis_name: str = ""
    also: tuple[str, ...] = field(default=())

    def name(self, language: str) -> str:
        """What it is called in `language`."""
        return self.names.get(language) or self.names["en"]


class Countries:
    """The countries that we know by name."""

    def __init__(self, countries: Iterable[Country] = ()) -> None:
        """Where two share a name, the first counts."""
        self._by_code = {country.code: country for country in countries}
        self._by_name: dict[tuple[str, ...], Country] = {}
        for country in self._by_code.values():
            for name in (*country.names.values(), *country.also):
                self._by_name.setdefault(_bare(words(name)), country)
        self._begin = frozenset(name[0] for name in self._by_name)

    def get(self, code: str | None) -> Country | None:
        """The country of this code, or None."""
        return self._by_code.get(code or "")

    def named(self, said: Sequence[str]) -> tuple[Country, str] | None:
        """The country that `said` (folded words) places somebody in, with its name there: "in Portugal", or nothing else."""
        return next(self._named(said), None)

    def _named(self, said: Sequence[str]) -> Iterator[tuple[Country, str]]:
        if self._begin.isdisjoint(said):
            return
        for size in range(_LONGEST, 0, -1):
            for start in range(len(said) - size + 1):
                country = self._by_name.get(tuple(said[start : start + size]))
                before = start - 1 if start and said[start - 1] in _ARTICLES - _IN else start
                if country and (before == 0 == len(said) - start - size or (before and said[before - 1] in _IN)):
                    yield country, " ".join(said[start : start + size])


def _bare(name: Sequence[str]) -> tuple[str, ...]:
    """A name without its article."""
    return tuple(name[1:] if len(name) > 1 and name[0] in _ARTICLES else name)


NOWHERE = Countries()
