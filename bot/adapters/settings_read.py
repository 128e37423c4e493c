"""From the text of one setting to its value. Each raises ValueError with what it must be, and never repeats what it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parents[2]
_SECRET_LETTERS = 32
_FLAGS = {**dict.fromkeys(("yes", "true", "1", "on"), True), **dict.fromkeys(("no", "false", "0", "off"), False)}


def plain(text: str) -> str:
    """Any text."""
    return text


def yes(text: str) -> bool:
    """Yes or no."""
    if text.lower() not in _FLAGS:
        raise ValueError("must be yes or no")
    return _FLAGS[text.lower()]


def url(text: str) -> str:
    """An address over https, without a slash at the end."""
    parts = urlsplit(text)
    local = parts.hostname in {"localhost", "127.0.0.1"}
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("must be an address such as https://bot.example.org, without a query")
    if parts.scheme == "http" and not local:
        raise ValueError("must start with https: over http everybody on the way reads what people text")
    if parts.port == 0:  # reading the port also refuses one out of range, with which no signature would ever hold
        raise ValueError("has a port that no address can have")
    return text.rstrip("/")


def secret(text: str) -> str:
    """A secret that is long enough."""
    if len(text) < _SECRET_LETTERS:
        raise ValueError(f"must be at least {_SECRET_LETTERS} characters; make one with: openssl rand -hex 32")
    return text


def matching(pattern: str, must: str) -> Callable[[str], str]:
    """What reads a text that is `pattern` as a whole; `must` says so in words."""
    shape = re.compile(pattern)

    def parse(text: str) -> str:
        if not shape.fullmatch(text):
            raise ValueError(must)
        return text

    return parse


telegram_secret = matching("[A-Za-z0-9_-]{1,256}", "may hold 1 to 256 letters, digits, _ and - (Telegram's rule)")
region = matching("[a-z][a-z0-9_]*", "must be the name of a folder in content/regions, such as maine")
rate = matching(
    r"[1-9]\d{0,5} ?/ ?([1-9]\d{0,3} )?(second|minute|hour)s?", "must be a number of texts and a time, such as 40/10 minutes"
)
_number = matching(
    r"\+[1-9]\d{7,14}|\d{5,6}", "must be the number with + and the country's code, such as +12075550199, or a short code"
)
_name = matching(r"(?a:[A-Za-z]\w{4,31})", "must be the bot's user name as @BotFather shows it: 5 to 32 letters, digits and _")


def sms_number(text: str) -> str:
    """A telephone number or short code, without blanks."""
    return _number(re.sub(r"[ ().-]", "", text))


def bot_name(text: str) -> str:
    """A bot's user name, without @."""
    return _name(text.removeprefix("@"))


def shared_keys(text: str) -> Mapping[str, str]:
    """Keys by id."""
    pairs = [part.partition(":") for part in text.split(",") if part.strip()]
    if not all(name.strip() and key.strip() for name, _, key in pairs):
        raise ValueError("must be id:key, several parted by commas")
    return {name.strip(): key.strip() for name, _, key in pairs}


def sid(kind: str) -> Callable[[str], str]:
    """What reads an id of Twilio's of one kind, such as AC."""
    return matching(f"{kind}[0-9a-fA-F]{{32}}", f"must be {kind} and 32 digits or letters a to f, as Twilio's console shows it")


def database(text: str) -> str:
    """The address of a SQLite file or PostgreSQL."""
    plain = text.replace("postgres://", "postgresql://", 1) if text.startswith("postgres://") else text
    if not re.match(r"(sqlite|postgresql)(\+\w+)?:", plain):
        raise ValueError("must start with sqlite: or postgresql:")
    return plain.replace("postgresql://", "postgresql+psycopg://", 1)


def state(text: str) -> str:
    """The address of a Redis or Valkey."""
    plain = re.sub(r"^valkey(s?):", r"redis\1:", text)
    parts = urlsplit(plain)
    if parts.scheme not in {"redis", "rediss", "unix"} or not (parts.hostname or parts.path.strip("/")):
        raise ValueError("must be an address such as redis://localhost:6379/0, rediss://... or unix:///run/redis.sock")
    if parts.port == 0:  # reading the port also refuses one out of range
        raise ValueError("has a port that no address can have")
    return plain


def folder(text: str) -> Path:
    """A folder; a relative path starts at the project's."""
    path = PROJECT / text
    if not path.is_dir():
        raise ValueError("there is no such folder")
    return path


def whole(lowest: int, highest: int) -> Callable[[str], int]:
    """What reads a whole number within bounds."""

    def parse(text: str) -> int:
        if not text.isdecimal() or not lowest <= int(text) <= highest:
            raise ValueError(f"must be a whole number from {lowest} to {highest}")
        return int(text)

    return parse


def hosts(text: str) -> tuple[str, ...]:
    """Host names."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def level(text: str) -> str:
    """A level of logging."""
    if text.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
    return text.upper()
