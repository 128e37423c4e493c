"""The same conversation on standard input and output: `safertext chat` for people, `safertext ask` for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.adapters.memory import Memory
from bot.adapters.render import plain, sms, telegram_html
from bot.gazetteer import Place
from bot.knowledge import Knowledge
from bot.message import Channel, Message, Point
from bot.reply import Outcome, Reply
from bot.segments import encoding, segments
from bot.site import BROADER
from bot.spoken import spoken
from bot.state import State
from bot.understanding.reading import Level

_YEARS = 1970, 9000


class BadLineError(ValueError):
    """A line of `safertext ask` that cannot be read; its text says what is wrong with it."""


def ask(lines: Iterable[str], decide: Any, knowledge: Knowledge, clock: Any) -> Iterator[str]:
    """One JSON line out for each JSON line in, in order; a bad line gets an error and the stream goes on."""
    asker = _Asker(decide, knowledge, clock)
    for line in lines:
        if line.strip():
            yield _written(asker.one(line))


def _written(answer: Mapping[str, Any]) -> str:
    """One line of JSON; escaped throughout where an id holds half a character that UTF-8 cannot write."""
    line = json.dumps(answer, ensure_ascii=False)
    return line if line.isascii() or line == line.encode("utf-8", "replace").decode() else json.dumps(answer)


class _Asker:
    """The talks of one run: a line's `at` drives every clock."""

    def __init__(self, decide: Any, knowledge: Knowledge, clock: Any) -> None:
        self._decide, self._knowledge, self._clock = decide, knowledge, clock
        self._now: datetime = clock()
        self._memory = Memory(lambda: self._now)

    def one(self, line: str) -> Mapping[str, Any]:
        """The answer to one line, as a dictionary."""
        given: Any = None
        try:
            given = json.loads(line)
            message, at = _message(given)
        except (ValueError, RecursionError) as error:
            return {"id": given.get("id") if isinstance(given, dict) else None, "error": _why(error)}
        self._now = at or self._clock()
        outcome = self._outcome(message, given.get("session"))
        return {"id": given["id"], **answer(outcome, message.channel, self._knowledge)}

    def _outcome(self, message: Message, session: Any) -> Outcome:
        if session is None:
            return self._answered(message, None)
        with self._memory.talk(self._memory.key("ask", str(session))) as talk:
            outcome = self._answered(message, talk.state)
            talk.state = outcome.state
            return outcome

    def _answered(self, message: Message, state: State | None) -> Outcome:
        found: Outcome = self._decide(message, state, self._knowledge, self._now)
        return found


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"this line is not JSON ({error.msg} at character {error.pos})"
    return str(error) if isinstance(error, BadLineError) else "this line cannot be read"


def _message(given: Any) -> tuple[Message, datetime | None]:
    """The message of one line. Raises BadLineError."""
    if not isinstance(given, dict):
        raise BadLineError("a line must be a JSON object")
    if "id" not in given:
        raise BadLineError("`id` is missing")
    text, location = given.get("text"), given.get("location")
    if text is None and location is None:
        raise BadLineError("one of `text` and `location` is needed")
    if text is not None and not isinstance(text, str):
        raise BadLineError("`text` must be a string")
    try:
        channel = Channel(given.get("channel") or "sms")
    except ValueError:
        raise BadLineError(f"`channel` must be one of {', '.join(Channel)}") from None
    hint = given.get("language_hint")
    message = Message(text or "", channel, _location(location), hint if isinstance(hint, str) else None)
    return message, _at(given.get("at"))


def _location(value: Any) -> Point | None:
    if value is None:
        return None
    try:
        point = Point(float(value["lat"]), float(value["lon"])).rounded()
    except (KeyError, TypeError, ValueError, OverflowError):
        raise BadLineError("`location` must be {lat, lon} in degrees") from None
    if not (abs(point.lat) <= 90 and abs(point.lon) <= 180):  # NaN is neither
        raise BadLineError("`location` must have lat from -90 to 90 and lon from -180 to 180")
    return point


def _at(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadLineError("`at` must be an ISO time with an offset, such as 2026-11-22T09:00:00-05:00") from None
    if at.tzinfo is None:
        raise BadLineError("`at` needs an offset, such as -05:00")
    if not _YEARS[0] <= at.year <= _YEARS[1]:  # at the ends of the calendar no time can be told in another zone
        raise BadLineError(f"`at` must be in the years {_YEARS[0]} to {_YEARS[1]}")
    return at


def answer(outcome: Outcome, channel: Channel, knowledge: Knowledge) -> Mapping[str, Any]:
    """Everything that was understood and what would be sent, as `safertext ask` prints it."""
    reading, reply = outcome.reading, outcome.reply
    danger = reading.danger
    topic = outcome.tally.topic
    scores = dict(reading.topics)
    messages = said(reply, channel, knowledge)
    counted = channel is Channel.SMS
    return {
        "topic": topic,
        "danger": danger.level.value,
        "rule": danger.rule,
        "who": danger.who.value if danger.level is not Level.NONE else None,
        "language": reply.language,
        "message_language": reading.language,
        "confidence": round(scores.get(topic, 1.0), 3),
        "alternatives": [name for name, _ in reading.topics if name != topic][:2],
        "place": _place(reading.place),
        "service": BROADER.get(reading.service or "", reading.service),
        "sites": [
            {
                "id": near.site.id,
                "name": near.site.name,
                "distance_mi": round(near.miles, 1),
                "open": near.openness.open,
                "next_change": near.openness.next_change.isoformat() if near.openness.next_change else None,
            }
            for near in reply.places
        ],
        "asks_place": reply.asks_place,
        "choices": [choice.label for choice in reply.choices],
        "entry": reply.entry,
        "text": "\n\n".join(messages),
        "messages": list(messages),
        "segments": sum(segments(text) for text in messages) if counted else None,
        "encoding": ("UCS-2" if any(encoding(text) == "UCS-2" for text in messages) else "GSM-7") if counted else None,
    }


def said(reply: Reply, channel: Channel, knowledge: Knowledge) -> tuple[str, ...]:
    """The messages as that channel sends them."""
    if channel in {Channel.SMS, Channel.WHATSAPP}:
        return sms(reply, channel)
    if reply.silent:
        return ()
    if channel is Channel.TELEGRAM:
        return (telegram_html(reply),)
    if channel is Channel.VOICE:
        entry = knowledge.bank.get(reply.entry or "")
        own = entry.say(reply.language).spoken if entry else None
        text = knowledge.numbered(own) if own else " ".join(reply.paragraphs)
        return (spoken(text, reply.language) or text,)
    return (plain(reply),)


def _place(place: Place | None) -> Mapping[str, Any] | None:
    if place is None:
        return None
    return {"name": place.name, "state": place.state, "zip": place.zip, "lat": place.lat, "lon": place.lon}
