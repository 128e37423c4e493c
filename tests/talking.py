"""A whole conversation with the core, one text every half minute."""

from __future__ import annotations

from collections.abc import Callable

from actors import Clock

from bot.knowledge import Knowledge
from bot.message import Channel, Message, Point
from bot.reply import Outcome
from handlers.respond import respond

Talk = Callable[..., Outcome]


def talking(knowledge: Knowledge, clock: Clock, channel: Channel = Channel.SMS) -> Talk:
    """`talk("how do i use test strips", "more")` gives the last outcome. A point among the texts is a shared pin."""

    def talk(*said: str | Point) -> Outcome:
        state = outcome = None
        for each in said:
            clock.passes(seconds=30)
            message = Message("", channel, each.rounded()) if isinstance(each, Point) else Message(each, channel)
            outcome = respond(message, state, knowledge, clock())
            state = outcome.state
        assert outcome
        return outcome

    return talk
