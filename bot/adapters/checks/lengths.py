"""What a text costs by SMS, and the room on a button."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bot import markup
from bot.adapters.checks.content import Content, Finding, Said
from bot.adapters.markdown import marked
from bot.segments import forcing, length, segments, to_gsm7

GOAL, LIMIT = 306, 459
_TITLE = 28


def dear(content: Content) -> Iterator[Finding]:
    """The very character that makes a text UCS-2: 70 letters an SMS instead of 160."""
    for said in _sent(content):
        text = _as_sms(said, content)
        if sign := forcing(text):
            at = text.index(sign)
            around = text[max(0, at - 15) : at + 16]
            yield said.found(content, f"{sign!r} in '{around}' makes this SMS cost more than double: use plain letters")


def danger(content: Content) -> Iterator[Finding]:
    """Danger leads that do not fit one SMS."""
    for said in _sent(content):
        text = _as_sms(said, content)
        if said.key in {"lead", "sms"} and said.urgent and not forcing(text) and segments(text) > 1:
            yield said.found(content, f"{length(text)} characters; a danger lead must fit one SMS (160)")


def goal(content: Content) -> Iterator[Finding]:
    """Texts over two SMS: a limit or a warning that would fall out is a reason for an exception."""
    yield from _longer(content, GOAL, LIMIT, f"the goal is {GOAL} (two SMS)")


def limit(content: Content) -> Iterator[Finding]:
    """Texts over three SMS."""
    yield from _longer(content, LIMIT, None, f"the most is {LIMIT} (three SMS)")


def titles(content: Content) -> Iterator[Finding]:
    """Titles that a menu line cannot hold."""
    for entry, language, wording in content.wordings():
        if len(wording.title) > _TITLE:
            yield content.told(entry, "title", f"{len(wording.title)} characters; a menu line has {_TITLE}", language)


def _longer(content: Content, over: int, upto: int | None, what: str) -> Iterator[Finding]:
    for said in _sent(content):
        text = _as_sms(said, content)
        one_sms = said.key in {"lead", "sms"} and said.urgent
        if not forcing(text) and not one_sms and length(text) > over and (upto is None or length(text) <= upto):
            yield said.found(content, f"{length(text)} characters; {what}")


def _sent(content: Content) -> Iterator[Said]:
    """Every text that goes out by SMS."""
    return (said for said in content.texts() if said.key != "spoken")


def _as_sms(said: Said, content: Content) -> str:
    return _plain(content.filled(said.text))


@lru_cache(maxsize=1 << 14)
def _plain(text: str) -> str:
    return to_gsm7(markup.plain(marked(text)))
