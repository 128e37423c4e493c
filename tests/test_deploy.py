"""What we promise to who runs the line on one host: the files in `deploy/` start what is there, apart and without rights.

No container engine and no systemd run here: the units' own command lines do, and the compose file is read as text.
"""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
import time
from configparser import RawConfigParser
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from serving import copy_program, free_port
from standin_twilio_api import KEY_FILE, twilio_on_loopback

from bot.adapters.fetch import fetch
from bot.adapters.settings import PROJECT

DEPLOY = PROJECT / "deploy"
UNITS = ("safertext.service", "safertext-purge.service")
INSTALLED = Path(sys.executable).parent


def unit(name: str) -> dict[str, list[str]]:
    """The keys of a unit's [Service], each with all its values."""
    found: dict[str, list[str]] = {}
    section = (DEPLOY / name).read_text().partition("[Service]")[2].partition("[Install]")[0]
    for line in section.splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def command(name: str) -> list[str]:
    """A unit's command line, with what is installed here in place of what is installed there."""
    (line,) = unit(name)["ExecStart"]
    return [part.replace("/opt/safertext/.venv/bin", str(INSTALLED)) for part in shlex.split(line)]


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """The program in a folder of its own, as in /opt/safertext: read-only but for var/."""
    program = copy_program(tmp_path / "host")
    (program / "var").mkdir(mode=0o700)
    return program


def files(folder: Path) -> set[str]:
    """Every file outside `var/`, and none that Python makes for itself."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(folder)) for path in found if "var" not in path.relative_to(folder).parts}


def test_the_server_s_unit_tells_systemd_when_it_is_ready_answers_and_ends(host: Path) -> None:
    """`Type=notify`; the very line of the image's health check; SIGTERM by `systemctl stop`; nothing written but to var/."""
    before, port = files(host), free_port()
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(host), "PYTHONDONTWRITEBYTECODE": "1", "PORT": str(port),
           "TRUSTED_HOSTS": "bot.example.org,127.0.0.1", "NOTIFY_SOCKET": str(host.parent / "notify")}  # fmt: skip
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(env["NOTIFY_SOCKET"])
        told.settimeout(60)
        process = subprocess.Popen(command("safertext.service"), cwd=host, env=env, stderr=subprocess.PIPE, text=True)
        try:
            assert "READY=1" in told.recv(1000).decode()
            deadline = time.monotonic() + 30
            while not healthy(port):
                assert time.monotonic() < deadline
            assert fetch(f"http://127.0.0.1:{port}/readyz").json()["ready"] is True
            while fetch(f"http://127.0.0.1:{port}/readyz").json()["database"] != "ready":  # opened beside the first answers
                assert time.monotonic() < deadline
                time.sleep(0.1)
        finally:
            process.terminate()
            _, said = process.communicate(timeout=30)
    assert (process.returncode, healthy(port)) == (0, False), said
    assert files(host) == before
    assert {path.name for path in (host / "var").iterdir()} >= {"safertext.db"}


def healthy(port: int) -> bool:
    """What the Containerfile's HEALTHCHECK says of the server at `port`."""
    line = re.search(r'HEALTHCHECK .*\\\n\s+CMD \["python", "-c", "(.*)"\]', (DEPLOY / "Containerfile").read_text())
    assert line
    code = line[1].replace(":8000/", f":{port}/")
    return not subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=30, check=False).returncode


def test_the_purge_s_unit_deletes_with_its_own_key_and_notes_the_time(host: Path) -> None:
    (host / ".env.purge").write_text(KEY_FILE)
    before = files(host)
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(host), "PYTHONDONTWRITEBYTECODE": "1"}
    with twilio_on_loopback() as api:
        api.message(1, datetime.now(UTC) - timedelta(hours=2))
        todo = [*command("safertext-purge.service"), "--base-url", api.address]
        ran = subprocess.run(todo, cwd=host, env=env, capture_output=True, text=True, timeout=60, check=False)
        assert (ran.returncode, ran.stderr, api.messages) == (0, "", {})
    assert files(host) == before
    assert [path.name for path in (host / "var").iterdir()] == ["purge-ran"]


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_has_no_rights_and_writes_only_to_var(name: str) -> None:
    asked = {"User": ["safertext"], "ProtectSystem": ["strict"], "ReadWritePaths": ["/opt/safertext/var"], "UMask": ["0077"],
             "NoNewPrivileges": ["yes"], "CapabilityBoundingSet": [""], "LimitCORE": ["0"], "MemorySwapMax": ["0"],
             "WorkingDirectory": ["/opt/safertext"]}  # fmt: skip
    assert {key: unit(name).get(key) for key in asked} == asked


def test_the_server_cannot_open_the_key_that_deletes_and_calls_nobody() -> None:
    server, purge = (unit(name) for name in UNITS)
    assert server["InaccessiblePaths"] == ["-/opt/safertext/.env.purge"]
    assert (server["IPAddressDeny"], server["IPAddressAllow"]) == (["any"], ["localhost"])
    assert "InaccessiblePaths" not in purge
    assert "IPAddressDeny" not in purge


def test_the_purge_runs_every_hour_and_after_a_night_off() -> None:
    timer = RawConfigParser(comment_prefixes=("#",))
    timer.read(DEPLOY / "safertext-purge.timer")
    assert re.fullmatch(r"\*:[0-5]\d", timer["Timer"]["oncalendar"])
    assert timer["Timer"]["persistent"] == "yes"


# --- containers


def services() -> dict[str, str]:
    """The services of the compose file with their text."""
    text = (DEPLOY / "compose.yaml").read_text().partition("\nservices:\n")[2].partition("\nnetworks:\n")[0]
    parts = re.split(r"^  (\w+):\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_container_is_read_only_without_rights_and_bounded() -> None:
    wanted = ("read_only: true", "cap_drop: [ALL]", '"no-new-privileges:true"', "mem_limit: ", "pids_limit: ", "max-size: 1m")
    found = services()
    assert list(found) == ["safertext", "tools", "proxy"]
    assert {name: [part for part in wanted if part not in text] for name, text in found.items()} == {name: [] for name in found}


def test_only_the_tools_get_the_key_that_deletes_and_they_start_only_when_asked() -> None:
    found = services()
    assert [name for name, text in found.items() if ".env.purge" in text] == ["tools"]
    assert "profiles: [tools]" in found["tools"]
    assert ("networks: [inside]" in found["safertext"], "networks: [outside]" in found["tools"]) == (True, True)


def test_what_is_copied_into_the_image_is_all_that_the_program_imports() -> None:
    """`.env`, `var/` and `.git` never get into it; nothing that the server needs is left out."""
    copied = set(re.findall(r"^COPY (\S+)", (DEPLOY / "Containerfile").read_text(), flags=re.MULTILINE))
    assert copied == {"requirements.lock", "webhook.py", "bot", "handlers", "migrations", "content"}
