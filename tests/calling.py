"""People who call, as Twilio brings their keys; what they hear is read by an XML parser that is not Twilio's."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from actors import AUTH_TOKEN, BASE_URL, LINE, PERSON
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from bot.adapters.voice_words import BUILT_IN
from bot.spoken import spoken

Element = ET.Element
KEYS = "0123456789*#"
# What Twilio sends as the number of somebody who hides it.
HIDDEN = ["anonymous", "", "+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253", "Restricted", "sip:a@example.org"]
# Steps that count breaths, with the seconds from one to the next.
PACED = {"breaths": 5, "again": 5, "puffs": 3, "pant": 3}
READS_BADLY = re.compile(
    r"\b[A-ZÀ-Ý]{2,}\b|\b(?:St|Ave|Rd|Dr|Rte|Blvd|mg|mL|lb|hr|vs|e\.g|i\.e|etc)\b|\d (?:mi|min)\b"
    r"|[&/#@%<>{}_|]|\d-\d|\d{5,}|\b911\b|www|\.(?:org|com|gov|me)\b"
)
ASKS_TO_TEXT = re.compile(r"\b(?:text|textez|escribe|escreva|envie|texto)\b", re.IGNORECASE)
_sids = itertools.count(1)


@dataclass
class Caller:
    """Somebody who calls, as Twilio brings their keys; follows the addresses that the answers name."""

    client: FlaskClient
    number: str = PERSON
    token: str = AUTH_TOKEN
    sid: str = field(default_factory=lambda: f"CA{next(_sids):032x}")
    path: str = "/voice"

    def posts(self, path: str, **more: str) -> TestResponse:
        """Post to any address, signed."""
        form = {"CallSid": self.sid, "AccountSid": "AC" + "0" * 32, "From": self.number, "To": LINE, "CallStatus": "in-progress"}
        form |= {"ApiVersion": "2010-04-01", "Direction": "inbound", "FromCity": "", "FromZip": "", **more}
        signed = RequestValidator(self.token).compute_signature(BASE_URL + path, form)
        return self.client.post(path, data=form, headers={"X-Twilio-Signature": signed})

    def calls(self) -> Element:
        """Dial; the first answer."""
        return self.heard(self.posts("/voice"))

    def presses(self, keys: str) -> Element:
        """Press keys; what is heard then."""
        return self.heard(self.posts(self.path, Digits=keys))

    def waits(self) -> Element:
        """Press nothing."""
        return self.heard(self.posts(self.path, Digits=""))

    def at(self, step: str, language: str = "en") -> Element:
        """Stand at a step, as if keys had led there, and have it repeated."""
        self.path = f"/voice/{step}-0/{language}"
        return self.presses("#")

    def heard(self, response: TestResponse) -> Element:
        """The answer, read by an XML parser that is not Twilio's; its address is where the next key goes."""
        assert (response.status_code, response.mimetype) == (200, "text/xml")
        root = ET.fromstring(response.data)
        assert root.tag == "Response"
        gather = root.find("Gather")
        if gather is not None:
            self.path = urlsplit(gather.get("action")).path
        return root


def says(root: Element) -> list[str]:
    """Everything that is spoken, in order."""
    return ["".join(say.itertext()) for say in root.iter("Say")]


def first(language: str) -> str:
    return spoken(BUILT_IN["danger"][language], language)


def begins(texts: list[str], language: str) -> bool:
    """Whether the danger is said before all else, whole; cues to breathe may stand between its sentences."""
    cue = BUILT_IN["breathe"][language]
    return " ".join(text for text in texts if text != cue).startswith(first(language))


def ends(root: Element) -> bool:
    return [child.tag for child in root][-1] == "Hangup"


def badly(heard: list[str]) -> list[str]:
    """What a voice would stumble over, or nobody can do in a call."""
    return [text for text in heard if READS_BADLY.search(text) or ASKS_TO_TEXT.search(text)]
