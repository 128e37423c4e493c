"""Everything an answer needs, in memory and immutable: swapped whole when content changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.alerts import Alert, Notice
from bot.bank import LANGUAGES, Bank, Entry
from bot.countries import NOWHERE, Countries
from bot.directory import Directory
from bot.gazetteer import Gazetteer
from bot.message import Channel
from bot.region import ANYWHERE, Region
from bot.understanding.danger import DangerRows
from bot.understanding.pieces import Pieces
from bot.understanding.topics import Encoder, Head

Lines = Mapping[str, Mapping[str, str]]
_NAMED = re.compile(r"{([^{}]+)}")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Bank, directory, gazetteer and understanding together; without `head` or `encoder` the rows or the n-grams answer.

    `buttons` are the folded words that the emergency button sends, to the language it is shown in; `command_languages` tells the
    language of each command, and how sure that is. `sunset` is set when the line has ended: all but danger is answered with whom
    else to call.
    """

    bank: Bank
    lines: Lines
    services: Mapping[str, Mapping[str, str]]
    rows: DangerRows
    pieces: Pieces
    directory: Directory
    gazetteer: Gazetteer
    head: Head | None = None
    encoder: Encoder | None = None
    max_age_days: int = 365
    region: Region = ANYWHERE
    buttons: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    command_languages: Mapping[str, tuple[str | None, float]] = field(default_factory=dict)
    countries: Countries = NOWHERE
    organisation: str = ""
    organisation_phone: str = ""
    alerts: tuple[Alert, ...] = ()
    notices: tuple[Notice, ...] = ()
    sunset: bool = False

    def line(self, key: str, language: str, **filled: object) -> str:
        """One of the short lines, filled in; in English where the language is missing."""
        text = self.lines[key].get(language) or self.lines[key]["en"]
        said = self.numbered(text)
        return said.format_map(_Keep(filled)) if "{" in said else said

    def numbered(self, text: str) -> str:
        """`text` with its marks, and the names of phone numbers turned into the numbers."""
        text = self.bank.marked.get(text, text)
        for name in _NAMED.findall(text) if "{" in text else ():
            if name in self.bank.numbers:
                text = text.replace("{" + name + "}", self.bank.numbers[name].shown)
        return text

    def lead(self, entry: Entry, language: str, channel: Channel | None = None) -> str:
        """The lead of `entry` with its phone numbers; by SMS the plainer one, where carriers would stop the other."""
        wording = entry.say(language)
        plainer = wording.sms if channel is Channel.SMS else None
        return self.numbered(plainer or wording.lead)

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
