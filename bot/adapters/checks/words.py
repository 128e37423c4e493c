"""Words that we do not use, words that are hard, and promises that nobody can keep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot import reserved
from bot.adapters.checks.content import Content, Finding
from bot.adapters.checks.language import folded as folded_word, read_words, syllables, whole_sentences
from bot.adapters.checks.reading import names_by_language
from bot.text import words

# A word of so many syllables is hard, unless terms.toml allows it. Romance words run longer than English ones of the same
# rank: in Portuguese school books one syllable more parts hard from easy (Antunes and Lopes, CLEF 2019: four, not three).
HARD = {"en": 4, "es": 5, "fr": 4, "pt": 5}
_PRIVATE_TOPICS = {"privacy_who_sees_this", "human_contact"}
_ASKED = re.compile(
    r"\b(?:text|reply|send|envia|envía|escribe|responde|manda|textez|envoyez|répondez|envie|escreva|responda|mande)\s+[\"']?"
    r"(STOP|HELP|INFO|YES|START|END|QUIT|CANCEL|UNSUBSCRIBE|REVOKE|OPTOUT|STOPALL|UNSTOP)\b",
    re.IGNORECASE,
)
# A word in capitals is one to text: "VIE PRIVEE" promises nothing.
_TO_TEXT = re.compile(r"\b[A-ZÀ-Ý]{2,}\b")
# How far before a promise a "not" still denies it.
_NEAR = 4


def tone(content: Content) -> Iterator[Finding]:
    """Words that tone.toml refuses."""
    for said in content.texts():
        folded = _folded(said.text)
        for word, why in content.tone.get(said.language, {}).items():
            if _says(word, folded):
                yield said.found(content, f"{word!r}: {why}")


def hard(content: Content) -> Iterator[Finding]:
    """Long words that terms.toml does not allow, each once a text."""
    names = names_by_language(content)
    allowed = {language: set(map(folded_word, table)) for language, table in content.terms.hard.items()}
    for said in content.texts():
        for word in hard_words(said.text, said.language, names[said.language]):
            if folded_word(word) not in allowed.get(said.language, set()):
                yield said.found(
                    content, f"'{word}' is a hard word: use a plainer one, or allow it with its reason in terms.toml"
                )


def hard_words(text: str, language: str, names: frozenset[str]) -> list[str]:
    """The long words of a text but for names, in lower case, each once."""
    found = (word.lower().replace("’", "'").rpartition("'")[2] for word in read_words(text))
    return list(dict.fromkeys(word for word in found if word not in names and syllables(word, language) >= HARD[language]))


def carriers(content: Content) -> Iterator[Finding]:
    """Words that carriers take for themselves: asked for, or made a word of ours."""
    for said in content.texts():
        for found in _ASKED.finditer(said.text):
            if not _for_another(said.text[found.end() :], content):
                yield said.found(content, f"asks for {found[1]}, which the carrier takes for itself")
    for entry, language, wording in content.wordings():
        if wording.word and set(words(wording.word)) & reserved.ALL and len(words(wording.word)) == 1:
            yield content.told(entry, "word", f"{wording.word} is a carrier's word", language)


def _for_another(rest: str, content: Content) -> bool:
    """Whether the word goes to another number, which is named right after it ("text START to 88788")."""
    to = re.match(r"[\"']?\s+(?:to|al?|ao|au)\s+(\{\w+\}|[\d-]+)", rest)
    return to is not None and content.filled(to[1]) in {number.shown for number in content.numbers.values()}


def promises(content: Content) -> Iterator[Finding]:
    """Sentences that promise privacy and do not say who still knows."""
    for said in content.texts():
        for word in promised(said.text, said.language, content, here=said.entry.topic in _PRIVATE_TOPICS):
            yield said.found(
                content, f"{word!r} promises too much: say in the same sentence who still knows (phone company, ...)"
            )


def promised(text: str, language: str, content: Content, *, here: bool) -> Iterator[str]:
    """The words of `text` that promise privacy, where their sentence neither denies it nor says who still knows."""
    terms = content.terms
    listed = (*terms.private.get(language, ()), *(terms.private_here.get(language, ()) if here else ()))
    for sentence in whole_sentences(_TO_TEXT.sub("", text)):
        folded = _folded(sentence)
        if not _any(terms.knows.get(language, ()), folded):
            yield from (word for word in listed if _says(word, folded) and not _denied(word, folded, terms.no.get(language, ())))


def _says(word: str, folded: str) -> bool:
    return f" {folded_word(word)} " in folded


def _any(listed: Sequence[str], folded: str) -> bool:
    return any(f" {folded_word(each)}" in folded for each in listed)


def _denied(word: str, folded: str, no: Sequence[str]) -> bool:
    before = folded.partition(f" {folded_word(word)} ")[0].split()[-_NEAR:]
    return bool(set(before) & set(map(folded_word, no)))


def advice(content: Content) -> Iterator[Finding]:
    """The sentence for lawyers, in a danger text: it would stand before an action."""
    for said in content.urgent_texts():
        for phrase in content.terms.not_advice.get(said.language, ()):
            if _says(phrase, _folded(said.text)):
                yield said.found(content, f"{phrase!r} never stands in a danger text: it costs the reader a second")


def law(content: Content) -> Iterator[Finding]:
    """Words of the law in an answer that holds everywhere: no law does."""
    for said in content.texts():
        if said.entry.region == "any":
            folded = _folded(said.text)
            for phrase in sorted(content.terms.not_advice.get(said.language, ()), key=len, reverse=True):
                folded = folded.replace(folded_word(phrase), "")
            for word in content.terms.law.get(said.language, ()):
                if _says(word, folded):
                    yield said.found(content, f"{word!r} holds in one place only: say it in a region's entry")


@lru_cache(maxsize=1 << 14)
def _folded(text: str) -> str:
    return f" {' '.join(words(text))} "
