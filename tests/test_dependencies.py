"""What we promise about what others wrote: exact and with hashes, allowed to be used, and nothing undeclared."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.adapters.settings import PROJECT

SPEC = importlib.util.spec_from_file_location("dependencies", PROJECT / "scripts" / "dependencies.py")
dependencies = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(dependencies)
HASH = f"--hash=sha256:{'0' * 64}"
RULES = tomllib.loads((PROJECT / "scripts" / "dependencies.toml").read_text())


def package(version: str = "1", **fields: str) -> SimpleNamespace:
    """A package that is installed, with fields of its metadata."""
    held = {name.replace("_", "-"): [value] for name, value in fields.items()}
    return SimpleNamespace(version=version, metadata=SimpleNamespace(get_all=held.get))


def locks(folder: Path, text: str) -> Path:
    for lock in dependencies.LOCKS:
        (folder / lock).write_text(text)
    return folder


def test_all_that_we_build_on_is_in_order() -> None:
    """As `make check` asks."""
    ran = subprocess.run(
        [sys.executable, PROJECT / "scripts" / "dependencies.py"], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout.splitlines()[:-1], ran.stderr) == (0, [], "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a==1 \\\n    " + HASH, []),
        ("a==1\nb==2 \\\n    " + HASH, ["a has no hash"]),
        ("a==1 \\\n    --hash=sha256:123", ["a has no hash"]),
        (f"a==2 \\\n    {HASH}", ["a 2 is locked and 1 installed"]),
        (f"a==1 ; python_version < '3.12' \\\n    {HASH}\na==2 ; python_version >= '3.12' \\\n    {HASH}", []),
        (f"b==2 \\\n    {HASH}", ["a is installed, but in no lock"]),
    ],
)
def test_what_a_lock_leaves_open_is_found(tmp_path: Path, text: str, said: list[str]) -> None:
    found = list(dependencies.unlocked(locks(tmp_path, text), {"a": package()}))
    assert sorted({line.partition(": ")[2].partition(":")[0] or line for line in found}) == said


def test_what_is_declared_and_not_locked_is_found(tmp_path: Path) -> None:
    declared = {"run": {"a"}, "test": {"b"}}
    found = list(dependencies.undeclared_in_lock(locks(tmp_path, f"a==1 \\\n    {HASH}"), declared))
    assert found == ["requirements-test.lock: b is declared and not locked: run make lock"]


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"License_Expression": "MIT"}, 0),
        ({"License_Expression": "MIT OR Apache-2.0"}, 0),
        ({"License_Expression": "BSD-3-Clause AND (MIT OR Zlib)"}, 0),
        ({"License_Expression": "AGPL-3.0-only"}, 1),
        ({"License_Expression": "MIT AND AGPL-3.0-only"}, 1),
        ({"Classifier": "License :: OSI Approved :: MIT License"}, 0),
        ({"Classifier": "License :: OSI Approved :: GNU General Public License v3 (GPLv3)"}, 1),
        ({"License": "MIT"}, 0),
        ({"License": "All rights reserved"}, 1),
        ({}, 1),
    ],
)
def test_a_licence_that_does_not_fit_is_found(fields: dict[str, str], faults: int) -> None:
    rules = RULES["licences"] | {"exceptions": {}}
    found = list(dependencies.unlicensed({"strange": package(**fields)}, rules))
    assert len(found) == faults, found


def test_an_exception_has_a_reason_and_is_needed() -> None:
    for table in (RULES["licences"]["exceptions"], RULES["imports"]):
        assert [name for name, why in table.items() if len(why.split()) < 2] == []
    rules = RULES["licences"] | {"exceptions": {"gone": "once needed"}}
    assert list(dependencies.unlicensed({}, rules)) == ["gone: its exception in scripts/dependencies.toml is not needed"]


def test_what_is_imported_and_not_declared_is_found(tmp_path: Path) -> None:
    for place in ("handlers", "migrations", "tests", "scripts"):
        (tmp_path / place).mkdir()
    (tmp_path / "webhook.py").write_text("import os\nimport flask\nfrom bot import x\n")
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "x.py").write_text(
        "def f():\n    from pytest import mark\n    import sqlalchemy.orm\n    import not_there\n"
    )
    (tmp_path / "tests" / "test_x.py").write_text("import pytest\nimport flask\nimport httpx\n")
    found = list(dependencies.undeclared(tmp_path, {"run": {"flask", "sqlalchemy"}, "test": {"pytest"}}, {}))
    assert found == [
        "bot/x.py: not_there is not declared in pyproject.toml for running",
        "bot/x.py: pytest is not declared in pyproject.toml for running",
        "tests/test_x.py: httpx is not declared in pyproject.toml",
    ]


def test_what_pip_check_says_is_passed_on() -> None:
    assert list(dependencies.unfit()) == []
    assert "pip" in {found.metadata["Name"] for found in distributions()}


def test_a_fault_fails_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("pyproject.toml", "webhook.py", *dependencies.LOCKS):
        shutil.copy(PROJECT / name, tmp_path)
    (tmp_path / "scripts").mkdir()
    shutil.copy(PROJECT / "scripts" / "dependencies.toml", tmp_path / "scripts")
    for place in ("bot", "handlers", "migrations", "tests"):
        (tmp_path / place).mkdir()
    (tmp_path / "bot" / "__init__.py").write_text("import nowhere_at_all\n")
    assert dependencies.main(tmp_path) == 1
    assert "imports: bot/__init__.py: nowhere_at_all is not declared" in capsys.readouterr().out
