"""What we promise when the database or its disk breaks: the steps come within a second, and all heals by itself.

Each test first proves that its fault is in force, through the running server; then a person in danger texts; then the fault
ends, without a restart, and every message has been counted once. The table of all of them is in docs/how-it-works.md.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest
from breaking import FAULTY, Line, counted, faulty_line, until
from needing import lacking
from serving import started


@pytest.fixture(scope="module")
def small(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """The same with its database on a disk of 2 MB, in a space of its own, which needs no rights."""
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        lacking("this kernel lets nobody mount a small disk of their own (unshare -rm)")
    disk = tmp_path_factory.mktemp("disk")
    with faulty_line(program, disk, SMALL_DISK=str(disk)) as line:
        yield line


def survives(line: Line, fault: str, proof: str) -> None:
    """The whole story of a fault of the database."""
    line.says("hello")
    line.all_is_counted_once()
    assert proof in line.switch(fault, on=True)
    line.test("pass?seconds=1000")  # now counts want to be written
    line.steps_come()
    time.sleep(0.5)
    line.steps_come()
    line.switch(fault, on=False)
    line.all_is_counted_once()
    until(lambda: b'"database":"ready"' in line.ready())
    line.told(fault)


def test_a_database_that_somebody_else_has_locked(line: Line) -> None:
    survives(line, "locked", "database is locked")


def test_a_database_that_takes_ten_seconds_for_every_statement(line: Line) -> None:
    survives(line, "slow", "a statement waits")


def test_a_database_file_that_is_rubbish(line: Line) -> None:
    survives(line, "corrupt", "file is not a database")


def test_a_disk_that_is_full(small: Line) -> None:
    small.slowest = 0.0
    survives(small, "full", "full")


def test_a_disk_that_is_read_only(small: Line) -> None:
    small.slowest = 0.0
    survives(small, "readonly", "Read-only file system")


def test_a_database_that_cannot_be_made_at_start_is_made_when_it_can(program: Path, tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")
    with started(program, [FAULTY], DATABASE_URL=f"sqlite:///{tmp_path}/var/safertext.db") as server:
        line = Line(server)
        until(lambda: b'"database":"away"' in line.ready())
        line.steps_come()
        (tmp_path / "var").unlink()
        until(lambda: b'"database":"ready"' in line.ready())
        line.all_is_counted_once()
        line.told("missing at start")


def test_a_database_server_that_goes_and_comes_back(program: Path) -> None:
    with postgres.running() as folder:
        control = [postgres.binary("pg_ctl"), "-D", folder / "data", "-w", "-s"]
        options = f"-k {folder} -c listen_addresses= -c fsync=off"
        who = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **postgres.somebody()}
        with started(program, [FAULTY], DATABASE_URL=postgres.address(folder)) as server:
            line = Line(server)
            until(lambda: b'"database":"ready"' in line.ready())
            line.says("hello")
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, timeout=20, **who)
            line.test("pass?seconds=1000")
            until(lambda: b'"database":"away"' in line.ready())
            line.steps_come()
            try:
                subprocess.run([*control, "-l", folder / "log", "-o", options, "start"], check=True, timeout=20, **who)
                line.test("pass?seconds=1000")
                until(lambda: b'"database":"ready"' in line.ready())
                until(lambda: counted(postgres.address(folder)) == line.sent)
            finally:
                server.process.terminate()
                server.process.wait(25)
                subprocess.run([*control, "-m", "immediate", "stop"], check=True, timeout=20, **who)
            line.told("gone at run time")
