"""What we promise to who runs the bot without a public address: the same answers, in order, and an end that is told."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from bot_api import TOKEN, BotApi, command, environment, posted, running
from flask import Flask
from loopback import served
from serving import FORM, free_port, until
from telegram import Bot

from bot.adapters import telegram_poll, telegram_setup
from bot.adapters.settings import Settings
from bot.adapters.telegram import method
from bot.adapters.telegram_poll import Desk
from bot.reply import Reply

GROUP = {"id": -100, "type": "supergroup", "title": "G"}


@pytest.fixture
def api(tmp_path: Path) -> Iterator[BotApi]:
    """A Bot API of the test's own."""
    with running(tmp_path / "journal.jsonl") as found:
        yield found


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
        until(lambda: len(api.of("sendMessage")) == 3, 20)
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

    log = tmp_path / "poll.log"
    with served(Revoked) as address, polling(program, address, log) as process:
        assert process.wait(30) == 1
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
