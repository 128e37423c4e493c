"""Whether anything that is read, or decides, in an emergency has changed since somebody last accepted it.

No rule can know that a sentence must stand, or that a word tells of danger; a list of fingerprints knows that one is gone.
The list is `danger_texts.toml` in the content. It is no review: who has read the words signs them with `safertext review`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path

from bot import lastresort
from bot.adapters.checks.content import Content, Finding, urgent
from bot.adapters.checks.numbers import lines
from bot.review import fingerprint
from bot.understanding.danger import Row
from bot.understanding.patterns import Pattern, Term

NAME = "danger_texts.toml"
_ACCEPT = "have it read by somebody who knows, then run `safertext check --accept-danger-texts`"
_SHOWN = 3
# The lines beside the entries that are read with shaking hands.
_LINES = {
    "lines.toml": {
        "emergency_back",
        "not_called",
        "possible_suicide",
        "stay_first",
        "emergency_button",
        "flood",
        "busy",
        "fault",
        "sunset",
    },
    "voice.toml": {"danger", "always", "machine", "with_me", "breathe", "minute_left", "half_left"},
}
_HEAD = """# Fingerprints of every text and every sign of danger: `safertext check` tells what has changed since.
# Written by `safertext check --accept-danger-texts`. This is no review; signatures are in the entries.
"""
Marks = Mapping[str, str]


def changed(content: Content) -> Iterator[Finding]:
    """What is other than in the list, by file. A folder that keeps no such list is held to none."""
    if not (content.folder / NAME).exists():
        return
    kept, found = _kept(content.folder / NAME), marks(content)
    differ = sorted(key for key in kept.keys() | found.keys() if kept.get(key) != found.get(key))
    for file, keys in groupby(differ, key=lambda key: key.partition(" ")[0]):
        named = [key.partition(" ")[2] for key in keys]
        told = ", ".join(named[:_SHOWN]) + (f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else "")
        yield content.elsewhere(file, 0, f"in danger this is read or decides, and it has changed ({told}): {_ACCEPT}")


def marks(content: Content) -> Marks:
    """The fingerprint of each thing, under its file and name, as in "entries/steps/breaths.toml en"."""
    found = {f"danger/{row.language}.toml {row.pattern.name}": _row(row) for row in content.rows.rows}
    found |= {f"danger/{each.pattern.name[:2]}.toml {each.pattern.name}": _mark(each.pattern) for each in content.rows.whos}
    found |= {f"danger/pieces {word}": fingerprint(bits) for word, bits in content.pieces.bits.items()}
    for entry in filter(urgent, content.entries):
        found[f"{entry.file} way"] = fingerprint(entry.topic, entry.step, entry.next, entry.choices)
        for language, wording in entry.wording.items():
            found[f"{entry.file} {language}"] = fingerprint(content.filled(repr(wording.read)))
    for file, key, language, text in lines(content):
        if key in _LINES.get(file, ()):
            found[f"{file} {key}.{language}"] = fingerprint(text)
    for key in ("STEPS", "POSSIBLE", "PEOPLE"):
        found |= {f"lastresort.py {key}.{language}": fingerprint(text) for language, text in getattr(lastresort, key).items()}
    return found


def accept(content: Content) -> int:
    """Write the list anew; how many fingerprints changed, came or went. Raises OSError where it cannot be written."""
    path = content.folder / NAME
    before, now = _kept(path), marks(content)
    path.write_text(_HEAD + "".join(f'"{key}" = "{now[key]}"\n' for key in sorted(now)), encoding="utf-8")
    return sum(before.get(key) != now.get(key) for key in before.keys() | now.keys())


def _kept(path: Path) -> Marks:
    """The list as it stands; a damaged one knows nothing, so that all is told."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _row(row: Row) -> str:
    return fingerprint(row.level.value, row.kind.value, row.who.value, row.step, _mark(row.pattern))


def _mark(pattern: Pattern) -> str:
    terms, none = ([_words(term) for term in terms] for terms in (pattern.terms, pattern.none))
    return fingerprint(terms, none, pattern.within, pattern.ordered, pattern.most_words)


@cache  # hundreds of rows share a group
def _words(term: Term) -> tuple[str, ...]:
    return tuple(sorted(" ".join(phrase) for phrase in term.phrases))
