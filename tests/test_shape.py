"""What we promise to who reads this code: short functions, small files, a sentence on each, and nothing of our machines."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.adapters.settings import PROJECT

CODE = sorted([PROJECT / "webhook.py", *(PROJECT / "bot").rglob("*.py"), *(PROJECT / "handlers").glob("*.py")])
LOCKS = ("requirements.lock", "requirements-test.lock")
# What is made here and never committed.
MADE = {
    ".git",
    ".venv",
    "var",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    "node_modules",
    ".env",
}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def lines(function: Function) -> int:
    """Lines from `def` to the end, without the docstring."""
    first = function.body[0]
    said = first.end_lineno - first.lineno + 1 if ast.get_docstring(function, clean=False) is not None else 0
    return function.end_lineno - function.lineno + 1 - said


def functions() -> list[tuple[int, str]]:
    """Every function with its length."""
    return [
        (lines(node), f"{name(path)}:{node.name}") for path in CODE for node in ast.walk(tree(path)) if isinstance(node, Function)
    ]


def public(node: ast.Module | ast.ClassDef) -> Iterator[ast.ClassDef | Function]:
    """Public functions and classes of a module, and their public methods; a function inside a function is its own affair."""
    for each in node.body:
        if isinstance(each, ast.ClassDef | Function) and not each.name.startswith("_"):
            yield each
            if isinstance(each, ast.ClassDef):
                yield from public(each)


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_module_says_why_it_exists_and_each_public_name_what_it_does(path: Path) -> None:
    module = tree(path)
    assert ast.get_docstring(module)
    assert [each.name for each in public(module) if not ast.get_docstring(each)] == []


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_file_is_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


def test_the_app_is_read_at_a_glance() -> None:
    assert len((PROJECT / "webhook.py").read_text(encoding="utf-8").splitlines()) < 150


def test_functions_are_short() -> None:
    lengths = sorted(length for length, _ in functions())
    assert statistics.median(lengths) <= 7
    assert lengths[int(len(lengths) * 0.9)] <= 20


def test_no_function_is_longer_than_a_screen() -> None:
    assert [(length, where) for length, where in functions() if length > 40] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_and_no_machine(lock: str) -> None:
    """It must mean the same on every machine."""
    text = (PROJECT / lock).read_text(encoding="utf-8")
    assert re.findall(r"\S*://\S*|(?:^|[\s'\"=])/\w+\S*|file:\S*|[A-Z]:\\\S*|^-\S.*", text, re.MULTILINE) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_package_by_hash(lock: str) -> None:
    text = (PROJECT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    pinned = [line for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    assert [line for line in pinned if not re.match(r"[A-Za-z0-9._-]+(\[[\w,]+\])?==\S+ .*--hash=sha256:", line)] == []
    assert len(pinned) > 10


def committed() -> Iterator[Path]:
    """Every file of the repository."""
    todo = [PROJECT]
    while todo:
        for each in todo.pop().iterdir():
            if each.name in MADE or each.name.startswith(".venv-") or each.name.endswith(".egg-info"):
                continue
            if each.is_dir():
                todo.append(each)
            else:
                yield each


def test_no_file_names_a_folder_of_our_machines() -> None:
    ours = re.compile(rb"(?<![\w.:/-])/(?:" + b"|".join((b"root", b"work", b"home/")) + rb")(?:/|\b(?!\w))")
    found = [f"{name(path)}: {hit.group()!r}" for path in committed() for hit in ours.finditer(path.read_bytes())]
    assert found == []


def test_no_file_names_a_telephone_number_that_could_be_a_person_s() -> None:
    """Senders in tests are fictional, 555-0100 to 555-0199; toll-free numbers are never a person's."""
    tests = [path for path in committed() if path.is_relative_to(PROJECT / "tests")]
    numbers = [number for path in tests for number in re.findall(rb"\+1\d{10}", path.read_bytes())]
    assert [number for number in numbers if not re.fullmatch(rb"\+1(\d{3}55501\d\d|8(00|33|44|55|66|77|88)\d{7})", number)] == []
