"""Talks played through the program, so that it learns how people go on after its own answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.adapters.encoder import encode_all, load_encoder
from bot.adapters.loading import read, with_encoder
from bot.adapters.settings import Settings
from bot.adapters.side_by_side import at_once
from bot.adapters.talk_files import Talk
from bot.knowledge import Knowledge
from bot.message import Message
from bot.reply import Outcome
from bot.state import State
from bot.text import words
from bot.understanding.following import Judged
from bot.understanding.heard import Array
from bot.understanding.topics import Encoder, Head, encoded_part

Decide = Callable[[Message, State | None, Knowledge, datetime], Outcome]
# Any day: no answer that is learned from hangs on it. Time between two texts of one person.
_BEGIN, _PAUSE = datetime(2026, 1, 5, 15, tzinfo=UTC), timedelta(seconds=30)
# Talks in one piece of work.
_AT_ONCE = 50


def with_head(folder: Path, head: Head, talks: Sequence[Talk], known: Mapping[str, Array]) -> Knowledge:
    """The content in `folder` with a `head` from its phrases and an encoder for `talks`; `known` are vectors of other texts."""
    knowledge = read(folder, Settings()).knowledge
    assert knowledge  # noqa: S101 - read raises where there is none
    return replace(with_encoder(knowledge, _encoder(talks, known)), head=head)


def followed(talks: Sequence[Talk], decide: Decide, knowledge: Knowledge) -> list[Judged]:
    """Every text that was read as free text in the middle of a talk."""
    parts = [talks[start : start + _AT_ONCE] for start in range(0, len(talks), _AT_ONCE)]
    done = at_once(lambda part: [each for talk in part for each in _played(talk, decide, knowledge)], parts)
    return [each for part in done for each in part]


def _encoder(talks: Sequence[Talk], known: Mapping[str, Array]) -> Encoder:
    """An encoder that knows all texts of the talks beforehand, in batches; for parts of them it loads the real one."""
    said = (words(each.text) for talk in talks for each in talk.texts)
    texts = sorted({encoded_part(" ".join(each)) for each in said} - known.keys())
    known = {**known, **dict(zip(texts, encode_all(texts), strict=True))}
    loaded: list[Encoder] = []

    def encode(text: str) -> Array:
        if text in known:
            return known[text]
        if not loaded:
            loaded.append(load_encoder())
        return loaded[0](text)

    return encode


def _played(talk: Talk, decide: Decide, knowledge: Knowledge) -> list[Judged]:
    state, now = None, _BEGIN
    learned: list[Judged] = []
    for said in talk.texts:
        now += _PAUSE
        outcome = decide(Message(said.text), state, knowledge, now)
        state = outcome.state
        if outcome.followed:
            learned.append((outcome.followed, frozenset(said.topics)))
    return learned
