"""`safertext admin`: who may use the pages for the group."""

from __future__ import annotations

import argparse
import sys

from bot.adapters.settings import Settings

_PARTS = {
    "add": ("Make an account; prints its password once.", True),
    "password": ("Make a new password; ends every session.", True),
    "remove": ("Take an account away, at once.", True),
    "list": ("Say who has an account.", False),
}


def arguments(command: argparse.ArgumentParser) -> None:
    """The subcommands of `safertext admin`; which one is in `what`."""
    parts = command.add_subparsers(required=True, metavar="what", dest="what")
    for name, (summary, named) in _PARTS.items():
        example = f"example: safertext admin {name}{' Ana' if named else ''}"
        part = parts.add_parser(name, help=summary, description=summary, epilog=example)
        if named:
            part.add_argument("name", metavar="NAME", help="what this person logs in with")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Run one subcommand; its exit code."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.adapters import database
    from bot.adapters.admin import accounts

    try:
        engine = database.opened(settings.database_url)
        work = {"add": accounts.add, "password": accounts.renew, "remove": accounts.remove}
        if options.what == "list":
            print("\n".join(accounts.names(engine)) or "Nobody yet: safertext admin add NAME")
            return 0
        password = work[options.what](engine, options.name)
    except accounts.AccountError as error:
        print(error, file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(f"the database cannot be used ({type(error).__name__}), nothing was changed: check DATABASE_URL", file=sys.stderr)
        return 1
    if password is None:
        print("Taken away. Every session of this person has ended.")
        return 0
    print(f"Password: {password}\nIt is kept nowhere and shown only now. Give it to this person alone; log in at /admin.")
    if not settings.admin_enabled:
        print("The pages are off: set ADMIN_ENABLED=yes and restart the server.")
    return 0
