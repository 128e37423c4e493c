"""We promise one answer of every command to words that cannot be used: each fault in a sentence, exit 2, and no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main

COMMANDS = (
    ["ask"], ["chat"], ["drill", "--play"], ["monitor"], ["monitor", "--all"], ["sunset", "--dry-run"], ["doctor", "--texts"],
    ["check", "--numbers"], ["check", "--due"], ["check", "--costs"], ["check", "--sheet", "out.xlsx"],
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_without_words_says_so(monkeypatch, capsys, tmp_path: Path, command: list[str]) -> None:
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/places.db")
    monkeypatch.chdir(tmp_path)
    exit_code, said = main(command), capsys.readouterr()
    assert (exit_code, said.out) == (2, "")
    assert said.err.startswith("The content cannot be used:\n- ")
