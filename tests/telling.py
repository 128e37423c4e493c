"""Marked people tell a running server who they are, in every way we know, with errors of every kind provoked on the way."""

from __future__ import annotations

import http.client
import json
import socket
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

from actors import AUTH_TOKEN, BASE_URL, TELEGRAM_SECRET, Texter
from marks import LINE, Person
from serving import FORM, Server
from twilio.request_validator import RequestValidator

JSON = "application/json"


@dataclass
class Teller:
    """One kept connection; `statuses` counts what came back by path and status."""

    server: Server
    statuses: dict[tuple[str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def asks(self, method: str, path: str, body: str | bytes = "", headers: dict[str, str] | None = None) -> int:
        """The status of one request; a connection that the server closed is opened anew."""
        try:
            self._line.request(method, path, body, headers or {})
            response = self._line.getresponse()
            response.read()
        except (OSError, http.client.HTTPException):
            self._line.close()
            return 0
        key = ("/" + path.partition("?")[0].split("/")[1], response.status)
        self.statuses[key] = self.statuses.get(key, 0) + 1
        return response.status

    def posts_as_twilio(self, path: str, form: dict[str, str], signature: str | None = None) -> int:
        """A form, signed as Twilio does."""
        signed = signature or RequestValidator(AUTH_TOKEN).compute_signature(BASE_URL + path, form)
        return self.asks("POST", path, urlencode(form), {"Content-Type": FORM, "X-Twilio-Signature": signed})

    def posts_update(self, update: object, secret: str = TELEGRAM_SECRET) -> int:
        """An update, or what is none."""
        body = update if isinstance(update, str) else json.dumps(update)
        return self.asks("POST", "/telegram", body, {"Content-Type": JSON, "X-Telegram-Bot-Api-Secret-Token": secret})


def texts(person: Person) -> tuple[str, ...]:
    """What a person may write; each says who they are."""
    return (
        f"hes blue and wont wake up {person.word}",
        f"04401 {person.word}",
        f"narcan near {person.town} {person.word}",
        f"my name is {person.name} {person.last}",
        f"call me at {person.number}",
        f"</Message>{person.word}\x0b",
    )


def text(person: Person) -> str:
    """One of them; mostly one that is quickly answered, so that five hundred are told within a minute."""
    said = texts(person)
    return said[person.n % len(said)] if person.n % 5 == 0 else said[person.n % 2]


def by_twilio(teller: Teller, everybody: Iterable[Person]) -> None:
    """SMS, WhatsApp, a call, and what became of a text."""
    for person in everybody:
        form = Texter(client=None).form(text(person), From=person.number, MessageSid=person.sid, FromCity=person.town)
        teller.posts_as_twilio("/sms", form)
        whatsapp = {"From": f"whatsapp:{person.number}", "WaId": person.number[1:], "ProfileName": f"{person.name} {person.last}",
                    "Latitude": person.exact[0], "Longitude": person.exact[1], "Address": person.town,
                    "ChannelMetadata": json.dumps({"name": person.name}), "ExternalUserId": f"whatsapp:ID.{person.username}",
                    "MessageSid": person.sid + "w"}  # fmt: skip
        teller.posts_as_twilio("/sms", form | whatsapp)
        call = {"CallSid": person.sid, "From": person.number, "To": LINE, "CallerName": person.name, "FromCity": person.town}
        teller.posts_as_twilio("/voice", call)
        if person.n % 10 == 0:
            teller.posts_as_twilio("/voice/zip-0/en", call | {"Digits": "04401"})
        status = {"MessageSid": person.sid, "To": person.number, "From": LINE, "MessageStatus": "failed", "ErrorCode": "30007"}
        teller.posts_as_twilio("/sms/status", status)


def by_twilio_in_error(teller: Teller, everybody: Iterable[Person]) -> None:
    """Forged, altered, too large, by the wrong method."""
    for person in everybody:
        form = Texter(client=None).form(text(person), From=person.number, MessageSid=person.sid)
        for path in ("/sms", "/voice", "/sms/status"):
            teller.posts_as_twilio(path, form, signature=person.name)
        teller.posts_as_twilio("/sms", form | {"Body": person.word * 9000})
        teller.posts_as_twilio("/sms", form | {"Latitude": person.name, "Longitude": person.word, "MessageSid": ""})
        teller.asks("GET", f"/sms?{urlencode({'From': person.number, 'Body': person.word})}")
        teller.asks("POST", f"/voice/{person.word}/{person.name}", urlencode(form), {"Content-Type": FORM})


def by_telegram(teller: Teller, everybody: Iterable[Person]) -> None:
    """Private chats, places that are shared, groups, and odd updates."""
    for person in everybody:
        who = {"id": person.chat, "is_bot": False, "first_name": person.name, "last_name": person.last,
               "username": person.username, "language_code": "en"}  # fmt: skip
        chat = {"id": person.chat, "type": "private", "first_name": person.name, "username": person.username}
        message = {"message_id": 1, "date": 1795446000, "from": who, "chat": chat}
        place = {"latitude": float(person.exact[0]), "longitude": float(person.exact[1])}
        kinds: list[dict[str, object]] = [
            {"message": {**message, "text": text(person)}},
            {"message": {**message, "location": place}},
            {"message": {**message, "contact": {"phone_number": person.number, "first_name": person.name}}},
            {"message": {**message, "chat": {**chat, "id": -person.chat, "type": "group", "title": person.word}, "text": "/od"}},
            {"edited_message": {**message, "text": person.word}},
            {"message": {**message, "text": person.word, "date": person.name}},
            {"message": {**message, "chat": person.username}},
            {"message": {person.word: person.name, "from": who}},
        ]
        teller.posts_update({"update_id": person.n * 10, **kinds[0]})
        if person.n % 4 == 0:
            teller.posts_update({"update_id": person.n * 10 + 1, **kinds[1 + person.n // 4 % (len(kinds) - 1)]})
        if person.n % 10 == 0:
            teller.posts_update(f'{{"{person.word}": {person.name}')
            teller.posts_update("[" * 50_000 + person.name)
            teller.posts_update({"update_id": 1, **kinds[0]}, secret=person.name)


def by_web(teller: Teller, everybody: Iterable[Person]) -> None:
    """The page, its script, and addresses with words in them."""
    for person in everybody:
        headers = {"Cookie": f"t={person.cookie}", "User-Agent": person.name, "Referer": f"https://example.org/{person.word}",
                   "X-Forwarded-For": person.ip, "Forwarded": f"for={person.ip}", "X-Real-IP": person.ip}  # fmt: skip
        lat, lon = person.exact
        said = json.dumps({"text": text(person), "lat": lat, "lon": lon, "lang": person.name})
        teller.asks("POST", "/chat", said, {**headers, "Content-Type": JSON, "Accept": JSON})
        if person.n % 25:
            continue
        teller.asks("POST", "/chat", urlencode({"text": text(person)}), {**headers, "Content-Type": FORM})
        for body in ("{" + person.word, f'"{person.name}"', "[" * 5000 + person.word, person.word * 9000):
            teller.asks("POST", "/chat", body, {**headers, "Content-Type": JSON})
        for path in (f"/{person.word}", f"/?lang={person.name}&text={person.word}", f"/od?{person.name}",
                     f"/static/{person.word}", f"/chat?text={person.word}"):  # fmt: skip
            teller.asks("GET", path, headers=headers)


def by_wire(teller: Teller, everybody: Iterable[Person]) -> None:
    """Requests that are none: servers like to print these, with the address they came from."""
    for person in everybody:
        name, word = person.name, person.word
        for sent in (f"{name} {word}\r\n\r\n", f"GET /{word} HTTP/9\r\nHost: {name}\r\n\r\n",
                     f"POST /sms HTTP/1.1\r\nContent-Length: {name}\r\n\r\n", f"GET / HTTP/1.1\r\n{name}\r\n\r\n",
                     f"POST /sms HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{word}\r\n",
                     f"GET /{word} HTTP/1.1\r\nX: {word * 30_000}\r\n\r\n",
                     f"POST /sms HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nBody={word}"):  # fmt: skip
            with suppress(OSError), connected(teller, person) as line:
                line.sendall(sent.encode())
                line.recv(65536)


def connected(teller: Teller, person: Person) -> socket.socket:
    """A line from the person's own address, where this machine has all of 127/8; every other person slams it shut."""
    own = (person.peer, 0) if sys.platform == "linux" else None
    line = socket.create_connection(("127.0.0.1", teller.server.port), timeout=0.05, source_address=own)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", person.n % 2, 0))
    return line


def by_breaking(teller: Teller, everybody: Iterable[Person]) -> None:
    """For the server of `broken.py`: what may break besides the answers."""
    for person in everybody:
        form = Texter(client=None).form(text(person), From=person.number, MessageSid=person.sid)
        for what in ("request", "thread", "object", "library"):
            teller.asks("POST", f"/{person.word}", urlencode(form), {"Content-Type": FORM, "X-Break": what})
        with suppress(OSError), connected(teller, person) as line:
            line.sendall(f"BREAK {person.name} {person.word}\r\n\r\n".encode())
            line.recv(65536)


CHANNELS = (by_twilio, by_telegram, by_web)
WAYS = (*CHANNELS, by_twilio_in_error, by_wire)
