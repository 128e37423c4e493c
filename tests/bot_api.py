"""A Bot API that we did not write (lo-bot-api-emulator) takes what the bot asks.

What it does not model (descriptions, link previews) is judged on the way by aiogram's models of the Bot API.
"""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qsl

from actors import BASE_URL, TELEGRAM_SECRET
from aiogram.methods import SendMessage, SetMyCommands, SetMyDescription, SetMyShortDescription, SetWebhook
from loopback import served
from serving import FORM, free_port, until

TOKEN = "123456:synthetic-token_of-the-tests"
EMULATOR = "import sys; from lo_bot_api_emulator import main; sys.exit(main())"
MODELS = {each.__api_method__: each for each in (SendMessage, SetMyCommands, SetMyDescription, SetMyShortDescription, SetWebhook)}
# What the emulator has no model of; aiogram's has judged it before it is taken here.
TAKEN_HERE = {"setMyDescription", "setMyShortDescription", "sendMessage"}
SENT = {"message_id": 1, "date": 1795446000, "chat": {"id": 101, "type": "private"}}
PERSON = {"id": 101, "is_bot": False, "first_name": "Quillfeather", "language_code": "en"}


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


@contextmanager
def running(journal: Path) -> Iterator[BotApi]:
    """A Bot API on loopback."""
    port = free_port()
    command = [sys.executable, "-c", EMULATOR, "--port", str(port), "--enable-control", "--journal", str(journal)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = BotApi(f"http://127.0.0.1:{port}", journal)
    try:
        with served(judge_of(found)) as found.judge:
            until(lambda: up(found.emulator), 20)
            yield found
    finally:
        process.kill()
        process.wait(10)


def up(address: str) -> bool:
    """Whether the emulator answers."""
    try:
        return posted(address, f"/bot{TOKEN}/getMe", b"", FORM)[0] == 200
    except OSError:
        return False


SETTINGS = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": TELEGRAM_SECRET, "PUBLIC_BASE_URL": BASE_URL}


def environment(folder: Path, **changed: str) -> dict[str, str]:
    """Only what is named here, so that no setting of this machine counts."""
    return {"PATH": "", "PYTHONPATH": str(folder), "DATABASE_URL": f"sqlite:///{folder}/poll.db", **SETTINGS, **changed}


def command(what: str, base_url: str) -> Sequence[str]:
    """`safertext telegram` as it is typed."""
    return [sys.executable, "-m", "bot.cli", "telegram", what, "--base-url", base_url]
