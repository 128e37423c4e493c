"""The folder of a new region: the shape of another's, with every number, law and place taken out and marked to fill in.

Nothing of one state's law is carried into another: of each entry only its subject, its choices and its languages stay.
"""

from __future__ import annotations

import csv
import gzip
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

from bot.adapters.files import Reader
from bot.adapters.unfilled import MARK, waiting
from bot.bank import LANGUAGES
from bot.entry import named
from bot.understanding.place_words import STATE_CODES

# Whose shape is copied.
TEMPLATE = "maine"
PLACES = "places.csv"
_OWN = {"numbers.toml", "lines.toml", "region.toml", "laws.toml"}
# What only that place has: nothing of it is the shape of another's.
_THERE_ONLY = {"portland_ops.toml", "hiv_outbreak.toml"}
_NAME = re.compile(r"[a-z][a-z0-9_]*")
# What a number keeps of its row: how it is used is no fact about the place.
_KEPT = {"kind"}


class RegionError(ValueError):
    """A region that cannot be made; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Made:
    """The new folder, and how many lines of it wait to be filled in."""

    folder: Path
    marks: int


def new(content: Path, name: str, state: str = "") -> Made:
    """Make `content/regions/<name>`. Raises RegionError, and leaves nothing behind then or when the disk fails."""
    folder = content / "regions" / name
    code = _checked(folder, name, state)
    fresh = folder.with_name(f".{name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    try:
        for file, text in _files(content, name, code):
            (fresh / file).write_text(text, encoding="utf-8")
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return Made(folder, sum(len(waiting(path)) for path in folder.iterdir()))


def _checked(folder: Path, name: str, state: str) -> str:
    """The postal code, or "". Raises RegionError."""
    if not _NAME.fullmatch(name):
        raise RegionError(f"{name!r} is no name for a folder: use small letters, digits and _, a letter first, as new_hampshire")
    if folder.exists():
        raise RegionError(f"{folder} is there already: nothing was changed. Choose another name, or fill in that one")
    if state and state.lower() not in STATE_CODES:
        raise RegionError(f"{state!r} is no postal code of a state: write two letters, as NH")
    return STATE_CODES[state.lower()] if state else ""


def _files(content: Path, name: str, code: str) -> Iterator[tuple[str, str]]:
    """Every file of the new folder with its text."""
    reader = Reader(content)
    old = content / "regions" / TEMPLATE
    yield "region.toml", _region(name, code, zone(content, code) if code else "")
    yield "numbers.toml", _numbers(reader.table(old / "numbers.toml"), _asked_for(content))
    for file, make in (("lines.toml", _lines), ("laws.toml", _laws)):
        if (old / file).exists():
            yield file, make(reader.table(old / file))
    yield PLACES, _places(content)
    for path in sorted(old.glob("*.toml")):
        if path.name not in _OWN | _THERE_ONLY:
            yield path.name.replace(TEMPLATE, name), _entry(reader.table(path), name)


def zone(content: Path, code: str) -> str:
    """The time zone in which most ZIPs of a state lie; "" where nothing is known of it."""
    with gzip.open(content / "gazetteer.csv.gz", "rt", encoding="utf-8", newline="") as file:
        found = Counter(row["tz"] for row in csv.DictReader(file) if row["state"] == code and row["tz"])
    return found.most_common(1)[0][0] if found else ""


def _region(name: str, code: str, zone: str) -> str:
    table = tomlkit.document()
    table.add(tomlkit.comment("What people call it; its states' postal codes, home first; its clock; the wider region."))
    table["name"] = name.replace("_", " ").title()
    table["states"] = [code or MARK]
    table["zone"] = zone or MARK
    table["next"] = "us"
    return tomlkit.dumps(table)


def _asked_for(content: Path) -> set[str]:
    """The numbers that texts of other folders name."""
    others = [*(content / "entries").rglob("*.toml"), *(content / "regions" / "us").glob("*.toml"), content / "lines.toml"]
    ours = content / "regions" / TEMPLATE / "lines.toml"
    texts = [path.read_text(encoding="utf-8") for path in (*others, ours) if path.exists()]
    return {found for text in texts for found in named(text)}


def _numbers(old: Mapping[str, Any], asked: set[str]) -> str:
    """The numbers that texts of everywhere name, but for those that say the old region's name; and 211."""
    table = tomlkit.document()
    table.add(tomlkit.comment("Phone numbers of this region: call each before you write it, and write the day into `checked`."))
    table.add(tomlkit.comment("Add what your own texts name in braces. A number that waits is not said: the wider region's is."))
    for key, row in old.items():
        if key == "n211" or (key in asked and TEMPLATE not in key):
            table[key] = {field: value if field in _KEPT else _waiting(value) for field, value in row.items()}
    return tomlkit.dumps(table)


def _waiting(value: Any) -> str | list[str]:
    """The mark in the shape of what it stands for."""
    return [MARK] if isinstance(value, list) else MARK


def _lines(old: Mapping[str, Any]) -> str:
    table = tomlkit.document()
    table.add(tomlkit.comment("Lines of content/lines.toml that say something else here; delete those that need not."))
    for key, said in old.items():
        table[key] = dict.fromkeys(said, MARK)
    return tomlkit.dumps(table)


def _laws(old: Mapping[str, Any]) -> str:
    table = tomlkit.document()
    table.add(tomlkit.comment("Laws of this region, each with its dates and source. Delete those that your state does not have."))
    for key, law in old.items():
        table[key] = {field: _waiting(value) for field, value in law.items()}
    return tomlkit.dumps(table)


def _entry(old: Mapping[str, Any], name: str) -> str:
    """An entry with its subject and its ways on, and nothing that was said."""
    table = tomlkit.document()
    title = old["en"]["title"]
    table.add(tomlkit.comment(f"The subject that {TEMPLATE} calls '{title}'. Delete the file where yours has no need of it."))
    table["topic"], table["region"] = old["topic"], name
    if old.get("laws"):
        table["laws"] = list(old["laws"])
    if old.get("choices"):
        table["choices"] = [choice.replace(TEMPLATE, name) for choice in old["choices"]]
    for language in LANGUAGES:
        if language in old:
            table[language] = {key: _waiting(value) for key, value in old[language].items() if key in _SAID}
    sources = tomlkit.aot()
    sources.append(tomlkit.item({"publisher": MARK, "title": MARK, "url": MARK, "read": MARK}))
    table["sources"] = sources
    table["review"] = {"by": MARK, "confidence": MARK}
    return tomlkit.dumps(table)


_SAID = {"title", "lead", "more", "asks"}


def _places(content: Path) -> str:
    """A list of places with its columns and one row to fill in."""
    path = next(iter(sorted((content / "places").glob(f"{TEMPLATE}.csv"))), None)
    columns = path.read_text(encoding="utf-8-sig").splitlines()[0] if path else "name,address,city,state,zip,phone,services"
    return f"{columns}\n{MARK}{',' * columns.count(',')}\n"
