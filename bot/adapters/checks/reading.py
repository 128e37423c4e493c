"""How easy a topic is to read, over all its texts together, in each language by its own formula.

The formulas and their sources, each fitted to words per sentence and syllables per word:

- English: Flesch-Kincaid grade, 0.39 w + 11.8 s - 15.59 (Kincaid, Fishburne, Rogers and Chissom, Research Branch Report 8-75,
  US Navy, 1975).
- Spanish: Fernández-Huerta, 206.84 - 60 s - 1.02 w (J. Fernández Huerta, "Medidas sencillas de lecturabilidad", Consigna 214,
  1959). The paper counts syllables of 100 words (0.60); w as words per sentence is G. Law's correction (LINGUIST List
  22.2332, 2011), which legible.es follows. 70-80 is "fairly easy" (sixth grade), 80-90 "easy" (fifth).
- French: Kandel and Moles, 207 - 1.015 w - 73.6 s ("Application de l'indice de Flesch à la langue française", Cahiers études
  de radio-télévision 19, 1958), read on Flesch's scale: 70-80 fairly easy, 80-90 easy.
- Portuguese: Martins, Ghiraldelo, Nunes and Oliveira, 248.835 - 1.015 w - 84.6 s ("Readability formulas applied to textbooks in
  Brazilian Portuguese", Notas do ICMC 28, 1996): above 75 very easy, 50-75 easy, as Brazilian tools quote its scale.

Names, numbers, and naloxone, Narcan and fentanyl in their spellings are left out: nobody can write them shorter. The limits
are ours; every score is a warning, for no formula knows what a reader knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.adapters.checks.content import Content, Finding, Said, urgent
from bot.adapters.checks.language import folded, mid_sentence, read_words, sentences, syllables
from bot.bank import Entry

RULE = "reading-ease"
_LEFT_OUT = frozenset(map(folded, "naloxone naloxona narcan fentanyl fentanilo fentanil".split()))


@dataclass(frozen=True, slots=True)
class Formula:
    """`base` + `long` x words a sentence + `hard` x syllables a word; `limit` and `danger_limit` part easy from hard."""

    name: str
    base: float
    long: float
    hard: float
    limit: float
    danger_limit: float

    def score(self, words: int, sentences: int, syllables: int) -> float:
        """The score of a text of so many words, sentences and syllables."""
        return self.base + self.long * words / sentences + self.hard * syllables / words

    def too_hard(self, score: float, limit: float) -> bool:
        """Whether `score` is on the wrong side: a grade rises with difficulty, an ease falls."""
        return score > limit if self.hard > 0 else score < limit


FORMULAS: Mapping[str, Formula] = {
    "en": Formula("Flesch-Kincaid grade", -15.59, 0.39, 11.8, 6, 4),
    "es": Formula("Fernández-Huerta", 206.84, -1.02, -60, 70, 80),
    "fr": Formula("Kandel-Moles", 207, -1.015, -73.6, 70, 80),
    "pt": Formula("Martins", 248.835, -1.015, -84.6, 65, 75),
}


@dataclass(frozen=True, slots=True)
class Ease:
    """How a topic reads in one language."""

    topic: str
    language: str
    score: float
    limit: float
    too_hard: bool


def score(texts: Iterable[str], language: str, names: frozenset[str] = frozenset()) -> float | None:
    """The score of all `texts` together, without `names` (lower case); None where no word is left."""
    parts = [sentence for text in texts for sentence in sentences(text)]
    counted = [[word for word in read_words(part) if _counts(word, names)] for part in parts]
    words = [word for part in counted for word in part]
    if not words:
        return None
    kept = sum(1 for part in counted if part)
    return FORMULAS[language].score(len(words), kept, sum(syllables(word, language) for word in words))


def _counts(word: str, names: frozenset[str]) -> bool:
    return word.lower() not in names and folded(word) not in _LEFT_OUT


def names_of(texts: Iterable[str]) -> frozenset[str]:
    """Words that are only ever written with a capital, within a sentence too: names. In lower case."""
    inside = {word for text in texts for word in mid_sentence(text)}
    small = {word for word in inside if word[0].islower()}
    return frozenset(word.lower() for word in inside if word[0].isupper() and not word.isupper() and word.lower() not in small)


def eases(content: Content) -> list[Ease]:
    """How every topic reads in every language; entries with an exception are left out."""
    texts = [said for said in content.texts() if not excepted(said.entry, said.language)]
    names = names_by_language(content)
    found = []
    for (topic, language), group in sorted(_grouped(texts, _topic).items()):
        if ease := _ease(topic, language, group, names[language]):
            found.append(ease)
    return found


def too_hard(content: Content) -> Iterator[Finding]:
    """Topics that are hard to read; and each excepted entry that is, so that its exception counts as needed."""
    homes = _homes(content)
    for ease in eases(content):
        if ease.too_hard:
            place = content.at(homes[ease.topic], "topic")
            yield content.elsewhere(homes[ease.topic].file, place.line, _what(ease))
    names = names_by_language(content)
    alone = [said for said in content.texts() if excepted(said.entry, said.language)]
    for (_, language), group in _grouped(alone, lambda entry: entry.file).items():
        own = _ease(group[0].entry.topic, language, group, names[language])
        if own and own.too_hard:
            yield group[0].found(content, _what(own))


def excepted(entry: Entry, language: str) -> bool:
    """Whether an entry has an exception from this rule."""
    return any(each.rule == RULE and each.language in {None, language} for each in entry.exemptions)


def names_by_language(content: Content) -> Mapping[str, frozenset[str]]:
    """The names in all texts of each language."""
    by_language: dict[str, list[str]] = defaultdict(list)
    for said in content.texts():
        by_language[said.language].append(said.text)
    return {language: names_of(texts) for language, texts in by_language.items()}


def _ease(topic: str, language: str, group: list[Said], names: frozenset[str]) -> Ease | None:
    found = score((said.text for said in group), language, names)
    formula = FORMULAS[language]
    limit = formula.danger_limit if urgent(group[0].entry) else formula.limit
    return None if found is None else Ease(topic, language, found, limit, formula.too_hard(found, limit))


def _topic(entry: Entry) -> str:
    """What an entry is counted under: the steps of a topic apart from its other answers."""
    return entry.topic + (" (steps)" if entry.step else "")


def _grouped(texts: Iterable[Said], by: Callable[[Entry], str]) -> Mapping[tuple[str, str], list[Said]]:
    """The texts by what `by` makes of their entry, and by language."""
    groups: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for said in texts:
        groups[by(said.entry), said.language].append(said)
    return groups


def _homes(content: Content) -> Mapping[str, Entry]:
    """Each topic's own entry, or the first that is about it."""
    found: dict[str, Entry] = {}
    for entry in content.entries:
        if _topic(entry) not in found or entry.id == entry.topic:
            found[_topic(entry)] = entry
    return found


def _what(ease: Ease) -> str:
    formula = FORMULAS[ease.language]
    side = "above" if formula.hard > 0 else "below"
    return (
        f"[{ease.language}] the topic {ease.topic} is hard to read: {formula.name} {ease.score:.1f}, {side} {ease.limit:g}; "
        "write shorter sentences and shorter words"
    )
