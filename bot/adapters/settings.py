"""Settings from the environment or `.env`: frozen, checked once, every fault told together.

Some combinations are refused because they would break a promise, not because they would not run.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.errors import SettingsError

PROJECT = Path(__file__).resolve().parents[2]
_SECRET_LETTERS = 32
_TELEGRAM_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_REGION = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True, repr=False)  # no repr: a traceback must not print secrets
class Settings:
    """What the operator chose; see `.env.example` for the meaning of each."""

    public_base_url: str = ""
    secret_key: str = ""
    database_url: str = "sqlite:///var/safertext.db"
    content_dir: Path = PROJECT / "content"
    twilio_auth_token: str = ""
    twilio_shared_keys: Mapping[str, str] = field(default_factory=dict)
    telegram_bot_token: str = ""
    telegram_webhook_secret: str = ""
    organisation: str = ""
    organisation_phone: str = ""
    region: str = "maine"
    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 16
    site_max_age_days: int = 365
    trusted_hosts: tuple[str, ...] = ()
    log_level: str = "INFO"

    @property
    def sms_on(self) -> bool:
        """Whether Twilio's requests can be checked, and so whether `/sms` exists."""
        return bool(self.twilio_auth_token or self.twilio_shared_keys)

    @property
    def telegram_on(self) -> bool:
        """Whether `/telegram` exists."""
        return bool(self.telegram_webhook_secret)

    @property
    def regions(self) -> tuple[str, ...]:
        """Whose entries and numbers count, nearest first."""
        return (self.region, "us") if self.region != "us" else ("us",)


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process: the environment before `.env`. Raises SettingsError with every fault."""
    if environment is None:
        file = {key: value for key, value in dotenv_values(PROJECT / ".env").items() if value is not None}
        environment = {**file, **os.environ}
    faults: list[str] = []
    read: dict[str, object] = {}
    for name, (attribute, parse) in FIELDS.items():
        text = environment.get(name, "").strip()
        if text:
            try:
                read[attribute] = parse(text)
            except ValueError as error:
                faults.append(f"{name}: {error}")
    settings = Settings(**read)  # type: ignore[arg-type]  # each parser gives its field's type; a test holds them together
    faults += _unsafe(settings)
    if faults:
        raise SettingsError(tuple(faults))
    return settings


def _unsafe(settings: Settings) -> list[str]:
    """Combinations that would break a promise or silently fail."""
    faults = []
    if settings.sms_on and not settings.public_base_url:
        faults.append("PUBLIC_BASE_URL is empty, but Twilio's signature covers it: set it to https://your.address")
    secrets = [settings.secret_key, settings.twilio_auth_token, settings.telegram_webhook_secret]
    given = [secret for secret in (*secrets, *settings.twilio_shared_keys.values()) if secret]
    if len(set(given)) < len(given):
        faults.append("two secrets are equal: whoever learns one knows the other; make each its own")
    return faults


def _plain(text: str) -> str:
    return text


def _url(text: str) -> str:
    parts = urlsplit(text)
    local = parts.hostname in {"localhost", "127.0.0.1"}
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("must be an address such as https://bot.example.org, without a query")
    if parts.scheme == "http" and not local:
        raise ValueError("must start with https: over http everybody on the way reads what people text")
    if parts.port == 0:  # reading the port also refuses one out of range, with which no signature would ever hold
        raise ValueError("has a port that no address can have")
    return text.rstrip("/")


def _secret(text: str) -> str:
    if len(text) < _SECRET_LETTERS:
        raise ValueError(f"must be at least {_SECRET_LETTERS} characters; make one with: openssl rand -hex 32")
    return text


def _telegram_secret(text: str) -> str:
    if not _TELEGRAM_SECRET.fullmatch(text):
        raise ValueError("may hold 1 to 256 letters, digits, _ and - (Telegram's rule)")
    return text


def _shared_keys(text: str) -> Mapping[str, str]:
    pairs = [part.partition(":") for part in text.split(",") if part.strip()]
    if not all(name.strip() and key.strip() for name, _, key in pairs):
        raise ValueError("must be id:key, several parted by commas")
    return {name.strip(): key.strip() for name, _, key in pairs}


def _database(text: str) -> str:
    plain = text.replace("postgres://", "postgresql://", 1) if text.startswith("postgres://") else text
    if not re.match(r"(sqlite|postgresql)(\+\w+)?:", plain):
        raise ValueError("must start with sqlite: or postgresql:")
    return plain.replace("postgresql://", "postgresql+psycopg://", 1)


def _folder(text: str) -> Path:
    path = PROJECT / text
    if not path.is_dir():
        raise ValueError("there is no such folder")
    return path


def _region(text: str) -> str:
    if not _REGION.fullmatch(text):
        raise ValueError("must be the name of a folder in content/regions, such as maine")
    return text


def _whole(lowest: int, highest: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isdecimal() or not lowest <= int(text) <= highest:
            raise ValueError(f"must be a whole number from {lowest} to {highest}")
        return int(text)

    return parse


def _hosts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _level(text: str) -> str:
    if text.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
    return text.upper()


# Environment name to (field, parser); `.env.example` is tested against this table.
FIELDS: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "PUBLIC_BASE_URL": ("public_base_url", _url),
    "SECRET_KEY": ("secret_key", _secret),
    "DATABASE_URL": ("database_url", _database),
    "CONTENT_DIR": ("content_dir", _folder),
    "TWILIO_AUTH_TOKEN": ("twilio_auth_token", _plain),
    "TWILIO_SHARED_KEYS": ("twilio_shared_keys", _shared_keys),
    "TELEGRAM_BOT_TOKEN": ("telegram_bot_token", _plain),
    "TELEGRAM_WEBHOOK_SECRET": ("telegram_webhook_secret", _telegram_secret),
    "ORGANISATION": ("organisation", _plain),
    "ORGANISATION_PHONE": ("organisation_phone", _plain),
    "REGION": ("region", _region),
    "HOST": ("host", _plain),
    "PORT": ("port", _whole(1, 65535)),
    "THREADS": ("threads", _whole(1, 64)),
    "SITE_MAX_AGE_DAYS": ("site_max_age_days", _whole(1, 3650)),
    "TRUSTED_HOSTS": ("trusted_hosts", _hosts),
    "LOG_LEVEL": ("log_level", _level),
}
