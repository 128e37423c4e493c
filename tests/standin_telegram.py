"""A small strict Telegram: a queue for each chat, updates again until a 2xx, the method in the answer carried out.

Built from the source of Telegram's own server. What judges is not ours: aiogram's models of the Bot API, and its writer of
HTML, which must give back what we sent. A person's screen here shows only what Telegram would have shown.
"""

from __future__ import annotations

import http.client
import itertools
import json
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl

import aiogram.methods
from actors import TELEGRAM_SECRET
from aiogram.types import MessageEntity, Update
from aiogram.utils.text_decorations import html_decoration

METHODS = {
    each.__api_method__.lower(): each
    for each in vars(aiogram.methods).values()
    if isinstance(each, type) and isinstance(getattr(each, "__api_method__", None), str)
}
REFUSED = {"setwebhook", "deletewebhook", "close", "logout"}
MOST_UNITS, MOST_ENTITIES, MOST_BYTES = 4096, 100, 1024 * 1024
PATIENCE = 60
DAY = 86_400
TAGS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "s": "strikethrough", "code": "code",
        "pre": "pre", "a": "text_link", "tg-spoiler": "spoiler", "blockquote": "blockquote"}  # fmt: skip
_numbers = itertools.count(1000)


class RefusedError(Exception):
    """What Telegram would have answered to the method: nobody reads it, and the person sees nothing."""


@dataclass(frozen=True)
class Shown:
    """A message on a person's screen, as it reads, with the labels of the buttons below it."""

    text: str
    buttons: tuple[str, ...] = ()


class _Entities(HTMLParser):
    """Telegram's reading of HTML: tags of its list, closed in order. Raises RefusedError."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.text, self.entities = "", []
        self._open: list[tuple[str, int, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise RefusedError(f"can't parse entities: <{tag}>")
        self._open.append((tag, units(self.text), dict(attrs).get("href")))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            raise RefusedError(f"can't parse entities: </{tag}>")
        _, start, href = self._open.pop()
        entity = MessageEntity(type=TAGS[tag], offset=start, length=units(self.text) - start, url=href)
        self.entities.append(entity)

    def handle_data(self, data: str) -> None:
        if "<" in data or "&" in data:
            raise RefusedError("can't parse entities: a bare < or &")
        self.text += data

    def handle_entityref(self, name: str) -> None:
        known = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
        if name not in known:
            raise RefusedError(f"can't parse entities: &{name};")
        self.text += known[name]

    def handle_charref(self, name: str) -> None:
        self.text += chr(int(name[1:], 16) if name[0] in "xX" else int(name))

    def read(self, text: str) -> tuple[str, list[MessageEntity]]:
        self.feed(text)
        self.close()
        if self._open:
            raise RefusedError("can't parse entities: a tag is not closed")
        return self.text, sorted(self.entities, key=lambda entity: (entity.offset, -entity.length))


def units(text: str) -> int:
    """The length that Telegram counts: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def carried_out(kind: str, body: bytes) -> tuple[str, Any] | None:
    """The method in a webhook's answer, by name and as aiogram's model; None where there is none. Raises RefusedError."""
    fields = _fields(kind, body)
    name = str(fields.pop("method", "")).lower()
    if not name:
        return None
    if name in REFUSED or name.startswith("get") or name not in METHODS:
        raise RefusedError(f"{name} cannot be asked for in an answer")
    return name, METHODS[name].model_validate(fields)


def _fields(kind: str, body: bytes) -> dict[str, Any]:
    if len(body) > MOST_BYTES:
        raise RefusedError("too long")
    if kind.startswith("application/json"):
        try:
            found = json.loads(body)
        except ValueError:
            return {}  # Telegram ignores it silently
        return found if isinstance(found, dict) else {}
    return dict(parse_qsl(body.decode())) if kind.startswith("application/x-www-form-urlencoded") else {}


def shown(sends: Any) -> Shown:
    """What a `sendMessage` shows. Raises RefusedError as Telegram would refuse it."""
    text, entities = _Entities().read(sends.text) if sends.parse_mode == "HTML" else (sends.text, [])
    if sends.parse_mode == "HTML" and html_decoration.unparse(text, entities) != sends.text.replace("&quot;", '"'):
        raise RefusedError("read again by aiogram, the HTML is another")
    if not 0 < units(text.strip()) <= MOST_UNITS:
        raise RefusedError("message is too long" if text.strip() else "message text is empty")
    if len(entities) > MOST_ENTITIES:
        raise RefusedError("more entities than are shown")
    keyboard = getattr(sends.reply_markup, "keyboard", [])
    return Shown(text, tuple(button.text for row in keyboard for button in row))


@dataclass
class Telegram:
    """Telegram between people and the webhook. `sleep` is told every pause, so that a test need not wait."""

    port: int
    secret: str = TELEGRAM_SECRET
    sleep: Callable[[float], object] = lambda _: None
    patience: float = PATIENCE
    screens: dict[int, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    blocked: set[int] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    attempts: list[tuple[int, int]] = field(default_factory=list)
    _queues: dict[int, deque[dict[str, Any]]] = field(default_factory=lambda: defaultdict(deque))

    def text(self, chat: int, text: str, language: str = "en", **more: object) -> list[Shown]:
        """Somebody writes in a private chat; what their screen shows since."""
        return self.brings(chat, text=text, language=language, **more)

    def presses(self, chat: int, label: str) -> list[Shown]:
        """Press a button of the last keyboard: it sends its own text."""
        assert label in self.screens[chat][-1].buttons
        return self.text(chat, label)

    def brings(self, chat: int, *, language: str = "en", **content: object) -> list[Shown]:
        """Queue a message of a chat and deliver the queue; what the screen shows since."""
        before, number = len(self.screens[chat]), next(_numbers)
        names = {"id": chat, "first_name": "Alex", "username": "example"}
        message = {"message_id": number, "date": 1795446000, "chat": {**names, "type": "private"},
                   "from": {**names, "is_bot": False, "language_code": language}, **content}  # fmt: skip
        self.queue(chat, {"update_id": number, "message": message})
        self.deliver(chat)
        return self.screens[chat][before:]

    def queue(self, chat: int, update: Mapping[str, Any]) -> None:
        """Put an update behind the others of its chat, after aiogram has judged that it is one."""
        Update.model_validate(update)
        self._queues[chat].append(dict(update))

    def deliver(self, chat: int) -> None:
        """Bring the updates of a chat, one at a time: what gets no 2xx holds up those behind it for a day."""
        queue = self._queues[chat]
        while queue:
            waited, pause = 0.0, 0.0
            while not (done := self._brought(queue[0])) and waited < DAY:
                self.sleep(pause)
                waited, pause = waited + pause, min(max(2 * pause, 2.0), 60.0)
            update = queue.popleft()
            if not done:
                self.lost.append(update["update_id"])

    def _brought(self, update: Mapping[str, Any]) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": self.secret}
        try:
            connection.request("POST", "/telegram", json.dumps(update), headers)
            answer = connection.getresponse()
            kind, body = answer.headers.get("Content-Type", ""), answer.read()
        except OSError:
            self.attempts.append((update["update_id"], 0))
            return False
        finally:
            connection.close()
        self.attempts.append((update["update_id"], answer.status))
        if 200 <= answer.status < 300:
            self._obeys(kind, body)
        return 200 <= answer.status < 300

    def _obeys(self, kind: str, body: bytes) -> None:
        try:
            found = carried_out(kind, body)
            if found and found[0] == "sendmessage" and found[1].chat_id not in self.blocked:
                self.screens[found[1].chat_id].append(shown(found[1]))
        except (RefusedError, ValueError) as error:  # pydantic's error is a ValueError
            self.refused.append(str(error))
