"""`safertext monitor`: the texts to send from a real phone with the words to expect back, and a look at `/readyz` from outside.

A machine that looks well can still be filtered by a carrier, which tells nobody: only a real phone shows that.
"""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from bot.adapters import fetch
from bot.adapters.doctor.outside import readiness
from bot.adapters.doctor.verdict import Verdict, red
from bot.bank import Entry

# Forgets the talk, so that what follows is answered like a first text.
FIRST = "HIDE"
WEEKLY = ("OD",)
# One of each danger text, in each language, and each step that the first one names: words that a carrier may filter.
MONTHLY = (
    "he wont wake up",
    "no despierta",
    "il respire pas",
    "ele nao acorda",
    "SPRAY",
    "BREATHS",
    "NO NARCAN",
    "STILL",
    "my baby swallowed pills",
    "i want to kill myself",
)
# How danger begins in each language; after it every step answers to its word.
STARTS = {"en": "he wont wake up", "es": "no despierta", "fr": "il respire pas", "pt": "ele nao acorda"}
# Says one text and gives the SMS that come back; a new one is a new talk.
Talk = Callable[[str], Sequence[str]]


def expected(talk: Callable[[], Talk], public_base_url: str) -> Iterator[str]:
    """Lines for a terminal: what to text, and word for word what must come back to a first text."""
    url = f"{public_base_url or 'https://your.address'}/readyz"
    yield f"Every few minutes, from outside: {url} must answer 200; tell two people when it does not."
    yield f"  safertext monitor --check {url}"
    for when, texts in (("Every week, from a real phone", WEEKLY), ("Every month, from a phone of each big carrier", MONTHLY)):
        yield f"\n{when}: text {FIRST}, then each of these, and read the answer."
        for text in texts:
            yield from _told(text, talk()(text))
    yield "\nBefore launch, and after every change of the words, every danger text: safertext monitor --all"


def every_danger(talk: Callable[[], Talk], steps: Iterable[Entry], language: str) -> Iterator[str]:
    """Lines for a terminal: the way to every danger text in `language`, and what must come back.

    Most steps can be tried one after the other; where one before it has ended the emergency, it is begun anew.
    """
    start, going = STARTS[language], talk()
    yield f"\n[{language}] Text {FIRST}, then these in their order, from a phone of each big carrier:"
    yield from _told(start, going(start))
    for word in [step.wording[language].word for step in steps if language in step.wording]:
        if not word:
            continue
        fresh = talk()
        fresh(start)
        said, wanted = going(word), fresh(word)
        if _lead(said) != _lead(wanted):
            going, said = fresh, wanted
            yield f"\n  {FIRST}, {start}"
        yield from _told(word, said)


def _lead(answer: Sequence[str]) -> str:
    return answer[0].partition("\n")[0] if answer else ""


def _told(text: str, answer: Sequence[str]) -> Iterator[str]:
    yield f"\n  {text}"
    yield from (f"    -> {said}" for message in answer for said in message.splitlines())


def look(url: str) -> Verdict:
    """What `/readyz` at `url`, or under it, says to somebody outside."""
    whole = url if urlsplit(url).path.endswith("/readyz") else f"{url.rstrip('/')}/readyz"
    if urlsplit(url).scheme not in {"http", "https"}:
        return red("not an address", "write it whole, as https://bot.example.org")
    try:
        answer = fetch.fetch(whole)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return red(f"down: {fetch.why(error)}", "see docs/runbook.md; people who text get the fallback until it is up")
    return readiness(answer)
