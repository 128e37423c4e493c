"""Settings from the environment or `.env`: frozen, checked once, every fault told together.

Some combinations are refused because they would break a promise, not because they would not run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values

from bot.adapters import settings_read as reading
from bot.errors import SettingsError

PROJECT = reading.PROJECT
# Not settings of ours, but of what we build on: each would write down what people send.
_TALKATIVE = {"FLASK_DEBUG": "Flask would then tell errors in full, with what people wrote"}
_NO = {"", "0", "false", "no"}


@dataclass(frozen=True, slots=True, repr=False)  # no repr: a traceback must not print secrets
class Settings:
    """What the operator chose; see `.env.example` for the meaning of each."""

    public_base_url: str = ""
    secret_key: str = ""
    admin_enabled: bool = False
    database_url: str = "sqlite:///var/safertext.db"
    content_dir: Path = PROJECT / "content"
    twilio_auth_token: str = ""
    twilio_shared_keys: Mapping[str, str] = field(default_factory=dict)
    twilio_account_sid: str = ""
    twilio_api_key: str = ""
    twilio_api_secret: str = ""
    telegram_bot_token: str = ""
    telegram_webhook_secret: str = ""
    sms_number: str = ""
    telegram_bot_name: str = ""
    organisation: str = ""
    organisation_phone: str = ""
    region: str = "maine"
    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 16
    site_max_age_days: int = 365
    trusted_hosts: tuple[str, ...] = ()
    state_url: str = ""
    rate_limit: str = "40/10 minutes"
    log_level: str = "INFO"

    @property
    def sms_on(self) -> bool:
        """Whether Twilio's requests can be checked, and so whether `/sms` exists."""
        return bool(self.twilio_auth_token or self.twilio_shared_keys)

    @property
    def telegram_on(self) -> bool:
        """Whether `/telegram` exists."""
        return bool(self.telegram_webhook_secret)


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
    faults += [f"{name} is set, but {why}: unset it" for name, why in _TALKATIVE.items() if environment.get(name, "0") not in _NO]
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
    if settings.admin_enabled and not settings.secret_key:
        faults.append("SECRET_KEY is empty, but the pages for the group need it: make one with: openssl rand -hex 32")
    if settings.admin_enabled and not settings.public_base_url:
        faults.append("PUBLIC_BASE_URL is empty, but the pages for the group need it: set it to https://your.address")
    secrets = [settings.secret_key, settings.twilio_auth_token, settings.telegram_webhook_secret, settings.twilio_api_secret]
    given = [secret for secret in (*secrets, *settings.twilio_shared_keys.values()) if secret]
    if len(set(given)) < len(given):
        faults.append("two secrets are equal: whoever learns one knows the other; make each its own")
    return faults


# Environment name to (field, parser); `.env.example` is tested against this table.
FIELDS: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "PUBLIC_BASE_URL": ("public_base_url", reading.url),
    "SECRET_KEY": ("secret_key", reading.secret),
    "ADMIN_ENABLED": ("admin_enabled", reading.yes),
    "DATABASE_URL": ("database_url", reading.database),
    "CONTENT_DIR": ("content_dir", reading.folder),
    "TWILIO_AUTH_TOKEN": ("twilio_auth_token", reading.plain),
    "TWILIO_SHARED_KEYS": ("twilio_shared_keys", reading.shared_keys),
    "TWILIO_ACCOUNT_SID": ("twilio_account_sid", reading.sid("AC")),
    "TWILIO_API_KEY": ("twilio_api_key", reading.sid("SK")),
    "TWILIO_API_SECRET": ("twilio_api_secret", reading.plain),
    "TELEGRAM_BOT_TOKEN": ("telegram_bot_token", reading.plain),
    "TELEGRAM_WEBHOOK_SECRET": ("telegram_webhook_secret", reading.telegram_secret),
    "SMS_NUMBER": ("sms_number", reading.sms_number),
    "TELEGRAM_BOT_NAME": ("telegram_bot_name", reading.bot_name),
    "ORGANISATION": ("organisation", reading.plain),
    "ORGANISATION_PHONE": ("organisation_phone", reading.plain),
    "REGION": ("region", reading.region),
    "HOST": ("host", reading.plain),
    "PORT": ("port", reading.whole(1, 65535)),
    "THREADS": ("threads", reading.whole(1, 64)),
    "SITE_MAX_AGE_DAYS": ("site_max_age_days", reading.whole(1, 3650)),
    "TRUSTED_HOSTS": ("trusted_hosts", reading.hosts),
    "STATE_URL": ("state_url", reading.state),
    "RATE_LIMIT": ("rate_limit", reading.rate),
    "LOG_LEVEL": ("log_level", reading.level),
}
