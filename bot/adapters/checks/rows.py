"""Danger rows that do not do what they say, phrases and talks that point nowhere, and a model older than they."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import suppress

from bot.adapters.checks.content import Content, Finding
from bot.adapters.encoder import version
from bot.adapters.files import line_of
from bot.adapters.model_file import NAME as MODEL, fingerprint, load_head
from bot.text import words
from bot.understanding.course import COURSES
from bot.understanding.danger import Row
from bot.understanding.reading import KINDS
from bot.understanding.topics import FOLLOW_UP


def examples(content: Content) -> Iterator[Finding]:
    """Danger rows whose example does not fire them, or whose counter-example does."""
    for row in content.rows.rows:
        if row.name not in content.rows.fired(words(row.example)):
            yield _told(content, row, f"its example does not fire it: {row.example}")
        if row.name in content.rows.fired(words(row.counter_example)):
            yield _told(content, row, f"its counter-example fires it: {row.counter_example}")


def groups(content: Content) -> Iterator[Finding]:
    """Groups that no row uses: whoever reads the file takes their words for ones that find danger."""
    for path in sorted((content.folder / "danger").glob("*.toml")):
        with suppress(OSError, ValueError, TypeError, AttributeError):  # a file that cannot be read is told as such elsewhere
            table = tomllib.loads(path.read_text(encoding="utf-8"))
            used = str([table.get("rows", {}), table.get("who", {})])
            for name in (each for each in table.get("groups", {}) if f"{{{each}}}" not in used):
                yield content.elsewhere(f"danger/{path.name}", line_of(path, name), f"no row uses the group {name}")


def _told(content: Content, row: Row, what: str) -> Finding:
    file = f"danger/{row.language}.toml"
    line = line_of(content.folder / file, row.name.partition(".")[2])
    return content.elsewhere(file, line, f"{row.name}: {what}")


def topics(content: Content) -> Iterator[Finding]:
    """Phrases and talks that point to no topic, and danger rows that wait for the answer to none."""
    answered = {entry.topic for entry in content.entries} | KINDS.keys()
    for row in content.rows.rows:
        for topic in sorted(row.after - answered):
            yield _told(content, row, f"it counts only after the topic {topic}, which no entry answers")
    known = answered | {FOLLOW_UP, *COURSES}
    for file, topic in sorted({(phrase.file, phrase.topic) for phrase in content.phrases}):
        if topic not in known:
            yield content.elsewhere(file, 1, f"no entry answers the topic {topic}")
    spoken = {(talk.language, topic) for talk in content.talks for text in talk.texts for topic in text.topics}
    for language, topic in sorted(spoken):
        if topic not in answered:
            yield content.elsewhere(f"talks/{language}.txt", 1, f"no entry answers the topic {topic}")


def model(content: Content) -> Iterator[Finding]:
    """A trained head that is missing, or older than the phrases and talks."""
    try:
        trained = load_head(content.folder / MODEL).fingerprint
    except (OSError, ValueError, KeyError):
        yield content.elsewhere(MODEL, 0, "is missing or damaged: run `make train`")
        return
    if trained != fingerprint(content.phrases, content.talks, version()):
        yield content.elsewhere(MODEL, 0, "is stale: phrases, talks or encoder have changed; run `make train`")
