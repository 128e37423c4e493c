"""A reviewer's signature, written into the entry's file: comments, order and every other word stay as they are."""

from __future__ import annotations

import difflib
import os
import tempfile
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import tomlkit
from tomlkit.items import AoT, Item, Table
from tomlkit.toml_document import TOMLDocument

from bot.adapters import parsing
from bot.adapters.review_rows import texts
from bot.bank import Entry
from bot.review import ORIGINAL, ROLES, Signature

_LONGEST_NAME = 60


class NotSignedError(ValueError):
    """A signature that was refused; its text says why, and what to do."""


def sign(  # noqa: PLR0913, PLR0917 - what stands on the form
    content_dir: Path,
    entry_file: str,
    language: str,
    name: str,
    role: str,
    on: date,
    *,
    shown: str = "",
    write: bool = False,
) -> str:
    """The change that signs `entry_file` (as `Entry.file`) in `language`, as a unified diff; with `write`, also made.

    `shown` is `Entry.mark(language, role)` of the words that the person saw; writing needs it. Raises NotSignedError when the
    words have changed since, and for a name, role, language or file that cannot be.
    """
    path, before, entry = _read(content_dir, entry_file, language)
    if (shown or write) and shown != entry.mark(language, role):
        raise NotSignedError(f"{entry_file} has changed since it was shown: read it again, then sign")
    after = signed(before, entry, language, Signature(name, role, on))
    if write:
        replace_text(path, before, after)
    return diff(before, after, f"{content_dir.name}/{entry_file}")


def shown(content_dir: Path, entry_file: str, language: str) -> str:
    """What a reviewer reads: the words, the English beside a translation, where they come from, and the code for each role.

    Raises NotSignedError where there is no such entry or language.
    """
    _, _, entry = _read(content_dir, entry_file, language)
    lines = [f"{entry.file} [{language}]", "", *_words(entry, language)]
    if language != ORIGINAL:
        lines += ["", f"[{ORIGINAL}]", "", *_words(entry, ORIGINAL)]
    lines += ["", *(f"Source: {each.publisher}, {each.title} {each.url}".rstrip() for each in entry.sources), ""]
    for role in ROLES:
        names = ", ".join(entry.signers(language, role)) or ("nobody yet" if role in entry.lacks(language) else "not needed")
        lines.append(f"{role}: {names}; --of {entry.mark(language, role)}")
    return "\n".join(lines)


def _words(entry: Entry, language: str) -> list[str]:
    return [f"{key.split()[0]}: {text}" for key, text in texts(entry.wording[language]).items()]


def _read(content_dir: Path, entry_file: str, language: str) -> tuple[Path, str, Entry]:
    """The file, its text and its entry, which has this language."""
    path = _inside(content_dir, entry_file)
    text = text_of(path)
    entry = _entry(path, text, entry_file)
    if language not in entry.wording:
        raise NotSignedError(f"{entry.file} has no wording in {language!r}, only in {', '.join(entry.wording)}")
    return path, text, entry


def _inside(content_dir: Path, entry_file: str) -> Path:
    """The file, which must be an entry's: its name may come from a web page."""
    path = (content_dir / entry_file).resolve()
    if not path.is_relative_to(content_dir.resolve()) or path.suffix != ".toml" or not path.is_file():
        raise NotSignedError(f"{entry_file!r} is no entry in {content_dir.name}/; name it as entries/naloxone_what.toml")
    return path


def text_of(path: Path) -> str:
    """The file with its line ends as they are."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _entry(path: Path, text: str, shown: str) -> Entry:
    try:
        return parsing.entry(path, tomllib.loads(text), shown)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotSignedError(f"{shown} is not in order ({error}); run `safertext check` first") from None


def _check(name: str, role: str) -> None:
    if role not in ROLES:
        raise NotSignedError(f"{role!r} is no role; one of: {', '.join(ROLES)}")
    if not name.strip() or not name.isprintable() or len(name) > _LONGEST_NAME:
        raise NotSignedError(f"a signature needs the name of a person, in one line of at most {_LONGEST_NAME} letters")


def signed(text: str, entry: Entry, language: str, signature: Signature) -> str:
    """`text`, the file of `entry`, with `signature` on its words in `language`. Raises NotSignedError as `sign` does.

    It is a new signature, or one more language of what this person has signed on the same day.
    """
    _check(signature.name, signature.role)
    name, role, on = " ".join(signature.name.split()), signature.role, signature.on
    of = {language: entry.mark(language, role)}
    document = tomlkit.parse(text)
    found = _signatures(document)
    mine = [each for each in found if (each.get("name"), each.get("role")) == (name, role)]
    for each in mine:
        each["of"] = _marks({code: mark for code, mark in each["of"].items() if code not in of})
    today = next((each for each in mine if each.get("on") == on), None)
    if today is None:
        found.append(_table(name, role, on, of))
    else:
        today["of"] = _marks({**today["of"], **of})
    for number in reversed(range(len(found))):
        if not found[number]["of"]:
            del found[number]
    return tomlkit.dumps(document)


def _signatures(document: TOMLDocument) -> AoT:
    if "reviewed" not in document:
        document.append("reviewed", tomlkit.aot())
    found = document["reviewed"]
    assert isinstance(found, AoT)  # noqa: S101 - the entry has just been parsed
    return found


def _table(name: str, role: str, on: date, of: dict[str, str]) -> Table:
    table = tomlkit.table()
    table.update({"name": name, "role": role, "on": on, "of": _marks(of)})
    table.trivia.indent = "\n"  # an empty line before it, as before every other table of the file
    return table


def _marks(of: Mapping[str, str]) -> Item:
    """A table in one line, with the spaces that the rest of the content has."""
    return tomlkit.value("{ " + ", ".join(f'{language} = "{mark}"' for language, mark in of.items()) + " }")


def replace_text(path: Path, before: str, after: str) -> None:
    """Write `after` in one go, so that no reader sees half a file. Raises NotSignedError where it no longer holds `before`."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(after)
        Path(temporary).chmod(path.stat().st_mode)
        if text_of(path) != before:
            raise NotSignedError(f"{path.name} has just been changed by somebody else: look at it again")
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def diff(before: str, after: str, name: str) -> str:
    """The change as `git apply` takes it."""
    lines = difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
