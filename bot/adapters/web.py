"""The phone on the web page: a form that works without JavaScript, and the same answers as JSON for the script."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from bot.adapters.render import button, plain
from bot.knowledge import supported
from bot.message import Channel, Message, Point
from bot.reply import Reply

COOKIE = "t"
_COOKIE_BYTES = 16  # 128 random bits: nobody's number, no one can guess another's


def read(fields: Mapping[str, object], hint: str | None) -> Message:
    """The message in a form or a JSON object `{text, choice, lat, lon, lang}`; odd values count as absent."""
    text = fields.get("choice") or fields.get("text")
    lang = fields.get("lang")
    return Message(
        text=text if isinstance(text, str) else "",
        channel=Channel.WEB,
        point=_point(fields.get("lat"), fields.get("lon")),
        language_hint=(supported(lang) if isinstance(lang, str) else None) or hint,
    )


def _point(lat: object, lon: object) -> Point | None:
    try:
        return Point(float(lat), float(lon)).rounded()  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None


def new_cookie() -> str:
    """A random id for one talk on the page."""
    return secrets.token_urlsafe(_COOKIE_BYTES)


def known_cookie(value: str | None) -> str | None:
    """The cookie if it can be one of ours; anything else counts as none."""
    usable = value is not None and 16 <= len(value) <= 32 and value.replace("-", "").replace("_", "").isalnum()
    return value if usable else None


def answer(reply: Reply, *, danger: bool) -> Mapping[str, object]:
    """The JSON for the page's script, but for the HTML of its bubbles."""
    return {
        "text": plain(reply),
        "choices": [button(choice) for choice in reply.choices],
        "places": [{"id": near.site.id, "name": near.site.name, "distance_mi": round(near.miles, 1)} for near in reply.places],
        "danger": danger,
        "asks_place": reply.asks_place,
        "language": reply.language,
    }
