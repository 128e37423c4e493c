"""Folding: the plain form in which a person's text is compared.

Case, accents, quotes, stray symbols and odd digits go; words, their order and their number stay.
One typing error is forgiven by comparing the words that remain when one letter is left out.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart although people type them as two or as a plain one.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})
# Apostrophes vanish ("won't" and "wont" are one word); every other sign parts words.
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ′")
_NOT_WORD = re.compile(r"[\W_]+")
_REPEATED = re.compile(r"([a-z])\1{2,}")


def clean(text: str) -> str:
    """`text` without surrogates, control characters and invisible joiners, so that nothing downstream trips on it."""
    if text.isascii() and text.isprintable():  # as most are
        return text.strip()
    kept = (char if char in "\n\t" or unicodedata.category(char)[0] != "C" else " " for char in text)
    return "".join(kept).strip()


def fold(text: str) -> str:
    """Lower case, no accents, no apostrophes, single blanks: "He Won't  wake UP!" gives "he wont wake up"."""
    plain = text.lower() if text.isascii() else _ascii_letters(text)
    if not (plain.isalnum() and plain.isascii()):  # a single word has no signs to take off
        plain = _NOT_WORD.sub(" ", plain.translate(_APOSTROPHES)).strip()
    # Panic stretches letters ("heeeelp"): three or more become two, so that the typo distance reaches the word.
    return _REPEATED.sub(r"\1\1", plain) if _REPEATED.search(plain) else plain


def _ascii_letters(text: str) -> str:
    """`text` in lower case, its accents taken off; plain English is spared this, which is four fifths of the cost."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(_plain(char) for char in plain if not unicodedata.combining(char))


def _plain(char: str) -> str:
    """A digit of any script as the digit we know: a ZIP typed on an Arabic keyboard is a ZIP."""
    value = unicodedata.decimal(char, None) if not char.isascii() else None
    return char if value is None else str(value)


def words(text: str) -> list[str]:
    """The folded words of `text`."""
    return fold(text).split()


def deletions(word: str) -> set[str]:
    """`word` and every form of it with one letter left out; two words that share one are a typing error apart."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def one_typo_apart(one: str, other: str) -> bool:
    """Whether one letter too many, too few, wrong, or two neighbours swapped turns `one` into `other`."""
    if one == other or abs(len(one) - len(other)) > 1:
        return one == other
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
