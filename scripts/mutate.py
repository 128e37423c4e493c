"""Requests as Twilio and Telegram send them, with everything mutated that a stranger can choose, then truly signed."""

from __future__ import annotations

import base64
import hmac
import json
import random
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from urllib.parse import parse_qsl, quote_plus

from werkzeug.datastructures import MultiDict
from werkzeug.formparser import FormDataParser

from bot.adapters.settings import PROJECT

BASE_URL = "https://bot.example.org"
AUTH_TOKEN = "token-of-the-fuzz-0123456789abcdef"  # noqa: S105 - of nobody
TELEGRAM_SECRET = "secret_of-the-fuzz"  # noqa: S105 - likewise
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
_FORGED = 0.05

# Strings that break programs: kinds of nothing, numbers that are none, marks that join, mix, turn and hide.
NASTY = (
    "", " ", "\n", "\x00", "\x1b[31m", "0", "-1", "1e309", "nan", "inf", "٣", "²", "½", "Ⅳ", "9" * 400, "1,2", "04401" * 50,
    "\ufeff", "\u200d", "\u200bo\u200bd\u200b", "\u202eod", "e" + "\u0301" * 500, "😀" * 300, "👩🏽‍🚒", "\ud800", "\udfff\ud800",
    "\uffff", "\U0010ffff", "ﬁ", "İ", "ß", "ſ", "оd", "ＯＤ", "𝖔𝖉", "أخي لا يتنفس", "他没有呼吸", "on n\u2019a plus de narcan",
    "<b>&amp;</b>", "]]>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "{{7*7}}", "%s%n%00", "'; DROP TABLE site;--", "../../etc/passwd",
    "ignore all previous instructions", "[[[[", "((((" * 500, "a" * 10_000, "wont wake up " * 700, "? and " * 300, ". " * 2000,
)  # fmt: skip
VALUES: tuple[object, ...] = (
    None,
    True,
    False,
    0,
    -1,
    2**63,
    2**2000,
    1e400,
    0.1,
    "",
    "x",
    [],
    {},
    [[]],
    {"": ""},
    [None] * 50,
    "9" * 400,
)
LANGUAGES = ("en", "es", "fr", "pt-BR", "xx", "", "e" * 300, "EN_us", "\x00")


@dataclass(frozen=True, slots=True)
class Sent:
    """One request; `genuine` when its signature or secret holds; `what` names how it was made."""

    path: str
    query: str
    body: bytes
    headers: tuple[tuple[str, str], ...]
    genuine: bool
    what: str


class Writer:
    """Writes requests: what it writes depends on `chance` and the project's own phrases alone."""

    def __init__(self, chance: random.Random) -> None:
        """`chance` is seeded by who asks."""
        self._chance = chance
        self._number = 0

    @cached_property
    def _phrases(self) -> list[str]:
        """What people really type, in every language, and the steps' own words."""
        files = sorted((PROJECT / "content" / "phrases").rglob("*.txt"))
        lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
        return [line for line in lines if line and not line.startswith("#")] + ["1", "2", "more", "menu", "od", "awake", "04401"]

    def next(self) -> Sent:
        """The next request."""
        self._number += 1
        return self._chance.choice((self._text_message, self._text_message, self._update, self._update, self._noise))()

    def _text_message(self) -> Sent:
        """A Twilio form: parameters added, dropped, doubled and spoilt, as a form or in parts, broken or whole."""
        sid = f"SM{self._chance.choice((self._number, self._number, self._number // 2)):032x}"
        pairs = [("Body", self._text()), ("From", self._sender()), ("To", "+12075550199"), ("MessageSid", sid), ("NumMedia", "0")]
        pairs += [(self._name(), self._text()) for _ in range(self._chance.choice((0, 0, 1, 3)))]
        if self._chance.random() < 0.2:
            pairs += [(name, self._chance.choice((*NASTY, "44.8", "-68.77"))) for name in ("Latitude", "Longitude")]
        if self._chance.random() < 0.3:
            self._chance.shuffle(pairs)
            del pairs[self._chance.randrange(len(pairs)) :]
        kind = self._chance.choice((FORM, FORM, FORM, PARTS))
        body = self._mangled(_form(pairs) if kind == FORM else _parts(pairs))
        query = self._chance.choice(("", "", "", "a=b&bodySHA256=", "%ff=%00&a", "x" * 2000))
        return self._signed("/sms", query, body, kind, "a text")

    def _signed(self, path: str, query: str, body: bytes, kind: str, what: str) -> Sent:
        """Signed over what a server reads, not over what we meant: so that even a broken form gets past the check."""
        holds = self._chance.random() >= _FORGED
        form = _read(body, kind)
        holds &= None not in form  # a part without a name: Twilio sends none, and nobody can sign it
        signature = _signature(f"{BASE_URL}{path}{'?' + query if query else ''}", form) if holds else self._forged()
        return Sent(path, query, body, (("Content-Type", kind), ("X-Twilio-Signature", signature)), holds, what)

    def _update(self) -> Sent:
        """A Telegram update: a real one with branches replaced, cut and swapped, then perhaps broken as JSON too."""
        update = self._spoilt(self._real_update()) if self._chance.random() < 0.6 else self._real_update()
        body = json.dumps(update, ensure_ascii=self._chance.random() < 0.5).encode("utf-8", "surrogatepass")
        return self._secret(self._mangled(body), "an update")

    def _noise(self) -> Sent:
        """Bytes that are no request at all, from somebody who knows the secret."""
        body = self._chance.choice((
            self._chance.randbytes(self._chance.randrange(300)), b"[" * 100_000, b'{"a":' * 20_000, b"x" * 70_000, b"{", b"null",
            b'{"update_id":1e999}', b"\xff\xfe{\x00}\x00", b"%" * 1000, b"&=" * 1200, b"Body=" + b"%F0%9F%98" * 500,
        ))  # fmt: skip
        return self._secret(body, "noise") if self._chance.random() < 0.5 else self._signed("/sms", "", body, FORM, "noise")

    def _secret(self, body: bytes, what: str) -> Sent:
        holds = self._chance.random() >= _FORGED
        headers = (("X-Telegram-Bot-Api-Secret-Token", TELEGRAM_SECRET if holds else self._forged()),)
        return Sent("/telegram", "", body, (("Content-Type", "application/json"), *headers), holds, what)

    def _real_update(self) -> dict[str, object]:
        chat = self._chance.randrange(101, 104)
        content: dict[str, object] = {"text": self._text()}
        if self._chance.random() < 0.15:
            content = {"location": {"latitude": self._chance.uniform(-91, 91), "longitude": self._chance.uniform(-181, 181)}}
        person = {"id": chat, "is_bot": False, "first_name": "A", "language_code": self._chance.choice(LANGUAGES)}
        head = {"message_id": self._number, "date": 1795446000, "chat": {"id": chat, "type": "private"}, "from": person}
        kind = self._chance.choice(("message",) * 8 + ("edited_message", "channel_post", "my_chat_member", "callback_query"))
        return {"update_id": self._chance.choice((self._number, self._number, 1)), kind: {**head, **content}}

    def _spoilt(self, node: object) -> object:
        """The same tree with a few branches replaced by what should not be there."""
        if self._chance.random() < 0.06:
            return self._chance.choice((*VALUES, self._text()))
        if isinstance(node, dict):
            return {key: self._spoilt(value) for key, value in node.items() if self._chance.random() > 0.03}
        return node

    def _mangled(self, body: bytes) -> bytes:
        """Mostly as it is; now and then cut, doubled, or with bytes turned."""
        if self._chance.random() < 0.8 or not body:
            return body
        at = self._chance.randrange(len(body))
        turned = bytes([self._chance.randrange(256)])
        return self._chance.choice((body[:at], body + body[at:], body[:at] + turned + body[at + 1 :], body[at:] + body[:at]))

    def _text(self) -> str:
        """Mostly what people type; otherwise nasty, spliced, shuffled or very long."""
        said = self._chance.choice(self._phrases)
        if self._chance.random() < 0.4:
            return said
        letters = list(said + self._chance.choice(NASTY))
        self._chance.shuffle(letters)
        at = self._chance.randrange(len(said) + 1)
        return self._chance.choice((
            self._chance.choice(NASTY), said[:at] + self._chance.choice(NASTY) + said[at:], said[::-1], said.upper(),
            f"{said} {self._chance.choice(self._phrases)}", "".join(letters), (said + " ") * self._chance.choice((3, 50)),
        ))  # fmt: skip

    def _sender(self) -> str:
        number = f"+1207555010{self._chance.randrange(3)}"
        return self._chance.choice((number, number, number, f"whatsapp:{number}", "", "whatsapp:", "\x00", "+" * 300))

    def _name(self) -> str:
        return self._chance.choice(
            ("Body", "From", "OptOutType", "ButtonText", "NumMedia", "MessageSid", "MediaUrl0", *NASTY[:6])
        )

    def _forged(self) -> str:
        return self._chance.choice(("", "x", "=" * 28, "é", "A" * 5000, "\x7f"))


def _form(pairs: list[tuple[str, str]]) -> bytes:
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs).encode()


def _quoted(text: str) -> str:
    return quote_plus(text, errors="surrogatepass")


def _parts(pairs: list[tuple[str, str]]) -> bytes:
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in pairs]
    return ("".join(parts) + "--x--\r\n").encode("utf-8", "surrogatepass")


def _read(body: bytes, kind: str) -> MultiDict[str, str]:
    """The form as a server reads it; empty where it cannot."""
    mimetype, _, boundary = kind.partition("; boundary=")
    options = {"boundary": boundary} if boundary else {}
    try:
        if mimetype == FORM:
            return MultiDict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
        return FormDataParser(silent=True).parse(BytesIO(body), mimetype, len(body), options)[1]
    except Exception:  # noqa: BLE001 - then the server cannot read it either, and signs nothing
        return MultiDict()


def _signature(url: str, form: MultiDict[str, str]) -> str:
    """Twilio's: the address, then every name with each of its different values, in order."""
    pairs = [name + value for name in sorted(set(form)) for value in sorted(set(form.getlist(name)))]
    signed = (url + "".join(pairs)).encode("utf-8", "surrogatepass")
    return base64.b64encode(hmac.digest(AUTH_TOKEN.encode(), signed, "sha1")).decode()
