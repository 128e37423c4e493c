"""What we promise of calls when things break, and of what stays after one."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from actors import Texter
from calling import Caller, badly, begins, ends, first, says
from flask import Flask

from bot import lastresort
from bot.adapters.voice_steps import STEPS
from bot.adapters.voice_words import BUILT_IN, NAME, load
from bot.bank import LANGUAGES
from bot.spoken import spoken

# --- when things break


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_no_content_every_step_still_says_what_to_do(make_app: Callable[..., Flask], tmp_path: Path, language: str) -> None:
    app = make_app(content_dir=tmp_path)
    app.extensions["safertext"].loaded.knowledge = None
    caller = Caller(app.test_client())
    heard = {step: says(caller.at(step, language)) for step in STEPS}
    assert [step for step, texts in heard.items() if not begins(texts, language) or len(texts) < 2] == []
    assert badly([text for texts in heard.values() for text in texts]) == []
    assert heard["od"][1] == spoken(lastresort.STEPS[language], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_breaks_inside_is_answered_with_the_steps(caller: Caller, app: Flask, language: str) -> None:
    app.extensions["safertext"].loaded.knowledge = "not knowledge"
    app.extensions["safertext"].counters = None
    for step in STEPS:
        root = caller.at(step, language)
        assert (says(root)[:2], ends(root)) == ([first(language), spoken(lastresort.STEPS[language], language)], True)


FAULTY = {
    "no TOML": "[danger\nen = ",
    "no English": "[danger]\nes = 'x'\n",
    "a number": "[danger]\nen = 5\n",
    "empty": "[danger]\nen = ' '\n",
    "a brace": "[danger]\nen = 'call {911'\n",
    "an unknown name": "[danger]\nen = 'call {number}'\n",
    "a language we have not": "[danger]\nen = 'x'\nxx = 'y'\n",
    "no table": "danger = 'x'\n",
    "a pace too slow": "pace = 10\n",
    "a pace in words": "pace = 'slow'\n",
    "names in one string": "names = 'Maine'\n",
    "names of nothing": "names = ['']\n",
}


@pytest.mark.parametrize("text", FAULTY.values(), ids=FAULTY)
def test_faulty_words_are_told_and_never_cost_the_danger(make_app: Callable[..., Flask], tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    app = make_app(content_dir=tmp_path)
    assert says(Caller(app.test_client()).calls())[0] == first("en")
    assert [fault for fault in app.test_client().get("/readyz").get_json()["faults"] if NAME in fault] != []


def test_the_built_in_words_are_those_of_the_file(project: Path) -> None:
    table = tomllib.loads((project / "content" / NAME).read_text(encoding="utf-8"))
    assert {key: table[key] for key in BUILT_IN} == {key: dict(said) for key, said in BUILT_IN.items()}


def test_the_file_has_no_fault_and_every_language(project: Path) -> None:
    assert load(project / "content")[1] == []
    table = tomllib.loads((project / "content" / NAME).read_text(encoding="utf-8"))
    lines = {key: said for key, said in table.items() if key not in {"pace", "names"}}
    assert [key for key, said in lines.items() if list(said) != list(LANGUAGES)] == []


# --- what stays


def counted(app: Flask) -> dict[str, dict[str, int]]:
    held = app.extensions["safertext"].counters._held
    found: dict[str, dict[str, int]] = {}
    for (table, _, value), count in held.items():
        found.setdefault(table, {})[value] = count
    return found


def test_a_call_is_counted_by_what_was_asked(caller: Caller, app: Flask) -> None:
    caller.calls()
    caller.presses("1")
    caller.waits()
    caller.presses("*")
    caller.presses("3")
    caller.presses("04401")
    found = counted(app)
    assert found["count_topic"] == {"bot_menu_help_stop": 2, "emergency_overdose": 1, "find_service": 2}
    assert (found["count_channel"], found["count_area"]) == ({"voice": 5}, {"044": 1})


def test_topics_are_ones_of_ours(knowledge) -> None:
    assert {step.topic for step in STEPS.values()} <= {entry.topic for entry in knowledge.bank.all}


def test_a_retry_is_answered_again_and_counted_once(caller: Caller, app: Flask) -> None:
    caller.calls()
    path = caller.path
    answers = [caller.posts(path, Digits="1").data for _ in range(3)]
    assert len(set(answers)) == 1
    assert counted(app)["count_topic"] == {"bot_menu_help_stop": 1, "emergency_overdose": 1}


def test_a_call_tells_nothing_to_a_talk_by_text(caller: Caller, texter: Texter) -> None:
    """The same number may be somebody else's hand."""
    usual = texter.says("hello")
    caller.at("zip")
    caller.presses("04401")
    assert Texter(texter.client, number="+12075550101").says("hello") == usual


def test_entries_may_have_a_spoken_form_of_their_own(make_app: Callable[..., Flask], knowledge) -> None:
    entry = knowledge.bank.get("overdose_other")
    changed = replace(entry, wording={**entry.wording, "en": replace(entry.wording["en"], spoken="Call 911. Press on.")})
    bank = knowledge.bank
    entries = {**bank.entries, "overdose_other": changed}
    twin = object.__new__(type(bank))
    twin.__dict__.update(bank.__dict__ | {"entries": entries})
    app = make_app(knowing=replace(knowledge, bank=twin))
    assert says(Caller(app.test_client()).at("od"))[1] == "Call 9 1 1. Press on."
