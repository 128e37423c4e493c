"""What we promise of `safertext purge` as it is typed: counts and nothing else; its key in a file that the server never reads."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from standin_twilio_api import ACCOUNT, KEY, KEY_FILE, SECRET, TwilioApi, twilio_on_loopback

from bot.adapters.settings import PROJECT, Settings
from bot.adapters.twilio_api import keys_of
from bot.errors import SettingsError


@pytest.fixture
def api() -> Iterator[TwilioApi]:
    with twilio_on_loopback() as found:
        yield found


# --- the command


def purges(program: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`safertext purge` in a copy of the program."""
    given = {"TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_API_KEY": KEY, "TWILIO_API_SECRET": SECRET, "PYTHONPATH": str(program)}
    command = [sys.executable, "-m", "bot.cli", "purge", *arguments]
    return subprocess.run(command, cwd=program, env=os.environ | given | environment, capture_output=True, text=True, timeout=60,
                          check=False)  # fmt: skip


def test_the_command_prints_counts_and_nothing_else(api: TwilioApi, program: Path) -> None:
    old = datetime.now(UTC) - timedelta(hours=2)
    api.message(1, old, media=1)
    api.call(2, old)
    ran = purges(program, "--base-url", api.address)
    said = "messages: 1 older than 1 h, 1 deleted\ncalls: 1 older than 1 h, 1 deleted\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, said, "")
    assert (program / "var" / "purge-ran").exists()
    ran = purges(program, "--base-url", api.address, "--older-than", "90m", "--dry-run", LOG_LEVEL="DEBUG")
    assert (
        ran.stdout
        == "messages: 0 older than 90 min, 0 deleted\ncalls: 0 older than 90 min, 0 deleted\nnothing was deleted (--dry-run)\n"
    )


def test_the_command_says_who_ends_a_hold(api: TwilioApi, program: Path) -> None:
    hold = program / "var" / "legal-hold"
    hold.parent.mkdir(exist_ok=True)
    hold.touch()
    ran = purges(program, "--base-url", api.address)
    hold.unlink()
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "nothing more is deleted: there is a legal hold (var/legal-hold); only your lawyer ends it\n"


def test_without_a_key_the_command_says_where_to_put_it(program: Path) -> None:
    ran = purges(program, TWILIO_API_KEY="")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "put them into .env.purge" in ran.stderr


@pytest.mark.parametrize("age", ["0h", "1", "h", "1w", "-1h", "99999h"])
def test_an_odd_age_is_wrong_usage(program: Path, age: str) -> None:
    ran = purges(program, f"--older-than={age}")
    assert (ran.returncode, "such as 30m, 1h or 2d" in ran.stderr) == (2, True)


# --- the key


def test_the_key_is_read_from_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / ".env.purge").write_text(KEY_FILE)
    found = keys_of(Settings(), tmp_path)
    assert ((found.account, found.key, found.secret), found.complete) == ((ACCOUNT, KEY, SECRET), True)
    assert keys_of(Settings(twilio_api_key="SK" + "c" * 32), tmp_path).key == "SK" + "c" * 32
    assert SECRET not in f"{found} {found!r}"


def test_a_key_that_is_none_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / ".env.purge").write_text("TWILIO_ACCOUNT_SID=pssst\nTWILIO_API_KEY=pssst\n")
    with pytest.raises(SettingsError) as caught:
        keys_of(Settings(), tmp_path)
    assert [fault.partition(":")[0] for fault in caught.value.faults] == ["TWILIO_ACCOUNT_SID", "TWILIO_API_KEY"]
    assert "pssst" not in str(caught.value)
    assert not keys_of(Settings(), tmp_path / "nowhere").complete


def test_the_server_never_loads_what_deletes_nor_reads_its_key() -> None:
    """In a process of its own; reading of files is watched by Python's own hook."""
    code = """
import sys
opened = []
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
import webhook
webhook.create_app()
import bot.adapters.server
print([name for name in ("bot.adapters.purge", "bot.adapters.twilio_api", "twilio.rest") if name in sys.modules])
print([path for path in opened if path.endswith(".env.purge")], any("content" in path for path in opened))
"""
    ran = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.splitlines() == ["[]", "[] True"]
