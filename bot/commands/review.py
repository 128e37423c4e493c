"""`safertext review`: read a text, and sign that you stand by it."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from bot.adapters.settings import Settings
from bot.bank import LANGUAGES
from bot.review import ROLES


def arguments(command: argparse.ArgumentParser) -> None:
    """Which text, and who signs it."""
    command.add_argument("file", type=Path, help="an entry of the content folder, as entries/naloxone_what.toml")
    command.add_argument("--language", choices=LANGUAGES, required=True, help="the language that was read")
    command.add_argument("--name", help="who signs; only that person may say so. The name goes into the file")
    command.add_argument("--role", choices=ROLES, help="as what they sign")
    command.add_argument("--of", default="", metavar="CODE", help="the code that was shown with the text: writes the signature")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Show the text and what it still needs; with name and role the change; with the text's code, make it."""
    from bot.adapters.review_sign import NotSignedError, shown, sign  # loads a writer that --help need not wait for

    content, today = settings.content_dir, date.today()  # noqa: DTZ011 - the day on the reviewer's calendar
    whole, root = options.file.resolve(), content.resolve()
    file = str(whole.relative_to(root) if whole.is_relative_to(root) else options.file)
    try:
        if not (options.name and options.role):
            print(shown(content, file, options.language))
            return 0
        signature = (options.language, options.name, options.role, today)
        print(sign(content, file, *signature, shown=options.of, write=bool(options.of)), end="")
    except (NotSignedError, OSError) as error:
        print(f"Not signed: {error}", file=sys.stderr)
        return 1
    print("Signed." if options.of else "Nothing is written yet: add --of CODE, with the code that was shown for this role.")
    return 0
