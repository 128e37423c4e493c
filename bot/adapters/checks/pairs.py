"""Words that become another word when an SMS loses its accents (sí, si), in texts where that could harm."""

from __future__ import annotations

from collections.abc import Iterator

from bot.adapters.checks.content import Content, Finding
from bot.adapters.checks.language import read_words
from bot.segments import to_gsm7


def folded(content: Content) -> Iterator[Finding]:
    """Words of danger texts that terms.toml lists as one of two; a voice keeps its accents."""
    for said in content.urgent_texts():
        pairs = content.terms.pairs.get(said.language, {}) if said.key != "spoken" else {}
        for word in dict.fromkeys(each.lower() for each in read_words(said.text)):
            if word in pairs and to_gsm7(word) != word:
                yield said.found(content, f"'{word}' arrives by SMS as '{to_gsm7(word)}' ({pairs[word]}): say it otherwise")
