"""One subject in every language, with its sources, its review and its exceptions; and one phone number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.review import LAWYER, ORIGINAL, TRANSLATOR, Review, fingerprint, needed

LANGUAGES = ("en", "es", "fr", "pt")
_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """One entry in one language. `sms` is a plainer wording where carriers filter; `word` what to text to get a step.

    `names` are called so by nothing else: who says one is answered with this entry, whatever the subject seems to be.
    """

    title: str
    lead: str
    more: tuple[str, ...] = ()
    spoken: str | None = None
    sms: str | None = None
    word: str | None = None
    asks: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def sent(self) -> tuple[str, ...]:
        """Every text that may be sent or spoken: those in which Markdown counts."""
        return tuple(text for text in (self.lead, *self.more, self.spoken, self.sms) if text)

    @property
    def read(self) -> tuple[object, ...]:
        """All that a person gets to read or hear of it, which is what reviewers sign."""
        return (self.title, self.lead, list(self.more), self.spoken, self.sms, self.word)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read."""

    publisher: str
    title: str
    url: str
    read: date


@dataclass(frozen=True, slots=True)
class Exemption:
    """One rule of `safertext check` that an entry may break, and why."""

    rule: str
    reason: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One subject. `step` and `next` are set for emergency steps; `region` is any, us, or a region's name; `laws` are ids."""

    id: str
    topic: str
    region: str
    wording: Mapping[str, Wording]
    sources: tuple[Source, ...]
    review: Review
    choices: tuple[str, ...] = ()
    step: str | None = None
    next: str | None = None
    exemptions: tuple[Exemption, ...] = ()
    file: str = ""
    laws: tuple[str, ...] = ()

    def say(self, language: str) -> Wording:
        """The wording in `language`, or in English where that language is missing."""
        return self.wording.get(language) or self.wording["en"]

    @property
    def needs(self) -> tuple[str, ...]:
        """The roles that must sign it, whatever the language."""
        return needed(self.topic, step=self.step is not None, law=bool(self.laws))

    @property
    def about_law(self) -> bool:
        """Whether it says what a law is: its topic is the law, or it lists one."""
        return LAWYER in self.needs

    @property
    def reviewed(self) -> bool:
        """Whether everybody whom this needs has signed every language of it, as it stands."""
        return not any(self.lacks(language) for language in self.wording)

    def mark(self, language: str, role: str) -> str:
        """The fingerprint that a signature of `role` in `language` bears while it counts. KeyError where the language is missing.

        A translator signs that two wordings say the same, so theirs changes with either of them.
        """
        signed = [self.wording[language].read]
        if role == TRANSLATOR and language != ORIGINAL:
            signed.append(self.wording[ORIGINAL].read)
        return fingerprint(*signed)

    def signers(self, language: str, role: str) -> tuple[str, ...]:
        """The names of those in this `role` who have signed the words in `language` as they stand."""
        if language not in self.wording:
            return ()
        now = self.mark(language, role)
        return tuple(each.name for each in self.review.signed if each.role == role and each.of.get(language) == now)

    def vouched(self, language: str, role: str) -> tuple[str, ...]:
        """Who stands by what a reader of `language` gets: signers of it, or of the original where a translator signed too."""
        found = self.signers(language, role)
        if found or language == ORIGINAL or role == TRANSLATOR:
            return found
        return self.signers(ORIGINAL, role) if self.signers(language, TRANSLATOR) else ()

    def lacks(self, language: str) -> tuple[str, ...]:
        """The roles that must still sign the words in `language`."""
        roles = self.needs if language == ORIGINAL else (*self.needs, TRANSLATOR)
        return tuple(role for role in roles if not self.vouched(language, role))


@dataclass(frozen=True, slots=True)
class Number:
    """A phone number: what it is, how it is printed and dialled, when it was checked."""

    id: str
    name: str
    shown: str
    kind: str
    checked: str
    confidence: str
    note: str = ""


def named(text: str) -> list[str]:
    """The names of phone numbers in braces: "call {poison_help}" gives ["poison_help"]."""
    return _NAME.findall(text)


def filled(text: str, numbers: Mapping[str, Number]) -> str:
    """`text` with the numbers that it names; the name of none of `numbers` stays."""
    return _NAME.sub(lambda found: numbers[found[1]].shown if found[1] in numbers else found[0], text)
