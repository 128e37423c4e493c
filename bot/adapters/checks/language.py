"""Sentences, clauses, words and syllables of our four languages, as the rules count them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pyphen  # type: ignore[import-untyped]

from bot import markup
from bot.adapters.markdown import marked, used
from bot.text import fold

_DICTIONARIES = {"en": "en_US", "es": "es", "fr": "fr", "pt": "pt_BR"}
# A full stop before a small letter ends a short form ("p.m. on Sunday"), not a sentence.
_END = re.compile(r"(?<=[!?:;])\s+|(?<=\.)\s+(?![a-zà-ÿ])|\n+")
_STOP = re.compile(r"(?<=[!?])\s+|(?<=\.)\s+(?![a-zà-ÿ])|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# An address, or a name in braces, is read by no one as a word.
_NOT_READ = re.compile(r"https?://\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|gov|net|me|edu|io|us|app)\b\S*|\{\w+\}|\S*@\S+")


@cache
def folded(word: str) -> str:
    """`fold` for the words of our own lists and texts, which come again and again."""
    return fold(word)


def bare(text: str) -> str:
    """`text` as it is read aloud: without the signs of bold and links, each item of a list a sentence."""
    return markup.words(marked(text)) if used(text) else text


def sentences(text: str) -> list[str]:
    """The sentences of `text`.

    A colon or semicolon ends one too, as in Flesch's own instructions ("How to Write Plain English", 1979): what counts is
    a unit of thought.
    """
    return [part for part in _END.split(bare(text).strip()) if part]


def whole_sentences(text: str) -> list[str]:
    """The sentences of `text` up to their full stop, question or exclamation mark, or the end of the line."""
    return [part for part in _STOP.split(bare(text).strip()) if part]


def read_words(text: str) -> list[str]:
    """The words of `text` as written, without numbers, addresses and names in braces."""
    return _WORD.findall(_NOT_READ.sub(" ", bare(text)))


def mid_sentence(text: str) -> Iterator[str]:
    """The words of `text` that do not begin a sentence."""
    for sentence in sentences(text):
        yield from read_words(sentence)[1:]


@cache
def _dictionary(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=_DICTIONARIES[language])


@cache
def syllables(word: str, language: str) -> int:
    """The syllables of one word, at least 1.

    pyphen knows where a line may be broken, never beside a single letter ("over", "ahora", "día" stay whole): what stands
    between two breaks is counted by the vowels that are heard.
    """
    pieces = _dictionary(language).inserted(word.lower(), hyphen=" ").replace("'", " ").replace("’", " ").split()
    last = len(pieces) - 1
    stressed = language == "pt" and _STRESSED_I.fullmatch(_SILENT_U.sub("", word.lower())) is not None
    return max(1, sum(_heard(piece, language, final=at == last) for at, piece in enumerate(pieces)) + stressed)


def _heard(piece: str, language: str, *, final: bool) -> int:
    """The vowels that are heard in a piece of a word; a last piece may have none ("quel-que")."""
    plain = _SILENT_U.sub("", piece)
    if language in _QUIET:
        kept = _QUIET[language].sub("", plain) if final or language == "en" else plain
        runs = len(_VOWELS.findall(kept)) + len(_APART[language].findall(kept))
        return runs if final else max(runs, 1)
    return max(sum(_nuclei(run, language) for run in _STRONG_VOWELS.findall(plain)), 1)


def _nuclei(run: str, language: str) -> int:
    """How many vowels of an unbroken run are heard apart: strong or accented ones each; i and u lean on them."""
    if language == "pt":
        run = re.sub(r"ã[oe]|õe", "a", run)
    return max(1, len(re.findall(r"[aeoáâãàéêíóôõú]", run)))


_VOWELS = re.compile(r"[aeiouyáàâäãéèêëíîïóôöõúùûüœ]+")
_STRONG_VOWELS = re.compile(_VOWELS.pattern.replace("y", ""))  # y is a consonant, or leans on the vowel before it
# "dia", "energia"; where another vowel bears the accent ("farmácia") the end is one syllable.
_STRESSED_I = re.compile(r"[^áéíóúâêôãõà]*[^aeiouqáéíóúâêôãõà]i[ao]s?")
_SILENT_U = re.compile(r"(?<=[qg])u(?=[eiéèêí])")
# Endings that are written and not heard, and neighbours that are heard apart.
_QUIET = {
    "en": re.compile(
        r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeioutd])e(?=d$)|(?<=[^aeiousxzcghl])e(?=s$)|(?<=[aeiouy]l)e(?=s$)"
    ),
    "fr": re.compile(r"(?<=[^aàâeèêioôû])es?$"),
}
_APART = {
    "en": re.compile(r"(?<![tscgxh])i[aou]|(?<=d)eo$"),
    "fr": re.compile(r"é(?=[aoiu])|[aeo](?=[ïë])"),
}
