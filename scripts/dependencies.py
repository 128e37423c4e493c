"""What we build on, checked: hashes complete, what is installed fits together, licences allow it, nothing is imported undeclared.

`make check` runs it and it needs no internet; known weaknesses are `make audit`'s, which does. The allowed licences, and every
exception with its reason, are in `dependencies.toml`.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import Distribution, distributions, packages_distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-test.lock")
# What runs for people may import only what is installed for running; the rest may import what tests need too.
RUNNING, BESIDES = ("bot", "handlers", "webhook.py", "migrations"), ("tests", "scripts")
# What makes the environment and is in no lock.
TOOLS = {"pip", "setuptools", "uv", "wheel", "safertext"}
_PIN = re.compile(r"(?P<name>[\w.-]+)(?:\[[\w,.-]+\])?==(?P<version>[^\s;]+)")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
_WORD = re.compile(r"[\w.-]+")
_BETWEEN = re.compile(r"\s+(?:AND|OR|WITH)\s+", re.IGNORECASE)


def plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


# --- the locks


def pinned(text: str) -> Mapping[str, Mapping[str, int]]:
    """Each package of a lock: its versions (another Python may need another one), and how many hashes each has."""
    found: dict[str, dict[str, int]] = {}
    for entry in re.split(r"\n(?=\S)", text.replace("\\\n", " ")):
        match = _PIN.match(entry)
        if match:
            found.setdefault(plain(match["name"]), {})[match["version"]] = len(_HASH.findall(entry))
    return found


def unlocked(root: Path, installed: Mapping[str, Distribution]) -> Iterator[str]:
    """What a lock leaves open: a package without a hash, another version installed, something installed that it does not name."""
    for lock in LOCKS:
        for name, versions in pinned((root / lock).read_text(encoding="utf-8")).items():
            if not all(versions.values()):
                yield f"{lock}: {name} has no hash: run make lock"
            if name in installed and installed[name].version not in versions:
                yield f"{lock}: {name} {', '.join(versions)} is locked and {installed[name].version} installed: run make setup"
    known = pinned((root / LOCKS[-1]).read_text(encoding="utf-8"))
    yield from (f"{name} is installed, but in no lock" for name in sorted(installed.keys() - known.keys() - TOOLS))


def undeclared_in_lock(root: Path, declared: Mapping[str, set[str]]) -> Iterator[str]:
    """What pyproject.toml names and its lock does not."""
    for lock, names in zip(LOCKS, (declared["run"], declared["run"] | declared["test"]), strict=True):
        known = pinned((root / lock).read_text(encoding="utf-8"))
        yield from (f"{lock}: {name} is declared and not locked: run make lock" for name in sorted(names - known.keys()))


# --- licences


def licence(found: Distribution) -> list[str]:
    """The licences that a package names, one by one."""
    classed = [each.rpartition(" :: ")[2] for each in found.metadata.get_all("Classifier", []) if each.startswith("License ::")]
    expression = _first(found, "License-Expression")
    named = [each for each in classed if each != "OSI Approved"]
    if named and not expression:
        return named
    said = expression or _first(found, "License").split("\n")[0]
    return [name.strip(" ()") for name in _BETWEEN.split(said) if name.strip(" ()")]


def _first(found: Distribution, field: str) -> str:
    return next(iter(found.metadata.get_all(field, [])), "")


def unlicensed(installed: Mapping[str, Distribution], rules: Mapping[str, Any]) -> Iterator[str]:
    """Packages whose licence is neither allowed nor excepted, and exceptions that nothing needs."""
    allowed, also, excepted = set(rules["allowed"]), rules["also"], rules["exceptions"]
    odd = {
        name
        for name, found in installed.items()
        if not (names := licence(found)) or any(also.get(n, n) not in allowed for n in names)
    }
    for name in sorted(odd - excepted.keys() - TOOLS):
        said = ", ".join(licence(installed[name])) or "none named"
        yield f"{name}: its licence ({said}) is not in scripts/dependencies.toml: allow it there with a reason, or do without"
    yield from (f"{name}: its exception in scripts/dependencies.toml is not needed" for name in sorted(excepted.keys() - odd))


# --- imports


def declared_in(project: Mapping[str, Any]) -> Mapping[str, set[str]]:
    """What pyproject.toml names, for running and for tests."""

    def names(lines: Iterable[str]) -> set[str]:
        return {plain(match[0]) for line in lines if (match := _WORD.match(line))}

    return {"run": names(project["project"]["dependencies"]), "test": names(project["dependency-groups"]["test"])}


def imported(root: Path, places: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every file in `places` with the first part of each module that it imports."""
    for place in places:
        path = root / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    yield from ((str(file.relative_to(root)), alias.name.partition(".")[0]) for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    yield str(file.relative_to(root)), node.module.partition(".")[0]


def undeclared(root: Path, declared: Mapping[str, set[str]], allowed: Mapping[str, str]) -> Iterator[str]:
    """What is imported and not declared for where it is imported."""
    owners = packages_distributions()
    ours = {path.stem for place in (*RUNNING, *BESIDES) for path in [root / place, *(root / place).rglob("*")]}
    may_be = {"run": declared["run"] | allowed.keys(), "test": declared["run"] | declared["test"] | allowed.keys()}
    told = set()
    for kind, places in (("run", RUNNING), ("test", BESIDES)):
        for file, module in imported(root, places):
            if (
                module in sys.stdlib_module_names
                or module in ours
                or {plain(name) for name in owners.get(module, [])} & may_be[kind]
            ):
                continue
            told.add(f"{file}: {module} is not declared in pyproject.toml" + (" for running" if kind == "run" else ""))
    yield from sorted(told)


# --- the whole


def unfit() -> Iterator[str]:
    """What `pip check` says of what is installed."""
    ran = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, timeout=120, check=False)
    if ran.returncode:
        yield from ran.stdout.splitlines() or ["pip check cannot run: run make setup"]


def main(root: Path = ROOT) -> int:
    """Tell every fault; 1 where there is one."""
    rules = tomllib.loads((root / "scripts" / "dependencies.toml").read_text(encoding="utf-8"))
    declared = declared_in(tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8")))
    installed = {plain(found.metadata["Name"]): found for found in distributions()}
    checks: Mapping[str, Callable[[], Iterable[str]]] = {
        "locks and hashes": lambda: [*unlocked(root, installed), *undeclared_in_lock(root, declared)],
        "pip check": unfit,
        "licences": lambda: unlicensed(installed, rules["licences"]),
        "imports": lambda: undeclared(root, declared, rules["imports"]),
    }
    faults = [f"{name}: {fault}" for name, check in checks.items() for fault in check()]
    print(*faults, f"{len(installed)} packages: {len(faults)} faults in {', '.join(checks)}", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
