"""How many of the Census's towns the gazetteer knows, state by state: run by hand with a Census gazetteer.

    python scripts/town_share.py 2025_Gaz_cousubs_national.txt
    python scripts/town_share.py 2025_Gaz_cousubs_national.txt --missing ME

The file is the Census Bureau's (county subdivisions: what New Englanders call a town); it is not shipped and not fetched here.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.adapters.gazetteer_file import gazetteer_for  # noqa: E402 (the project's folder must be on the path first)
from bot.adapters.gazetteer_import import is_known, lines_of  # noqa: E402 (likewise)
from bot.adapters.gazetteer_rows import Named  # noqa: E402 (likewise)
from bot.adapters.importers.record import UnusableFileError  # noqa: E402 (likewise)
from bot.gazetteer import Gazetteer  # noqa: E402 (likewise)


def shares(towns: Iterable[Named], gazetteer: Gazetteer) -> dict[str, tuple[int, list[str]]]:
    """For each state, how many towns it has and the names of those that the gazetteer does not know near there."""
    found: dict[str, tuple[int, list[str]]] = {}
    for town in towns:
        count, missing = found.get(town.state, (0, []))
        found[town.state] = count + 1, missing if is_known(town, gazetteer) else [*missing, town.name]
    return dict(sorted(found.items()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or the names missing in one state."""
    parser = argparse.ArgumentParser(description="How many of the Census's towns the gazetteer knows, state by state.")
    parser.add_argument("file", type=Path, help="a Census gazetteer of county subdivisions or places")
    parser.add_argument("--missing", metavar="STATE", default="", help="list the names that are missing there")
    options = parser.parse_args(arguments)
    try:
        _, lines = lines_of(options.file)
        table = shares((line for line in lines if isinstance(line, Named)), gazetteer_for(ROOT / "content", ()))
    except UnusableFileError as error:
        print(error, file=sys.stderr)
        return 1
    if options.missing:
        print(*table.get(options.missing, (0, []))[1], sep="\n")
        return 0
    for state, (count, missing) in table.items():
        print(f"{state or '--':3} {count:6} towns {100 * (count - len(missing)) / count:6.1f} % known")
    return 0


if __name__ == "__main__":
    sys.exit(main())
