"""A real PostgreSQL for the tests, on a socket of its own, gone after them."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from needing import lacking

from bot.adapters.database import engine_for, prepare


def binary(name: str) -> Path | None:
    """A program of PostgreSQL, from PATH or where Debian puts it."""
    found = shutil.which(name)
    places = [Path(found).resolve()] if found else sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return places[-1] if places else None


def somebody() -> dict[str, object]:
    """Arguments that run a program as an unprivileged user when we are root: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    user = next(each for each in pwd.getpwall() if each.pw_name in {"nobody", "postgres"})
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def running() -> Iterator[Path]:
    """The folder of a server that answers; its socket is in it."""
    initdb = binary("initdb")
    if initdb is None:
        lacking("PostgreSQL is not installed here (Debian: apt install postgresql)")
    folder, who = Path(tempfile.mkdtemp(prefix="pg")), somebody()
    if who:
        os.chown(folder, who["user"], who["group"])
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    quiet = {"cwd": folder, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **who}
    made = [initdb, "-D", folder / "data", "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync", "--wal-segsize=1"]
    subprocess.run(made, check=True, timeout=60, **quiet)
    command = [initdb.parent / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"]
    server = subprocess.Popen(command, **quiet)
    try:
        _await(address(folder))
        yield folder
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def address(folder: Path) -> str:
    """The address of the server in `folder`."""
    return f"postgresql+psycopg://tests@/postgres?host={folder}"


def _await(url: str) -> None:
    engine, deadline = engine_for(url), time.monotonic() + 30
    while not prepare(engine):
        assert time.monotonic() < deadline, "PostgreSQL did not start"
        time.sleep(0.1)
    engine.dispose()
