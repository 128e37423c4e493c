"""Everything an answer needs, in memory and immutable: swapped whole when content changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.bank import LANGUAGES, Bank, Entry
from bot.directory import Directory
from bot.gazetteer import Gazetteer
from bot.understanding.danger import DangerRows
from bot.understanding.pieces import Pieces
from bot.understanding.topics import Encoder, Head

Lines = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Bank, directory, gazetteer and understanding together; without `head` or `encoder` the rows or the n-grams answer.

    `buttons` are the folded words that the emergency button sends, to the language it is shown in.
    """

    bank: Bank
    lines: Lines
    services: Mapping[str, Mapping[str, str]]
    rows: DangerRows
    pieces: Pieces
    directory: Directory
    gazetteer: Gazetteer
    home_state: str = "ME"
    head: Head | None = None
    encoder: Encoder | None = None
    max_age_days: int = 365
    buttons: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    def line(self, key: str, language: str, **filled: object) -> str:
        """One of the short lines, filled in; in English where the language is missing."""
        text = self.lines[key].get(language) or self.lines[key]["en"]
        return self.numbered(text).format_map(_Keep(filled))

    def numbered(self, text: str) -> str:
        """`text` with the names of phone numbers turned into the numbers."""
        for name in self.bank.numbers:
            if "{" + name + "}" in text:
                text = text.replace("{" + name + "}", self.bank.numbers[name].shown)
        return text

    def lead(self, entry: Entry, language: str) -> str:
        """The lead of `entry` with its phone numbers."""
        return self.numbered(entry.say(language).lead)

    def service_name(self, service: str, language: str) -> str:
        """What a service is called."""
        names = self.services.get(service, {})
        return names.get(language) or names.get("en", service)


class _Keep(dict[str, object]):
    """Leaves a name in braces that nothing fills, so that a slip in a line shows instead of failing."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def supported(language: str | None) -> str | None:
    """`language` if we answer in it ("pt-br" counts as "pt"), else None."""
    code = (language or "").lower().replace("_", "-").split("-")[0]
    return code if code in LANGUAGES else None
