"""Plays the transcripts of `tests/transcripts/`, which a nurse can read, on a channel of a running server.

"Person:" types, "Keys:" presses, "Line:" is what must come back, in this order: words, and entries of `content/` by their id
in round brackets, parted by three dots.
"""

from __future__ import annotations

import http.client
import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from standin_telegram import Telegram
from standin_twilio import Phone, Twilio

from bot.bank import LANGUAGES
from bot.knowledge import Knowledge
from bot.spoken import spoken
from bot.text import fold

FOLDER = Path(__file__).parent / "transcripts"
TYPED = sorted(path.stem for path in FOLDER.glob("*.txt") if not path.stem.startswith("calls"))
CALLED = sorted(path.stem for path in FOLDER.glob("calls*.txt"))
_people = itertools.count(1)


@dataclass(frozen=True)
class Turn:
    """One turn of a talk: what the person does, and what must come back, in order."""

    does: str
    expects: tuple[str, ...]


def turns(name: str) -> Iterator[Turn]:
    """The turns of a transcript."""
    lines = [line.partition(":") for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines() if line[:1].isalpha()]
    for (_, _, does), (who, _, said) in itertools.pairwise(lines):
        if who == "Line":
            parts = re.sub(r"\((\w+)\)", r" ... (\1) ... ", said).split("...")
            yield Turn(does.strip(), tuple(part.strip() for part in parts if part.strip()))


def missing(said: str, turn: Turn, knowledge: Knowledge, shape: Callable[[str, str], str] = lambda text, _: text) -> list[str]:
    """What of a turn is not in `said`, in its order; an entry is its lead in any language, as `shape` says it on a channel."""
    rest, lost = fold(said), []
    for part in turn.expects:
        entry = knowledge.bank.get(part.strip("()")) if part.startswith("(") else None
        wanted = [shape(knowledge.lead(entry, each), each) for each in LANGUAGES] if entry else [part]
        found = min((at for each in wanted if (at := rest.find(fold(each))) >= 0), default=-1)
        lost += [part] if found < 0 else []
        rest = rest[max(found, 0) :]
    return lost


@dataclass
class Browser:
    """The page's script: JSON to /chat, with the cookie of the talk."""

    port: int
    cookie: str = ""
    language: str = "en"
    answers: list[dict[str, object]] = field(default_factory=list)

    def says(self, text: str) -> str:
        """Send a text; the answer's text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Cookie": self.cookie}
        connection.request("POST", "/chat", json.dumps({"text": text, "lang": self.language}), headers)
        answer = connection.getresponse()
        assert answer.status == 200
        self.cookie = (answer.headers.get("Set-Cookie") or self.cookie).partition(";")[0]
        self.answers.append(json.loads(answer.read()))
        connection.close()
        return str(self.answers[-1]["text"])


def person(channel: str, port: int) -> Callable[[str], str]:
    """Somebody new on a channel: give a text, get all that their phone or screen shows for it."""
    number = next(_people)
    if channel == "web":
        return Browser(port).says
    if channel == "telegram":
        telegram = Telegram(port)
        return lambda text: "\n".join(shown.text for shown in telegram.text(number, text))
    twilio, sender = Twilio(port), f"{'whatsapp:' * (channel == 'whatsapp')}+120755501{number % 100:02}"
    return lambda text: "\n".join(sent.text for sent in twilio.text(sender, text))


def caller(port: int, number: str = "anonymous") -> Callable[[str], str]:
    """Somebody new who calls: "" dials, "nothing" waits, all else are keys; gives what is said."""
    phone = Phone(Twilio(port), number)
    return lambda keys: phone.waits() if keys == "nothing" else phone.presses(keys) if keys else phone.dials()


def timed(name: str, port: int) -> Iterator[str]:
    """A call as it goes, a line each, with minute and second: an even pace of speech, pauses and waits as they are told."""
    phone = Phone(Twilio(port), "anonymous")
    for turn in turns(name):
        phone.waits() if turn.does == "nothing" else phone.presses(turn.does) if turn.does else phone.dials()
    for second, what in phone.log:
        yield f"{int(second // 60)}:{second % 60:04.1f}  {what}"


def aloud(text: str, language: str) -> str:
    """A lead as a call says it."""
    return spoken(text, language)


if __name__ == "__main__":  # python tests/playing.py calls-overdose
    import sys
    from tempfile import TemporaryDirectory

    from serving import copy_program, started

    with TemporaryDirectory() as folder, started(copy_program(Path(folder))) as server:
        sys.stdout.writelines(f"{line}\n" for line in timed(sys.argv[1], server.port))
