"""Checks of this machine: settings, secrets, files, disk, memory, the database."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from bot.adapters import database, sunset_file
from bot.adapters.doctor.verdict import Verdict, Visit, green, off, red, yellow
from bot.adapters.settings import Settings
from bot.adapters.twilio_api import KEY_FILE

_RED_BYTES, _YELLOW_BYTES = 200 * 1024**2, 1024**3
_SHORTEST = 24
_FEWEST_LETTERS = 8
_FRESH = 0.75
_API_NAMES = ("TWILIO_API_KEY", "TWILIO_API_SECRET")
_OTHERS = stat.S_IRWXO
_SWAPS = Path("/proc/swaps")


def settings(visit: Visit) -> Verdict:
    """What settings allow, but people would miss."""
    missing = list(_missing(visit.settings))
    if not (visit.settings.sms_on or visit.settings.telegram_on):
        do = "set TWILIO_AUTH_TOKEN or TELEGRAM_WEBHOOK_SECRET in .env, as docs/go-live.md says"
        return red("no channel is on: only the web page answers", do)
    return yellow("; ".join(missing), "set what is missing in .env and restart") if missing else green("complete")


def _missing(given: Settings) -> Iterator[str]:
    if not given.organisation or not given.organisation_phone:
        yield "ORGANISATION and ORGANISATION_PHONE do not say who runs this line"
    host = urlsplit(given.public_base_url).hostname
    if not {host, "127.0.0.1"} <= set(given.trusted_hosts):
        yield f"TRUSTED_HOSTS does not hold {host or 'your host name'} and 127.0.0.1, so the server answers under any name"
    if given.log_level == "DEBUG":
        yield "LOG_LEVEL is DEBUG, which tells more of what happens than a log needs"


def secrets(visit: Visit) -> Verdict:
    """Whether somebody could guess one."""
    given = visit.settings
    named = {
        "SECRET_KEY": given.secret_key,
        "TWILIO_AUTH_TOKEN": given.twilio_auth_token,
        "TELEGRAM_WEBHOOK_SECRET": given.telegram_webhook_secret,
        **{f"TWILIO_SHARED_KEYS {name}": key for name, key in given.twilio_shared_keys.items()},
    }
    weak = [name for name, secret in named.items() if secret and guessable(secret)]
    if weak:
        return red(
            f"too easy to guess: {', '.join(weak)}", "make your own with: openssl rand -hex 32 (Twilio's come from its console)"
        )
    return green("long and unlike words") if any(named.values()) else off("there are none yet")


def guessable(secret: str) -> bool:
    """Whether a secret is short, made of few letters, says the same again, or counts up like 12345678."""
    fours = [secret[at : at + 4] for at in range(len(secret) - 3)]
    again = len(set(fours)) < _FRESH * len(fours)
    steps = sum(ord(after) - ord(before) in {0, 1} for before, after in pairwise(secret))
    return len(secret) < _SHORTEST or len(set(secret)) < _FEWEST_LETTERS or again or steps > len(secret) / 2


def files(visit: Visit) -> Verdict:
    """Who on this machine may read the secrets, and whether the server could delete at Twilio."""
    present = [path for name in (".env", KEY_FILE, "var") if (path := visit.folder / name).exists()]
    bare = [path.name for path in present if path.stat().st_mode & _OTHERS]
    if bare:
        light = yellow if bare == ["var"] else red
        return light(f"everybody on this machine may read {', '.join(bare)}", f"run: chmod o-rwx {' '.join(bare)}")
    kept = dotenv_values(visit.folder / ".env")
    if any(kept.get(name) for name in _API_NAMES):
        return yellow(
            "the server can read the key that deletes at Twilio", f"move TWILIO_API_KEY and TWILIO_API_SECRET to {KEY_FILE}"
        )
    return green("closed to others")


def last_day(visit: Visit) -> Verdict:
    """Whether somebody has ended the line, by purpose or by mistake: then people get three numbers and nothing else."""
    mark = visit.folder / "var" / sunset_file.FILE.name
    if not sunset_file.ended(mark):
        return green("the line goes on")
    said = f"the line has ended{f' on {day}' if (day := sunset_file.since(mark)) else ''}: it answers 911, 211 and 988 only"
    return yellow(
        said, "keep number and server for a year (docs/runbook.md, The last day); a mistake? run: safertext sunset --undo"
    )


def disk(visit: Visit) -> Verdict:
    """Room for counts and the last good copy of the words."""
    free = shutil.disk_usage(visit.folder).free
    said, do = f"{free / 1024**3:.1f} GB free", "make room: with a full disk no count and no edit of a place is kept"
    if free < _RED_BYTES:
        return red(said, do)
    return yellow(said, do) if free < _YELLOW_BYTES else green(said)


def swap(visit: Visit, path: Path = _SWAPS) -> Verdict:
    """Whether memory, and with it the talks of the last minutes, can reach the disk."""
    del visit
    try:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return off("this system does not say whether it swaps")
    if len(lines) > 1:
        return yellow("this machine swaps: memory may reach the disk", "run: swapoff -a, and take the line out of /etc/fstab")
    return green("off")


def storage(visit: Visit) -> Verdict:
    """Whether counts and edits of places can be kept, and their tables are there."""
    with visit.database() as engine:
        if engine is None:
            return yellow("there is no database yet: the places of the files answer", "start the server once; it makes one")
        try:
            there = set(inspect(engine).get_table_names())
        except (SQLAlchemyError, OSError) as error:
            said = f"cannot be opened ({type(error).__name__}); answers still come"
            return red(said, "look at DATABASE_URL, and at who may write var/")
    lacking = sorted(set(database.Base.metadata.tables) - there)
    do = "back it up, then run: alembic -c migrations/alembic.ini upgrade head"
    return yellow(f"of another version: {', '.join(lacking)} missing", do) if lacking else green("opens")
