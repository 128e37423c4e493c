"""Words that carriers and Twilio take for themselves: never asked for, and left to them when they arrive alone."""

from __future__ import annotations

from bot.text import fold

# After one of these the carrier blocks everything to that phone until START; Twilio keeps that list, we keep none.
OPT_OUT = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"})
OPT_IN = frozenset({"start", "unstop"})
ASKED = frozenset({"help", "info"})
ALL = OPT_OUT | OPT_IN | ASKED | {"yes"}


def opts_out(text: str) -> bool:
    """Whether the whole message is one opt-out word, as carriers match it ("STOP please" is not)."""
    several = text.isascii() and " " in text and text[0].isalnum() and text[-1].isalnum()
    return not several and not text.isdigit() and fold(text) in OPT_OUT
