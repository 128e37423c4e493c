"""A small strict Twilio: signs, posts, follows the fallback, refuses TwiML it does not know, and sends what is left.

Built from Twilio's documents. What judges is not ours: Twilio's own signer, an XML parser, and smsutil's count of segments.
It knows no mercy: a text to somebody who sent STOP, a body that is too long, or a verb of the other product is an error.
"""

from __future__ import annotations

import http.client
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit
from xml.etree.ElementTree import Element

import smsutil
from actors import AUTH_TOKEN, BASE_URL, LINE
from defusedxml.ElementTree import ParseError, fromstring
from ssml_rules import refused, seconds
from twilio.request_validator import RequestValidator

READ_TIMEOUT = 15
MOST_BYTES, MOST_LETTERS = 64 * 1024, 1600
KINDS = {"text/xml", "application/xml", "text/html"}
OPT_OUT = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
OPT_IN = {"START", "UNSTOP", "YES"}
# Verb to its attributes and to what it may hold; a verb of the other product is not there.
MESSAGING = {
    "Response": (set(), {"Message", "Redirect"}),
    "Message": ({"to", "from", "action", "method", "statusCallback"}, {"Body", "Media"}),
    "Body": (set(), set()),
    "Media": (set(), set()),
    "Redirect": ({"method"}, set()),
}
VOICE = {
    "Response": (set(), {"Say", "Pause", "Gather", "Redirect", "Hangup", "Play", "Reject"}),
    "Say": ({"voice", "language", "loop"}, set()),
    "Pause": ({"length"}, set()),
    "Gather": (
        {"input", "numDigits", "timeout", "finishOnKey", "action", "method", "actionOnEmptyResult"},
        {"Say", "Pause", "Play"},
    ),
    "Redirect": ({"method"}, set()),
    "Hangup": (set(), set()),
    "Play": ({"loop", "digits"}, set()),
    "Reject": ({"reason"}, set()),
}
_sids = itertools.count(1)


class TwilioError(Exception):
    """An error as Twilio's debugger shows it: a code and what was wrong."""

    def __init__(self, code: int, what: str) -> None:
        super().__init__(f"{code}: {what}")
        self.code = code


class Sent(NamedTuple):
    """A text on its way to a phone."""

    text: str
    segments: int
    encoding: str


def checked(status: int, kind: str, body: bytes, grammar: Mapping[str, tuple[set[str], set[str]]]) -> Element:
    """The document in an answer. Raises TwilioError as Twilio would log it."""
    if not 200 <= status < 300:
        raise TwilioError(11200, f"HTTP {status}")
    if kind.partition(";")[0] not in KINDS:
        raise TwilioError(12300, f"content type {kind}")
    if len(body) > MOST_BYTES:
        raise TwilioError(11750, "over 64 kB")
    try:
        root = fromstring(body)
    except ParseError as error:
        raise TwilioError(12100, f"no XML: {error}") from None
    if root.tag != "Response":
        raise TwilioError(12200, f"root {root.tag}")
    _schema(root, grammar)
    return root


def _schema(verb: Element, grammar: Mapping[str, tuple[set[str], set[str]]]) -> None:
    attributes, inside = grammar[verb.tag]
    if verb.attrib.keys() - attributes:
        raise TwilioError(12200, f"{verb.tag} has no {sorted(verb.attrib.keys() - attributes)}")
    if verb.tag == "Say":
        if wrong := refused(verb):
            raise TwilioError(12200, f"Say: {wrong}")
        return
    for child in verb:
        if child.tag not in inside:
            raise TwilioError(12200, f"{child.tag} in {verb.tag}")
        _schema(child, grammar)


@dataclass
class Twilio:
    """The line at Twilio: where its webhooks are, who has opted out, what it sent, and its debugger."""

    port: int
    url: str = BASE_URL
    token: str = AUTH_TOKEN
    line: str = LINE
    fallback: Mapping[str, str] = field(default_factory=lambda: {"/sms": "/fallback.xml", "/voice": "/fallback-voice.xml"})
    timeout: float = READ_TIMEOUT
    fate: tuple[str, str] = ("delivered", "")
    stopped: set[str] = field(default_factory=set)
    debugger: list[TwilioError] = field(default_factory=list)

    def text(self, number: str, body: str, **more: str) -> list[Sent]:
        """Somebody texts the line; the texts that reach their phone, Twilio's own keyword answers left out."""
        whole, sid = body.strip().upper(), f"SM{next(_sids):032x}"
        if not number.startswith("whatsapp:"):
            self.stopped |= {number} if whole in OPT_OUT else set()
            self.stopped -= {number} if whole in OPT_IN else set()
        form = {"MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "AccountSid": "AC" + "0" * 32, "ApiVersion": "2010-04-01",
                "SmsStatus": "received", "NumMedia": "0", "NumSegments": "1", "From": number, "To": self._line(number),
                "FromCity": "", "FromZip": "", "FromState": "", "FromCountry": "US", "Body": body} | more  # fmt: skip
        root = self.asks("/sms", form, MESSAGING)
        return [self._send(number, verb) for verb in ([] if root is None else root) if verb.tag == "Message"]

    def asks(self, path: str, form: Mapping[str, str], grammar: Mapping[str, tuple[set[str], set[str]]]) -> Element | None:
        """What the webhook says to do, or its fallback; None is silence, and the debugger holds why."""
        fallback = self.fallback.get("/" + path.split("/")[1], "")
        tries = [(path, form), (fallback, {**form, "ErrorUrl": self.url + path, "ErrorCode": "11200"})]
        for where, fields in tries if fallback else tries[:1]:
            try:
                return checked(*self.posts(where, fields), grammar)
            except TwilioError as error:
                self.debugger.append(error)
        return None

    def posts(self, path: str, form: Mapping[str, str]) -> tuple[int, str, bytes]:
        """A signed POST, as it reaches the server behind its proxy: status, content type and body. Raises TwilioError."""
        public = urlsplit(self.url)
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", "Host": public.netloc,
                   "User-Agent": "TwilioProxy/1.1", "I-Twilio-Idempotency-Token": f"{next(_sids)}",
                   "X-Twilio-Signature": RequestValidator(self.token).compute_signature(self.url + path, form)}  # fmt: skip
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request("POST", path, urlencode(form), headers)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Content-Type", ""), answer.read()
        except OSError as error:
            raise TwilioError(11200, type(error).__name__) from None
        finally:
            connection.close()

    def _line(self, number: str) -> str:
        return f"whatsapp:{self.line}" if number.startswith("whatsapp:") else self.line

    def _send(self, number: str, verb: Element) -> Sent:
        """Send one message, and tell the webhook that `action` names what became of it."""
        text = "".join(verb.itertext())
        if number in self.stopped:
            raise TwilioError(21610, "a text to somebody who opted out")
        if not 0 < len(text) <= MOST_LETTERS:
            raise TwilioError(21617, f"{len(text)} characters")
        counted = smsutil.split(text)
        if action := verb.get("action", ""):
            self._tells(action.removeprefix(self.url), number)
        return Sent(text, len(counted.parts), "GSM-7" if counted.encoding == "gsm0338" else "UCS-2")

    def _tells(self, path: str, number: str) -> None:
        """Status callbacks: here `From` is our line. Raises TwilioError where they are not taken."""
        sid, (last, code) = f"SM{next(_sids):032x}", self.fate
        for status in ("sent", last):
            form = {"MessageSid": sid, "SmsSid": sid, "MessageStatus": status, "SmsStatus": status, "To": number,
                    "From": self._line(number), "AccountSid": "AC" + "0" * 32, "ApiVersion": "2010-04-01"}  # fmt: skip
            form |= {"ErrorCode": code} if code and status == last else {}
            answer = self.posts(path, form)
            checked(*answer, MESSAGING)


class Heard(NamedTuple):
    """What happens in a call at a second of it."""

    second: float
    what: str


# How fast a neural voice speaks; an estimate, and the only one in a timing.
WORDS_A_SECOND = 2.5


@dataclass
class Phone:
    """One call to the line, from dialling to the end, with a clock: words at an even pace, pauses and waits as they are told."""

    twilio: Twilio
    number: str
    sid: str = field(default_factory=lambda: f"CA{next(_sids):032x}")
    clock: float = 0
    log: list[Heard] = field(default_factory=list)
    over: bool = False
    _next: str = "/voice"
    _wait: float = 0
    _begun: int = 0

    def dials(self) -> str:
        """Call; everything that is said until a key is awaited."""
        return self._goes("/voice", CallStatus="ringing")

    def presses(self, keys: str, at: float | None = None) -> str:
        """Press keys `at` so many seconds into what is being said, which ends it, or when all is said; what is said then."""
        if at is not None:
            self.clock = min(self.clock, self.log[self._begun].second + at)
            del self.log[next((n for n, heard in enumerate(self.log) if heard.second > self.clock), len(self.log)) :]
        self.log.append(Heard(self.clock, f"[presses {keys}]"))
        return self._goes(self._next, Digits=keys)

    def waits(self) -> str:
        """Press nothing until the line gives up waiting; what is said then."""
        self.clock += self._wait
        self.log.append(Heard(self.clock, "[presses nothing]"))
        return self._goes(self._next, Digits="")

    def _goes(self, path: str, **more: str) -> str:
        form = {"CallSid": self.sid, "AccountSid": "AC" + "0" * 32, "From": self.number, "To": self.twilio.line, "FromCity": "",
                "CallStatus": "in-progress", "Direction": "inbound", "ApiVersion": "2010-04-01"} | more  # fmt: skip
        root = self.twilio.asks(path, form, VOICE)
        assert root is not None, self.twilio.debugger
        self._begun = len(self.log)
        for verb in root:
            self._plays(verb)
            if verb.tag in {"Gather", "Hangup"}:
                break
        self.over = self.over or root[-1].tag == "Hangup"
        return " ".join(heard.what for heard in self.log[self._begun :])

    def _plays(self, verb: Element) -> None:
        if verb.tag == "Say":
            said = "".join(verb.itertext())
            self.log.append(Heard(self.clock, said))
            self.clock += seconds(verb, WORDS_A_SECOND)
        elif verb.tag == "Pause":
            self.clock += float(verb.get("length", "1"))
        elif verb.tag == "Gather":
            self._next, self._wait = urlsplit(verb.get("action", "")).path, float(verb.get("timeout", "5"))
            for child in verb:
                self._plays(child)
