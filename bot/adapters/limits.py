"""Floods and loops: who texts without end is told once, then met with silence; who is in danger is answered always.

A sender is a keyed hash here too, counted in the memory of talks: bounded, swept, on our clock. The library reads the rate; its
own storage in memory reads the wall clock, grows without bound and goes through all of it a hundred times a second, and what its
strategy of a fixed window does beside that is to compare two numbers.

Silence is what ends two machines that answer each other: neither has anything left to answer.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable
from datetime import timedelta

from limits import parse

from bot.adapters.keyed import keyed
from bot.adapters.memory import Memory
from bot.adapters.render import plain
from bot.changed import changed
from bot.knowledge import supported
from bot.message import Channel, Message
from bot.reply import Outcome, Reply, Tally
from bot.state import State
from bot.understanding.reading import Level

log = logging.getLogger("safertext.limits")
# So often, without a pause of LOOP_LIFE between and at any speed, no person sends our own answer back, or gets the very same one.
ECHO_MOST, SAME_MOST = 10, 200
LOOP_LIFE = timedelta(minutes=30)
# No answer of ours has fewer letters: what is shorter sends none back.
_SHORTEST = 12
# Requests that wait for a thread: from the first number on the encoder is left out, from the second only danger is answered.
MANY_WAIT, TOO_MANY_WAIT = 64, 256
_NOT_ALNUM = bytes(code for code in range(256) if not chr(code).isalnum() or code > 127)
Line = Callable[[str, str], str]


class Limits:
    """How much one sender is answered, and all of them together. `waiting` tells how many requests wait for a thread."""

    def __init__(self, memory: Memory, rate: str, line: Line) -> None:
        """`rate` is such as "40/10 minutes"; `line` gives one of our lines by key and language."""
        self.waiting: Callable[[], int] = lambda: 0
        self._memory, self._line = memory, line
        known = parse(rate)
        self._most, self._window = known.amount, timedelta(seconds=known.get_expiry())

    def hold(self, sender: bytes, message: Message, before: State | None, outcome: Outcome) -> Outcome | None:
        """What to say in place of `outcome`, or None to say it; counts this text.

        `sender` is the keyed hash of the talk, `before` its state. Never raises: what breaks here must silence nobody.
        """
        try:
            if outcome.reply.silent or not self._too_much(sender, message, outcome, grave=_grave(outcome) or _carried(before)):
                return None
            told = self._memory.count(_part(sender, "told"), LOOP_LIFE, renew=True) > 1
            language = outcome.reply.language
            # On the page an answer costs nothing, and an empty bubble would look broken.
            quiet = told and message.channel is not Channel.WEB
            return changed(outcome, reply=Reply("" if quiet else self._line("flood", language), language, silent=quiet))
        except Exception:
            log.exception("a limit broke; the answer went out")
            return None

    def busy(self, message: Message, before: State | None) -> Outcome:
        """What is said to a text without danger when more wait than can be answered."""
        language = (before.language if before else None) or supported(message.language_hint) or "en"
        tally = Tally("out_of_scope", message.channel.value, language)
        return Outcome(Reply(self._line("busy", language), language), before, tally)

    @property
    def many_wait(self) -> bool:
        """Whether the encoder costs more than it gives."""
        return self.waiting() >= MANY_WAIT

    @property
    def too_many_wait(self) -> bool:
        """Whether only danger can be answered."""
        return self.waiting() >= TOO_MANY_WAIT

    def _too_much(self, sender: bytes, message: Message, outcome: Outcome, *, grave: bool) -> bool:
        """Whether this text is too many: a machine's that sends our own words back, or, without danger, one of a flood."""
        echoes = len(message.text) >= _SHORTEST and self._memory.counted(_said(sender, _gist(message.text))) > 0
        if echoes and self._memory.count(_part(sender, "echo"), LOOP_LIFE, renew=True) > ECHO_MOST:
            return True  # our steps tell of danger; that they come back does not
        in_time = self._memory.count(_part(sender, "texts"), self._window) <= self._most
        same = self._memory.count(_said(sender, _gist(plain(outcome.reply))), LOOP_LIFE, renew=True)
        return not grave and not (in_time and same <= SAME_MOST)


def _part(sender: bytes, what: str) -> bytes:
    """The key of one count of a sender's; without the sender's own it tells nothing."""
    return keyed(sender, what.encode())


def _said(sender: bytes, text: str) -> bytes:
    """The key of one text to one sender; what an SMS loses on its way (accents, signs, blanks) does not count."""
    plain_text = text if text.isascii() else unicodedata.normalize("NFKD", text)
    letters = plain_text.encode("ascii", "ignore").lower().translate(None, _NOT_ALNUM)
    return keyed(sender, b"said " + letters)


def _gist(text: str) -> str:
    """The longest line: what is added to a step from time to time ("911 not called yet?") must not hide that it comes back."""
    return max(text.splitlines(), key=len, default="")


def _grave(outcome: Outcome) -> bool:
    """Danger now or possible, as it was decided."""
    return (
        outcome.reply.urgent or outcome.tally.danger or outcome.reading.danger.level is not Level.NONE or _carried(outcome.state)
    )


def _carried(state: State | None) -> bool:
    """Whether an alarm is raised or an emergency goes on in a talk."""
    return bool(state and (state.alarm or state.in_emergency))
