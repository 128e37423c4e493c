"""What stands behind an answer that does not hold everywhere: whose it is, and that it is no lawyer's."""

from __future__ import annotations

from collections.abc import Iterator

from bot.bank import Entry
from bot.knowledge import Knowledge
from bot.text import fold
from bot.understanding.whereabouts import Where


def beside(knowledge: Knowledge, entry: Entry, lead: str, language: str, where: Where) -> Iterator[str]:
    """The short lines behind `lead`, what `entry` says to somebody at `where`."""
    if entry.about_law and not _says_so(knowledge, lead, language):
        yield knowledge.line("not_advice", language)
    if where.code and entry.region != "any":
        ours = entry.region == knowledge.region.id
        key = "elsewhere_country" if where.country else "elsewhere_here" if ours else "elsewhere_us"
        country = where.country.name(language) if where.country else ""
        yield knowledge.line(key, language, region=knowledge.region.name, country=country)


def _says_so(knowledge: Knowledge, lead: str, language: str) -> bool:
    """Whether the lead says by itself that it is no advice."""
    folded = fold(lead)
    return any(fold(said) in folded for said in knowledge.line("not_advice_said", language).split("|"))
