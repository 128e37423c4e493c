"""Markup that Telegram would refuse, or show as signs. A webhook answer tells no error: the person would get silence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.adapters.checks.content import Content, Finding
from bot.adapters.markdown import marked
from bot.adapters.render import telegram_html
from bot.adapters.telegram_check import read
from bot.reply import Reply

_SIGNS = re.compile(r"\*\*|\]\(|</?[a-z][^>]*>|&(?:lt|gt|amp|quot|nbsp|#\d+);", re.IGNORECASE)


def markup(content: Content) -> Iterator[Finding]:
    """Texts that Telegram would refuse, or whose markup would be shown as signs."""
    for said in content.texts():
        seen = read(telegram_html(Reply(lead=marked(content.filled(said.text)), language=said.language)))
        if seen.fault:
            yield said.found(content, f"Telegram refuses it: {seen.fault}")
        elif left := _SIGNS.search(seen.text):
            yield said.found(content, f"people would see {left[0]!r}: close it, or leave it out")
