"""We promise new secrets by one command when somebody leaves: all or nothing, and no secret on any screen."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.adapters.rotating import RotationError, rotate
from bot.adapters.settings import PROJECT, from_environment

OLD = """# ours
PUBLIC_BASE_URL=https://bot.example.org

SECRET_KEY=0123456789abcdef0123456789abcdef  # for the pages
export TELEGRAM_WEBHOOK_SECRET='old_secret'
ORGANISATION="A van, and\nfive people; SECRET_KEY=none of it"
TWILIO_AUTH_TOKEN=token-of-the-tests-0123456789abcdef
"""


@pytest.fixture
def env(tmp_path: Path) -> Path:
    """A file of settings that only its owner and group may read."""
    path = tmp_path / ".env"
    path.write_text(OLD, encoding="utf-8")
    path.chmod(0o640)
    return path


def test_our_secrets_are_new_and_every_other_line_is_as_it_was(env):
    before = dotenv_values(env)
    assert rotate(env) == ("SECRET_KEY", "TELEGRAM_WEBHOOK_SECRET")
    after = dotenv_values(env)
    assert [name for name in before if before[name] != after[name]] == ["SECRET_KEY", "TELEGRAM_WEBHOOK_SECRET"]
    assert env.read_text(encoding="utf-8").splitlines()[:3] == OLD.splitlines()[:3]
    assert env.read_text(encoding="utf-8").splitlines()[-3:] == OLD.splitlines()[-3:]


def test_the_new_secrets_are_ones_that_the_server_takes_and_no_two_are_alike(env):
    rotate(env)
    first = dotenv_values(env)
    rotate(env)
    second = dotenv_values(env)
    given = [values[name] for values in (first, second) for name in ("SECRET_KEY", "TELEGRAM_WEBHOOK_SECRET")]
    assert len(set(given)) == 4
    assert from_environment({key: value for key, value in second.items() if value}).telegram_on


def test_the_file_keeps_its_rights_and_nothing_is_left_beside_it(env):
    rotate(env)
    assert stat.S_IMODE(env.stat().st_mode) == 0o640
    assert [path.name for path in env.parent.iterdir()] == [".env"]


def test_a_link_stays_a_link(env, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(env)
    rotate(link)
    assert link.is_symlink()
    assert dotenv_values(env) == dotenv_values(link)


@pytest.mark.parametrize("text", ["", "# nothing\n", "SECRET_KEY=\nPORT=8000\n"])
def test_where_nothing_is_set_nothing_is_changed(env, text):
    env.write_text(text, encoding="utf-8")
    with pytest.raises(RotationError, match="there is nothing to change"):
        rotate(env)
    assert env.read_text(encoding="utf-8") == text


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(RotationError, match="nothing was changed"):
        rotate(tmp_path / ".env")


def test_windows_line_ends_stay(env):
    env.write_bytes(b"A=1\r\nSECRET_KEY=0123456789abcdef0123456789abcdef\r\nB=2\r\n")
    rotate(env)
    lines = env.read_bytes().split(b"\r\n")
    assert [lines[0], lines[2:]] == [b"A=1", [b"B=2", b""]]


def test_the_command_prints_what_to_do_next_and_no_secret(env):
    before = dotenv_values(env)
    clean = {key: value for key, value in os.environ.items() if key not in before}
    ran = subprocess.run(
        [sys.executable, "-m", "bot.cli", "rotate", "--file", env],
        cwd=PROJECT, env=clean, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    said = ran.stdout + ran.stderr
    assert ran.returncode == 0
    assert [word for word in ("Restart", "set-webhook", "second auth token", "/revoke") if word not in said] == []
    secrets = [values[name] for values in (before, dotenv_values(env)) for name in ("SECRET_KEY", "TELEGRAM_WEBHOOK_SECRET")]
    assert [secret for secret in secrets if secret in said] == []
