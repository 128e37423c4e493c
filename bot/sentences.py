"""Texts cut into sentences, and those of them that make no sense where nothing can be texted."""

from __future__ import annotations

import re

from bot.markup import END_BOLD

_AFTER_ONE = re.compile(rf"(?:(?<=[.?!])|(?<=[.?!]{END_BOLD}))\s+")
# "Text SPRAY or BREATHS." leads nowhere where nobody can text it; "Text 911 ..." must stay.
_TEXT_A_WORD = re.compile(r"(?:Text|Escribe|Textez|Escreva|Envie) [^a-z\d.]+(?: (?:or|o|ou) [^a-z\d.]+)?\.")


def sentences(text: str) -> list[str]:
    """The sentences of `text`, each with its full stop."""
    return _AFTER_ONE.split(text.strip())


def without_words(text: str) -> tuple[str, ...]:
    """The sentences of `text` but for those that only name a word to text."""
    return tuple(said for said in sentences(text) if not _TEXT_A_WORD.fullmatch(said))
