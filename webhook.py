"""The web server's app: gather, decide, apply. The composition root, and the only place that knows every part."""

from __future__ import annotations

import os

# Before numpy is imported anywhere: one BLAS thread a request is 136 ms faster than many.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("VECLIB_MAXIMUM_THREADS", "1")

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path

from flask import Flask, Response, jsonify, request
from flask.globals import request_ctx
from werkzeug.exceptions import RequestEntityTooLarge

from bot import lastresort
from bot.adapters import health, pages, sms, sms_status, telegram, telegram_words, voice
from bot.adapters.headers import harden
from bot.adapters.kept import kept
from bot.adapters.plain_flask import PlainFlask, Whole
from bot.adapters.quiet import quiet
from bot.adapters.runtime import Runtime
from bot.adapters.settings import Settings, from_environment
from bot.adapters.signatures import signatures
from bot.errors import UpdateError
from bot.knowledge import Knowledge, supported
from bot.message import Message
from bot.reply import Outcome, Reply, Tally
from handlers.respond import pressing, respond

log = logging.getLogger("safertext")
TWILIO_LIMIT, TELEGRAM_LIMIT = 64 * 1024, 1024 * 1024
Decide = Callable[..., Outcome]


def create_app(
    clock: Callable[[], datetime] | None = None,
    handlers: Decide = respond,
    knowledge: Knowledge | None = None,
    settings: Settings | None = None,
) -> Flask:
    """The app with every part in place. Raises SettingsError with every fault; faulty content never stops it."""
    settings = settings or from_environment()
    quiet(settings.log_level)
    runtime = Runtime(settings, clock or (lambda: datetime.now(UTC)), knowledge)
    folder = Path(__file__).resolve().parent
    site = "bot/adapters/site"
    app = PlainFlask("safertext", root_path=str(folder), template_folder=site, static_folder=f"{site}/static")
    app.extensions["safertext"] = runtime
    hosts = list(settings.trusted_hosts) or None
    app.config.update(MAX_CONTENT_LENGTH=TWILIO_LIMIT, TRUSTED_HOSTS=hosts, PROVIDE_AUTOMATIC_OPTIONS=False)
    _pages(app, runtime, handlers)
    if settings.sms_on:
        _twilio(app, runtime, handlers)
    if settings.telegram_on:
        _telegram(app, runtime, handlers)
    app.after_request(harden)
    if settings.admin_enabled:  # its packages cost a server without it nothing
        import_module("bot.adapters.admin.mount").mount(app, runtime, handlers)
    return app


def _decide(runtime: Runtime, handlers: Decide, message: Message, key: bytes) -> Outcome:
    """One message through the core, with its talk held alone; whatever breaks inside, an answer comes out."""
    try:
        with runtime.memory.talk(key) as talk:
            known, now, limits = runtime.knowledge, runtime.clock(), runtime.limits
            if limits.too_many_wait and not pressing(message, talk.state, known, now):
                return limits.busy(message, talk.state)
            outcome = handlers(message, talk.state, known, now)
            if held := limits.hold(key, message, talk.state, outcome):
                return held
            talk.state = outcome.state
    except Exception:
        log.exception("an answer broke; the last resort answered")
        text, language = lastresort.answer(message.text, supported(message.language_hint))
        danger = text in lastresort.STEPS.values()
        outcome = Outcome(Reply(text, language, urgent=danger), None, Tally("out_of_scope", message.channel.value, language))
        if held := runtime.limits.hold(key, message, None, outcome):
            return held
    runtime.count(outcome.tally)
    return outcome


def _twilio(app: Flask, runtime: Runtime, handlers: Decide) -> None:
    known = signatures(runtime.settings)
    status_url = runtime.settings.public_base_url + sms_status.PATH
    for part in (sms_status, voice):
        app.register_blueprint(part.routes(runtime))

    @app.post("/sms")
    def receive_sms() -> Response:
        if (form := known.signed(request_ctx.request)) is None:
            return Response(status=403)
        inbound = sms.read(form)
        if inbound.silent:
            runtime.memory.forget(runtime.memory.key(inbound.sender))
            return Response(sms.twiml(Reply("", silent=True), inbound.message.channel), content_type="text/xml")

        def answer() -> str:
            outcome = _decide(runtime, handlers, inbound.message, runtime.memory.key(inbound.sender))
            return sms.twiml(outcome.reply, inbound.message.channel, status_url)

        once = partial(runtime.memory.once, runtime.memory.key("id", inbound.id), answer) if inbound.id else answer
        return Whole(kept(once, partial(sms.last_resort, inbound.message)), content_type="text/xml")


def _telegram(app: Flask, runtime: Runtime, handlers: Decide) -> None:
    words = telegram_words.load(runtime.settings.content_dir)

    @app.post("/telegram")
    def receive_telegram() -> Response:
        if not telegram.secret_holds(request.headers.get(telegram.SECRET_HEADER, ""), runtime.settings.telegram_webhook_secret):
            return Response(status=403)
        request.max_content_length = TELEGRAM_LIMIT
        try:
            inbound = telegram.read(request.get_json(force=True, silent=True), runtime.settings.telegram_bot_name)
        except (UpdateError, RequestEntityTooLarge, RecursionError) as error:
            log.warning("an update could not be read (%s)", type(error).__name__)
            return jsonify(telegram.NOTHING)  # anything but 200 would block the chat for a day
        if inbound is None:
            return jsonify(telegram.NOTHING)

        def answer() -> str:
            outcome = _decide(runtime, handlers, inbound.message, runtime.memory.key("telegram", str(inbound.chat)))
            reply = telegram.framed(outcome.reply, inbound, words)
            labels = {f"{name}_label": runtime.label(f"{name}_button", reply.language) for name in ("location", "emergency")}
            return telegram.without_chat(telegram.method(reply, inbound.chat, **labels))

        once = partial(runtime.memory.once, runtime.memory.key("update", inbound.id), answer)
        said = kept(once, partial(telegram.last_resort, inbound))
        return Whole(telegram.to_chat(said, inbound.chat), content_type="application/json")


def _pages(app: Flask, runtime: Runtime, handlers: Decide) -> None:
    for part in (pages, health):
        app.register_blueprint(part.routes(runtime))

    @app.post("/chat")
    def chat() -> Response:
        message, cookie = pages.read()
        outcome = _decide(runtime, handlers, message, runtime.memory.key("web", cookie))
        return pages.reply(runtime, message, outcome, cookie)
