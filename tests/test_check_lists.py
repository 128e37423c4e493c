"""What we promise to who prepares a launch: every number to call, in order, and a command that tells it in plain lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from checking import FILES, NUMBERS, STEP, bank_in

from bot.adapters.checks import listed
from bot.adapters.settings import Settings
from bot.cli import main


def test_numbers_that_nobody_called_come_first(tmp_path: Path) -> None:
    bank = bank_in(tmp_path)
    older = '[older]\nname = "Older"\nshown = "211"\nkind = "call"\nchecked = "2020-01-01"\nconfidence = "low"\n'
    bank.write(NUMBERS, FILES[NUMBERS] + older)
    rows = [line.split("  ") for line in listed.numbers(Settings(content_dir=bank.folder, region="us"))]
    told = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    assert told == [
        ["number", "name", "who answers", "what it is", "confidence", "last checked"],
        ["911", "n911", "Local center", "Emergency", "high", "never"],
        ["211", "older", "not known", "Older", "low", "2020-01-01"],
        ["1-800-222-1222", "poison_help", "Poison center", "Poison Help", "high", "2026-01-02"],
        [
            (
                "3 numbers, 1 of them never checked: call each before launch, but never 911 (docs/calls.md); "
                "write the day as `checked`."
            )
        ],
    ]


def test_the_command_lists_every_number_that_we_ship(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--numbers"]) == 0
    told = capsys.readouterr().out
    assert [number for number in ("911", "988", "1-800-222-1222") if number not in told] == []


def test_reading_ease_is_listed_by_topic_and_language(tmp_path: Path) -> None:
    bank = bank_in(tmp_path)
    head, steps, storage = (line.split() for line in listed.reading(Settings(content_dir=bank.folder, region="us")))
    assert head[:2] == ["topic", "en"]
    assert (steps[:2], storage[0], len(storage)) == (["emergency_overdose", "(steps)"], "storage", 5)


def test_warnings_count_only_when_they_are_asked_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = bank_in(tmp_path)
    bank.change(STEP, "by = 2099-01-01", "by = 2020-01-01")
    monkeypatch.setenv("CONTENT_DIR", str(bank.folder))
    monkeypatch.setenv("REGION", "us")
    (bank.folder / "model.npz").write_bytes(b"")
    assert bank.check()[0] == []
    main(["check", "--quiet"])
    assert "review-due" not in capsys.readouterr().out
    main(["check"])
    due = [line for line in capsys.readouterr().out.splitlines() if line.endswith("(review-due)")]
    assert [line.startswith(f"warning: content/{STEP}:") for line in due] == [True]
    assert main(["check", "--strict", "--quiet"]) == 1
