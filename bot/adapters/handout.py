"""What people take along from the pages: codes to scan with a phone's camera, and a contact whose name tells nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response
from markupsafe import Markup

from bot.adapters.settings import Settings


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code as SVG, which of the page's words stands below it, and what fills that in."""

    key: str
    shown: str
    svg: Markup


def codes(settings: Settings) -> Iterator[Code]:
    """A code for each channel that the settings name: none is invented."""
    if settings.sms_number:
        yield Code("code_sms", _readable(settings.sms_number), _qr(f"sms:{settings.sms_number}"))
    if settings.telegram_bot_name:
        name = settings.telegram_bot_name
        yield Code("code_telegram", f"t.me/{name}", _qr(f"https://t.me/{name}?start=od"))


def contact(settings: Settings, name: str) -> Response:
    """The number as a contact card under a neutral `name`; 404 where no number is set."""
    if not settings.sms_number:
        return Response(status=404)
    lines = ("BEGIN:VCARD", "VERSION:3.0", f"N:{name};;;;", f"FN:{name}", f"TEL;TYPE=CELL:{settings.sms_number}", "END:VCARD", "")
    response = Response("\r\n".join(lines), content_type="text/vcard; charset=utf-8")
    response.headers["Content-Disposition"] = "attachment; filename=contact.vcf"
    return response


def _qr(content: str) -> Markup:
    """Black on white in dark mode too, with the quiet border that cameras need; the words beside it say the same."""
    import segno  # noqa: PLC0415 - few ask for the paper

    svg = segno.make(content, micro=False, error="m").svg_inline(
        border=4, omitsize=True, light="#fff", svgclass="qr", lineclass=None
    )
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S704 - drawn by segno, holds no text


def _readable(number: str) -> str:
    """A US number as people read it: +12075550199 gives 207-555-0199."""
    if len(number) == len("+12075550199") and number.startswith("+1"):
        return f"{number[2:5]}-{number[5:8]}-{number[8:]}"
    return number
