"""We promise a second region without touching code: its words answer, the wider region's until then, and nothing of Maine's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
import tomlkit
from contents import with_room_for_regions

from bot.adapters.checks.rules import gather
from bot.adapters.files import load_bank
from bot.adapters.loading import read
from bot.adapters.region_new import RegionError, new
from bot.adapters.settings import PROJECT, Settings
from bot.adapters.unfilled import MARK, faults
from bot.message import Message
from handlers.respond import respond

LAW = "good_samaritan_law"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Content in which a region can be made."""
    return with_room_for_regions(tmp_path)


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Content with a new region in which nothing is filled in."""
    folder = with_room_for_regions(tmp_path_factory.mktemp("waiting"))
    new(folder, "lakeland", "VT")
    return folder


@pytest.fixture(scope="module")
def ours(waiting: Path):
    """What a server of that region knows."""
    return read(waiting, Settings(region="lakeland", content_dir=waiting)).knowledge


def asks(content: Path, text: str, clock, region: str = "lakeland"):
    """What the new region answers."""
    knowledge = read(content, Settings(region=region, content_dir=content)).knowledge
    assert knowledge
    return respond(Message(text), None, knowledge, clock()).reply


def fill(content: Path, said: str, languages: tuple[str, ...] = ("en", "es", "fr", "pt")) -> None:
    """Fill in the law of the new region."""
    path = content / "regions" / "lakeland" / f"{LAW}.toml"
    table = tomlkit.parse(path.read_text(encoding="utf-8"))
    for language in languages:
        table[language] = {"title": "The law here", "lead": f"{said} ({language})"}
    day = date(2026, 11, 21)
    table["sources"] = [{"publisher": "State of Lakeland", "title": "The statute", "url": "", "read": day}]
    table["review"] = {"by": day, "confidence": "high"}
    path.write_text(tomlkit.dumps(table), encoding="utf-8")


def test_the_folder_has_the_shape_of_maine_s_and_none_of_its_facts(content):
    made = new(content, "lakeland", "VT")
    texts = "".join(path.read_text(encoding="utf-8") for path in made.folder.iterdir())
    assert made.marks > 500
    assert [
        fact for fact in ("1111-B", "MaineCare", "207-", "866-", "898-211", "45", "maine_", "getmainenaloxone") if fact in texts
    ] == []
    assert tomllib.loads((made.folder / "region.toml").read_text(encoding="utf-8")) == {
        "name": "Lakeland",
        "states": ["VT"],
        "zone": "America/New_York",
        "next": "us",
    }


def test_every_file_of_the_folder_is_told_by_the_check_until_its_last_line_is_filled_in(content):
    made = new(content, "lakeland")
    told = {str(fault).split(":")[0] for fault in gather(Settings(region="lakeland", content_dir=content)).faults}
    assert told == {f"content/regions/lakeland/{path.name}" for path in made.folder.iterdir()}


def test_a_region_s_own_file_is_whole_where_the_state_is_given(content):
    new(content, "lakeland", "VT")
    assert not [fault for fault in faults(content, ["lakeland"]) if fault.file.endswith("region.toml")]


def test_what_is_not_filled_in_is_answered_by_the_wider_region_and_never_with_the_mark(ours, waiting, clock):
    wider, _ = load_bank(waiting, ("us",))
    said = respond(Message("is there a good samaritan law"), None, ours, clock()).reply
    assert said.lead == ours.numbered(wider.get(LAW).say("en").lead)
    texts = [text for entry in ours.bank.all for wording in entry.wording.values() for text in (wording.title, wording.lead)]
    lines = [text for line in ours.lines.values() for text in line.values()]
    numbers = [number.shown for number in ours.bank.numbers.values()]
    assert [text for text in (*texts, *lines, *numbers) if MARK in text] == []
    assert {law.region for law in ours.bank.laws.values()} <= {"us"}


def test_a_number_that_this_region_lacks_leaves_no_hole_in_a_text(ours, clock):
    texts = [
        (entry.id, text)
        for entry in ours.bank.all
        for wording in entry.wording.values()
        for text in (wording.lead, *wording.more, wording.spoken or "")
    ]
    assert [(entry, text) for entry, text in texts if "{" in ours.numbered(text)] == []
    said = respond(Message("my boyfriend is hitting me right now"), None, ours, clock()).reply
    assert "CALL 911" in said.lead
    assert "Maine" not in said.lead


def test_the_filled_in_law_answers_in_each_language_that_has_it(content, clock):
    new(content, "lakeland", "VT")
    fill(content, "In Lakeland nobody is charged.", ("en", "es"))
    assert asks(content, "is there a good samaritan law", clock).lead == "In Lakeland nobody is charged. (en)"
    assert (
        asks(content, "que es la ley del buen samaritano, me pueden arrestar si llamo", clock).lead
        == "In Lakeland nobody is charged. (es)"
    )


def test_a_whole_process_answers_from_the_new_region_by_two_settings(content, tmp_path):
    run = [sys.executable, "-m", "bot.cli"]
    usual = {**os.environ, "CONTENT_DIR": str(content), "DATABASE_URL": f"sqlite:///{tmp_path}/places.db"}
    made = subprocess.run([*run, "region", "new", "lakeland", "--state", "VT"], cwd=PROJECT, env=usual, timeout=60, check=False,
                          capture_output=True, text=True)  # fmt: skip
    assert (made.returncode, "REGION=lakeland" in made.stdout) == (0, True)
    fill(content, "In Lakeland nobody is charged.")
    line = json.dumps({"id": 1, "channel": "web", "text": "is there a good samaritan law"})
    asked = subprocess.run([*run, "ask"], cwd=PROJECT, env=usual | {"REGION": "lakeland"}, timeout=60, check=False,
                           capture_output=True, text=True, input=line)  # fmt: skip
    assert json.loads(asked.stdout)["text"].startswith("In Lakeland nobody is charged. (en)")
    again = subprocess.run([*run, "region", "new", "lakeland"], cwd=PROJECT, env=usual, timeout=60, check=False,
                           capture_output=True, text=True)  # fmt: skip
    assert (again.returncode, "is there already: nothing was changed" in again.stderr) == (1, True)


@pytest.mark.parametrize(
    ("name", "state"), [("New Place", ""), ("../x", ""), ("", ""), ("lakeland", "ZZ"), ("maine", ""), (".git", "")]
)
def test_a_region_that_cannot_be_is_refused_and_leaves_nothing_behind(content, name, state):
    before = sorted(path.name for path in (content / "regions").iterdir())
    with pytest.raises(RegionError):
        new(content, name, state)
    assert sorted(path.name for path in (content / "regions").iterdir()) == before
