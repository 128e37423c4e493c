"""New secrets in `.env`, in one step: the old file is whole until the new one takes its place, with the same rights."""

from __future__ import annotations

import io
import os
import secrets
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import Binding, parse_stream

# The secrets that are ours to make; all others come from somebody else's console.
OURS = ("SECRET_KEY", "TELEGRAM_WEBHOOK_SECRET")
_BYTES = 32


class RotationError(Exception):
    """Secrets that cannot be changed; the text says why, and that nothing was changed."""


def rotate(path: Path) -> tuple[str, ...]:
    """Give each of our secrets that is set in `path` a new value; their names. Raises RotationError."""
    path = path.resolve()  # a link stays a link
    try:
        old = path.read_bytes().decode("utf-8")  # line ends as they are
    except (OSError, UnicodeDecodeError) as error:
        raise RotationError(f"{path} cannot be read ({type(error).__name__}): nothing was changed") from None
    set_there = dotenv_values(stream=io.StringIO(old))
    fresh = {name: secrets.token_hex(_BYTES) for name in OURS if set_there.get(name)}
    if not fresh:
        raise RotationError(f"{path} sets neither {' nor '.join(OURS)}: there is nothing to change")
    text = "".join(_lines(parse_stream(io.StringIO(old, newline="")), fresh))
    if dotenv_values(stream=io.StringIO(text)) != {**set_there, **fresh}:
        raise RotationError(f"{path} is written in a way that cannot be changed safely: put new values in by hand")
    _replace(path, text)
    return tuple(fresh)


def _lines(bindings: Iterable[Binding], fresh: Mapping[str, str]) -> Iterator[str]:
    """The file's parts as they were, but for the new values."""
    for binding in bindings:
        was = binding.original.string
        if binding.key is None or binding.key not in fresh:
            yield was
            continue
        before = was[: len(was) - len(was.lstrip())]
        after = was[len(was.rstrip()) :] or "\n"
        export = "export " if was.lstrip().startswith("export ") else ""
        yield f"{before}{export}{binding.key}={fresh[binding.key]}{after}"


def _replace(path: Path, text: str) -> None:
    """Write beside, then rename; the mode and, where allowed, the owner are the old file's. Raises RotationError."""
    there = path.stat()
    made = ""
    try:
        handle, made = tempfile.mkstemp(prefix=".env.", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            os.fchmod(file.fileno(), stat.S_IMODE(there.st_mode))
            _own(file.fileno(), there)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(made).replace(path)
    except OSError as error:
        if made:
            Path(made).unlink(missing_ok=True)
        why = f"{path} cannot be written ({type(error).__name__}): nothing was changed; run this as the user who owns it"
        raise RotationError(why) from None


def _own(handle: int, there: os.stat_result) -> None:
    if (os.getuid(), os.getgid()) != (there.st_uid, there.st_gid):
        os.fchown(handle, there.st_uid, there.st_gid)  # else the server could not read its own secrets
