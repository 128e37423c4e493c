"""`safertext places`: bring in directories, give them out, look after them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.adapters.settings import Settings
from bot.site import SERVICES

FORMATS = ("auto", "csv", "geojson", "arcgis", "samhsa", "hsds", "kml", "xlsx", "overpass", "airs", "safertext")


def arguments(command: argparse.ArgumentParser) -> None:
    """The subcommands of `safertext places`; which one is in `what`."""
    parts = command.add_subparsers(required=True, metavar="what", dest="what")
    for name, (summary, example, add) in _PARTS.items():
        part = parts.add_parser(
            name,
            help=summary,
            description=summary,
            epilog=f"example: {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        add(part)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Run one subcommand; its exit code."""
    from bot.adapters.places_cli import places  # loads packages that --help need not wait for

    return places(options, settings)


def _import(part: argparse.ArgumentParser) -> None:
    known = "CSV, XLSX, GeoJSON, ArcGIS JSON, KML/KMZ, Overpass JSON, SAMHSA, HSDS or AIRS; recognised by what is in it"
    part.add_argument("files", nargs="+", type=Path, metavar="FILE", help=known)
    part.add_argument("--format", choices=FORMATS, default="auto", help="when it is recognised wrongly")
    part.add_argument(
        "--map", type=Path, metavar="mapping.toml", help="which heading is which of our columns; see docs/places.md"
    )
    part.add_argument("--service", action="append", default=[], choices=SERVICES, help="for rows that do not say what they offer")
    part.add_argument(
        "--source", default="", metavar="NAME", help="who keeps this list; the same name each time (usual: the file's name)"
    )
    part.add_argument("--dry-run", action="store_true", help="show what would change; write nothing")
    part.add_argument("--allow-shrink", action="store_true", help="even if most of the source's places are gone")
    part.add_argument("--report", type=Path, metavar="FILE", help="write the report there, as JSON, or as CSV by its ending")


def _export(part: argparse.ArgumentParser) -> None:
    part.add_argument(
        "out",
        type=Path,
        metavar="OUT",
        help="the ending says which: .csv (everything), .geojson or .json (HSDS 3; what is public)",
    )


def _due(part: argparse.ArgumentParser) -> None:
    part.add_argument("--limit", type=int, default=0, metavar="N", help="only the first N")


def _map(part: argparse.ArgumentParser) -> None:
    part.add_argument("out", type=Path, metavar="OUT.html", help="a page with a map and a table; nothing in it is fetched")


def _near(part: argparse.ArgumentParser) -> None:
    part.add_argument("place", nargs="+", metavar="PLACE", help="a ZIP, or a town with its state")
    part.add_argument("--service", choices=SERVICES, help="only this service")


_PARTS: Mapping[str, tuple[str, str, Callable[[argparse.ArgumentParser], None]]] = {
    "import": ("Bring in a directory.", "safertext places import boxes.geojson --service naloxone --dry-run", _import),
    "export": ("Write the places to a file.", "safertext places export places.csv", _export),
    "due": ("Whom to call, longest unchecked first.", "safertext places due --limit 10", _due),
    "map": ("Draw the places on a page, to look them over.", "safertext places map places.html", _map),
    "near": ("What is near a place.", "safertext places near 04401 --service naloxone", _near),
}
