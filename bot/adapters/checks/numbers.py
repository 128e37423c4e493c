"""Phone numbers are data: named in texts, typed nowhere, and each called before launch."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.adapters.checks.content import Content, Finding
from bot.adapters.files import line_of
from bot.bank import LANGUAGES
from bot.entry import named

# 112 reaches nobody from a US line, so it is no number of ours either.
_PHONE = re.compile(r"(?<![\w/.,-])(?:(?:1-)?\d{3}-\d{3}-\d{4}|[1-9]\d{4,5}|[2-9]11|988|112)(?![\w-]|[.,]\d)")
_SHORTENED = re.compile(
    r"\b(?:bit\.ly|tinyurl\.com|goo\.gl|t\.co|ow\.ly|is\.gd|buff\.ly|rb\.gy|cutt\.ly|tiny\.cc|rebrand\.ly|shorturl\.at|t\.ly)\b",
    re.IGNORECASE,
)
# The other files of words, and the numbers that they may type: a line is read when numbers.toml may be what is broken.
OTHER_FILES = ("voice.toml", "telegram.toml", "lines.toml", "carrier.toml")


@dataclass(frozen=True, slots=True)
class ToCall:
    """A number to be called before launch: who should answer, how sure we are, when somebody last called ("" is never)."""

    id: str
    name: str
    shown: str
    who: str
    confidence: str
    checked: str


def unknown(content: Content) -> Iterator[Finding]:
    """Names in braces that are no number."""
    for said in content.texts():
        for name in named(said.text):
            if name not in content.numbers:
                yield said.found(content, f"{{{name}}} is not in numbers.toml")


def typed(content: Content) -> Iterator[Finding]:
    """Numbers that are typed in an entry and are not in the data."""
    shown = {number.shown for number in content.numbers.values()}
    for said in content.texts():
        for number in dict.fromkeys(_PHONE.findall(said.text)):
            if number not in shown:
                yield said.found(content, f"the number {number} is typed; put it in numbers.toml and name it")


def typed_elsewhere(content: Content) -> Iterator[Finding]:
    """The same in the other files of words."""
    shown = {number.shown for number in content.numbers.values()}
    for file, key, language, text in lines(content):
        for number in dict.fromkeys(_PHONE.findall(text)):
            if number not in shown:
                yield at_line(content, file, key, language, f"the number {number} is not in numbers.toml")


def twice(content: Content) -> Iterator[Finding]:
    """Numbers that are named twice in one text."""
    for said in content.texts():
        for name, count in Counter(named(said.text)).items():
            if count > 1:
                yield said.found(content, f"{{{name}}} is in this text {count} times; once is enough")


def shortened(content: Content) -> Iterator[Finding]:
    """Links that hide where they lead: carriers stop them, and so should we."""
    for said in content.texts():
        for found in _SHORTENED.findall(said.text):
            yield said.found(content, f"{found} hides where it leads, and carriers stop it: write the real address")
    for file, key, language, text in lines(content):
        for found in _SHORTENED.findall(text):
            yield at_line(content, file, key, language, f"{found} hides where it leads: write the real address")


def to_call(content: Content) -> list[ToCall]:
    """Every number, those never checked first, then the oldest."""
    written = {key: row for file in reversed(_files(content)) for key, row in content.tables.get(file, {}).items()}
    rows = [
        ToCall(key, number.name, number.shown, str(written.get(key, {}).get("who", "")), number.confidence, number.checked)
        for key, number in content.numbers.items()
    ]
    return sorted(rows, key=lambda row: (row.checked, row.id))


def _files(content: Content) -> list[str]:
    """The files of numbers; the region listed first counts."""
    return [f"regions/{region}/numbers.toml" for region in content.regions]


def dates(content: Content) -> Iterator[Finding]:
    """Numbers whose day of checking is no date, or has not come yet."""
    for file in _files(content):
        for key, row in content.tables.get(file, {}).items():
            said = str(row.get("checked", "")) if isinstance(row, dict) else ""
            if said and not _is_past(said, content.today):
                line = line_of(content.folder / file, "checked", key) or line_of(content.folder / file, key)
                yield content.elsewhere(
                    file, line, f'{key}: checked must be a past day such as "2026-11-21", or ""; not {said!r}'
                )


def _is_past(said: str, today: date) -> bool:
    try:
        return date.fromisoformat(said) <= today
    except ValueError:
        return False


def lines(content: Content) -> Iterator[tuple[str, str, str, str]]:
    """File, key, language and text of every line in the other files of words; what is no text is told by its own reader."""
    for file, table in content.tables.items():
        for key, said in table.items() if not file.endswith("numbers.toml") else ():
            for language, text in said.items() if isinstance(said, dict) else ():
                if isinstance(text, str) and language in LANGUAGES:
                    yield file, key, language, text
                elif isinstance(text, dict):
                    yield from ((file, f"{key}.{language}", each, text[each]) for each in LANGUAGES if each in text)


def at_line(content: Content, file: str, key: str, language: str, what: str) -> Finding:
    """A finding at a line of another file of words."""
    path = content.folder / file
    line = line_of(path, language, key) or line_of(path, key.rpartition(".")[2]) or line_of(path, key)
    return content.elsewhere(file, line, f"[{language}] {key}: {what}")
