"""From a TOML table to an entry, a danger row, a number: what is wrong is raised, for `files.py` to tell with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.adapters import markdown
from bot.bank import LANGUAGES, Entry, Exemption, Number, Source, Wording
from bot.countries import Country
from bot.law import Law
from bot.review import ROLES, Review, Signature
from bot.understanding.danger import Row, WhoPattern
from bot.understanding.patterns import Groups, Pattern, Term, group_term, shorthand, term
from bot.understanding.pieces import NAMES
from bot.understanding.reading import Kind, Level, Who

Table = Mapping[str, Any]
_ROW_KEYS = {"means", "example", "counter_example", "level", "kind", "who", "step", "shared", "breathless", "after"}
_PATTERN_KEYS = {"all", "within", "ordered", "none", "most_words"}
_DEFAULT_WITHIN = 8
_COUNTRY_KEYS = {"emergency", "crisis", "crisis_name", "source", "also"}
_LAW_KEYS = {"name", "says", "covers", "leaves_out", "source", "read", "confidence", "since", "approved", "cites", "note"}
_MARK = re.compile("[0-9a-f]{12}")


def entry(path: Path, table: Table, shown: str) -> Entry:
    """One entry; `shown` is its file as people know it. Raises KeyError, TypeError and ValueError for what is wrong with it."""
    wording = {language: _wording(table[language]) for language in LANGUAGES if language in table}
    if "en" not in wording:
        raise ValueError("the English wording [en] is missing; every other language falls back on it")
    return Entry(
        id=path.stem,
        topic=table["topic"],
        region=table["region"],
        wording=wording,
        sources=tuple(Source(s["publisher"], s["title"], s["url"], s["read"]) for s in table.get("sources", ())),
        review=_review(table["review"], table.get("reviewed", [])),
        choices=_texts(table, "choices"),
        step=table.get("step"),
        next=table.get("next"),
        exemptions=tuple(Exemption(e["rule"], e["reason"], e.get("language")) for e in table.get("exceptions", ())),
        file=shown,
        laws=_texts(table, "laws"),
    )


def _review(table: Table, signed: Any) -> Review:
    if not isinstance(table["by"], date):
        raise ValueError("[review] by must be a date such as 2027-05-21")  # noqa: TRY004 - told as a fault of content
    if table.get("name"):
        raise ValueError("[review] name no longer counts: whoever stands by these words signs with `safertext review`")
    if not isinstance(signed, list):
        raise TypeError("reviewed must be [[reviewed]], one for each signature")
    return Review(table["by"], table["confidence"], tuple(map(_signature, signed)))


def _signature(table: Table) -> Signature:
    """One signature. An empty name is none, and a role that we do not know would count for nothing, so both are told."""
    name, role, on, of = (table[key] for key in ("name", "role", "on", "of"))
    if role not in ROLES:
        raise ValueError(f"[[reviewed]] role must be one of: {', '.join(ROLES)}; not {role!r}")
    if not isinstance(name, str) or not name.strip() or not isinstance(on, date):
        raise ValueError("[[reviewed]] needs the name of a person and a date, as in on = 2027-05-21")
    if not isinstance(of, dict) or not of.keys() <= set(LANGUAGES) or not all(map(_MARK.fullmatch, of.values())):
        raise ValueError('[[reviewed]] of must name languages and the fingerprints of what was read, as in { en = "..." }')
    return Signature(name.strip(), role, on, of)


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
        names=_texts(table, "names"),
        groups=groups(table),
    )
    for text in wording.sent:
        markdown.marked(text)  # a link that leads nowhere is told now
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


def law(region: str, key: str, table: Table) -> Law:
    """One law. Raises KeyError, TypeError and ValueError for what is missing, unknown, or no date."""
    if unknown := table.keys() - _LAW_KEYS:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    since, approved = table["since"], table.get("approved")
    if not isinstance(since, str) or not re.fullmatch(r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?)?", since):
        raise ValueError('since must be a year, month or day in quotes, as in "2022-08", or ""')
    if not isinstance(table["read"], date) or not isinstance(approved, date | None):
        raise TypeError("read and approved must be dates such as 2026-11-21")
    told = (_text(table, "name"), _text(table, "says"), _texts(table, "covers"), _texts(table, "leaves_out"))
    return Law(
        key,
        region,
        *told,
        source=_text(table, "source"),
        read=table["read"],
        confidence=table["confidence"],
        since=since,
        approved=approved,
        cites=_texts(table, "cites"),
        note=table.get("note", ""),
    )


def country(key: str, table: Table) -> Country:
    """One country. Raises KeyError, TypeError and ValueError for a name that is missing or a number that is none."""
    if unknown := table.keys() - _COUNTRY_KEYS - {*LANGUAGES}:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    numbers = [table["emergency"], table.get("crisis", "")]
    if not all(isinstance(each, str) and re.fullmatch(r"[\d ]*", each) for each in numbers):
        raise ValueError('emergency and crisis are numbers in quotes, as in "112", or ""')
    if numbers[0] and not table.get("source"):
        raise ValueError("a number needs its source")
    names = {language: _text(table, language) for language in LANGUAGES}
    return Country(key, numbers[0], names, numbers[1], table.get("crisis_name", ""), _texts(table, "also"))


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
    step, shared, breathless = table.get("step"), table.get("shared", False), table.get("breathless", False)
    after = frozenset(table.get("after", ()))
    return Row(pattern.name, language, table["means"], *examples, pattern, level, kind, who, step, shared, breathless, after)


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
