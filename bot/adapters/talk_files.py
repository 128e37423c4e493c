"""`content/talks/`: what people text from first to last, with what each text is about by then; a talk ends at an empty line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.understanding.reading import Level


@dataclass(frozen=True, slots=True)
class Spoken:
    """One text of a talk: the topics and the levels of danger that a fair judge accepts, the best ones first."""

    text: str
    topics: tuple[str, ...]
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk: its language, and what one person texts."""

    language: str
    texts: tuple[Spoken, ...]


_SPOKEN = re.compile(r"(?P<topics>\w+(?: \w+)*)(?: (?P<levels>[!?-]{1,3}))?: (?P<text>\S.*)")
_LEVELS = {"!": Level.NOW, "?": Level.POSSIBLE, "-": Level.NONE}


def read_talks(path: Path, fault: Callable[[int, str], None]) -> Iterator[Talk]:
    """The talks of one file, whose name is their language; `fault` is told the line of what cannot be read."""
    texts: list[Spoken] = []
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], start=1):
        if not line.strip():
            if texts:
                yield Talk(path.stem, tuple(texts))
            texts = []
        elif not line.startswith("#"):
            found = _SPOKEN.fullmatch(line.strip())
            if found:
                levels = tuple(_LEVELS[mark] for mark in found["levels"] or "-")
                texts.append(Spoken(found["text"], tuple(found["topics"].split()), levels))
            else:
                fault(
                    number, "a text of a talk must read `topic other_topic !?: what they text` (! danger now, ? perhaps, - none)"
                )
