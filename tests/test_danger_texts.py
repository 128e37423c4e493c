"""What the words of danger must say, whoever rewrites them: whom to call, how often to breathe, when to give more."""

from __future__ import annotations

import re

import pytest

from bot import lastresort
from bot.adapters.checks.content import urgent
from bot.bank import LANGUAGES
from bot.knowledge import Knowledge
from handlers.emergency import OPENING
from handlers.ongoing import FIRST

# "1 every 5 seconds" for a grown person, "2-3 seconds" for a child, in the first text of each of these steps.
EVERY_5 = """alone_with_them are_they_dead breathing_asleep breaths breaths_no_rise compressions help_far in_car jaw_locked
    keep_going locked_door naloxone_expired naloxone_frozen naloxone_needle naloxone_none naloxone_nose naloxone_used_up no_phone
    no_signal outside_cold overdose_other overdose_unclear pregnant still_not_breathing stopped_again vomit wont_call""".split()
CHILDREN = ["child_breaths", "child_still", "overdose_child"]
# Another dose after 2-3 minutes; naloxone wears off in 30-90.
ANOTHER_DOSE = ["child_still", "naloxone_expired", "naloxone_nose", "overdose_other", "pregnant", "still_not_breathing",
                "stopped_again", "wont_call"]  # fmt: skip
WEARS_OFF = ["awake", "false_alarm", "help_far", "stopped_again", "wants_leave"]
# The two first texts in which what to do stands before whom to call: no phone, and who will not call.
DO_FIRST = {"no_phone", "wont_call"}
TALK = ["after_you", "suicide_other", "suicide_safe", "suicide_self", "suicide_took", "suicide_took_other"]
POISON = ["poison_child", "poison_took_pills", "suicide_took", "suicide_took_other"]
# Every time that is told in an emergency. Another one is a slip, or a new fact that belongs here with its source.
TIMES = {
    "second": {"1", "2-3", "5", "5-10"},
    "minute": {"2", "2-3", "30-90", "90"},
    "hour": {"2", "24", "72"},
}
UNITS = {"second": "second|segundo", "minute": "minut", "hour": "hour|hora|heure"}
ONE_EVERY = {
    "en": r"\b1 (?:breath )?every {}(?: |-)seconds",
    "es": r"\b1 (?:soplo )?cada {} segundos",
    "fr": r"\b1 (?:souffle )?toutes les {} secondes",
    "pt": r"\b1 (?:sopro )?a cada {} segundos",
}


def said(knowledge: Knowledge, step: str, language: str) -> str:
    """Everything that a step says, in text, in one language."""
    wording = knowledge.bank.steps[step].wording[language]
    return " ".join((wording.lead, *wording.more))


def test_every_step_is_in_every_language(knowledge: Knowledge) -> None:
    assert [entry.id for entry in filter(urgent, knowledge.bank.all) if set(entry.wording) != set(LANGUAGES)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_text_names_whom_to_call_in_its_first_line(knowledge: Knowledge, language: str) -> None:
    named = {row.step for row in knowledge.rows.rows if row.step} & knowledge.bank.steps.keys()
    leads = {step: knowledge.bank.steps[step].wording[language].lead for step in {*FIRST.values(), *OPENING, *named}}
    late = {step for step, lead in leads.items() if not re.search(r"\b(?:911|988)\b", lead.partition("\n")[0][:60])}
    assert late == DO_FIRST & leads.keys()
    assert [step for step, lead in leads.items() if step not in TALK and "911" not in lead] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_grown_person_gets_a_breath_every_5_seconds_and_a_child_every_2_to_3(knowledge: Knowledge, language: str) -> None:
    for steps, gap in ((EVERY_5, "5"), (CHILDREN, "2-3")):
        pattern = ONE_EVERY[language].format(gap)
        loose = rf"\b{gap}[ -](?:seconds|segundos|secondes)"
        leads = {step: knowledge.bank.steps[step].wording[language].lead for step in steps}
        assert [step for step, lead in leads.items() if not re.search(f"{pattern}|{loose}", lead)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_breaths_come_first(knowledge: Knowledge, language: str) -> None:
    for step in ("overdose_other", "overdose_unclear", "breaths", "naloxone_none"):
        assert re.search(r"\b2 (?:breaths|soplos|souffles|sopros)", knowledge.bank.steps[step].wording[language].lead)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("steps", "what"),
    [(ANOTHER_DOSE, r"\b2-3 minut"), (WEARS_OFF, r"\b30-90 minut"), (TALK, r"\b988\b"), (POISON, r"\{poison_help\}")],
    ids=["another dose after 2-3 minutes", "it wears off in 30-90 minutes", "988", "Poison Help"],
)
def test_a_step_says_its_figure(knowledge: Knowledge, steps: list[str], what: str, language: str) -> None:
    assert [step for step in steps if not re.search(what, said(knowledge, step, language))] == []


def test_no_other_time_is_told_in_an_emergency(knowledge: Knowledge) -> None:
    told: dict[str, set[str]] = {}
    for entry in filter(urgent, knowledge.bank.all):
        for wording in entry.wording.values():
            for unit, words in UNITS.items():
                found = re.findall(rf"(\d+(?:-\d+)?)[ -](?:{words})", " ".join(wording.sent), re.IGNORECASE)
                told.setdefault(unit, set()).update(found)
    assert told == TIMES


@pytest.mark.parametrize(("name", "shown"), [("poison_help", "1-800-222-1222"), ("n911", "911"), ("n988", "988")])
def test_the_numbers_of_danger_are_these(knowledge: Knowledge, name: str, shown: str) -> None:
    """Other languages must have the same figures: `number-per-language` in `safertext check`."""
    assert knowledge.bank.numbers[name].shown == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_built_in_texts_name_the_same_numbers_in_every_language(language: str) -> None:
    steps, people = lastresort.STEPS[language], lastresort.PEOPLE[language]
    assert re.findall(r"\d+", steps) == ["911", "2", "1", "5"]
    assert re.findall(r"\d+", lastresort.POSSIBLE[language]) == ["911"]
    assert re.findall(r"\d+", people) == ["911", "211", "988"]
    assert all(re.search(r"\bOD\b", text) for text in (lastresort.POSSIBLE[language], people))
    assert "911" in steps[:20]
