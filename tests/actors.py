"""The people of the tests, one for each way to reach us: they send what Twilio, Telegram and browsers really send.

Twilio's signatures come from Twilio's own package, and replies to Telegram are judged by aiogram's models: neither is ours.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from flask import Flask
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

BASE_URL = "https://bot.example.org"
AUTH_TOKEN = "token-of-the-tests-0123456789abcdef"
TELEGRAM_SECRET = "secret_of-the-tests"
# Numbers that belong to nobody: 555-0100 to 555-0199 are kept for fiction.
PERSON = "+12075550100"
LINE = "+12075550199"

_numbers = itertools.count(1)


@dataclass
class Clock:
    """A clock that stands still until it is told that time passes."""

    now: datetime = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # a Monday, 10:00 in Maine

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **amount: float) -> None:
        """`clock.passes(minutes=31)`."""
        self.now += timedelta(**amount)


def messages(response: TestResponse) -> list[str]:
    """The texts in a TwiML answer, read by a strict XML parser that is not Twilio's."""
    assert response.status_code == 200
    assert response.mimetype == "text/xml"
    root = ET.fromstring(response.data)
    assert root.tag == "Response"
    assert {child.tag for child in root} <= {"Message"}
    return ["".join(child.itertext()) for child in root]


def counted(app: Flask) -> int:
    """How many messages the counters hold."""
    held = app.extensions["safertext"].counters._held
    return sum(count for (table, _, _), count in held.items() if table == "count_day")


@dataclass
class Texter:
    """Somebody with a phone, as Twilio brings their texts."""

    client: FlaskClient
    token: str = AUTH_TOKEN
    number: str = PERSON
    line: str = LINE

    def says(self, text: str, **parameters: str) -> list[str]:
        """Send a text; the messages that come back."""
        return messages(self.sends(text, **parameters))

    def sends(self, text: str, **parameters: str) -> TestResponse:
        """Send a text; the raw response."""
        return self.posts(self.form(text, **parameters))

    def form(self, text: str, **parameters: str) -> dict[str, str]:
        """What Twilio sends with a text, empty guesses of the place included."""
        sid = f"SM{next(_numbers):032x}"
        usual = {
            "ToCountry": "US", "ToState": "ME", "SmsMessageSid": sid, "NumMedia": "0", "ToCity": "", "FromZip": "",
            "SmsSid": sid, "FromState": "", "SmsStatus": "received", "FromCity": "", "Body": text, "FromCountry": "US",
            "To": self.line, "MessagingServiceSid": "", "ToZip": "", "NumSegments": "1", "MessageSid": sid,
            "AccountSid": "AC" + "0" * 32, "From": self.number, "ApiVersion": "2010-04-01", "ReferralNumMedia": "0",
        }  # fmt: skip
        return usual | parameters

    def posts(
        self,
        form: Mapping[str, str] | MultiDict[str, str],
        *,
        query: str = "",
        signature: str | None = None,
        url: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        """Post a form to /sms, signed over the public address unless `signature` or `url` says otherwise."""
        path = "/sms" + (f"?{query}" if query else "")
        signed = RequestValidator(self.token).compute_signature(url or BASE_URL + path, form)
        given = signed if signature is None else signature
        return self.client.post(path, data=form, headers={"X-Twilio-Signature": given, **(headers or {})})


@dataclass
class Chatter:
    """Somebody in a private chat with the bot, as Telegram brings their updates."""

    client: FlaskClient
    secret: str = TELEGRAM_SECRET
    chat: int = 101
    language: str = "en"
    name: str = "A"
    username: str | None = None

    def says(self, text: str) -> dict[str, object]:
        """Send a text; the method in the answer."""
        return self.answered(self.update(text=text))

    def shares(self, lat: float, lon: float) -> dict[str, object]:
        """Share a location with the button."""
        return self.answered(self.update(location={"latitude": lat, "longitude": lon}))

    def answered(self, update: Mapping[str, object]) -> dict[str, object]:
        """Send a genuine update; the method in the answer, as aiogram's model of it accepts."""
        from aiogram.methods import SendMessage
        from aiogram.types import Update

        Update.model_validate(update)
        answer = self.posts(update).get_json()
        assert answer["method"] == "sendMessage"
        SendMessage.model_validate({key: value for key, value in answer.items() if key != "method"})
        return answer

    def update(self, **content: object) -> dict[str, object]:
        """An update with a message that holds `content`."""
        number = next(_numbers)
        names = {"first_name": self.name, **({"username": self.username} if self.username else {})}
        message = {
            "message_id": number,
            "date": 1795446000,
            "chat": {"id": self.chat, "type": "private", **names},
            "from": {"id": self.chat, "is_bot": False, "language_code": self.language, **names},
            **content,
        }
        return {"update_id": number, "message": message}

    def posts(self, update: object, *, secret: str | None = None) -> TestResponse:
        """Post anything to /telegram; bytes and str go as they are, all else as JSON."""
        body = update if isinstance(update, bytes | str) else json.dumps(update)
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret if secret is None else secret}
        return self.client.post("/telegram", data=body, headers=headers, content_type="application/json")


@dataclass
class Visitor:
    """Somebody on the web page; the client keeps the cookie of their talk as a browser does."""

    client: FlaskClient

    def says(self, text: str, **fields: object) -> dict[str, object]:
        """Send a text as the page's script does; the JSON that comes back."""
        response = self.client.post("/chat", json={"text": text, **fields}, headers={"Accept": "application/json"})
        assert response.status_code == 200
        return response.get_json()

    def submits(self, text: str) -> str:
        """Send the form as a browser without JavaScript does; the whole page."""
        response = self.client.post("/chat", data={"text": text}, headers={"Accept": "text/html"})
        assert response.status_code == 200
        return response.text


@dataclass
class Marks:
    """What identifies a sender in a test, and every form in which it could be written down."""

    plain: Sequence[str]
    forms: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        for mark in self.plain:
            raw = mark.encode()
            digest = hashlib.sha256(raw)
            told = [raw, raw.hex().encode(), b64encode(raw).rstrip(b"="), digest.hexdigest().encode(), digest.digest()]
            self.forms += [*told, b64encode(digest.digest()), hashlib.sha1(raw).hexdigest().encode()]

    def found_in(self, where: bytes) -> list[bytes]:
        """The forms of the marks that `where` holds, in any case of letters."""
        lowered = where.lower()
        return [form for form in self.forms if form in where or form.lower() in lowered]
