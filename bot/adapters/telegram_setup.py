"""`safertext telegram set-webhook`: tells Telegram where the server is, and what to show of the bot.

Only here and in `telegram_poll.py` is the token used. python-telegram-bot puts it into some error texts, so that of an
error only our own sentence is shown, or for a refusal Telegram's.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats
from telegram.constants import UpdateType
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.adapters import sunset_file
from bot.adapters.quiet import quiet
from bot.adapters.settings import Settings
from bot.adapters.telegram_words import Words, checked
from bot.bank import LANGUAGES
from bot.errors import ContentError, SettingsError

# What is not asked for is not sent to us: less about people.
ALLOWED = (UpdateType.MESSAGE.value, UpdateType.MY_CHAT_MEMBER.value)
_PORTS = {None, 443, 80, 88, 8443}
_NO_TOKEN = "TELEGRAM_BOT_TOKEN is empty: @BotFather in Telegram gives one (/newbot, or /token for a bot that you have)"  # noqa: S105
_ODD_TOKEN = "TELEGRAM_BOT_TOKEN is not a token: it is digits, a colon, and letters, as @BotFather shows it"  # noqa: S105
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
# The first kind that fits, as BadRequest and TimedOut are kinds of NetworkError.
_WHY: tuple[tuple[type[TelegramError], str], ...] = (
    (InvalidToken, "Telegram does not know this token: copy it again from @BotFather into TELEGRAM_BOT_TOKEN"),
    (Forbidden, "Telegram does not allow it: was the token revoked at @BotFather?"),
    (RetryAfter, "Telegram asks for a pause after many requests: try again in some minutes"),
    (TimedOut, "Telegram did not answer in time: try again"),
    (NetworkError, "Telegram cannot be reached: is this machine online, and api.telegram.org not blocked?"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to tell Telegram, in words, and how."""

    name: str
    ask: Callable[[], Awaitable[object]]


def set_webhook(settings: Settings, base_url: str = "") -> int:
    """Set everything that can be set; 1 when a step failed. Raises SettingsError with every fault before the first step."""
    quiet(settings.log_level)
    faults = list(_unfit(settings))
    if faults:
        raise SettingsError(tuple(faults))
    try:
        words = checked(settings.content_dir)
    except ContentError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    failed = asyncio.run(_set_up(settings, words, base_url))
    sys.stderr.writelines(f"not set: {what}\n" for what in failed)
    return 1 if failed else 0


def api(base_url: str) -> dict[str, str]:
    """Arguments for a `Bot` that talks to another server than Telegram's, given as https://host:port."""
    return {"base_url": f"{base_url.rstrip('/')}/bot"} if base_url else {}


def why(error: TelegramError) -> str:
    """What went wrong and what to do, without the token or an address."""
    if isinstance(error, BadRequest):
        return f"Telegram refuses it: {error.message}"
    return next((said for kind, said in _WHY if isinstance(error, kind)), f"Telegram answers {type(error).__name__}")


def token_faults(settings: Settings) -> list[str]:
    """What is wrong with the token before anybody is asked: nothing, or one sentence."""
    if _TOKEN.fullmatch(settings.telegram_bot_token):
        return []
    return [_ODD_TOKEN if settings.telegram_bot_token else _NO_TOKEN]


def _unfit(settings: Settings) -> Iterator[str]:
    yield from token_faults(settings)
    if not settings.telegram_webhook_secret:
        yield "TELEGRAM_WEBHOOK_SECRET is empty, so anybody could pose as Telegram: make one with: openssl rand -hex 32"
    address = urlsplit(settings.public_base_url)
    if address.scheme != "https":
        yield "PUBLIC_BASE_URL must be the https address of your server; without one use: safertext telegram poll"
    elif address.port not in _PORTS:
        yield "PUBLIC_BASE_URL has a port that Telegram does not call: 443, 80, 88 and 8443 are possible"


async def _set_up(settings: Settings, words: Words, base_url: str) -> list[str]:
    """Every step, whatever becomes of the others; what failed, in words."""
    failed = []
    try:
        async with Bot(settings.telegram_bot_token, **api(base_url)) as bot:  # type: ignore[arg-type]
            for step in (_webhook(bot, settings), *_page(bot, words)):
                try:
                    await step.ask()
                    sys.stdout.write(f"set: {step.name}\n")
                except TelegramError as error:
                    failed.append(f"{step.name}. {why(error)}")
    except TelegramError as error:
        failed.append(f"anything. {why(error)}")
    return failed


def _webhook(bot: Bot, settings: Settings) -> Step:
    """Pending messages stay: one of them may be an emergency."""
    url, secret = f"{settings.public_base_url}/telegram", settings.telegram_webhook_secret
    return Step(f"webhook {url}", lambda: bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED))


def _page(bot: Bot, words: Words) -> Iterator[Step]:
    """What is shown of the bot: English where no other language fits. The menu is for private chats only."""
    private = BotCommandScopeAllPrivateChats()
    for language in LANGUAGES:
        code = None if language == "en" else language
        commands = [BotCommand(name, said[language]) for name, said in words.commands.items()]
        ended = words.line("ended", language) if sunset_file.ended() else ""
        long, short = ended or words.line("description", language), ended or words.line("short_description", language)
        yield Step(f"commands ({language})", lambda c=commands, at=code: bot.set_my_commands(c, private, at))  # type: ignore[misc]
        yield Step(f"description ({language})", lambda t=long, at=code: bot.set_my_description(t, at))  # type: ignore[misc]
        yield Step(f"short description ({language})", lambda t=short, at=code: bot.set_my_short_description(t, at))  # type: ignore[misc]
