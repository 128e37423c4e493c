"""What we promise about the rooms of the code: only adapters have doors to the world, and imports run one way."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.adapters.settings import PROJECT

COMMANDS = sorted((PROJECT / "bot" / "commands").glob("*.py"))
ADAPTERS = sorted((PROJECT / "bot" / "adapters").rglob("*.py"))
PURE = sorted({*(PROJECT / "bot").rglob("*.py")} - {*ADAPTERS, *COMMANDS, PROJECT / "bot" / "cli.py"})
HANDLERS = sorted((PROJECT / "handlers").glob("*.py"))
# The only packages of others that pure code may use: arithmetic, typing errors, opening hours, rules of recurrence.
ALLOWED = {"numpy", "rapidfuzz", "opening_hours", "dateutil", "bot", "handlers"}
DOORS = {"os", "random", "time", "secrets", "socket", "ssl", "subprocess", "pathlib", "shutil", "tempfile", "glob",
     "io", "sys", "sqlite3",
         "asyncio", "threading", "multiprocessing", "http", "logging", "importlib", "signal", "builtins"}  # fmt: skip
CALLS = {"open", "input", "print", "exec", "eval", "__import__"}
METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "today", "utcnow", "urandom", "iterdir", "rglob"}


def name(path: Path) -> str:
    """A file as a reader names it."""
    return str(path.relative_to(PROJECT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Every module that `path` imports, also inside functions, in full."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            assert node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(module: str, *rooms: str) -> bool:
    """Whether `module` is in one of `rooms`."""
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def test_there_are_rooms_to_walk() -> None:
    assert [len(each) > 5 for each in (PURE, HANDLERS, ADAPTERS)] == [True] * 3


@pytest.mark.parametrize("path", [*PURE, *HANDLERS], ids=name)
def test_a_pure_module_imports_no_door_to_the_world(path: Path) -> None:
    roots = {module.partition(".")[0] for module in imported(path)} - {"__future__"}
    assert sorted(roots & DOORS) == []
    assert [module for module in imported(path) if within(module, "urllib") and not within(module, "urllib.parse")] == []
    assert sorted(roots - sys.stdlib_module_names - ALLOWED) == []


@pytest.mark.parametrize("path", [*PURE, *HANDLERS], ids=name)
def test_a_pure_module_opens_no_file_and_reads_no_clock(path: Path) -> None:
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            found.append(node.func.id)
        if isinstance(node, ast.Attribute):
            of_clock = isinstance(node.value, ast.Name) and node.value.id in {"datetime", "date"} and node.attr == "now"
            of_numpy = (
                isinstance(node.value, ast.Name)
                and node.value.id in {"np", "numpy"}
                and node.attr in {"load", "save", "savez", "random"}
            )
            if node.attr in METHODS or of_clock or of_numpy:
                found.append(f"{node.attr} (line {node.lineno})")
    assert found == []


@pytest.mark.parametrize("path", PURE, ids=name)
def test_the_core_knows_no_handler_no_adapter_and_no_app(path: Path) -> None:
    assert [
        each for each in imported(path) if within(each, "handlers", "bot.adapters", "bot.commands", "bot.cli", "webhook")
    ] == []


@pytest.mark.parametrize("path", HANDLERS, ids=name)
def test_a_handler_knows_no_adapter_and_no_other_handler(path: Path) -> None:
    """`turn` is what they share; `places` asks `seeking` whether it is meant.

    The steps ask `ongoing` what goes on and `hearing` how sure it is; `worse` shows one of them; `respond` sees them all.
    """
    beside = {
        "respond.py": ("handlers",),
        "places.py": ("handlers.seeking",),
        "emergency.py": ("handlers.ongoing", "handlers.hearing"),
        "worse.py": ("handlers.ongoing", "handlers.emergency", "handlers.hearing"),
    }
    known = ("handlers.turn", *beside.get(path.name, ()))
    modules = list(imported(path))
    assert [each for each in modules if within(each, "bot.adapters", "bot.commands", "bot.cli", "webhook")] == []
    assert [each for each in modules if within(each, "handlers") and not within(each, *known)] == []


@pytest.mark.parametrize("path", ADAPTERS, ids=name)
def test_an_adapter_knows_no_handler_and_no_app(path: Path) -> None:
    assert [each for each in imported(path) if within(each, "handlers", "bot.commands", "bot.cli", "webhook")] == []


def test_deciding_loads_nothing_that_talks_to_the_world() -> None:
    """The same promise as Python keeps it: the whole core in a process of its own."""
    code = "import sys, handlers.respond; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=True)
    strangers = {
        "flask",
        "sqlalchemy",
        "twilio",
        "telegram",
        "gunicorn",
        "waitress",
        "werkzeug",
        "httpx",
        "requests",
        "dotenv",
        "psycopg",
    }
    assert strangers & set(ran.stdout.split()) == set()


def test_the_walk_would_find_a_door(tmp_path: Path) -> None:
    """A test of the test."""
    path = tmp_path / "x.py"
    path.write_text("def f():\n    import os.path\n    from time import time\n    from bot.adapters import sms\n")
    assert list(imported(path)) == ["os.path", "time.time", "bot.adapters.sms"]
    assert within("bot.adapters.sms", "bot.adapters")
    assert not within("bot.adaptersome", "bot.adapters")
