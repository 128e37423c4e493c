"""Where somebody says they are, as far as answers differ: another country, or another state than the line's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.countries import Countries, Country
from bot.gazetteer import Gazetteer, Place
from bot.understanding.place_text import Said
from bot.value import value

CANADA = frozenset("AB BC MB NB NL NS ON PE QC SK".split())
_IN = frozenset("in from near en de desde dans em no na".split())
# More words than this are a story, and a state in it is part of that.
_PLAIN = 25


@value(frozen=True, slots=True)
class Where:
    """`code` is a country or state other than the line's own ("pt", "us-nh"), "" at home or where nobody said.

    `country` is that country, where it is none of the line's; `namesake` is one whose name a town of ours has too.
    """

    code: str = ""
    country: Country | None = None
    namesake: Country | None = None


HOME = Where()


def where(words: Sequence[str], carried: str, countries: Countries, gazetteer: Gazetteer, home: Sequence[str]) -> Where:
    """The country that `words` name, else what was `carried` from before."""
    named = countries.named(words)
    if named is None:
        return Where(carried, _foreign(countries.get(carried))) if carried else HOME
    country, name = named
    if any(place.state in home for place in gazetteer.spelt(name)):
        return Where(carried, _foreign(countries.get(carried)), country)
    if country.code == "us":
        return Where(carried if carried.startswith("us-") else "")
    return Where(country.code, _foreign(country))


def _foreign(country: Country | None) -> Country | None:
    """`country`, unless 911 is called there too."""
    return country if country and country.emergency != "911" else None


def in_state(message: Said, place: Place | None, home: Sequence[str]) -> Where | None:
    """The state that a short `message` names, or that of the `place` found in it; None for none at all."""
    if len(message.words) > _PLAIN:
        return None
    state = message.state or next(_codes(message), place.state if place else "")
    if not state:
        return None
    if state in CANADA:
        return Where("ca")
    return HOME if not home or state in home else Where(f"us-{state.lower()}")


def _codes(message: Said) -> Iterator[str]:
    """Codes with a word before them that asks for a place: "in NH", but not "the VA"."""
    yield from (code for code, start, _ in message.codes_of_states() if message.part(start - 1, start) in _IN)
