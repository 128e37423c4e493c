"""CPU per message: the core with and without the encoder, the danger rows on long texts, and the stages around them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial

from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from bot import text
from bot.adapters import sms, telegram
from bot.adapters.encoder import load_encoder
from bot.adapters.loading import read, with_encoder
from bot.adapters.settings import PROJECT, Settings
from bot.knowledge import Knowledge
from bot.message import Channel, Message
from bot.state import State
from handlers.respond import respond
from measure.people import AUTH_TOKEN, BASE_URL, PLAIN, free_text, text_message, update
from measure.row import Row, median_cpu_ms, row

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
GOAL_PLAIN, GOAL_ENCODER = 0.4, 4.0
LONG = 10_000


def rows(seed: int) -> Iterator[Row]:
    """Every row on CPU; takes about twenty seconds."""
    knowledge = read(PROJECT / "content", Settings()).knowledge
    assert knowledge  # noqa: S101 - read raises where there is none
    full = with_encoder(knowledge, load_encoder())
    yield from _core(full, "encoder loaded", GOAL_ENCODER)
    yield from _core(knowledge, "no encoder", GOAL_PLAIN)
    yield from _long(knowledge, random.Random(seed))  # noqa: S311 - variety, not secrecy
    yield from _stages(knowledge)


def _core(knowledge: Knowledge, how: str, free_goal: float) -> Iterator[Row]:
    offered = respond(Message("menu"), None, knowledge, NOW).state
    for kind, texts in PLAIN.items():
        value, n = median_cpu_ms(_answers(knowledge, texts, offered if kind == "numbers" else None), 100)
        yield row(f"respond, {kind}, {how}", value, "ms CPU", ("goal", GOAL_PLAIN), n)
    value, n = median_cpu_ms(_answers(knowledge, free_text()[::2], None), 1)
    yield row(f"respond, free text, {how}", value, "ms CPU", ("goal", free_goal), n)


def _answers(knowledge: Knowledge, texts: Sequence[str], state: State | None) -> list[Callable[[], object]]:
    return [partial(respond, Message(each), state, knowledge, NOW) for each in texts]


def _long(knowledge: Knowledge, chance: random.Random) -> Iterator[Row]:
    """The danger rows on 10,000 characters against ten times the cost of 1,000: more than 1 is worse than linear."""
    vocabulary = " ".join(free_text()).split()
    texts = {
        "ordinary words": " ".join(chance.choices(vocabulary, k=LONG)),
        "near misses of danger": "he was wont to wake up blue not breathing well he said " * LONG,
        "one letter": "a " * LONG,
    }
    for kind, said in texts.items():
        short, _ = median_cpu_ms([partial(knowledge.rows.read, text.words(said[: LONG // 10]), "en")], 20)
        value, n = median_cpu_ms([partial(knowledge.rows.read, text.words(said[:LONG]), "en")], 10)
        yield row(f"danger rows, 10,000 characters, {kind}", value, "ms CPU", ("10 x 1,000 characters", short * 10), n)
    value, n = median_cpu_ms(_answers(knowledge, [said[:LONG] for said in texts.values()], None), 5)
    yield row("respond, 10,000 characters, no encoder", value, "ms CPU", n=n)


def _stages(knowledge: Knowledge) -> Iterator[Row]:
    """What stands around the core, which no design of ours can save."""
    raw = text_message("/sms", "where can i get narcan in bangor")
    head, _, body = raw.partition(b"\r\n\r\n")
    signature = next(line for line in head.decode().split("\r\n") if line.startswith("X-Twilio")).partition(": ")[2]
    form, says = _form(body), respond(Message("where can i get narcan in bangor"), None, knowledge, NOW).reply
    payload = json.loads(update("/telegram", "hello").partition(b"\r\n\r\n")[2])
    labels = {"location_label": "Share my location", "emergency_label": "OD"}
    stages: dict[str, Callable[[], object]] = {
        "parse a text's form": lambda: _form(body),
        "check Twilio's signature": lambda: RequestValidator(AUTH_TOKEN).validate(f"{BASE_URL}/sms", form, signature),
        "write TwiML": lambda: sms.twiml(says, Channel.SMS, f"{BASE_URL}/sms/status"),
        "read a Telegram update": lambda: telegram.read(payload),
        "write Telegram's method": lambda: telegram.method(says, 101, **labels),
    }
    for name, work in stages.items():
        value, n = median_cpu_ms([work], 500)
        yield row(name, value, "ms CPU", n=n)


def _form(body: bytes) -> MultiDict[str, str]:
    kind = "application/x-www-form-urlencoded"
    return Request(EnvironBuilder(method="POST", data=body, content_type=kind).get_environ()).form
