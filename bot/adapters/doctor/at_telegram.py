"""The check of what is set at Telegram, read with the bot's token and never changed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from telegram import Bot, WebhookInfo

from bot.adapters.doctor.verdict import Verdict, Visit, green, off, red, yellow
from bot.adapters.telegram_setup import api, token_faults

_RECENT = timedelta(days=1)
_AGAIN = "run: safertext telegram set-webhook"


def webhook(visit: Visit) -> Verdict:
    """Where Telegram sends what people write, and whether it arrives."""
    given = visit.settings
    if not given.telegram_on:
        return off("Telegram is off")
    if not given.telegram_bot_token:
        return off("there is no token", "give it for once: TELEGRAM_BOT_TOKEN=... safertext doctor")
    odd = token_faults(given)
    return red(odd[0], "copy it again from @BotFather") if odd else _told(visit, asyncio.run(_ask(visit)))


def _told(visit: Visit, found: WebhookInfo) -> Verdict:
    """What the webhook's state means."""
    ours = f"{visit.settings.public_base_url}/telegram"
    if found.url != ours:
        return red(f"what people write goes to {found.url or 'nowhere'}", _AGAIN)
    if found.last_error_date and visit.now - found.last_error_date < _RECENT:
        said = f"Telegram could not reach the server on {found.last_error_date:%Y-%m-%d %H:%M} UTC ({found.last_error_message})"
        light = red if found.pending_update_count else yellow
        return light(said, f"look at the server's log and the proxy; if it says 403: {_AGAIN}")
    waiting = found.pending_update_count
    return yellow(f"{waiting} messages wait", "is the server up?") if waiting else green(ours)


async def _ask(visit: Visit) -> WebhookInfo:
    """Telegram's own words. Raises TelegramError."""
    async with Bot(visit.settings.telegram_bot_token, **api(visit.telegram_url)) as bot:  # type: ignore[arg-type]
        return await bot.get_webhook_info()
