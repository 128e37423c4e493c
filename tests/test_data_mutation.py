"""Mutation of the data: whatever is lost or changed in what decides or is read in danger, a named check tells it.

Two nets. The list of fingerprints (`danger-changed`) lets nothing through. What people really type is the second: a row or a
word whose loss would leave an example or an emergency phrase unheard shows in the answers themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from witnesses import losses

from bot import lastresort
from bot.adapters.checks import danger_texts
from bot.adapters.checks.content import Content, urgent
from bot.adapters.checks.rules import gather
from bot.adapters.settings import PROJECT, Settings
from bot.bank import Entry, Wording
from bot.understanding.danger import DangerRows, Row
from bot.understanding.patterns import Term
from bot.understanding.pieces import Pieces

# Of all alternatives of the rows, how many some example or emergency phrase needs. The rest are lists for completeness:
# every age of a child, every relative, spellings that one-typo matching or a shorter word beside them covers anyway.
NEEDED_AT_LEAST = 0.2  # measured: 0.24
_SENTENCE = re.compile(r"(?<=[.?!:;])\s+")
_FIGURE = re.compile(r"\d+")


@pytest.fixture(scope="module")
def content() -> Content:
    """The content that ships."""
    return gather(Settings()).content


@pytest.fixture(scope="module")
def marks(content: Content) -> danger_texts.Marks:
    """Its fingerprints."""
    return danger_texts.marks(content)


@pytest.fixture
def listed(content: Content, tmp_path) -> Content:
    """The content over a folder that holds nothing but an accepted list."""
    here = replace(content, folder=tmp_path)
    danger_texts.accept(here)
    return here


def test_the_list_ships() -> None:
    """`test_check_finds_no_fault_in_what_we_ship` holds it to the content; a folder without a list would be held to none."""
    assert (PROJECT / "content" / danger_texts.NAME).exists()


# --- rows


def test_each_row_each_who_and_each_piece_has_a_fingerprint(content: Content, marks: danger_texts.Marks) -> None:
    """So that one that is removed is missed."""
    named = {f"danger/{row.language}.toml {row.name}" for row in content.rows.rows}
    whos = {f"danger/{each.pattern.name[:2]}.toml {each.pattern.name}" for each in content.rows.whos}
    pieces = {f"danger/pieces {word}" for word in content.pieces.bits}
    assert (len(named) + len(whos) + len(pieces), (named | whos | pieces) - marks.keys()) == (
        len(content.rows.rows) + len(content.rows.whos) + len(content.pieces.bits),
        set(),
    )


def without(term: Term, phrase: tuple[str, ...]) -> Term:
    """The term less one alternative."""
    return Term(tuple(each for each in term.phrases if each != phrase))


def mutants(row: Row) -> Iterator[Row]:
    """The row with one thing other: each term and cancel dropped, and every setting changed."""
    pattern = row.pattern
    for key in ("terms", "none"):
        terms = getattr(pattern, key)
        yield from (replace(row, pattern=replace(pattern, **{key: (*terms[:i], *terms[i + 1 :])})) for i in range(len(terms)))
    for changed in (
        {"within": pattern.within + 1},
        {"within": pattern.within - 1},
        {"ordered": not pattern.ordered},
        {"most_words": (pattern.most_words or 0) + 1},
    ):
        yield replace(row, pattern=replace(pattern, **changed))
    for key in ("level", "kind", "who"):
        yield from (replace(row, **{key: other}) for other in type(getattr(row, key)) if other is not getattr(row, key))
    yield replace(row, step="breaths" if row.step != "breaths" else None)


def test_every_change_of_a_row_changes_its_fingerprint(content: Content) -> None:
    same = [row.name for row in content.rows.rows for other in mutants(row) if danger_texts._row(other) == danger_texts._row(row)]
    assert same == []


def test_every_alternative_that_is_removed_changes_the_fingerprint_of_its_rows(content: Content) -> None:
    """One row stands for all that hold the same group."""
    holders = {term: (row.pattern, key) for row in (*content.rows.rows, *content.rows.whos) for key in ("terms", "none")
               for term in getattr(row.pattern, key)}  # fmt: skip
    same = []
    for term, (pattern, key) in holders.items():
        for phrase in term.phrases:
            fewer = tuple(without(each, phrase) if each == term else each for each in getattr(pattern, key))
            if danger_texts._mark(replace(pattern, **{key: fewer})) == danger_texts._mark(pattern):
                same.append((pattern.name, phrase))
    assert same == []


# --- texts


def changes(text: str) -> Iterator[str]:
    """The text with each sentence out, and each figure one more and one less."""
    sentences = _SENTENCE.split(text)
    yield from (" ".join(sentences[:i] + sentences[i + 1 :]) for i in range(len(sentences)))
    for figure in _FIGURE.finditer(text):
        yield from (f"{text[: figure.start()]}{int(figure[0]) + by}{text[figure.end() :]}" for by in (1, -1))


def other_wordings(wording: Wording) -> Iterator[Wording]:
    """The wording with one thing other."""
    for key in ("title", "lead", "spoken", "sms", "word"):
        yield from (replace(wording, **{key: text}) for text in changes(getattr(wording, key) or ""))
    for i, part in enumerate(wording.more):
        yield from (replace(wording, more=(*wording.more[:i], text, *wording.more[i + 1 :])) for text in changes(part))


def of(content: Content, entry: Entry) -> danger_texts.Marks:
    """The fingerprints of one entry alone."""
    return danger_texts.marks(replace(content, entries=[entry], rows=DangerRows((), ()), pieces=Pieces(()), tables={}))


def test_every_sentence_and_figure_of_a_danger_text_that_changes_is_told(content: Content) -> None:
    same = []
    for entry in filter(urgent, content.entries):
        now = of(content, entry)
        for language, wording in entry.wording.items():
            for other in other_wordings(wording):
                mutant = replace(entry, wording={**entry.wording, language: other})
                same += [(entry.id, language, other)] if other != wording and of(content, mutant) == now else []
    assert same == []


def test_a_way_on_that_changes_is_told(content: Content) -> None:
    """ "Next" after naloxone must stay breaths."""
    steps = [entry for entry in content.entries if entry.step]
    assert [entry.id for entry in steps if of(content, replace(entry, next="menu")) == of(content, entry)] == []
    assert [entry.id for entry in steps if of(content, replace(entry, choices=("menu",))) == of(content, entry)] == []


def test_a_number_that_a_danger_text_names_is_told_when_it_changes(content: Content) -> None:
    entry = next(each for each in content.entries if each.id == "poison_child")
    wrong = replace(content.numbers["poison_help"], shown="1-800-222-1223")
    assert of(replace(content, numbers={**content.numbers, "poison_help": wrong}), entry) != of(content, entry)


@pytest.mark.parametrize("table", ["STEPS", "POSSIBLE", "PEOPLE"])
def test_every_sentence_and_figure_of_the_built_in_texts_is_told(listed: Content, monkeypatch, table: str) -> None:
    few = replace(listed, entries=[], rows=DangerRows((), ()), pieces=Pieces(()), tables={})
    danger_texts.accept(few)
    texts, untold = getattr(lastresort, table), []
    for language, text in texts.items():
        for other in changes(text):
            monkeypatch.setattr(lastresort, table, {**texts, language: other})
            if [each.fault.file for each in danger_texts.changed(few)] != [f"{listed.folder.name}/lastresort.py"]:
                untold.append((language, other))
    assert untold == []


# --- the rule itself


def test_nothing_is_told_of_what_was_accepted(listed: Content) -> None:
    assert list(danger_texts.changed(listed)) == []


def test_a_row_that_is_gone_is_told_with_its_name(listed: Content) -> None:
    fewer = DangerRows([row for row in listed.rows.rows if row.name != listed.rows.rows[0].name], listed.rows.whos)
    told = [each.fault for each in danger_texts.changed(replace(listed, rows=fewer))]
    assert len(told) == 1
    assert listed.rows.rows[0].name in told[0].what
    assert "safertext check --accept-danger-texts" in told[0].what


def test_a_text_that_changed_is_told_with_its_file_and_language_until_it_is_accepted(listed: Content) -> None:
    entry = next(each for each in listed.entries if each.id == "breaths")
    wording = {**entry.wording, "es": replace(entry.wording["es"], lead="Otra cosa.")}
    other = replace(listed, entries=[replace(entry, wording=wording) if each is entry else each for each in listed.entries])
    told = [each.fault for each in danger_texts.changed(other)]
    assert [(each.file, "(es)" in each.what) for each in told] == [(f"{listed.folder.name}/entries/steps/breaths.toml", True)]
    assert danger_texts.accept(other) == 1
    assert list(danger_texts.changed(other)) == []


@pytest.mark.parametrize("spoilt", [b"", b"[[[", b"\xff\xfe"], ids=["empty", "no TOML", "no UTF-8"])
def test_a_list_that_is_damaged_knows_nothing_so_all_is_told(listed: Content, spoilt: bytes) -> None:
    (listed.folder / danger_texts.NAME).write_bytes(spoilt)
    told = {each.fault.file.partition("/")[2] for each in danger_texts.changed(listed)}
    assert {"danger/en.toml", "danger/pieces", "lastresort.py", "lines.toml", "voice.toml", "entries/steps/breaths.toml"} <= told


# --- the second net: what people type


def test_known_texts_need_no_smaller_share_of_the_alternatives_than_before(content: Content) -> None:
    """Needed: without it a row falls silent for an example or an emergency phrase that we have."""
    lost = losses(content)
    assert sum(each.row for each in lost) / len(lost) >= NEEDED_AT_LEAST
