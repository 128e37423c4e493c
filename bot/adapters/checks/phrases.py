"""Phrases that teach: many, unlike each other, and about danger in the same words as those that only sound like it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

import numpy as np
from rapidfuzz import fuzz, process

from bot.adapters.checks.content import Content, Finding
from bot.adapters.files import Phrase
from bot.text import words
from bot.understanding.reading import KINDS

# Two phrases above this token-set ratio are one phrase; so many of a topic may be.
ALIKE, MOST_ALIKE = 85, 0.05
# The first words that show a template, and how many phrases may begin with the same.
OPENING, MOST_OPENING = 3, 0.06
FEWEST: Mapping[str, int] = {"en": 60, "es": 40, "fr": 25, "pt": 25}
DANGER_FEWEST = 400
SHARED = 0.5


@dataclass(frozen=True, slots=True)
class Group:
    """The phrases of one topic in one language: how many, how like each other, how they begin, how long they are.

    `alike` and `opening` are shares of the phrases, `example` two that are alike, `begins` the commonest opening, `length` the
    median in words.
    """

    topic: str
    language: str
    file: str
    count: int
    alike: float
    example: tuple[str, str]
    opening: float
    begins: str
    length: float


@dataclass(frozen=True, slots=True)
class Sets:
    """Danger phrases and hard negatives of a language: how many of each, and the share of each one's words that both use."""

    language: str
    danger: int
    negatives: int
    of_danger: float
    of_negatives: float


def groups(phrases: Iterable[Phrase]) -> tuple[Group, ...]:
    """Every topic in every language that must have phrases."""
    return _groups(tuple(phrases))


@lru_cache(maxsize=2)
def _groups(phrases: tuple[Phrase, ...]) -> tuple[Group, ...]:
    found: dict[tuple[str, str], list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        if phrase.language in FEWEST:
            found[phrase.topic, phrase.language].append(phrase)
    return tuple(_group(topic, language, each) for (topic, language), each in sorted(found.items()))


def _group(topic: str, language: str, phrases: Sequence[Phrase]) -> Group:
    said = [words(phrase.text) for phrase in phrases]
    alike, example = _alike([" ".join(each) for each in said])
    openings = Counter(" ".join(each[:OPENING]) for each in said if len(each) >= OPENING)
    begins, most = openings.most_common(1)[0] if openings else ("", 0)
    opening = most / len(said) if most > 1 else 0.0
    return Group(topic, language, phrases[0].file, len(said), alike, example, opening, begins, median(map(len, said)))


def _alike(said: Sequence[str]) -> tuple[float, tuple[str, str]]:
    """The share of phrases that have a twin, and one pair of twins.

    Every phrase that holds all words of a shorter one scores 100, so phrases of fewer than three words ("narcan") are not
    compared: no template makes them.
    """
    long = [each for each in said if each.count(" ") >= OPENING - 1]
    if not long:
        return 0.0, ("", "")
    scores = process.cdist(long, long, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, dtype=np.uint8)
    np.fill_diagonal(scores, 0)
    twins = scores > ALIKE
    pairs = np.argwhere(twins)
    example = (long[pairs[0][0]], long[pairs[0][1]]) if len(pairs) else ("", "")
    return float(twins.any(axis=1).sum() / len(said)), example


def sets(phrases: Iterable[Phrase]) -> list[Sets]:
    """Danger phrases beside hard negatives, by language."""
    danger: dict[str, list[list[str]]] = defaultdict(list)
    negative: dict[str, list[list[str]]] = defaultdict(list)
    for phrase in phrases:
        if phrase.near_danger:
            negative[phrase.language].append(words(phrase.text))
        elif phrase.topic in KINDS:
            danger[phrase.language].append(words(phrase.text))
    return [_sets(language, danger[language], negative[language]) for language in FEWEST if language in danger]


def _sets(language: str, danger: Sequence[Sequence[str]], negative: Sequence[Sequence[str]]) -> Sets:
    ours, theirs = (Counter(word for said in each for word in said) for each in (danger, negative))
    return Sets(language, len(danger), len(negative), _share(ours, theirs), _share(theirs, ours))


def _share(ours: Counter[str], theirs: Counter[str]) -> float:
    """The share of different words of one set that the other has too."""
    return len(ours.keys() & theirs.keys()) / max(1, len(ours))


def few(content: Content) -> Iterator[Finding]:
    """Topics with too few phrases in a language."""
    counted = {(each.topic, each.language): each for each in groups(content.phrases)}
    topics = sorted({phrase.topic for phrase in content.phrases})
    for language, fewest in FEWEST.items():
        for topic in topics:
            found = counted.get((topic, language))
            if not found or found.count < fewest:
                file = found.file if found else f"phrases/{language}/{topic}.txt"
                yield content.elsewhere(file, 0, f"{found.count if found else 0} phrases; {topic} needs at least {fewest}")


def alike(content: Content) -> Iterator[Finding]:
    """Topics where too many phrases are one phrase in other clothes."""
    for each in groups(content.phrases):
        if each.alike > MOST_ALIKE:
            one, other = each.example
            what = f"{each.alike:.0%} of the phrases have a twin (at most {MOST_ALIKE:.0%}), such as '{one}' and '{other}'"
            yield content.elsewhere(each.file, 0, what)


def openings(content: Content) -> Iterator[Finding]:
    """Topics where too many phrases begin alike."""
    for each in groups(content.phrases):
        if each.opening > MOST_OPENING:
            what = f"{each.opening:.0%} of the phrases begin with '{each.begins}' (at most {MOST_OPENING:.0%})"
            yield content.elsewhere(each.file, 0, what)


def shared(content: Content) -> Iterator[Finding]:
    """Danger phrases and hard negatives in words of their own: a model would learn the words, not the danger."""
    found = sets(content.phrases)
    for each in found:
        share = min(each.of_danger, each.of_negatives)
        if share < SHARED:
            what = f"danger phrases and hard negatives share {share:.0%} of their words; at least half teaches the difference"
            yield content.elsewhere(f"phrases/{each.language}/near_danger", 0, what)
    for name, count in (("danger phrases", sum(s.danger for s in found)), ("hard negatives", sum(s.negatives for s in found))):
        if count < DANGER_FEWEST:
            yield content.elsewhere("phrases", 0, f"{count} {name} in all languages; at least {DANGER_FEWEST}")
