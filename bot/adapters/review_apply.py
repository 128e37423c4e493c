"""`safertext check --apply-sheet IN.xlsx`: a reviewer's sheet back into the files, one change a text, nothing lost.

A text that has changed in its file since the sheet was made is a conflict: told, and left as it is. So is a formula, a text that
was emptied, and a change after which the entry could not be used.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import tomlkit
from tomlkit.items import Table
from tomlkit.toml_document import TOMLDocument

from bot.adapters import parsing
from bot.adapters.review_read import Given, read_sheet
from bot.adapters.review_rows import MORE, code, entries_of, plain, texts
from bot.adapters.review_sign import NotSignedError, diff, replace_text, signed, text_of
from bot.adapters.settings import Settings
from bot.bank import LANGUAGES, Entry
from bot.review import ORIGINAL, Signature

_ALONE = ("title", "word", "lead", "spoken", "sms")


@dataclass(slots=True)
class Applied:
    """What came of a sheet: the changes as diffs, what was left as it was and why, what else reviewers wrote."""

    diffs: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    changed: int = 0


def apply_sheet(settings: Settings, sheet: Path, today: date, *, write: bool) -> Applied:
    """Take `sheet` back. Raises UnusableFileError for a file that is no sheet of ours, ContentError for faulty content."""
    entries = {entry.file: entry for entry in entries_of(settings)}
    given, applied = read_sheet(sheet), Applied()
    by_file: dict[str, list[Given]] = {}
    for row in given:
        if row.remarks:
            applied.remarks.append(f"{_place(row)} {row.remarks}")
        by_file.setdefault(row.file, []).append(row)
    for file, rows in by_file.items():
        if file in entries:
            _Taking(settings.content_dir, entries[file], rows, applied, today).take(write=write)
        else:
            applied.left.append(f"{_place(rows[0])} there is no such entry (any more)")
    return applied


def _place(row: Given) -> str:
    return f"row {row.at}, {row.file} [{row.language}] {row.key}:"


class _Taking:
    """The rows of one file on their way into it."""

    def __init__(self, content: Path, entry: Entry, rows: list[Given], applied: Applied, today: date) -> None:
        """`rows` are those of `entry`; what comes of them is written into `applied`."""
        self._path, self._shown = content / entry.file, f"{content.name}/{entry.file}"
        self._entry, self._rows, self._applied, self._today = entry, rows, applied, today

    def take(self, *, write: bool) -> None:
        """Change the file, if there is anything to change in it."""
        before = text_of(self._path)
        wanted = self._wanted()
        after = self._changed(before, wanted) if wanted else before
        after = self._signatures(after)
        if after == before:
            return
        if write:
            try:
                replace_text(self._path, before, after)
            except NotSignedError as error:
                self._applied.left.append(f"{self._shown}: {error}")
                return
        self._applied.diffs.append(diff(before, after, self._shown))

    def _wanted(self) -> dict[tuple[str, str], str]:
        """The texts to write, by language and key; what cannot be taken is told."""
        found: dict[tuple[str, str], str] = {}
        for row in self._rows:
            now = texts(self._entry.wording[row.language]) if row.language in self._entry.wording else {}
            current = now.get(row.key, "")
            if why := self._refusal(row, current, found):
                self._applied.left.append(f"{_place(row)} {why}")
            elif row.text and row.text != plain(current) and code(row.text) != row.code:
                found[row.language, row.key] = row.text
        return found

    def _refusal(self, row: Given, current: str, found: Mapping[tuple[str, str], str]) -> str:
        """Why a row is not taken; "" where it is, or where it holds nothing new."""
        if row.wrong or row.language not in LANGUAGES or not _known(row.key):
            return row.wrong or "no text of ours has this language and key"
        if row.text == plain(current) or code(row.text) == row.code:
            return ""
        expected = code(current) if current or row.code else ""  # a row that somebody has added has no code
        reasons = {
            "the text was emptied; it is left as it was": not row.text,
            "two rows say different things; the first one counts": found.get((row.language, row.key), row.text) != row.text,
            f"CONFLICT: changed meanwhile. The file says: {current!r}. The sheet says: {row.text!r}": expected != row.code,
        }
        return next((why for why, holds in reasons.items() if holds), "")

    def _changed(self, before: str, wanted: Mapping[tuple[str, str], str]) -> str:
        """The file with these texts in it, or as it was where it could not be used then."""
        try:
            after = with_texts(before, wanted)
            parsing.entry(self._path, tomllib.loads(after), self._entry.file)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            told = ", ".join(f"[{language}] {key}" for language, key in wanted)
            self._applied.left.append(f"{self._shown} {told}: not taken, the entry could not be used then ({error})")
            return before
        self._applied.changed += len(wanted)
        return after

    def _signatures(self, text: str) -> str:
        """`text` with the signatures that the sheet holds, where every row of a language has the same one."""
        for language in LANGUAGES:
            rows = [row for row in self._rows if row.language == language]
            names = {(row.reviewer, row.role) for row in rows}
            if not any(row.reviewer for row in rows):
                continue
            entry = parsing.entry(self._path, tomllib.loads(text), self._entry.file)
            why = _unsigned(entry, language, rows, names)
            try:
                if not why:
                    ((name, role),) = names
                    text = signed(text, entry, language, Signature(name, role, self._today))
                    self._applied.signed.append(f"{self._shown} [{language}] {name}, {role}")
            except NotSignedError as error:
                why = str(error)
            if why:
                self._applied.left.append(f"{self._shown} [{language}] not signed: {why}")
        return text


def _unsigned(entry: Entry, language: str, rows: Iterable[Given], names: set[tuple[str, str]]) -> str:
    """Why the rows are no signature: the person must have read exactly the words that stand in the file now."""
    if len(names) != 1:
        return "not every row of it has the same name and role"
    if language not in entry.wording:
        return "it has no wording yet"
    read = {row.key: row.text for row in rows if row.text}
    if read != {key: plain(text) for key, text in texts(entry.wording[language]).items()}:
        return "the words in the sheet are not all that stand in the file"
    beside = {row.key: row.english for row in rows if row.english}
    english = {key: plain(text) for key, text in texts(entry.wording[ORIGINAL]).items()}
    return "" if language == ORIGINAL or beside == english else "the English beside it has changed meanwhile"


def _known(key: str) -> bool:
    return key in _ALONE or (key.startswith(MORE) and key.removeprefix(MORE).isascii() and key.removeprefix(MORE).isdigit())


def with_texts(before: str, wanted: Mapping[tuple[str, str], str]) -> str:
    """The TOML `before` with these texts, by language and key; comments, order and all else stay.

    Raises KeyError and ValueError where a text has no place. A language that is missing comes before the sources.
    """
    document = tomlkit.parse(before)
    fresh: dict[str, Table] = {}
    for (language, key), text in sorted(wanted.items(), key=lambda each: (each[0][0], len(each[0][1]), each[0][1])):
        table = document.get(language) or fresh.setdefault(language, tomlkit.table())
        if not key.startswith(MORE):
            table[key] = text
        elif language in fresh:
            table.setdefault("more", tomlkit.array().multiline(multiline=True)).append(text)
        else:
            _part(table, int(key.removeprefix(MORE)), text)
    return _inserted(document, fresh)


def _part(table: Table, number: int, text: str) -> None:
    """Write part `number` (from 1) of `more`, which may be the next one after the last."""
    parts = table.setdefault("more", tomlkit.array().multiline(multiline=True))
    if not 1 <= number <= len(parts) + 1:
        raise ValueError(f"there are {len(parts)} parts of more, so {number} has no place")
    if number > len(parts):
        parts.append(text)
    else:
        parts[number - 1] = text


def _inserted(document: TOMLDocument, fresh: Mapping[str, Table]) -> str:
    """The document as text, with whole new languages before its sources."""
    text = tomlkit.dumps(document)
    if not fresh:
        return text
    whole = "".join(f"{tomlkit.dumps({language: table})}\n" for language, table in fresh.items())
    at = min((place for name in ("\n[[sources]]", "\n[review]") if (place := text.find(name)) >= 0), default=len(text) - 1)
    return f"{text[: at + 1]}{whole}{text[at + 1 :]}"
