"""`safertext region`: the folder of a new region, with every number, law and place marked to fill in."""

from __future__ import annotations

import argparse
import sys

from bot.adapters.region_new import PLACES, RegionError, new
from bot.adapters.settings import Settings
from bot.adapters.unfilled import MARK


def arguments(command: argparse.ArgumentParser) -> None:
    """The one subcommand so far."""
    parts = command.add_subparsers(required=True, metavar="what", dest="what")
    summary = "Make content/regions/NAME to fill in."
    made = parts.add_parser("new", help=summary, description=summary, epilog="example: safertext region new vermont --state VT")
    made.add_argument("name", metavar="NAME", help="small letters, digits and _")
    made.add_argument("--state", default="", metavar="XX", help="the postal code of its state")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Make the folder and say what comes next; 1 where it cannot be made."""
    try:
        made = new(settings.content_dir, options.name, options.state)
    except (RegionError, OSError) as error:
        told = isinstance(error, RegionError)
        print(error if told else f"The folder cannot be written ({type(error).__name__}).", file=sys.stderr)
        return 1
    print(
        f"{made.folder} is there, with {made.marks} lines that say {MARK}.\n"
        f"1. Set REGION={options.name} in .env. Until a text is filled in, the wider region answers.\n"
        "2. Fill in region.toml, numbers.toml and the texts, each with its source; delete what your place has no need of.\n"
        "3. safertext check names what still waits.\n"
        f"4. Put your places into {PLACES} and bring them in: safertext places import {made.folder / PLACES} --dry-run\n"
        "5. Never carry one state's law into another: have a lawyer of your state read what is about the law."
    )
    return 0
