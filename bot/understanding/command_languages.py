"""The languages of our command words, told once when the content is loaded: who texts one waits for no head."""

from __future__ import annotations

from collections.abc import Mapping

from bot.gazetteer import Gazetteer
from bot.understanding import command_words, language, topics
from bot.understanding.listening import Listening
from bot.understanding.place_requests import BARE_WHERE, NEARBY
from bot.understanding.places import read_place

Told = tuple[str | None, float]


def command_languages(head: topics.Head | None, gazetteer: Gazetteer) -> Mapping[str, Told]:
    """Each command, folded, with the language that is told by it, and how sure that is; nothing without a head."""
    return {said: _told(said, head, gazetteer) for said in command_words.ALL | NEARBY | BARE_WHERE} if head else {}


def _told(said: str, head: topics.Head, gazetteer: Gazetteer) -> Told:
    words = said.split()
    if not language.tells(words, lambda: read_place(said, gazetteer, expected=False).words, ours=False):
        return None, 0.0
    return language.told(words, Listening(head, words, None).languages, said)
