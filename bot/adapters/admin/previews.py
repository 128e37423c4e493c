"""An entry as each channel will show it: through the same core that answers people, so that nothing here can drift from it."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.adapters.render import button, sms, telegram_html
from bot.adapters.rich import rich, steps_html
from bot.bank import Entry
from bot.knowledge import Knowledge
from bot.message import Channel, Message
from bot.reply import Outcome, Reply
from bot.segments import encoding, segments, to_gsm7
from bot.spoken import spoken

Decide = Callable[..., Outcome]


@dataclass(frozen=True, slots=True)
class Text:
    """One message and what it costs by SMS."""

    text: str
    count: int
    alphabet: str


@dataclass(frozen=True, slots=True)
class Preview:
    """One entry in one language. `whole` is False where the talk decides what stands around the words: then they stand alone."""

    sms: Sequence[Text]
    more: Sequence[Text]
    telegram: str
    web: Sequence[Markup]
    voice: str
    buttons: Sequence[str]
    whole: bool


def preview(entry: Entry, language: str, knowledge: Knowledge, decide: Decide, now: datetime) -> Preview:
    """What a person gets who asks for `entry` in `language`, on every channel."""
    replies = {channel: _reply(entry, language, channel, knowledge, decide, now) for channel in _SHOWN}
    wording = entry.say(language)
    web, telegram = replies[Channel.WEB][0], replies[Channel.TELEGRAM][0]
    lead = steps_html if entry.step else rich
    return Preview(
        sms=[_text(part) for part in sms(replies[Channel.SMS][0])],
        more=[_text(to_gsm7(knowledge.numbered(part))) for part in wording.more],
        telegram=html.unescape(telegram_html(telegram)),
        web=[lead(said) if said == web.lead else rich(said) for said in web.paragraphs],
        voice=spoken(knowledge.numbered(wording.spoken or wording.lead), language),
        buttons=[button(choice) for choice in telegram.choices],
        whole=replies[Channel.SMS][1],
    )


_SHOWN = (Channel.SMS, Channel.TELEGRAM, Channel.WEB)


def _reply(  # noqa: PLR0913, PLR0917 - all of it decides an answer
    entry: Entry, language: str, channel: Channel, knowledge: Knowledge, decide: Decide, now: datetime
) -> tuple[Reply, bool]:
    """The answer to the entry's own word or title; where that leads elsewhere, its words alone."""
    wording = entry.say(language)
    for asked in filter(None, (wording.word, wording.title)):
        reply = decide(Message(asked, channel, None, language), None, knowledge, now).reply
        if reply.entry == entry.id and reply.language == language:
            return reply, True
    return Reply(knowledge.lead(entry, language, channel), language, urgent=entry.step is not None), False


def _text(said: str) -> Text:
    return Text(said, segments(said), encoding(said))
