"""What an import costs: 100,000 lines of CSV, a sheet of 25,000 rows, 50 MB of GeoJSON and KML, each in a process of its own."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook

from bot.adapters.settings import PROJECT
from measure.row import Row, row

CSV_ROWS, XLSX_ROWS, MEGABYTES = 100_000, 25_000, 50
GOAL_SECONDS, GOAL_MB = 60.0, 300.0
_HEAD = ("id", "name", "address", "city", "state", "zip", "lat", "lon", "phone", "category", "hours")


class Cost(NamedTuple):
    """What one import took: seconds of processor time, megabytes at the most, and seconds on the wall."""

    seconds: float
    megabytes: float
    wall: float


def rows(seed: int) -> Iterator[Row]:
    """Three rows for each file: rows a second of processor time, new and told again, and memory; about three minutes."""
    with tempfile.TemporaryDirectory(prefix="safertext-import-") as name:
        folder, chance = Path(name), random.Random(seed)  # noqa: S311 - variety, not secrecy
        for what, (file, write) in FILES.items():
            count = write(folder / file, chance)
            cost = _import(folder, file)
            size = (folder / file).stat().st_size / 1e6
            goal = ("goal", count / GOAL_SECONDS) if what == "CSV" else None
            yield row(f"import, {what}, {count:,} rows, {size:.0f} MB", count / cost.seconds, "rows/s CPU", goal)
            yield row(f"import, {what}, memory at most", cost.megabytes, "MB", ("goal", GOAL_MB))
            again = _import(folder, file)
            yield row(f"import, {what}, the same again", count / again.seconds, "rows/s CPU")
            (folder / "places.db").unlink()
            (folder / file).unlink()


def _import(folder: Path, file: str) -> Cost:
    """`safertext places import` on a database of its own."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/places.db"}
    command = [
        sys.executable,
        "-c",
        _MEASURED,
        "places",
        "import",
        str(folder / file),
        "--service",
        "naloxone",
        "--source",
        "bench",
    ]
    began = time.monotonic()
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=1200, check=True)  # noqa: S603 - our own program
    seconds, kilobytes = map(float, done.stderr.split()[-2:])
    return Cost(seconds, kilobytes / 1024, time.monotonic() - began)


# The command, and behind it the processor's seconds and what the process held at the most, in KiB (0 where the system does not
# tell). Not `ru_maxrss`: that begins with what this very bench held when it started the process.
_MEASURED = """
import sys, time
from pathlib import Path
from bot.cli import main
code, status = main(sys.argv[1:]), Path("/proc/self/status")
told = status.read_text().split() if status.exists() else ["VmHWM:", "0"]
print(time.process_time(), told[told.index("VmHWM:") + 1], file=sys.stderr)
sys.exit(code)
"""


def _place(number: int, chance: random.Random) -> tuple[str, ...]:
    """One made-up place in Maine; every tenth has no point, every seventh free-text hours."""
    point = ("", "") if number % 10 == 0 else (f"{chance.uniform(43.5, 46):.4f}", f"{chance.uniform(-70.5, -68):.4f}")
    hours = "Mon-Fri 9-5; Sat 9-1" if number % 7 == 0 else "Mo-Fr 09:00-17:00"
    street = f"{number} {chance.choice(('Main', 'Elm', 'Pine', 'Harbor'))} St"
    phone = f"207-555-{chance.randrange(100, 200):04d}"
    return f"{number}", f"Place {number}", street, "Bangor", "ME", "04401", *point, phone, "naloxone", hours


def _csv(path: Path, chance: random.Random) -> int:
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(_HEAD) + "\n")
        file.writelines(",".join(_place(number, chance)) + "\n" for number in range(CSV_ROWS))
    return CSV_ROWS


def _xlsx(path: Path, chance: random.Random) -> int:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(_HEAD)
    for number in range(XLSX_ROWS - 1):
        sheet.append(_place(number, chance))
    book.save(path)
    return XLSX_ROWS - 1


def _geojson(path: Path, chance: random.Random) -> int:
    def line(number: int) -> str:
        place = dict(zip(_HEAD, _place(number, chance), strict=True))
        point = [chance.uniform(-70.5, -68), chance.uniform(43.5, 46)]
        return json.dumps({"type": "Feature", "geometry": {"type": "Point", "coordinates": point}, "properties": place})

    return _filled(path, '{"type":"FeatureCollection","features":[', line, ",\n", "]}")


def _kml(path: Path, chance: random.Random) -> int:
    def line(number: int) -> str:
        _, name, street, *_ = _place(number, chance)
        point = f"{chance.uniform(-70.5, -68):.4f},{chance.uniform(43.5, 46):.4f}"
        address = f"<address>{street}, Bangor ME 04401</address>"
        return f"<Placemark><name>{name}</name>{address}<Point><coordinates>{point}</coordinates></Point></Placemark>"

    return _filled(
        path, '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>', line, "\n", "</Document></kml>"
    )


def _filled(path: Path, head: str, line: Callable[[int], str], between: str, foot: str) -> int:
    """A file just under the limit; how many places are in it."""
    number = 0
    with path.open("w", encoding="utf-8") as file:
        size = file.write(head)
        while size < (MEGABYTES - 1) * 1024 * 1024:
            size += file.write((between if number else "") + line(number))
            number += 1
        file.write(foot)
    return number


FILES: dict[str, tuple[str, Callable[[Path, random.Random], int]]] = {
    "CSV": ("bench.csv", _csv),
    "XLSX": ("bench.xlsx", _xlsx),
    "GeoJSON": ("bench.geojson", _geojson),
    "KML": ("bench.kml", _kml),
}
