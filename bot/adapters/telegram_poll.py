"""`safertext telegram poll`: for a machine without a public address. Each update goes to the app as Telegram would bring it.

python-telegram-bot fetches and acknowledges; what is in an update stays raw JSON, because the library prints updates
that it cannot parse, and would fetch such a one for ever.
"""

from __future__ import annotations

import asyncio
import html
import json
import logging
import secrets
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from flask import Flask
from telegram import Bot, Update
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError
from telegram.ext import Updater
from telegram.request import HTTPXRequest
from werkzeug.test import Client

from bot.adapters.settings import Settings
from bot.adapters.telegram import SECRET_HEADER
from bot.adapters.telegram_setup import ALLOWED, api, token_faults, why
from bot.errors import SettingsError

log = logging.getLogger("safertext.telegram")
_LONG_POLL_SECONDS = 25
_DRAIN_SECONDS = 20
_REVOKED = {401, 404}
_PAUSES = (1.0, 3.0, 10.0)  # before an answer is sent again; a lost one may be the steps of an overdose
Answer = Callable[[object], Mapping[str, Any]]


class _RawUpdates(HTTPXRequest):
    """Hands each update on unread, under a name that python-telegram-bot does not look into.

    `gone` is set when Telegram does not know the token any more: the library then stops fetching and tells nobody.
    """

    def __init__(self) -> None:
        super().__init__()
        self.gone = asyncio.Event()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Ask Telegram; status and body of its answer."""
        status, body = await super().do_request(*args, **kwargs)
        if status in _REVOKED:
            self.gone.set()
        return status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Telegram's answer. Raises TelegramError when it is no JSON; the library would log it whole."""
        try:
            answer: dict[str, Any] = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            raise TelegramError("Invalid server response") from None
        if isinstance(answer.get("result"), list):
            answer["result"] = [{"update_id": each["update_id"], "raw": each} for each in answer["result"]]
        return answer


class Desk:
    """Answers updates: one at a time in a chat, in their order; chats do not wait for each other."""

    def __init__(self, answer: Answer, send: Callable[[Mapping[str, Any]], Any]) -> None:
        """`answer` makes a method of an update, in a thread; `send` is a coroutine that brings it to Telegram."""
        self._answer, self._send = answer, send
        self._last: dict[object, asyncio.Task[None]] = {}

    def take(self, raw: Mapping[str, Any]) -> None:
        """Begin with an update, or queue it behind the last one of its chat."""
        chat = _chat(raw)
        task = asyncio.create_task(self._after(self._last.get(chat), raw))
        self._last[chat] = task
        task.add_done_callback(lambda done: self._last.pop(chat) if self._last.get(chat) is done else None)

    async def finish(self, seconds: float = _DRAIN_SECONDS) -> None:
        """Wait until everything taken is answered, `seconds` at most."""
        if self._last:
            await asyncio.wait(self._last.values(), timeout=seconds)

    async def _after(self, before: asyncio.Task[None] | None, raw: Mapping[str, Any]) -> None:
        if before:
            await asyncio.wait([before])
        try:
            method = await asyncio.to_thread(self._answer, raw)
            if method:
                await self._send(method)
        except Exception as error:  # noqa: BLE001 - one answer that fails must not hold up the next; its text may hold words
            log.error("an answer could not be brought (%s)", type(error).__name__)  # noqa: TRY400


def poll(make_app: Callable[[Settings], Flask], settings: Settings, base_url: str = "") -> int:
    """Answer until Ctrl-C (0), or until Telegram cannot be used (1). Raises SettingsError without a token."""
    if faults := token_faults(settings):
        raise SettingsError(tuple(faults))
    # Nobody but this process asks the app, so that its secret can be made here.
    own = replace(settings, telegram_webhook_secret=secrets.token_urlsafe(32), trusted_hosts=())
    app = make_app(own)
    runtime = app.extensions["safertext"]
    runtime.start()
    try:
        asyncio.run(_run(_asking(app, own), own, base_url))
    except TelegramError as error:
        sys.stderr.write(f"Cannot fetch messages. {why(error)}\n")
        return 1
    finally:
        runtime.stop()
    return 0


def _asking(app: Flask, settings: Settings) -> Answer:
    """The app as a function from an update to a method, the same road as a webhook's."""

    def answer(raw: object) -> Mapping[str, Any]:
        headers = {SECRET_HEADER: settings.telegram_webhook_secret}
        said: Mapping[str, Any] = Client(app).post("/telegram", json=raw, headers=headers).get_json()
        return said

    return answer


async def _run(answer: Answer, settings: Settings, base_url: str) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl-C then ends it at once
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    fetching = _RawUpdates()
    requests = {"request": _RawUpdates(), "get_updates_request": fetching}
    bot = Bot(settings.telegram_bot_token, **requests, **api(base_url))  # type: ignore[arg-type]
    queue: asyncio.Queue[object] = asyncio.Queue()
    desk = Desk(answer, lambda method: _send(bot, method))
    async with Updater(bot, queue) as updater:
        await updater.start_polling(timeout=_LONG_POLL_SECONDS, allowed_updates=ALLOWED, error_callback=_tell)
        log.info("fetching messages; Ctrl-C ends. A webhook that was set is removed: set-webhook sets it again")
        reader = asyncio.create_task(_read(queue, desk))
        await _first(stop, fetching.gone)
        await updater.stop()  # raises what ended the fetching; else tells Telegram what was fetched: we answer that before we go
        await queue.join()
        reader.cancel()
        await desk.finish()


async def _first(*events: asyncio.Event) -> None:
    """Wait until one of them is set."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()


async def _read(queue: asyncio.Queue[object], desk: Desk) -> None:
    while True:
        update = await queue.get()
        if isinstance(update, Update):
            desk.take(update.api_kwargs["raw"])
        queue.task_done()


async def _send(bot: Bot, method: Mapping[str, Any]) -> None:
    """Bring a `sendMessage` to Telegram; one that it refuses goes again as plain words. Raises TelegramError in the end."""
    chat, text = method["chat_id"], method["text"]
    rest = {key: value for key, value in method.items() if key not in {"method", "chat_id", "text"}}
    try:
        await _patiently(lambda: bot.send_message(chat, text, api_kwargs=rest))
    except BadRequest:
        log.error("Telegram refused an answer, so it went as plain words")  # noqa: TRY400 - its text may quote ours
        await _patiently(lambda: bot.send_message(chat, html.unescape(text)))
    except Forbidden:
        log.info("an answer was not wanted: the bot is blocked there")


async def _patiently(ask: Callable[[], Awaitable[object]]) -> None:
    """Ask again after a pause when the way to Telegram fails, not when Telegram says no."""
    for pause in _PAUSES:
        try:
            await ask()
        except (BadRequest, Forbidden, InvalidToken):
            raise
        except TelegramError:
            await asyncio.sleep(pause)
        else:
            return
    await ask()


def _chat(raw: Mapping[str, Any]) -> object:
    """The chat of an update; whatever has none shares one."""
    found = raw.get("message")
    chat = found.get("chat") if isinstance(found, dict) else None
    number = chat.get("id") if isinstance(chat, dict) else None
    return number if isinstance(number, int) else None


def _tell(error: TelegramError) -> None:
    log.warning("fetching failed and is tried again. %s", why(error))
