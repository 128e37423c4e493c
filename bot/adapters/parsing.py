"""From a TOML table to an entry, a danger row, a number: what is wrong is raised, for `files.py` to tell with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.bank import LANGUAGES, Entry, Exemption, Number, Review, Source, Wording
from bot.understanding.danger import Row, WhoPattern
from bot.understanding.patterns import Groups, Pattern, Term, group_term, shorthand, term
from bot.understanding.pieces import NAMES
from bot.understanding.reading import Kind, Level, Who

Table = Mapping[str, Any]
_ROW_KEYS = {"means", "example", "counter_example", "level", "kind", "who", "step"}
_PATTERN_KEYS = {"all", "within", "ordered", "none", "most_words"}
_DEFAULT_WITHIN = 8


def entry(path: Path, table: Table, shown: str) -> Entry:
    """One entry; `shown` is its file as people know it. Raises KeyError, TypeError and ValueError for what is wrong with it."""
    review = table["review"]
    if not isinstance(review["by"], date):
        raise ValueError("[review] by must be a date such as 2027-05-21")  # noqa: TRY004 - told as a fault of content
    wording = {language: _wording(table[language]) for language in LANGUAGES if language in table}
    if "en" not in wording:
        raise ValueError("the English wording [en] is missing; every other language falls back on it")
    return Entry(
        id=path.stem,
        topic=table["topic"],
        region=table["region"],
        wording=wording,
        sources=tuple(Source(s["publisher"], s["title"], s["url"], s["read"]) for s in table.get("sources", ())),
        review=Review(review["by"], review.get("name", ""), review["confidence"]),
        choices=_texts(table, "choices"),
        step=table.get("step"),
        next=table.get("next"),
        exemptions=tuple(Exemption(e["rule"], e["reason"], e.get("language")) for e in table.get("exceptions", ())),
        file=shown,
    )


def _wording(table: Table) -> Wording:
    wording = Wording(
        title=_text(table, "title"),
        lead=_text(table, "lead"),
        more=_texts(table, "more"),
        spoken=_text(table, "spoken") if "spoken" in table else None,
        sms=_text(table, "sms") if "sms" in table else None,
        word=_text(table, "word") if "word" in table else None,
        asks=_texts(table, "asks"),
        says=_texts(table, "says"),
        groups=groups(table),
    )
    for pattern in (*wording.asks, *wording.says):
        shorthand("", pattern, wording.groups)  # a group that is not there is told now, not at the first message
    return wording


def _text(table: Table, key: str) -> str:
    if not isinstance(table[key], str) or not table[key].strip():
        raise ValueError(f"{key} must be a text in quotes")
    return str(table[key])


def _texts(table: Table, key: str) -> tuple[str, ...]:
    found = table.get(key, ())
    if not isinstance(found, list | tuple) or not all(isinstance(text, str) and text.strip() for text in found):
        raise ValueError(f'{key} must be a list of texts: {key} = ["..."]')
    return tuple(found)


def terms(table: Table) -> Mapping[str, Term]:
    """The groups of a danger file, folded once for its hundreds of rows. Raises as `groups` does."""
    return {name: group_term(members) for name, members in groups(table).items()}


def groups(table: Table) -> Mapping[str, list[str]]:
    """Words by group. Raises ValueError where a group is no list of words."""
    found: Mapping[str, list[str]] = table.get("groups", {})
    if not isinstance(found, dict):
        raise TypeError("groups must be a table of lists")
    for name in found:
        _texts(found, name)
    return found


def number(key: str, row: Table) -> Number:
    """One phone number. Raises KeyError for a field that is missing."""
    return Number(key, row["name"], row["shown"], row["kind"], str(row["checked"]), row["confidence"], row.get("note", ""))


def row(language: str, name: str, table: Table, groups: Groups) -> Row:
    """One danger row. Raises KeyError and ValueError for what is missing or unknown."""
    if not isinstance(table, dict):
        raise TypeError("must be a table of its own: [rows.name]")
    if unknown := table.keys() - _ROW_KEYS - _PATTERN_KEYS:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    pattern = Pattern(
        name=f"{language}.{name}",
        terms=tuple(term(text, groups) for text in table["all"]),
        within=table.get("within", _DEFAULT_WITHIN),
        ordered=table.get("ordered", False),
        none=tuple(term(text, groups) for text in table.get("none", ())),
        most_words=table.get("most_words"),
    )
    level, kind, who = Level(table.get("level", "now")), Kind(table.get("kind", "overdose")), Who(table.get("who", "unclear"))
    examples = table["example"], table["counter_example"]
    return Row(pattern.name, language, table["means"], *examples, pattern, level, kind, who, table.get("step"))


def whos(language: str, who: str, patterns: list[list[str]], groups: Groups) -> Iterator[WhoPattern]:
    """The patterns that tell who is in danger."""
    for number, terms in enumerate(patterns):
        parsed: tuple[Term, ...] = tuple(term(text, groups) for text in terms)
        yield WhoPattern(Who(who), Pattern(f"{language}.who.{who}.{number}", parsed, within=_DEFAULT_WITHIN))


def pieces(table: Table) -> Mapping[str, tuple[str, ...]]:
    """The words of panic in pieces. Raises TypeError and ValueError for a kind that is not known or no list of words."""
    found = table.get("pieces", {})
    if not isinstance(found, dict):
        raise TypeError("pieces must be a table of lists")
    if unknown := found.keys() - NAMES.keys():
        raise ValueError(f"pieces: {sorted(unknown)} is not one of {sorted(NAMES)}")
    return {name: _texts(found, name) for name in found}


def line(key: str, said: Any) -> Mapping[str, str]:
    """One short line in every language. Raises TypeError and ValueError for what is no text or cannot be filled in."""
    if not isinstance(said, dict) or not all(isinstance(text, str) for text in said.values()) or "en" not in said:
        raise TypeError(f"{key} must be a table of texts with [en] among them")
    for text in said.values():
        text.format_map(_Anything())
    return said


class _Anything(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key
