"""What we promise to who sets the bot up: everything is set or it is said what is not, and the token is never shown.

A Bot API that we did not write (lo-bot-api-emulator) takes the calls. What it does not model (descriptions, link
previews) is judged on the way by aiogram's models of the Bot API.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl

import pytest
from actors import BASE_URL, TELEGRAM_SECRET
from aiogram.methods import SendMessage, SetMyCommands, SetMyDescription, SetMyShortDescription, SetWebhook
from flask import Flask
from serving import FORM, free_port
from telegram import Bot

from bot.adapters import telegram_poll, telegram_setup, telegram_words
from bot.adapters.settings import PROJECT, Settings
from bot.adapters.telegram import COMMANDS, method
from bot.adapters.telegram_poll import Desk
from bot.bank import LANGUAGES
from bot.errors import SettingsError
from bot.reply import Reply

TOKEN = "123456:synthetic-token_of-the-tests"
EMULATOR = "import sys; from lo_bot_api_emulator import main; sys.exit(main())"
MODELS = {each.__api_method__: each for each in (SendMessage, SetMyCommands, SetMyDescription, SetMyShortDescription, SetWebhook)}
# What the emulator has no model of; aiogram's has judged it before it is taken here.
TAKEN_HERE = {"setMyDescription", "setMyShortDescription", "sendMessage"}
SENT = {"message_id": 1, "date": 1795446000, "chat": {"id": 101, "type": "private"}}
PERSON = {"id": 101, "is_bot": False, "first_name": "Quillfeather", "language_code": "en"}
GROUP = {"id": -100, "type": "supergroup", "title": "G"}


def posted(address: str, path: str, body: bytes = b"", kind: str = "application/json") -> tuple[int, bytes]:
    """Status and body of what is answered to a POST."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=40)
    try:
        connection.request("POST", path, body, {"Content-Type": kind})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


@dataclass
class BotApi:
    """The emulator, and before it a judge that keeps what was asked."""

    emulator: str
    journal: Path
    judge: str = ""
    asked: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def of(self, name: str) -> list[dict[str, object]]:
        """The fields of every call of a method."""
        return [fields for method, fields in self.asked if method == name]

    def brings(self, **message: object) -> None:
        """Somebody writes to the bot."""
        whole = {"message_id": 1, "date": 1795446000, "chat": {**PERSON, "type": "private"}, "from": PERSON, **message}
        body = json.dumps({"token": TOKEN, "update": {"message": whole}}).encode()
        assert posted(self.emulator, "/__fixture/updates", body)[0] == 200

    def statuses(self, name: str) -> list[int]:
        """How the emulator's own journal says that calls of a method went."""
        rows = [json.loads(line) for line in self.journal.read_text().splitlines()]
        return [row["status"] for row in rows if row.get("method") == name]


def judge_of(api: BotApi) -> type[BaseHTTPRequestHandler]:
    """A server that judges each call by aiogram's model, and asks the emulator."""

    class Judge(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            name = self.path.rpartition("/")[2]
            fields = {key: loaded(value) for key, value in parse_qsl(body.decode(), keep_blank_values=True)}
            if name in MODELS:
                MODELS[name].model_validate(fields)
            api.asked.append((name, fields))
            said = (200, json.dumps({"ok": True, "result": SENT if name == "sendMessage" else True}).encode())
            if name == "getUpdates":  # an open long poll of ours would outlive the caller's
                body = re.sub(rb"timeout=\d+", b"timeout=0", body)
                time.sleep(0.05)
            if name not in TAKEN_HERE:
                said = posted(api.emulator, self.path, body, self.headers["Content-Type"] or FORM)
            with suppress(OSError):  # who stops polling does not wait for the answer
                self.send_response(said[0])
                self.send_header("Content-Length", str(len(said[1])))
                self.end_headers()
                self.wfile.write(said[1])

        def log_message(self, *_: object) -> None:
            pass

    return Judge


def loaded(value: str) -> object:
    """A field as the Bot API reads it: objects, lists and numbers are JSON in the form."""
    return json.loads(value) if re.match(r"[\[{]|-?\d+$|true$|false$", value) else value


@pytest.fixture
def api(tmp_path: Path) -> Iterator[BotApi]:
    """A Bot API on loopback."""
    port, journal = free_port(), tmp_path / "journal.jsonl"
    command = [sys.executable, "-c", EMULATOR, "--port", str(port), "--enable-control", "--journal", str(journal)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = BotApi(f"http://127.0.0.1:{port}", journal)
    judge = ThreadingHTTPServer(("127.0.0.1", 0), judge_of(found))
    judge.daemon_threads = True
    found.judge = f"http://127.0.0.1:{judge.server_port}"
    Thread(target=judge.serve_forever, daemon=True).start()
    try:
        until(lambda: up(found.emulator))
        yield found
    finally:
        judge.shutdown()
        judge.server_close()
        process.kill()
        process.wait(10)


def up(address: str) -> bool:
    try:
        return posted(address, f"/bot{TOKEN}/getMe", b"", FORM)[0] == 200
    except OSError:
        return False


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


SETTINGS = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": TELEGRAM_SECRET, "PUBLIC_BASE_URL": BASE_URL}


def environment(folder: Path, **changed: str) -> dict[str, str]:
    """Only what is named here, so that no setting of this machine counts."""
    return {"PATH": "", "PYTHONPATH": str(folder), "DATABASE_URL": f"sqlite:///{folder}/poll.db", **SETTINGS, **changed}


def command(what: str, base_url: str) -> Sequence[str]:
    return [sys.executable, "-m", "bot.cli", "telegram", what, "--base-url", base_url]


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


# --- poll


@contextmanager
def polling(folder: Path, base_url: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`safertext telegram poll` as a process; only what was started here is ended."""
    with log.open("wb") as err:
        process = subprocess.Popen(command("poll", base_url), cwd=folder, env=environment(folder), stdout=err, stderr=err)
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def ended(process: subprocess.Popen[bytes]) -> int:
    """The exit code after Ctrl-C."""
    process.send_signal(signal.SIGINT)
    return process.wait(30)


def test_polling_answers_as_the_webhook_does_and_ends_on_ctrl_c(api: BotApi, program: Path, tmp_path: Path) -> None:
    log = tmp_path / "poll.log"
    with polling(program, api.judge, log) as process:
        for text in ("hes blue and wont wake up xylofrob", "next", "what is naloxone"):
            api.brings(text=text)
        api.brings(text="hello wuzzlefink", chat=GROUP)
        api.brings(date="odd", text="blorptangle")
        until(lambda: len(api.of("sendMessage")) == 3)
        assert ended(process) == 0
    first, _, last = api.of("sendMessage")
    assert first["text"].startswith("CALL 911")
    assert "naloxone" in last["text"].lower()
    assert {fields["chat_id"] for fields in api.of("sendMessage")} == {101}
    assert first["reply_markup"]["keyboard"] != []
    said = log.read_text()
    assert [mark for mark in (TOKEN, "xylofrob", "wuzzlefink", "blorptangle", "Quillfeather") if mark in said] == []
    waiting = posted(api.emulator, f"/bot{TOKEN}/getUpdates", b"", FORM)[1]
    assert json.loads(waiting)["result"] == []


def test_an_answer_that_telegram_refuses_goes_again_as_plain_words(api: BotApi) -> None:
    """The emulator knows no link previews, so it refuses the first shape."""
    reply = method(Reply("CALL 911 <now> & stay"), 101, location_label="l", emergency_label="e")

    async def brings() -> None:
        async with Bot(TOKEN, **telegram_setup.api(api.emulator)) as bot:
            await telegram_poll._send(bot, reply)

    asyncio.run(brings())
    assert api.statuses("sendMessage") == [400, 200]


def test_polling_without_a_telegram_says_so_and_ends(
    settings: Settings, make_app: Callable[..., Flask], capsys: pytest.CaptureFixture[str]
) -> None:
    settings = replace(settings, telegram_bot_token=TOKEN)
    assert telegram_poll.poll(lambda _: make_app(), settings, f"http://127.0.0.1:{free_port()}") == 1
    said = capsys.readouterr()
    assert "cannot be reached" in said.err
    assert TOKEN not in said.out + said.err


def test_a_token_that_is_revoked_while_polling_is_told_and_ends_it(tmp_path: Path, program: Path) -> None:
    """python-telegram-bot would stop fetching and wait in silence for ever."""
    asked: list[str] = []

    class Revoked(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            asked.append(self.path.rpartition("/")[2])
            good = asked[-1] != "getUpdates"
            result = {"id": 8, "is_bot": True, "first_name": "S", "username": "s_bot"} if asked[-1] == "getMe" else True
            body = {"ok": True, "result": result} if good else {"ok": False, "error_code": 401, "description": "Unauthorized"}
            said = json.dumps(body).encode()
            self.send_response(200 if good else 401)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Revoked)
    Thread(target=server.serve_forever, daemon=True).start()
    log = tmp_path / "poll.log"
    try:
        with polling(program, f"http://127.0.0.1:{server.server_port}", log) as process:
            assert process.wait(30) == 1
    finally:
        server.shutdown()
        server.server_close()
    said = log.read_text()
    assert "Cannot fetch messages. Telegram does not know this token" in said
    assert [mark for mark in (TOKEN, "Traceback") if mark in said] == []


def test_a_chat_is_answered_in_order_and_waits_for_no_other() -> None:
    sent: list[tuple[int, str]] = []

    def answer(raw: dict[str, dict[str, object]]) -> dict[str, object]:
        time.sleep(0.2 if raw["message"]["text"] == "slow" else 0)
        return raw["message"]

    async def send(message: dict[str, object]) -> None:
        sent.append((message["chat"]["id"], message["text"]))

    async def talks() -> None:
        desk = Desk(answer, send)
        for chat, text in ((1, "slow"), (1, "second"), (2, "other")):
            desk.take({"message": {"chat": {"id": chat}, "text": text}})
        await desk.finish()

    asyncio.run(talks())
    assert sent == [(2, "other"), (1, "slow"), (1, "second")]


def test_an_answer_that_fails_holds_up_nobody() -> None:
    sent: list[object] = []

    async def send(message: object) -> None:
        if message == {"text": "broken"}:
            raise RuntimeError
        sent.append(message)

    async def talks() -> None:
        desk = Desk(lambda raw: raw["message"], send)
        for text in ("broken", "whole"):
            desk.take({"message": {"text": text}})
        await desk.finish()

    asyncio.run(talks())
    assert sent == [{"text": "whole"}]
