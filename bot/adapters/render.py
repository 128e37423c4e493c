"""From a `Reply` to the texts of a channel."""

from __future__ import annotations

import html
import re

from bot import markup
from bot.message import Channel
from bot.reply import Choice, Reply
from bot.segments import to_gsm7

# Twilio refuses a body over 1,600 characters; Telegram a text over 4,096 UTF-16 units.
SMS_LIMIT = 1600
TELEGRAM_LIMIT = 4096
_PART_ROOM = 8  # "(12/12) "


def plain(reply: Reply) -> str:
    """The whole answer as text: paragraphs, then numbered choices. Words to text are already in the paragraphs."""
    return markup.plain(_whole(reply))


def _whole(reply: Reply) -> str:
    if reply.urgent:
        return reply.lead
    numbered = [f"{choice.says} {choice.label}" for choice in reply.choices if choice.says.isdigit()]
    return "\n".join((*reply.paragraphs, *numbered))


def sms(reply: Reply, channel: Channel = Channel.SMS) -> tuple[str, ...]:
    """The messages of an SMS or WhatsApp answer; only SMS loses accents, because only there they cost."""
    if reply.silent:
        return ()
    text = printable(_whole(reply))
    text = to_gsm7(markup.plain(text)) if channel is Channel.SMS else markup.whatsapp(text)
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


def telegram_plain(reply: Reply) -> str:
    """The answer as plain words, within Telegram's limit: the danger is first, so that a cut never costs it."""
    return markup.plain(_within(reply))


def _within(reply: Reply) -> str:
    text = printable("\n\n".join((reply.lead,) if reply.urgent else reply.paragraphs))
    # Telegram counts what stays after it has read the HTML, in UTF-16 units of two bytes each.
    return text.encode("utf-16-le")[: 2 * TELEGRAM_LIMIT].decode("utf-16-le", "ignore")


def telegram_html(reply: Reply) -> str:
    """The answer as Telegram's HTML, within its limit. A webhook answer tells no error, so nothing odd may be in it."""
    said = tags(html.escape(_within(reply), quote=False), "b").replace(markup.ITEM, "• ")
    return _bold_places(said, reply)


def tags(escaped: str, bold: str, link: str = "") -> str:
    """Text that is escaped already with its marks as HTML: `bold` is the tag for that, `link` what each link carries besides.

    Marks that do not close are left out, and so is an address that is none of the web: it could be a script.
    """
    linked = markup.LINKED.sub(lambda found: _anchor(found[1], found[2], link), markup.sound(escaped))
    return linked.replace(markup.BOLD, f"<{bold}>").replace(markup.END_BOLD, f"</{bold}>")


def _anchor(said: str, address: str, link: str) -> str:
    if not address.startswith(("https://", "http://")):
        return said
    quoted = address.replace('"', "%22")
    return f'<a href="{quoted}"{link}>{said or quoted}</a>'


def _bold_places(said: str, reply: Reply) -> str:
    """The names in a list of places in bold, so that an eye finds them."""
    for near in reply.places:
        name = re.escape(html.escape(printable(near.site.name), quote=False))
        said = re.sub(rf"^(\d+\. )({name})", r"\1<b>\2</b>", said, count=1, flags=re.MULTILINE)
    return said


def button(choice: Choice) -> str:
    """What a button shows and sends: the word for a step, the title for a subject."""
    return choice.label if choice.says.isdigit() else choice.says


# XML 1.0 has no place for these, and a TwiML with one is refused whole: the person would get silence.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """`text` without characters that XML or a phone cannot carry."""
    return _UNPRINTABLE.sub("", text)
