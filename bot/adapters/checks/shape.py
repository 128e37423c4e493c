"""Half-written entries: every key that is missing or of the wrong kind, each with its line, all in one run.

A server needs to know only that a file cannot be used; whoever mends it wants to hear everything at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.bank import LANGUAGES
from bot.errors import Fault

_Holds = Callable[[object], bool]


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _any_text(value: object) -> bool:
    return isinstance(value, str)


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _table(value: object) -> bool:
    return isinstance(value, dict)


def _tables(value: object) -> bool:
    return isinstance(value, list) and all(map(_table, value))


def _day(value: object) -> bool:
    return isinstance(value, date)


def _language(value: object) -> bool:
    return value in LANGUAGES


def _sure(value: object) -> bool:
    return value in {"high", "medium", "low"}


_TEXT, _TEXTS = (_text, 'a text in quotes: {0} = "..."'), (_texts, 'a list of texts: {0} = ["..."]')
_DAY = (_day, "a day without quotes: {0} = 2026-11-21")
_WORDING = {"title": _TEXT, "lead": _TEXT, "more": _TEXTS, "spoken": _TEXT, "sms": _TEXT, "word": _TEXT, "asks": _TEXTS,
            "says": _TEXTS, "groups": (_table, "a table of lists: {0} = {{ they = [...] }}")}  # fmt: skip
# Each section: what its keys hold and how that is written, then the keys that it must have. [[x]] sections stand under "x".
_SECTIONS: Mapping[str, tuple[Mapping[str, tuple[_Holds, str]], tuple[str, ...]]] = {
    "": ({"topic": _TEXT, "region": _TEXT, "choices": _TEXTS, "step": _TEXT, "next": _TEXT}, ("topic", "region", "en", "review")),
    **dict.fromkeys(LANGUAGES, (_WORDING, ("title", "lead"))),
    "sources": (
        {"publisher": _TEXT, "title": _TEXT, "url": (_any_text, 'an address, or "": {0} = "https://..."'), "read": _DAY},
        ("publisher", "title", "url", "read"),
    ),
    "review": (
        {"by": _DAY, "name": (lambda value: value == "", "signatures: sign with `safertext review`"),
         "confidence": (_sure, 'high, medium or low: {0} = "medium"')},
        ("by", "confidence"),
    ),
    "exceptions": (
        {"rule": _TEXT, "reason": _TEXT, "language": (_language, 'one of our languages: {0} = "es"')},
        ("rule", "reason"),
    ),
}  # fmt: skip
# Where unknown keys are told here; those of the entry itself and of a language are told by its reader.
_CLOSED = ("sources", "review", "exceptions")


def faults(path: Path, folder: Path) -> list[Fault]:
    """Everything wrong with the shape of one entry's file; nothing where it is no TOML, which its reader tells."""
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except (OSError, ValueError):
        return []
    shown, lines = str(path.relative_to(folder.parent)), _places(text)
    return [Fault(shown, _line(lines, section, key), what) for section, key, what in _wrong(table)]


def _wrong(table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Section, key and what is wrong, over all sections of an entry."""
    yield from _wrong_keys("", "", table)
    for name in (*LANGUAGES, "review"):
        if name in table:
            yield from _section(name, name, table[name])
    for name in ("sources", "exceptions"):
        rows = table.get(name, [])
        if not _tables(rows):
            yield "", name, f"{name} must be [[{name}]], a table for each"
            continue
        for number, row in enumerate(rows):
            yield from _section(name, f"{name}.{number}", row)


def _section(kind: str, section: str, table: Any) -> Iterator[tuple[str, str, str]]:
    if not _table(table):
        yield "", kind, f"{kind} must be a section of its own: [{kind}]"
    else:
        yield from _wrong_keys(kind, section, table)


def _wrong_keys(kind: str, section: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    keys, needed = _SECTIONS[kind]
    where = f"[{section.partition('.')[0]}] " if section else ""
    for key, value in table.items():
        if key not in keys and kind in _CLOSED:
            yield section, key, f"{where}unknown key {key!r}: it would do nothing"
        elif key in keys and not keys[key][0](value):
            yield section, key, f"{where}{key} must be {keys[key][1].format(key)}"
    for key in needed:
        if key not in table:
            yield section, "", f"{where}{key} is missing"


def _line(lines: Mapping[tuple[str, str], int], section: str, key: str) -> int:
    """The line of a key; else of its section, a section named `key`, or the first line."""
    return lines.get((section, key)) or lines.get((key, "")) or lines.get((f"{key}.0", "")) or lines.get((section, "")) or 1


def _places(text: str) -> dict[tuple[str, str], int]:
    """Where each section and each key stands; the second [[sources]] is "sources.1"."""
    found: dict[tuple[str, str], int] = {}
    section, counted = "", dict[str, int]()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\[\[\s*([\w.-]+)\s*\]\]", line):
            section = f"{header[1]}.{counted.setdefault(header[1], 0)}"
            counted[header[1]] += 1
            found[section, ""] = number
        elif header := re.match(r"\[\s*([\w.-]+)\s*\]", line):
            section = header[1]
            found.setdefault((section, ""), number)
        elif key := re.match(r"\s*\"?([\w-]+)\"?\s*=", line):
            found.setdefault((section, key[1]), number)
    return found
