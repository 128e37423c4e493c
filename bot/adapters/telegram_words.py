"""The words that only Telegram needs, from `content/telegram.toml`: the bot's page, its menu, and two lines of the talk.

A webhook runs on without the file (the steps and the greeting are elsewhere); setting the bot up refuses faulty words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.adapters.telegram_check import units
from bot.bank import LANGUAGES
from bot.errors import ContentError, Fault

NAME = "telegram.toml"
Said = Mapping[str, str]
# Line to the most UTF-16 units that Telegram takes; the last two are lines of the talk, kept short by choice.
LIMITS = {
    "description": 512,
    "short_description": 120,
    "ended": 120,
    "start": 300,
    "group": 300,
}
MOST_COMMANDS, LONGEST_COMMAND = 100, 256


class Words:
    """Lines by key and language, and the menu of commands."""

    def __init__(self, lines: Mapping[str, Said], commands: Mapping[str, Said]) -> None:
        """`lines` and `commands` hold only what was found good."""
        self._lines = lines
        self.commands = commands

    def line(self, key: str, language: str) -> str:
        """A line in `language`, or "" where there is none."""
        return self._lines.get(key, {}).get(language, "")


def load(folder: Path) -> Words:
    """What of the file can be used; a line with a fault counts as missing. Never raises."""
    try:
        return _words(_table(folder))
    except (OSError, ValueError):
        return Words({}, {})


def checked(folder: Path) -> Words:
    """The words, all of them good. Raises ContentError with every fault."""
    found = tuple(Fault(f"{folder.name}/{NAME}", 0, what) for what in faults(folder))
    if found:
        raise ContentError(found)
    return _words(_table(folder))


def faults(folder: Path) -> list[str]:
    """What is wrong with the file, a sentence each."""
    try:
        table = _table(folder)
    except (OSError, ValueError) as error:
        return [f"cannot be read ({type(error).__name__}): Telegram's page of the bot would be empty"]
    return [*_wrong_lines(table), *_wrong_commands(table.get("commands"))]


def _table(folder: Path) -> Mapping[str, object]:
    return tomllib.loads((folder / NAME).read_text(encoding="utf-8"))


def _words(table: Mapping[str, object]) -> Words:
    lines = {key: said for key, most in LIMITS.items() if isinstance(said := table.get(key), dict) and not _wrong(said, most)}
    found = table.get("commands")
    commands = found if isinstance(found, dict) and not list(_wrong_commands(found)) else {}
    return Words(lines, commands)


def _wrong_lines(table: Mapping[str, object]) -> Iterator[str]:
    for key, most in LIMITS.items():
        if what := _wrong(table.get(key), most):
            yield f"{key}: {what}"


def _wrong_commands(found: object) -> Iterator[str]:
    if not isinstance(found, dict) or not 0 < len(found) <= MOST_COMMANDS:
        yield "commands: must be a table of commands, each with its words by language"
        return
    for name, said in found.items():
        if what := _wrong(said, LONGEST_COMMAND):
            yield f"commands.{name}: {what}"


def _wrong(said: object, most: int) -> str | None:
    """What is wrong with a line, or None."""
    if not isinstance(said, dict) or said.keys() != set(LANGUAGES):
        return "must have a text in each language: en, es, fr, pt"
    for language, text in said.items():
        length = units(text) if isinstance(text, str) else 0
        if not 0 < length <= most:
            return f"{language} has {length} characters: must be 1 to {most}, or Telegram refuses it"
    return None
