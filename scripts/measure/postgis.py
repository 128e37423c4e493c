"""A PostgreSQL of the bench's own with PostGIS, on a socket in a folder of its own and gone afterwards, where it is installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from bot.message import Point

MISSING = "PostGIS not installed (Debian: apt install postgresql-15-postgis-3)"
_NEAREST = "SELECT id FROM site ORDER BY place <-> ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography LIMIT 3"
_TABLE = "CREATE TABLE site (id integer, lat double precision, lon double precision, place geography(Point, 4326))"


def binaries() -> Path | None:
    """The folder with `initdb` of a PostgreSQL that has PostGIS."""
    found = shutil.which("initdb")
    places = [
        *([Path(found).resolve()] if found else []),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True),
    ]
    return next((place.parent for place in places if _extension(place.parent).exists()), None)


def _extension(folder: Path) -> Path:
    share = subprocess.run([folder / "pg_config", "--sharedir"], capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
    return Path(share or "/nowhere") / "extension" / "postgis.control"


@contextmanager
def running() -> Iterator[psycopg.Connection[Any] | None]:
    """A connection to a server that has just been made; None where there is none to be made."""
    folder = binaries()
    if folder is None:
        yield None
        return
    home, who = Path(tempfile.mkdtemp(prefix="bench-pg-")), _somebody()
    if who:
        os.chown(home, who["user"], who["group"])
    quiet = {
        "cwd": home,
        "env": {"LC_ALL": "C", "PATH": "/usr/bin"},
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        **who,
    }
    made: list[str | Path] = [folder / "initdb", "-D", home / "data", "-U", "bench", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(made, check=True, timeout=120, **quiet)  # noqa: S603 - the server that the machine has
    settings = ("listen_addresses=", "fsync=off", "shared_buffers=512MB", "maintenance_work_mem=256MB", "jit=off")
    command: list[str | Path] = [
        folder / "postgres",
        "-D",
        home / "data",
        "-k",
        home,
        *(part for each in settings for part in ("-c", each)),
    ]
    server = subprocess.Popen(command, **quiet)  # noqa: S603 - likewise
    try:
        with _connected(home) as connection:
            yield connection
    finally:
        server.terminate()
        server.wait(60)
        shutil.rmtree(home, ignore_errors=True)


def _somebody() -> dict[str, Any]:
    """An unprivileged user where we are root: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    user = next(each for each in pwd.getpwall() if each.pw_name in {"nobody", "postgres"})
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _connected(home: Path) -> psycopg.Connection[Any]:
    address, deadline = f"host={home} user=bench dbname=postgres", time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(psycopg.OperationalError):
            return psycopg.connect(address, autocommit=True)
        time.sleep(0.1)
    raise TimeoutError("PostgreSQL did not start within a minute")


def fill(connection: psycopg.Connection[Any], places: Iterable[Point]) -> None:
    """A table of `places` with the index that PostGIS recommends."""
    connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    connection.execute("DROP TABLE IF EXISTS site")
    connection.execute(_TABLE)
    with connection.cursor() as cursor, cursor.copy("COPY site (id, lat, lon) FROM STDIN") as copy:
        for number, place in enumerate(places):
            copy.write_row((number, place.lat, place.lon))
    connection.execute("UPDATE site SET place = ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography")
    connection.execute("CREATE INDEX site_place ON site USING gist (place)")
    connection.execute("VACUUM ANALYZE site")


def ask(connection: psycopg.Connection[Any]) -> Callable[[Point], int]:
    """The nearest of a point, by `<->` with a prepared statement."""

    def nearest(point: Point) -> int:
        return int(connection.execute(_NEAREST, (point.lon, point.lat), prepare=True).fetchall()[0][0])

    return nearest
