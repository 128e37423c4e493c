"""The other files of words: voice.toml, telegram.toml, carrier.toml, tone.toml and terms.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.adapters import carrier_texts, telegram_words, voice_words
from bot.adapters.checks.content import Content, Finding
from bot.adapters.checks.numbers import lines
from bot.adapters.files import line_of
from bot.bank import LANGUAGES
from bot.errors import ContentError

_KEY = re.compile(r"(?:^|: )([\w.]+): ")


def spoken(content: Content) -> Iterator[Finding]:
    """What is wrong with the words of a call, as the calls themselves would find."""
    if _is_there(content, voice_words.NAME):
        for said in voice_words.load(content.folder)[1]:
            yield _told(content, voice_words.NAME, said)


def telegram(content: Content) -> Iterator[Finding]:
    """What is wrong with Telegram's own lines."""
    if _is_there(content, telegram_words.NAME):
        for said in telegram_words.faults(content.folder):
            yield _told(content, telegram_words.NAME, said)


def carrier(content: Content) -> Iterator[Finding]:
    """What is wrong with the texts to paste at Twilio."""
    if _is_there(content, carrier_texts.NAME):
        try:
            carrier_texts.texts(content.folder)
        except ContentError as error:
            for fault in error.faults:
                yield _told(content, carrier_texts.NAME, fault.what)


def languages(content: Content) -> Iterator[Finding]:
    """Lines that lack a language."""
    said: dict[tuple[str, str], set[str]] = {}
    for file, key, language, _ in lines(content):
        said.setdefault((file, key), set()).add(language)
    for (file, key), there in said.items():
        if missing := sorted(set(LANGUAGES) - there):
            line = line_of(content.folder / file, key.rpartition(".")[2])
            yield content.elsewhere(file, line, f"{key}: {', '.join(missing)} missing: people would get English")


def _is_there(content: Content, file: str) -> bool:
    return (content.folder / file).exists()


def _told(content: Content, file: str, said: str) -> Finding:
    what = said.partition(f"{file}: ")[2] or said
    key = _KEY.search(what)
    name = key[1].rpartition(".")[2] if key else ""
    return content.elsewhere(file, line_of(content.folder / file, name), what)
