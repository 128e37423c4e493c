"""What made-up people write, and the requests in which providers bring it, signed as the real ones are."""

from __future__ import annotations

import base64
import hmac
import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlencode

from bot.adapters.settings import PROJECT

BASE_URL = "https://bot.example.org"
AUTH_TOKEN = "token-of-the-bench-0123456789abcdef"  # noqa: S105 - of nobody
TELEGRAM_SECRET = "secret_of-the-bench"  # noqa: S105 - likewise

# Plain messages: none of them needs the encoder.
PLAIN: dict[str, tuple[str, ...]] = {
    "numbers": ("1", "2", "3"),
    "ZIPs": ("04401", "04101", "narcan 04240", "04330"),
    "commands": ("menu", "more", "near me", "privacy", "espanol"),
    "plain danger": ("hes blue and wont wake up", "she is not breathing", "my friend overdosed", "no respira", "od"),
}

_count = itertools.count(1)
Maker = Callable[[str, str], bytes]


def free_text() -> list[str]:
    """Ordinary questions that train nothing, from the messages kept apart for the tests."""
    lines = (PROJECT / "tests" / "understanding" / "messages.jsonl").read_text(encoding="utf-8").splitlines()
    labels = [json.loads(line) for line in lines if line.strip()]
    return [label["text"] for label in labels if label["emergency"] == "none" and len(label["text"].split()) > 2]


def plain() -> list[str]:
    """All plain messages, kinds in turn."""
    rounds = itertools.islice(zip(*(itertools.cycle(texts) for texts in PLAIN.values()), strict=False), 20)
    return [text for texts in rounds for text in texts]


def requests(make: Maker, path: str, texts: Sequence[str], most: int) -> Iterator[bytes]:
    """`most` requests to `path` with `texts` in turn, made beforehand so that making them is not measured."""
    return iter(list(endless(make, path, texts, most)))


def endless(make: Maker, path: str, texts: Sequence[str], most: int) -> Iterator[bytes]:
    """The same, each made when it is sent: for more than memory should hold."""
    return (make(path, texts[number % len(texts)]) for number in range(most))


def text_message(path: str, text: str) -> bytes:
    """A text as Twilio brings it: a new id each time, from one of 10,000 pairs of numbers kept for fiction."""
    number = next(_count)
    sid = f"SM{number:032x}"
    form = {
        "ToCountry": "US", "ToState": "ME", "SmsMessageSid": sid, "NumMedia": "0", "ToCity": "", "FromZip": "", "SmsSid": sid,
        "FromState": "", "SmsStatus": "received", "FromCity": "", "Body": text, "FromCountry": "US", "MessagingServiceSid": "",
        "To": f"+120755501{number // 100 % 100:02d}", "ToZip": "", "NumSegments": "1", "MessageSid": sid,
        "AccountSid": "AC" + "0" * 32, "From": f"+120755501{number % 100:02d}", "ApiVersion": "2010-04-01",
    }  # fmt: skip
    signed = BASE_URL + path + "".join(name + form[name] for name in sorted(form))
    signature = base64.b64encode(hmac.digest(AUTH_TOKEN.encode(), signed.encode(), "sha1")).decode()
    kind = "application/x-www-form-urlencoded"
    return _http(path, urlencode(form).encode(), {"Content-Type": kind, "X-Twilio-Signature": signature})


def update(path: str, text: str) -> bytes:
    """A private message as Telegram brings it."""
    number = next(_count)
    chat = 100 + number % 10_000
    body = {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1795446000,
            "chat": {"id": chat, "type": "private", "first_name": "A"},
            "from": {"id": chat, "is_bot": False, "language_code": "en", "first_name": "A"},
            "text": text,
        },
    }
    headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET}
    return _http(path, json.dumps(body).encode(), headers)


def _http(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    head = {"Host": "127.0.0.1", **headers, "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body
