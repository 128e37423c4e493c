"""What we promise to a group without an engineer: one command tells what is not ready, and in one sentence what to do.

Here are the checks of this machine and the whole; the words are in `test_doctor_words.py`, what is asked of others in
`test_doctor_outside.py` and `test_doctor_providers.py`.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from doctoring import all_right, light

from bot.adapters import database, sunset_file
from bot.adapters.doctor import machine
from bot.adapters.doctor.table import CHECKS, as_json, examine, lines
from bot.adapters.doctor.verdict import Light, Visit, green, off, red, yellow
from bot.adapters.settings import PROJECT, Settings
from bot.knowledge import Knowledge


@pytest.fixture
def visit(settings: Settings, tmp_path: Path, knowledge: Knowledge) -> Callable[..., Visit]:
    """`visit(log_level="DEBUG")`: a visit to a set-up that is all right but for what is named."""
    return all_right(settings, tmp_path, knowledge)


# --- settings and secrets


def test_a_set_up_that_says_who_runs_it_is_green(visit) -> None:
    assert light(machine.settings(visit())) == Light.GREEN


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"organisation": ""}, "ORGANISATION"),
        ({"organisation_phone": ""}, "ORGANISATION_PHONE"),
        ({"trusted_hosts": ()}, "TRUSTED_HOSTS"),
        ({"trusted_hosts": ("bot.example.org",)}, "127.0.0.1"),
        ({"log_level": "DEBUG"}, "LOG_LEVEL"),
    ],
)
def test_what_people_would_miss_is_yellow(visit, changed: dict[str, object], said: str) -> None:
    found = machine.settings(visit(**changed))
    assert (light(found), said in found.says) == (Light.YELLOW, True)


def test_no_channel_is_red(visit) -> None:
    assert light(machine.settings(visit(twilio_auth_token="", telegram_webhook_secret=""))) == Light.RED


@pytest.mark.parametrize(
    "secret",
    [
        "secret",
        "changeme" * 4,
        "0123456789abcdef" * 2,
        "a" * 40,
        "12345678" * 4,
        "abcdefghijklmnopqrstuvwxyz012345",
        "passwordpasswordpassword12345678",
    ],
)
def test_a_secret_that_can_be_guessed_is_red_and_not_shown(visit, secret: str) -> None:
    found = machine.secrets(visit(telegram_webhook_secret=secret))
    assert (light(found), "TELEGRAM_WEBHOOK_SECRET" in found.says, secret in found.says) == (Light.RED, True, False)


def test_a_secret_made_as_the_pages_say_is_never_called_weak() -> None:
    """`openssl rand -hex 32` a thousand times."""
    assert [secret for secret in (os.urandom(32).hex() for _ in range(1000)) if machine.guessable(secret)] == []
    assert [secret for secret in (os.urandom(16).hex() for _ in range(1000)) if machine.guessable(secret)] == []


def test_shared_keys_are_secrets_too(visit) -> None:
    found = machine.secrets(visit(twilio_auth_token="", twilio_shared_keys={"k1": "short"}))
    assert (light(found), "k1" in found.says) == (Light.RED, True)
    assert light(machine.secrets(visit(twilio_auth_token="", telegram_webhook_secret=""))) == Light.OFF


@pytest.mark.parametrize(
    ("name", "mode", "wanted"),
    [
        (".env", 0o644, Light.RED),
        (".env", 0o640, Light.GREEN),
        (".env.purge", 0o604, Light.RED),
        ("var", 0o755, Light.YELLOW),
        ("var", 0o700, Light.GREEN),
    ],
)
def test_who_may_read_the_secrets_is_seen(visit, tmp_path: Path, name: str, mode: int, wanted: Light) -> None:
    path = tmp_path / name
    path.mkdir() if name == "var" else path.touch()
    path.chmod(mode)
    assert light(machine.files(visit())) == wanted


def test_a_line_that_has_ended_is_seen_with_its_day(visit, tmp_path: Path) -> None:
    """On purpose or by mistake: people get three numbers and nothing else."""
    assert light(machine.last_day(visit())) == Light.GREEN
    sunset_file.end(date(2026, 11, 20), tmp_path / "var" / "sunset")
    found = machine.last_day(visit())
    assert (light(found), "2026-11-20" in found.says, "sunset --undo" in found.do) == (Light.YELLOW, True, True)


def test_the_key_that_deletes_does_not_belong_where_the_server_reads(visit, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TWILIO_API_SECRET=pssst\n")
    (tmp_path / ".env").chmod(0o600)
    found = machine.files(visit())
    assert (light(found), "pssst" in found.says + found.do) == (Light.YELLOW, False)


# --- disk, memory, database


def test_a_full_disk_is_red(visit, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, wanted in ((100 * 1024**2, Light.RED), (500 * 1024**2, Light.YELLOW), (5 * 1024**3, Light.GREEN)):
        monkeypatch.setattr(machine.shutil, "disk_usage", lambda _, free=free: SimpleNamespace(free=free))
        assert light(machine.disk(visit())) == wanted


def test_memory_that_can_reach_the_disk_is_seen(visit, tmp_path: Path) -> None:
    swaps = tmp_path / "swaps"
    swaps.write_text("Filename Type Size Used Priority\n")
    assert light(machine.swap(visit(), swaps)) == Light.GREEN
    swaps.write_text("Filename Type Size Used Priority\n/swapfile file 1 0 -2\n")
    assert light(machine.swap(visit(), swaps)) == Light.YELLOW
    assert light(machine.swap(visit(), tmp_path / "none")) == Light.OFF


def test_a_database_is_looked_at_and_never_made(visit, tmp_path: Path) -> None:
    assert light(machine.storage(visit())) == Light.YELLOW
    assert list(tmp_path.glob("*.db")) == []
    engine = database.engine_for(visit().settings.database_url)
    database.prepare(engine)
    assert light(machine.storage(visit())) == Light.GREEN
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE count_delivery")
    engine.dispose()
    found = machine.storage(visit())
    assert (light(found), "count_delivery" in found.says) == (Light.YELLOW, True)


def test_a_database_that_is_none_is_red(visit, tmp_path: Path) -> None:
    (tmp_path / "test.db").write_bytes(b"no database at all" * 100)
    assert light(machine.storage(visit())) == Light.RED


# --- the whole


def test_the_worst_comes_first_and_every_light_is_counted() -> None:
    found = [("a", green("good")), ("b", red("bad", "mend")), ("c", off("why")), ("d", yellow("so", "look")), ("e", off("why"))]
    assert [" ".join(line.split()) for line in lines(found)] == [
        "red b: bad", "-> mend", "yellow d: so", "-> look", "not checked c; e: why", "green a: good",
        "1 red, 1 yellow, 2 not checked, 1 green",
    ]  # fmt: skip


def test_programs_are_told_the_same() -> None:
    assert as_json([("b", red("bad", "mend"))]) == {
        "ready": False, "lights": [{"check": "b", "light": "red", "says": "bad", "do": "mend"}],
    }  # fmt: skip
    assert as_json([("a", green("good"))])["ready"] is True


def test_each_check_is_one_small_function() -> None:
    for path in (PROJECT / "bot" / "adapters" / "doctor").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            assert not isinstance(node, ast.FunctionDef) or node.end_lineno - node.lineno <= 30, f"{path.name}:{node.name}"
    assert len({check.name for check in CHECKS}) == len(CHECKS)


def doctor(program: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`safertext doctor` in a copy of the program, with only the settings that are named."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(program), **environment}
    command = [sys.executable, "-m", "bot.cli", "doctor", *arguments]
    return subprocess.run(command, cwd=program, env=env, capture_output=True, text=True, timeout=60, check=False)


def test_the_command_tells_every_light_and_offline_nobody_is_asked(program: Path) -> None:
    """With an empty folder of words, so that it is quick."""
    (program / "empty").mkdir()
    ran = doctor(program, "--offline", "--json", DATABASE_URL="sqlite:///var/none.db", CONTENT_DIR="empty")
    found = {row["check"]: row for row in json.loads(ran.stdout)["lights"]}
    assert (ran.returncode, ran.stderr, list(found)) == (1, "", [check.name for check in CHECKS])
    assert [found[name]["light"] for name in ("settings", "content", "disk")] == ["red", "red", "green"]
    assert {found[check.name]["says"] for check in CHECKS if check.asks} == {"nobody outside was asked (--offline)"}
    assert not (program / "var" / "none.db").exists()


def test_without_an_address_only_that_is_red_outside(visit) -> None:
    bare = visit(public_base_url="", twilio_auth_token="", telegram_webhook_secret="")
    bare.once("faults", list)
    found = {name: verdict.light for name, verdict in examine(bare)}
    asked = {check.name for check in CHECKS if check.asks}
    assert {name: found[name] for name in asked} == dict.fromkeys(asked, Light.OFF) | {"public address": Light.RED}


def test_what_to_paste_at_twilio_is_printed_alone(program: Path) -> None:
    ran = doctor(program, "--texts", ORGANISATION="A Van")
    assert (ran.returncode, ran.stderr, "A Van" in ran.stdout, ran.stdout.count("<Response>")) == (0, "", True, 2)
