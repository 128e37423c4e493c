"""What we promise to who sets the bot up: everything is set or it is said what is not, and the token is never shown."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from actors import BASE_URL, TELEGRAM_SECRET
from bot_api import SETTINGS, TOKEN, BotApi, command, environment, running
from serving import free_port

from bot.adapters import telegram_setup, telegram_words
from bot.adapters.settings import PROJECT, Settings
from bot.adapters.telegram import COMMANDS
from bot.bank import LANGUAGES
from bot.errors import SettingsError


@pytest.fixture
def api(tmp_path: Path) -> Iterator[BotApi]:
    """A Bot API of the test's own."""
    with running(tmp_path / "journal.jsonl") as found:
        yield found


def set_webhook(folder: Path, base_url: str, **changed: str) -> subprocess.CompletedProcess[str]:
    """`safertext telegram set-webhook` as a process; whatever it says, the token is not in it."""
    todo, env = command("set-webhook", base_url), environment(folder, **changed)
    ran = subprocess.run(todo, cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert TOKEN not in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    return ran


# --- set-webhook


def test_one_command_sets_the_webhook_and_all_that_people_see_of_the_bot(api: BotApi, program: Path) -> None:
    ran = set_webhook(program, api.judge)
    assert (ran.returncode, ran.stderr) == (0, "")
    (webhook,) = api.of("setWebhook")
    assert webhook == {
        "url": f"{BASE_URL}/telegram",
        "secret_token": TELEGRAM_SECRET,
        "allowed_updates": ["message", "my_chat_member"],
    }
    assert api.statuses("setWebhook") == [200]
    assert api.statuses("setMyCommands") == [200] * 4
    for name in ("setMyCommands", "setMyDescription", "setMyShortDescription"):
        assert [fields.get("language_code") for fields in api.of(name)] == [None, "es", "fr", "pt"]
    assert {json.dumps(fields["scope"]) for fields in api.of("setMyCommands")} == {'{"type": "all_private_chats"}'}


def test_after_the_last_day_the_bot_s_page_says_so(api: BotApi, program: Path) -> None:
    mark = program / "var" / "sunset"
    mark.parent.mkdir(exist_ok=True)
    mark.write_text("2026-11-22\n", encoding="utf-8")
    try:
        assert set_webhook(program, api.judge).returncode == 0
    finally:
        mark.unlink()
    texts = [said for name in ("setMyDescription", "setMyShortDescription") for said in api.of(name)]
    begins = ("This line has ended.", "Esta línea terminó.", "Cette ligne a pris fin.", "Esta linha terminou.")
    assert [(said.get("description") or said.get("short_description")).startswith(begins) for said in texts] == [True] * 8


def test_what_cannot_be_set_is_named_and_the_rest_is_set(api: BotApi, program: Path) -> None:
    """The emulator alone refuses descriptions: a webhook must not wait for a text on a page."""
    ran = set_webhook(program, api.emulator)
    assert ran.returncode == 1
    assert ran.stderr.count("not set: ") == 8
    assert "not set: description (es)." in ran.stderr
    assert api.statuses("setWebhook") == [200]
    assert api.statuses("setMyCommands") == [200] * 4


def test_every_missing_setting_is_told_at_once_and_nothing_is_asked(api: BotApi, program: Path) -> None:
    ran = set_webhook(program, api.judge, TELEGRAM_BOT_TOKEN="", TELEGRAM_WEBHOOK_SECRET="", PUBLIC_BASE_URL="")
    assert ran.returncode == 2
    assert [name in ran.stderr for name in SETTINGS] == [True] * 3
    assert api.asked == []


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("PUBLIC_BASE_URL", {"public_base_url": "http://localhost:8000"}),
        ("PUBLIC_BASE_URL", {"public_base_url": f"{BASE_URL}:8000"}),
        ("TELEGRAM_BOT_TOKEN", {"telegram_bot_token": "the token"}),
    ],
)
def test_a_setting_that_telegram_would_refuse_is_told_before(settings: Settings, name: str, changed: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=name):
        telegram_setup.set_webhook(replace(settings, **{"telegram_bot_token": TOKEN, **changed}), "http://127.0.0.1:1")


def test_a_telegram_that_cannot_be_reached_is_told_in_a_sentence(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings = replace(settings, telegram_bot_token=TOKEN)
    assert telegram_setup.set_webhook(settings, f"http://127.0.0.1:{free_port()}") == 1
    said = capsys.readouterr()
    assert "cannot be reached" in said.err
    assert TOKEN not in said.out + said.err


def test_words_that_are_too_long_are_told_before_anything_is_set(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = (PROJECT / "content" / "telegram.toml").read_text()
    (tmp_path / "telegram.toml").write_text(words.replace('en = "Answers about', f'en = "{"x" * 100}Answers about'))
    settings = replace(settings, telegram_bot_token=TOKEN, content_dir=tmp_path)
    assert telegram_setup.set_webhook(settings, "http://127.0.0.1:1") == 1
    said = capsys.readouterr()
    assert "short_description: en has 210 characters" in said.err
    assert said.out == ""


# --- the words


def test_the_words_fit_telegram_in_every_language() -> None:
    assert telegram_words.faults(PROJECT / "content") == []


@pytest.mark.parametrize("text", ["", "[", "group = 5", "[group]\nen = 5", "commands = []", "\x00"], ids=repr)
def test_faulty_words_are_faults_and_never_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "telegram.toml").write_text(text)
    assert telegram_words.faults(tmp_path) != []
    assert telegram_words.load(tmp_path).line("group", "en") == ""


def test_a_command_in_the_menu_is_one_that_we_answer() -> None:
    menu = telegram_words.checked(PROJECT / "content").commands
    assert [name for name in menu if name not in COMMANDS] == []
    assert next(iter(menu)) == "emergency"


@pytest.mark.parametrize("key", ["description", "short_description", "start"])
def test_what_is_said_of_privacy_names_telegram_s_own_records(key: str) -> None:
    words = telegram_words.checked(PROJECT / "content")
    assert [language for language in LANGUAGES if "Telegram" not in words.line(key, language)] == []
