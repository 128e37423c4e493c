"""One thought a sentence, one action a sentence, and in danger the action first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.adapters.checks.content import Content, Finding
from bot.adapters.checks.language import sentences, whole_sentences
from bot.adapters.checks.terms import Terms
from bot.text import fold

_WORDS, _DANGER_WORDS = 20, 12
# What parts two actions. "or" does not: it offers two ways to do one thing.
_AND = {"en": "and|then", "es": "y|e|luego|despues", "fr": "et|puis|ensuite", "pt": "e|depois|entao"}
_EMERGENCY = re.compile(r"\b(?:911|988)\b|\{\w+\}")


def too_long(content: Content) -> Iterator[Finding]:
    """Sentences over 20 words, 12 in a danger text."""
    for said in content.texts():
        limit = _DANGER_WORDS if said.urgent else _WORDS
        for sentence in sentences(said.text):
            if (count := len(sentence.split())) > limit:
                yield said.found(content, f"a sentence of {count} words (at most {limit}), cut it in two: {sentence}")


def two_actions(content: Content) -> Iterator[Finding]:
    """Danger texts that tell two things to do in one sentence."""
    for said in content.urgent_texts():
        for sentence in sentences(said.text):
            found = actions(sentence, said.language, content.terms)
            if len(found) > 1:
                told = " and ".join(f"'{each}'" for each in found[:2])
                yield said.found(content, f"two actions in one sentence, {told}; write a sentence each: {sentence}")


def first_action(content: Content) -> Iterator[Finding]:
    """Danger leads whose first sentence is not the next action."""
    for said in content.urgent_texts():
        if said.key != "lead":
            continue
        first = _first(said.text)
        if not _EMERGENCY.search(first) and not any(_acts(part, said.language, content.terms) for part in sentences(first)):
            yield said.found(content, f"the first sentence is not what to do next: {first}")


def _first(text: str) -> str:
    """The first sentence that is no question: "Not breathing? CALL 911" begins with what to do."""
    found = whole_sentences(text)
    return next((each for each in found if not each.endswith("?")), found[0])


def _acts(sentence: str, language: str, terms: Terms) -> bool:
    short = _compiled(terms.first.get(language, ()), ()).match(fold(sentence))
    return bool(short or actions(sentence, language, terms))


def actions(sentence: str, language: str, terms: Terms) -> list[str]:
    """What a sentence tells to do: the words that begin its clauses and that terms.toml lists as actions, folded."""
    clauses = re.split(rf"[,;:] |\b(?:{_AND.get(language, _AND['en'])})\b", _joined(sentence))
    begins = _beginning(terms, language)
    return [found[1] for clause in clauses if (found := begins.match(fold(clause)))]


def _joined(sentence: str) -> str:
    """Accents folded, signs kept: a clause ends at its comma."""
    return " ".join("".join((fold(part) or " ") if part.isalnum() else part for part in re.split(r"(\W)", sentence)).split())


@lru_cache(maxsize=16)
def _compiled(actions: tuple[str, ...], before: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(sorted(map(re.escape, map(fold, actions)), key=len, reverse=True)) or r"(?!)"
    skipped = "|".join(sorted(map(re.escape, map(fold, before)), key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"(?:(?:{skipped}) )*({either})\b")


def _beginning(terms: Terms, language: str) -> re.Pattern[str]:
    """What finds an action at the beginning of a folded clause, after words such as "do not" or "now"."""
    return _compiled(terms.actions.get(language, ()), terms.before.get(language, ()))
