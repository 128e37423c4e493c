"""`safertext check --costs`: what each text costs by SMS, and each topic in each language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.adapters.files import Reader
from bot.adapters.markdown import marked
from bot.adapters.parsing import Table
from bot.adapters.region_file import load_region
from bot.adapters.render import sms
from bot.adapters.settings import Settings
from bot.bank import LANGUAGES, Entry, Number, Wording
from bot.entry import filled
from bot.errors import ContentError, Fault
from bot.reply import Choice, Reply
from bot.segments import encoding, length, segments

PRICES = "prices.toml"
_CHOICES = 3


@dataclass(frozen=True, slots=True)
class Price:
    """Cents that one SMS costs to send, at the cheapest and at the dearest carrier; who says so, and when it was read."""

    least: float
    most: float
    received: float
    read: date
    source: str

    def cents(self, count: float) -> str:
        """What `count` SMS cost."""
        return f"{count * self.least:.1f}-{count * self.most:.1f}"


@dataclass(frozen=True, slots=True)
class Bill:
    """One text as an SMS: `key` is lead, more 1, more 2, or answer, which is the lead with the lines that lead on from it."""

    entry: Entry
    language: str
    key: str
    text: str

    @property
    def count(self) -> int:
        """How many SMS it is."""
        return segments(self.text)


def costs(settings: Settings) -> Iterator[str]:
    """The bill, line by line: every text, then every topic. Raises ContentError where the files cannot be used."""
    reader = Reader(settings.content_dir)
    region, _ = load_region(settings.content_dir, settings.region)
    entries, numbers, (lines, _) = reader.entries(region.chain), reader.numbers(region.chain), reader.lines()
    price = _price(reader, settings.content_dir / PRICES)
    if reader.faults:
        raise ContentError(tuple(reader.faults))
    bills = [bill for entry in _in_order(entries) for bill in bills_of(entry, entries, lines, numbers)]
    yield _HEAD
    yield from (_line(bill, price) for bill in bills)
    yield ""
    yield from _summary(bills, price)


def bills_of(entry: Entry, entries: Sequence[Entry], lines: Table, numbers: Mapping[str, Number]) -> Iterator[Bill]:
    """The bills of one entry; `lines` are the short lines, `numbers` what the names in braces stand for."""
    titles = {each.id: each for each in entries}
    for language, wording in entry.wording.items():
        texts = {"answer": _answer(entry, language, titles, lines), "lead": Reply(wording.sms or wording.lead)}
        texts |= {f"more {number}": Reply(part) for number, part in enumerate(wording.more, start=1)}
        for key, reply in texts.items():
            said = replace(reply, lead=filled(marked(reply.lead), numbers))
            yield Bill(entry, language, key, "".join(sms(said)))


def _answer(entry: Entry, language: str, entries: dict[str, Entry], lines: Table) -> Reply:
    """The first text of the answer: a step alone, anything else with the way to more and what to choose next."""
    wording = entry.say(language)
    lead = wording.sms or wording.lead
    if entry.step:
        return Reply(lead)
    notes = (lines["more"][language],) if wording.more and language in lines.get("more", {}) else ()
    chosen = [entries[each].say(language) for each in entry.choices[:_CHOICES] if each in entries]
    return Reply(lead, notes=notes, choices=tuple(_choice(number, each) for number, each in enumerate(chosen, start=1)))


def _choice(number: int, wording: Wording) -> Choice:
    return Choice(wording.word or wording.title, wording.word or str(number))


def _price(reader: Reader, path: Path) -> Price:
    table = reader.table(path)
    try:
        sent, least, most = (float(table[key]) for key in ("sent", "carrier_least", "carrier_most"))
        return Price(sent + least, sent + most, float(table["received"]), table["read"], table["source"])
    except (KeyError, TypeError, ValueError) as error:
        what = f"the price of an SMS cannot be read ({error}): it needs sent, carrier_least, carrier_most, received, read, source"
        raise ContentError((*reader.faults, Fault(f"{path.parent.name}/{path.name}", 0, what))) from None


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.topic, entry.id != entry.topic, entry.file))


_HEAD = f"{'entry':44} {'':2} {'text':7} {'letters':>7} {'SMS':>3} {'alphabet':8} {'cents':>9}"


def _line(bill: Bill, price: Price) -> str:
    """One text; the file is what an editor opens."""
    told = f"{length(bill.text):7} {bill.count:3} {encoding(bill.text):8} {price.cents(bill.count):>9}"
    return f"{bill.entry.file:44} {bill.language} {bill.key:7} {told}"


def _summary(bills: Sequence[Bill], price: Price) -> Iterator[str]:
    """Every topic: what its answer costs on average, and with everything that MORE brings."""
    topics = {topic: [bill for bill in bills if bill.entry.topic == topic] for topic in {bill.entry.topic for bill in bills}}
    yield f"{'topic (cents: the answer / with all of MORE)':44} " + " ".join(f"{language:>19}" for language in LANGUAGES)
    for topic, found in [*sorted(topics.items()), ("all topics", list(bills))]:
        yield f"{topic:44} " + " ".join(f"{_average(found, language, price):>19}" for language in LANGUAGES)
    yield f"One SMS sent: {price.cents(1)} cents; one received: {price.received} more. Read {price.read}: {price.source}."


def _average(bills: Sequence[Bill], language: str, price: Price) -> str:
    answers = [bill.count for bill in bills if (bill.language, bill.key) == (language, "answer")]
    more = [bill.count for bill in bills if bill.language == language and bill.key.startswith("more")]
    if not answers:
        return "missing"
    answer = sum(answers) / len(answers)
    return f"{price.cents(answer)} / {price.cents(answer + sum(more) / len(answers))}"
