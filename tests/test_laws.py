"""What we promise about laws: each is dated, whoever asks for the source is told the dates, and no text outlives its law."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from actors import Texter
from contents import change, some_of

from bot.adapters.checks import rules
from bot.adapters.checks.content import Content, Finding
from bot.adapters.checks.laws import misdated, unlisted, unread
from bot.adapters.files import Reader
from bot.adapters.settings import Settings
from bot.knowledge import Knowledge

LAW = "regions/maine/good_samaritan_law.toml"


@pytest.fixture(scope="module")
def shipped() -> Content:
    return rules.gather(Settings()).content


@pytest.fixture
def content(tmp_path: Path, shipped: Content) -> Content:
    """One entry about a law, and the laws, to be spoilt."""
    folder = some_of(tmp_path, (LAW, "regions/maine/laws.toml", "regions/us/laws.toml"))
    return read(replace(shipped, folder=folder, regions=("maine", "us")))


def read(content: Content) -> Content:
    """The same content after its files have changed."""
    return replace(content, entries=Reader(content.folder).entries(content.regions))


def spoilt(content: Content, file: str, old: str, new: str) -> Content:
    change(content.folder / file, old, new)
    return read(content)


def told(found: Iterable[Finding]) -> list[str]:
    return [re.sub(r"^content/regions/|:\d+", "", str(each.fault)) for each in found]


# --- what ships


def test_every_law_says_whom_it_covers_and_when_it_was_read(knowledge: Knowledge) -> None:
    laws = knowledge.bank.laws.values()
    assert [law.id for law in laws if not (law.says and law.covers and law.source and law.read and law.confidence)] == []
    assert {law.region for law in laws} == {"maine", "us"}


def test_the_law_about_overdose_calls_names_who_is_left_out(knowledge: Knowledge) -> None:
    law = knowledge.bank.laws["good_samaritan"]
    said = " ".join((*law.covers, *law.leaves_out, law.note))
    for part in (
        "only while the crew",
        "bystanders",
        "violent, sex and child",
        "immigration",
        "landlord",
        "Police may still come",
    ):
        assert part in said


def test_maine_s_answers_name_only_laws_that_are_listed_and_read_lately(shipped: Content) -> None:
    listed = [each for each in told(unlisted(shipped)) if each.startswith("maine/")]
    assert (listed, told(misdated(shipped)), told(unread(shipped))) == ([], [], [])


@pytest.mark.parametrize(
    ("question", "word", "said"),
    [
        ("good samaritan law", "SOURCE", "The law: 17-A MRSA 1111-B, in force since 2022-08, read 2026-11-21."),
        ("ley del buen samaritano", "FUENTE", "La ley: 17-A MRSA 1111-B, en vigor desde 2022-08, leída 2026-11-21."),
        ("loi du bon samaritain", "SOURCE", "La loi: 17-A MRSA 1111-B, en vigueur depuis 2022-08, lue 2026-11-21."),
        ("lei do bom samaritano", "FONTE", "A lei: 17-A MRSA 1111-B, em vigor desde 2022-08, lida 2026-11-21."),
        ("plan of safe care in maine", "SOURCE", "The law: 22 MRSA 4011-B, approved 2025-06-18, read 2026-11-21."),
    ],
)
def test_who_asks_for_the_source_is_told_the_law_and_its_dates(texter: Texter, question: str, word: str, said: str) -> None:
    texter.says(question)
    (text,) = texter.says(word)
    assert said.replace("í", "i") in text


# --- what the rules find


def test_a_law_that_is_not_listed_is_told(content: Content) -> None:
    found = unlisted(spoilt(content, LAW, '["good_samaritan"]', '["good_samariter"]'))
    first, *named = told(found)
    assert first == "maine/good_samaritan_law.toml: 'good_samariter' is in no laws.toml of this region: its date cannot be shown"
    assert all("17-A MRSA 1111-B is named here" in each for each in named)
    assert len(named) == 4


def test_a_law_that_a_text_names_and_its_entry_does_not_list_is_told(content: Content) -> None:
    found = told(unlisted(spoilt(content, LAW, "17-A MRSA 1111-B", "17-A MRSA chapter 45 and 17-A MRSA 1111-B")))
    assert [each.partition("]")[2] for each in found] == [
        " 17-A MRSA 45 is named here; put the law in laws.toml and list it as laws = [...]"
    ]


def test_a_text_that_says_another_year_than_its_law_is_told(content: Content) -> None:
    found = told(misdated(spoilt(content, LAW, "Police may still come.", "So it is since May 2019.")))
    assert [each.partition("]")[2] for each in found] == [" says since 2019; the law in laws.toml is in force since 2022"]


def test_a_law_that_nobody_has_read_since_the_last_session_is_told(content: Content) -> None:
    found = told(unread(replace(content, today=date(2027, 10, 1))))
    assert found[0].startswith("maine/laws.toml: 17-A MRSA 1111-B was last read on 2026-11-21")


def test_a_law_that_is_not_in_force_yet_is_told_where_an_answer_speaks_of_it(content: Content) -> None:
    found = told(unread(spoilt(content, "regions/maine/laws.toml", 'since = "2022-08"', 'since = "2031-08"')))
    assert found == ["maine/laws.toml: 17-A MRSA 1111-B is in force only from 2031-08, and an answer already speaks of it"]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('since = "2022-08"', 'since = "August"', "since must be a year"),
        ("read = 2026-11-21", 'read = "today"', "must be dates"),
        ('says = "', 'sais = "', "unknown keys ['sais']"),
        ('confidence = "medium"\n', "", "'confidence' is missing"),
    ],
)
def test_a_slip_in_the_laws_is_a_fault_with_its_line(content: Content, old: str, new: str, why: str) -> None:
    spoilt(content, "regions/maine/laws.toml", old, new)
    reader = Reader(content.folder)
    reader.laws(("maine", "us"))
    (fault,) = reader.faults
    assert (fault.file, fault.line > 0, why in fault.what) == ("content/regions/maine/laws.toml", True, True)
