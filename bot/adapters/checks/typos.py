"""An estimate of how many phrases hold a typing error: people in trouble make them, so phrases without any teach little."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from bot.adapters.files import Phrase
from bot.text import deletions, words

# A word seen once, one letter from a word seen so often, is taken for a typing error.
_COMMON = 4


def shares(phrases: Iterable[Phrase]) -> Mapping[tuple[str, str], float]:
    """The share of phrases with a typing error, by topic and language."""
    said: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase in phrases:
        said[phrase.topic, phrase.language].append(words(phrase.text))
        counted[phrase.language].update(words(phrase.text))
    wrong = {language: _typos(counts) for language, counts in counted.items()}
    return {key: sum(not wrong[key[1]].isdisjoint(each) for each in group) / len(group) for key, group in said.items()}


def _typos(counted: Counter[str]) -> set[str]:
    near: dict[str, set[str]] = defaultdict(set)
    for word, count in counted.items():
        if count >= _COMMON and len(word) > 3:
            for form in deletions(word):
                near[form].add(word)
    return {word for word, count in counted.items() if count == 1 and len(word) > 2 and word.isalpha() and _near(word, near)}


def _near(word: str, near: Mapping[str, set[str]]) -> bool:
    """Whether a common word is one letter from `word`; another ending (a plural) is no error."""
    found = {each for form in deletions(word) for each in near.get(form, ())}
    return any(each[:-1] not in {word, word[:-1]} and word[:-1] != each for each in found)
