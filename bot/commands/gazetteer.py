"""`safertext gazetteer`: towns and postal codes that the shipped list lacks."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.adapters.settings import Settings


def arguments(command: argparse.ArgumentParser) -> None:
    """One subcommand: `import`."""
    parts = command.add_subparsers(required=True, metavar="what", dest="what")
    example = "safertext gazetteer import 2025_Gaz_cousubs_national.txt"
    part = parts.add_parser("import", help="Bring in towns or postal codes.", epilog=f"example: {example}")
    known = "GeoNames postal codes (any country; .txt or .zip), or a Census gazetteer of places or county subdivisions"
    part.add_argument("file", type=Path, metavar="FILE", help=known)
    part.add_argument("--zone", default="", metavar="ZONE", help="time zone of another country, such as Europe/Lisbon")
    part.add_argument("--report", type=Path, metavar="FILE.json", help="write there which lines were refused, and why")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Import; exit 1 when the file cannot be used, and nothing is changed then."""
    from bot.adapters.gazetteer_file import gazetteer_for  # --help need not wait for these
    from bot.adapters.gazetteer_import import bring
    from bot.adapters.importers.record import UnusableFileError

    try:
        report = bring(options.file, settings.content_dir, gazetteer_for(settings.content_dir, ()), options.zone)
        if options.report:
            options.report.write_text(report.as_json(), encoding="utf-8")
    except UnusableFileError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"the report cannot be written to {options.report.name} ({error.strerror}); the import itself is done\n")
        return 1
    sys.stdout.writelines(f"{line}\n" for line in report.lines())
    sys.stdout.write("restart the server to use it\n")
    return 0
