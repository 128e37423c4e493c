"""All the words we say, indexed for whoever must choose among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.entry import LANGUAGES, Entry, Exemption, Number, Source, Wording
from bot.law import NO_LAWS, Law
from bot.markup import NO_MARKS
from bot.review import Review
from bot.text import words
from bot.understanding.patterns import Matcher, shorthand

__all__ = ["LANGUAGES", "Bank", "Entry", "Exemption", "Number", "Review", "Source", "Wording"]


class Bank:
    """All entries of a deployment, with what the program needs to choose among them. Immutable after construction."""

    def __init__(
        self,
        entries: Sequence[Entry],
        numbers: Mapping[str, Number],
        regions: Sequence[str],
        laws: Mapping[str, Law] = NO_LAWS,
        marked: Mapping[str, str] = NO_MARKS,
    ) -> None:
        """Index `entries`; where two share an id, the one of the region listed first in `regions` counts.

        `marked` holds the texts in which Markdown is used, each with the same in marks (see `bot/markup.py`).
        """
        order = {region: rank for rank, region in enumerate(regions)}
        ranked = sorted(entries, key=lambda entry: (order.get(entry.region, len(order)), entry.id))
        self.entries: dict[str, Entry] = {}
        for entry in ranked:
            self.entries.setdefault(entry.id, entry)
        self.all = tuple(ranked)
        self._wider = {entry.id: entry for entry in reversed(ranked) if self.entries[entry.id] is not entry}
        self.reviewed = all(entry.reviewed for entry in ranked)
        self.numbers = dict(numbers)
        self.laws = dict(laws)
        self.marked = dict(marked)
        self.steps = {entry.id: entry for entry in self.entries.values() if entry.step}
        self.words = self._index_words()
        self.word_languages: dict[tuple[str, ...], set[str]] = {}
        for step in self.steps.values():
            for language, wording in step.wording.items():
                if wording.word:
                    self.word_languages.setdefault(tuple(words(wording.word)), set()).add(language)
        for entry in self.entries.values():
            for language, wording in entry.wording.items():
                self.word_languages.setdefault(tuple(words(wording.title)), set()).add(language)
        self._titles = {
            tuple(words(wording.title)): entry.id
            for entry in self.entries.values()
            if not entry.step
            for wording in entry.wording.values()
        }
        self._names = self._index_names()
        self._step_says = self._matchers(self.steps.values(), "says")
        self._sub_asks = {topic: self._matchers(subs, "asks") for topic, subs in self._subs().items()}

    def suited(self, entry: Entry, where: str) -> Entry:
        """`entry`, or for who is elsewhere (`where` is not "") the one of the same id that the wider region has."""
        return self._wider.get(entry.id, entry) if where else entry

    def laws_of(self, entry: Entry) -> tuple[Law, ...]:
        """The laws that `entry` speaks of, as far as they are known."""
        return tuple(self.laws[each] for each in entry.laws if each in self.laws)

    def get(self, entry_id: str) -> Entry | None:
        """The entry of this id, or None."""
        return self.entries.get(entry_id)

    def titled(self, said: Sequence[str]) -> str | None:
        """The id of the entry whose title, in any language, is exactly `said` (folded words)."""
        return self._titles.get(tuple(said))

    def named(self, said: Sequence[str]) -> Entry | None:
        """The entry one of whose names stands in `said` (folded words), in any language: the longest name counts."""
        for size in sorted({len(name) for name in self._names}, reverse=True):
            for start in range(len(said) - size + 1):
                if found := self._names.get(tuple(said[start : start + size])):
                    return self.entries[found]
        return None

    def step_said(self, said: Sequence[str], language: str, spoken: str | None = None) -> Entry | None:
        """The step whose situation `said` (folded words) describes: in `language`, the one that is `spoken`, or English."""
        return self._match(self._step_says, said, language, spoken)

    def says(self, step: str, said: Sequence[str], language: str) -> bool:
        """Whether `said` (folded words) describes the situation of this step, perhaps beside others."""
        matchers = [matcher for each in (language, "en") if (matcher := self._step_says.get(each))]
        return any(found.name == step for matcher in matchers for found in matcher.find(said))

    def entry_for(self, topic: str, said: Sequence[str], language: str) -> Entry | None:
        """The entry that answers `topic`: the sub-entry that `said` asks for, else the topic's main entry."""
        found = self._match(self._sub_asks.get(topic, {}), said, language)
        return found or self.entries.get(topic)

    def _index_names(self) -> dict[tuple[str, ...], str]:
        """Each name that only one entry has, folded, to that entry's id."""
        named = [
            (name, entry.id) for entry in self.entries.values() for wording in entry.wording.values() for name in wording.names
        ]
        return {tuple(words(name)): entry_id for name, entry_id in named}

    def _index_words(self) -> dict[tuple[str, ...], str]:
        """Each step's own word, folded, to its id; English first where two languages share a word."""
        found: dict[tuple[str, ...], str] = {}
        for language in LANGUAGES:
            for step in self.steps.values():
                word = step.wording.get(language) and step.wording[language].word
                if word:
                    found.setdefault(tuple(words(word)), step.id)
        return found

    def _subs(self) -> dict[str, list[Entry]]:
        groups: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            if not entry.step and any(wording.asks for wording in entry.wording.values()):
                groups.setdefault(entry.topic, []).append(entry)
        return groups

    @staticmethod
    def _matchers(entries: Iterable[Entry], attribute: str) -> dict[str, Matcher]:
        """Per language one matcher over all `says` or `asks`; longer patterns first, since they are more specific."""
        per_language: dict[str, Matcher] = {}
        listed = list(entries)
        for language in LANGUAGES:
            patterns = [
                shorthand(entry.id, text, entry.wording[language].groups)
                for entry in listed
                if language in entry.wording
                for text in getattr(entry.wording[language], attribute)
            ]
            patterns.sort(key=lambda pattern: -sum(max(map(len, t.phrases)) for t in pattern.terms))
            per_language[language] = Matcher(patterns)
        return per_language

    def _match(self, matchers: Mapping[str, Matcher], said: Sequence[str], *languages: str | None) -> Entry | None:
        for each in dict.fromkeys((*languages, "en")):
            matcher = matchers.get(each or "")
            found = next(matcher.find(said), None) if matcher else None
            if found:
                return self.entries[found.name]
        return None
