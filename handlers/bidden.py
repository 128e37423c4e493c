"""A word of ours without the verb that our texts put before it: who sends "Text SIDE" means SIDE."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from bot.bank import Bank
from bot.text import fold, words

_TEXT = set("text txt texts reply type escribe manda envia responde texte textez texter repondez escreva envie responda".split())
_LONGEST_WORD = 25


def bidden(said: str, bank: Bank, ours: AbstractSet[str]) -> str:
    """`said`, or the word in it that our texts bid them send: one of a step, which the `bank` holds, or of `ours`."""
    verb, _, rest = said.partition(" ")
    named = words(rest) if rest and len(rest) < _LONGEST_WORD and fold(verb) in _TEXT else []
    known = tuple(named) in bank.words or " ".join(named) in ours
    return rest if named and known and named != ["me"] else said  # "text me" asks for a text
