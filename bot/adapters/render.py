"""From a `Reply` to the texts of a channel."""

from __future__ import annotations

import html
import re

from bot.message import Channel
from bot.reply import Choice, Reply
from bot.segments import to_gsm7

# Twilio refuses a body over 1,600 characters; Telegram a text over 4,096 UTF-16 units.
SMS_LIMIT = 1600
TELEGRAM_LIMIT = 4096
_PART_ROOM = 8  # "(12/12) "


def plain(reply: Reply) -> str:
    """The whole answer as text: paragraphs, then numbered choices. Words to text are already in the paragraphs."""
    if reply.urgent:
        return reply.lead
    numbered = [f"{choice.says} {choice.label}" for choice in reply.choices if choice.says.isdigit()]
    return "\n".join((*reply.paragraphs, *numbered))


def sms(reply: Reply, channel: Channel = Channel.SMS) -> tuple[str, ...]:
    """The messages of an SMS or WhatsApp answer; only SMS loses accents, because only there they cost."""
    if reply.silent:
        return ()
    text = printable(plain(reply))
    text = to_gsm7(text) if channel is Channel.SMS else text
    if len(text) <= SMS_LIMIT:
        return (text,)
    parts = split(text, SMS_LIMIT - _PART_ROOM)
    return tuple(f"({number}/{len(parts)}) {part}" for number, part in enumerate(parts, start=1))


def split(text: str, limit: int) -> list[str]:
    """`text` in parts of at most `limit` characters, broken at line ends, then sentences, then anywhere."""
    parts: list[str] = []
    rest = text
    while len(rest) > limit:
        cut = max(rest.rfind("\n", 0, limit), rest.rfind(". ", 0, limit) + 1)
        cut = cut if cut > limit // 3 else limit
        parts.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*parts, rest] if rest else parts


def telegram_html(reply: Reply) -> str:
    """The answer as Telegram's HTML, within its limit. A webhook answer tells no error, so nothing odd may be in it."""
    paragraphs = (reply.lead,) if reply.urgent else reply.paragraphs
    text = printable("\n\n".join(paragraphs))
    # Telegram counts what stays after it has read the HTML, in UTF-16 units of two bytes each.
    within = text.encode("utf-16-le")[: 2 * TELEGRAM_LIMIT].decode("utf-16-le", "ignore")
    return html.escape(within, quote=False)


def web_html(text: str) -> str:
    """One text as HTML for the page."""
    return html.escape(text).replace("\n", "<br>")


def button(choice: Choice) -> str:
    """What a button shows and sends: the word for a step, the title for a subject."""
    return choice.label if choice.says.isdigit() else choice.says


# XML 1.0 has no place for these, and a TwiML with one is refused whole: the person would get silence.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """`text` without characters that XML or a phone cannot carry."""
    return _UNPRINTABLE.sub("", text)
