"""What we promise to who looks after the line: which texts to try, what must come back word for word, and whether it is up."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from actors import Texter
from flask import Flask
from loopback import saying, served
from serving import free_port

from bot.adapters import monitor
from bot.adapters.doctor.verdict import Light
from bot.adapters.settings import PROJECT
from bot.bank import LANGUAGES
from bot.cli import main
from bot.commands.monitor import _talk
from bot.knowledge import Knowledge
from bot.segments import to_gsm7


def answers(lines: Iterator[str]) -> dict[str, str]:
    """What is to be texted, and what must come back."""
    text, found = "", {}
    for line in "\n".join(lines).splitlines():
        if line.startswith("    -> "):
            found[text] = f"{found[text]}\n{line[7:]}" if text in found else line[7:]
        elif line.startswith("  "):
            text = line.strip()
    return found


def test_what_must_come_back_is_word_for_word_what_a_person_gets(knowledge: Knowledge, make_app: Callable[..., Flask]) -> None:
    """Through the signed webhook, each from a number of its own."""
    printed = answers(monitor.expected(lambda: _talk(knowledge), "https://bot.example.org"))
    assert set(printed) == {*monitor.WEEKLY, *monitor.MONTHLY}
    client = make_app().test_client()
    for number, (text, said) in enumerate(printed.items()):
        assert "\n".join(Texter(client, number=f"+120755501{number:02}").says(text)) == said


def test_the_texts_are_those_of_the_page() -> None:
    page = (PROJECT / "docs" / "go-live.md").read_text().partition("## 10. ")[2].partition("## 11. ")[0]
    assert re.findall(r"^\| `(.+?)` \|", page, flags=re.MULTILINE) == [*monitor.WEEKLY, *monitor.MONTHLY]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_danger_text_in_every_language_can_be_tried(knowledge: Knowledge, language: str) -> None:
    """In the order that is printed, in one talk: the lead of each step comes back to its word."""
    steps = list(knowledge.bank.steps.values())
    printed = answers(monitor.every_danger(lambda: _talk(knowledge), steps, language))
    leads = {step.id: to_gsm7(knowledge.numbered(step.wording[language].sms or step.wording[language].lead)) for step in steps}
    got = list(printed.values())
    assert len(got) > len(leads)
    assert [name for name, lead in leads.items() if not any(said.startswith(lead) for said in got)] == []


def test_the_command_prints_what_to_expect(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["monitor"]) == 0
    assert "  OD\n    -> CALL 911" in capsys.readouterr().out


@pytest.fixture
def server() -> Iterator[Callable[[int, object], str]]:
    """A server whose `/line/readyz` is one JSON, and every other answer empty; the address of its line."""
    with ExitStack() as up:

        def serve(status: int, report: object) -> str:
            return up.enter_context(served(saying(status, {}, json.dumps(report).encode(), "/line/readyz"))) + "/line"

        yield serve


WELL = {"ready": True, "content": "content", "encoder": "ready", "database": "ready", "faults": []}


@pytest.mark.parametrize(
    ("status", "changed", "ends"),
    [
        (200, {}, (0, "green: ready\n")),
        (200, {"encoder": "loading"}, (0, "green: ready\n")),
        (200, {"database": "away"}, (0, "yellow: ready, but the database is away")),
        (
            503,
            {"ready": False, "content": "last-good", "faults": ["x.toml:1: odd"]},
            (1, "red: it answers, but from last-good: x.toml"),
        ),
        (500, {}, (1, "red: something else answers there (status 500)")),
    ],
)
def test_a_look_from_outside_is_one_sentence_and_an_exit_code(server, capsys, status, changed, ends) -> None:
    for path in ("", "/", "/readyz"):
        code = main(["monitor", "--check", server(status, WELL | changed) + path])
        shown = capsys.readouterr().out
        assert (code, shown.startswith(ends[1]), shown.count("\n")) == (ends[0], True, 1)


def test_a_line_that_is_down_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["monitor", "--check", f"http://127.0.0.1:{free_port()}"]) == 1
    assert capsys.readouterr().out.startswith("red: down: nobody answers there")
    assert main(["monitor", "--check", "bot.example.org"]) == 1
    assert "https://" in capsys.readouterr().out
    assert monitor.look("ftp://x").light == Light.RED
