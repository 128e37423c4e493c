"""What we promise to whoever sets this up: every fault at once, in words, and no secret in any text."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from itertools import pairwise

import pytest
from flask import Flask

from bot.adapters.settings import FIELDS, PROJECT, Settings, from_environment
from bot.errors import SettingsError

LONG = "0123456789abcdef" * 2
BASE = {"PUBLIC_BASE_URL": "https://bot.example.org"}
FAULTS = {
    "PUBLIC_BASE_URL": ["bot.example.org", "http://bot.example.org", "https://", "ftp://x.org", "https://x.org/?a=1",
    "https://x.org#a",
                        "https://[bad", "https://x.org:99999"],
    "SECRET_KEY": ["short", LONG[:-1]],
    "DATABASE_URL": ["mysql://x", "x", "/var/x.db"],
    "CONTENT_DIR": ["no/such/folder", "README.md"],
    "TWILIO_SHARED_KEYS": ["x", "id:", ":key", "a:b,c"],
    "TELEGRAM_WEBHOOK_SECRET": ["with blank", "with:colon", "é", "x" * 257],
    "REGION": ["Maine", "../x", "a b", "1"],
    "PORT": ["0", "65536", "x", "-1", "8000.0", "²"],
    "THREADS": ["0", "65", "many"],
    "SITE_MAX_AGE_DAYS": ["0", "x", "99999"],
    "STATE_URL": ["localhost:6379", "http://localhost", "redis://", "redis://h:0", "redis://h:99999"],
    "RATE_LIMIT": ["0/1 minute", "40", "40/0 minutes", "many/hour"],
    "LOG_LEVEL": ["LOUD", "5"],
}  # fmt: skip


def faults(environment: dict[str, str]) -> tuple[str, ...]:
    """What is said about `environment`."""
    with pytest.raises(SettingsError) as caught:
        from_environment(environment)
    assert all(fault in str(caught.value) for fault in caught.value.faults)
    return caught.value.faults


def test_nothing_needs_to_be_set() -> None:
    settings = from_environment({})
    assert (settings.sms_on, settings.telegram_on, settings.port) == (False, False, 8000)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in FAULTS.items() for value in values])
def test_a_faulty_value_is_refused_by_name(name: str, value: str) -> None:
    (fault,) = faults({name: value})
    assert fault.startswith(f"{name}: ")


def test_every_fault_is_told_in_one_list() -> None:
    """So that they are mended in one go."""
    told = faults({name: values[0] for name, values in FAULTS.items()})
    assert [fault.partition(":")[0] for fault in told] == list(FAULTS)


def test_no_fault_repeats_a_secret() -> None:
    told = faults(
        {
            "SECRET_KEY": "pssst",
            "TELEGRAM_WEBHOOK_SECRET": "pssst pssst",
            "TWILIO_SHARED_KEYS": "pssst",
            "DATABASE_URL": "x://u:pssst@h/d",
        }
    )
    assert len(told) == 4
    assert "pssst" not in " ".join(told)


def test_a_whole_number_that_is_none_is_explained() -> None:
    assert faults({"PORT": "²"}) == ("PORT: must be a whole number from 1 to 65535",)


def test_twilio_needs_the_address_that_its_signature_covers() -> None:
    for secret in ({"TWILIO_AUTH_TOKEN": "x"}, {"TWILIO_SHARED_KEYS": "id:key"}):
        (fault,) = faults(secret)
        assert fault.startswith("PUBLIC_BASE_URL is empty")
        assert from_environment(BASE | secret).sms_on


@pytest.mark.parametrize(
    "same",
    [
        {"SECRET_KEY": LONG, "TWILIO_AUTH_TOKEN": LONG},
        {"SECRET_KEY": LONG, "TELEGRAM_WEBHOOK_SECRET": LONG},
        {"TWILIO_AUTH_TOKEN": LONG, "TELEGRAM_WEBHOOK_SECRET": LONG},
        {"TWILIO_SHARED_KEYS": f"id:{LONG}", "SECRET_KEY": LONG},
    ],
    ids=" = ".join,
)
def test_two_equal_secrets_are_refused(same: dict[str, str]) -> None:
    """Whoever learns one would know the other."""
    (fault,) = faults(BASE | same)
    assert "two secrets are equal" in fault
    assert LONG not in fault


@pytest.mark.parametrize(
    ("name", "value", "field", "read"),
    [
        ("PUBLIC_BASE_URL", "https://bot.example.org/", "public_base_url", "https://bot.example.org"),
        ("PUBLIC_BASE_URL", "http://localhost:8000", "public_base_url", "http://localhost:8000"),
        ("DATABASE_URL", "postgres://u:p@h/d", "database_url", "postgresql+psycopg://u:p@h/d"),
        ("DATABASE_URL", "postgresql://h/d", "database_url", "postgresql+psycopg://h/d"),
        ("DATABASE_URL", "sqlite:///var/x.db", "database_url", "sqlite:///var/x.db"),
        ("CONTENT_DIR", "content", "content_dir", PROJECT / "content"),
        ("TWILIO_SHARED_KEYS", "a:b, c:d:e", "twilio_shared_keys", {"a": "b", "c": "d:e"}),
        ("TRUSTED_HOSTS", "a.org, .b.org,", "trusted_hosts", ("a.org", ".b.org")),
        ("LOG_LEVEL", "debug", "log_level", "DEBUG"),
        ("PORT", " 80 ", "port", 80),
        ("PORT", "", "port", 8000),
    ],
)
def test_a_value_is_read_as_it_is_meant(name: str, value: str, field: str, read: object) -> None:
    assert getattr(from_environment(BASE | {name: value}), field) == read


def test_a_setting_that_we_do_not_know_is_none_of_ours() -> None:
    assert from_environment({"PATH": "/bin", "PORTS": "x"}).port == 8000


def test_settings_do_not_change() -> None:
    with pytest.raises((AttributeError, TypeError)):
        Settings().port = 1


def test_no_secret_is_in_any_text_about_the_settings() -> None:
    """A traceback or a log line may print them."""
    secret = "pssst-0123456789abcdef0123456789abcdef"
    settings = Settings(secret_key=secret, twilio_auth_token=secret, twilio_shared_keys={"a": secret}, telegram_bot_token=secret,
                        telegram_webhook_secret=secret, database_url=f"postgresql://u:{secret}@h/d")  # fmt: skip
    assert "pssst" not in f"{settings} {settings!r} {settings!s} {[settings]}"


# --- .env.example


def example() -> list[str]:
    """The lines of `.env.example`."""
    return (PROJECT / ".env.example").read_text(encoding="utf-8").splitlines()


def test_the_example_names_every_setting_and_no_other() -> None:
    named = [line.partition("=")[0] for line in example() if line and not line.startswith("#")]
    assert sorted(named) == sorted(FIELDS)
    assert {attribute for attribute, _ in FIELDS.values()} == {field.name for field in fields(Settings)}


def test_the_example_says_what_each_setting_means() -> None:
    lines = example()
    unexplained = [
        line.partition("=")[0]
        for before, line in pairwise(lines)
        if line and not line.startswith("#") and not (before.startswith("# ") and len(before.split()) >= 4)
    ]
    assert unexplained == []


def test_the_example_shows_the_values_that_hold_without_it() -> None:
    shown = dict(line.split("=", 1) for line in example() if line and not line.startswith("#"))
    read, usual = from_environment(shown), Settings()
    assert [field.name for field in fields(Settings) if getattr(read, field.name) != getattr(usual, field.name)] == []


# --- through the doors


def test_faulty_settings_stop_the_start_with_one_list() -> None:
    """Exit code 2: wrong usage or settings."""
    environment = {**os.environ, "PORT": "x", "LOG_LEVEL": "LOUD", "SECRET_KEY": "pssst"}
    for command in ("serve", "ask", "check"):
        ran = subprocess.run([sys.executable, "-m", "bot.cli", command], env=environment, cwd=PROJECT,
             capture_output=True, text=True,
                             input="", timeout=30, check=False)  # fmt: skip
        assert (ran.returncode, ran.stdout) == (2, "")
        assert [name in ran.stderr for name in ("PORT", "LOG_LEVEL", "SECRET_KEY", "pssst", "Traceback")] == [True] * 3 + [
            False
        ] * 2


def test_a_host_that_is_not_ours_is_refused(make_app: Callable[..., Flask]) -> None:
    client = make_app(trusted_hosts=("bot.example.org",)).test_client()
    assert client.get("/od", headers={"Host": "evil.example.org"}).status_code == 400
    assert client.get("/od", headers={"Host": "bot.example.org"}).status_code == 200
