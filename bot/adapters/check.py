"""`safertext check`: every fault in the content, with file, line, what and why; and what waits for a person.

A rule is one function from the content to faults; the table at the end is the list of rules.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot import reserved
from bot.adapters.encoder import version
from bot.adapters.files import Phrase, Reader, line_of
from bot.adapters.model_file import NAME as MODEL, fingerprint, load_head
from bot.adapters.settings import Settings
from bot.bank import LANGUAGES, Entry, Number, Wording
from bot.errors import Fault
from bot.segments import forcing, length, segments, to_gsm7
from bot.text import words
from bot.understanding.danger import DangerRows
from bot.understanding.reading import KINDS

_LEAD_GOAL, _LEAD_LIMIT = 306, 459
_SENTENCE, _DANGER_SENTENCE = 20, 12
_TITLE = 28
_NAME = re.compile(r"\{(\w+)\}")
_PHONE = re.compile(r"\b(?:1-)?\d{3}-\d{3}-\d{4}\b|\b[1-9]\d{4,5}\b")
_ASKED = re.compile(
    r"\b(?:text|reply|send|envia|envía|escribe|responde|manda|textez|envoyez|répondez|envie|escreva|responda|mande)\s+[\"']?"
    r"(STOP|HELP|INFO|YES|START|END|QUIT|CANCEL|UNSUBSCRIBE|REVOKE|OPTOUT|STOPALL|UNSTOP)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that rules look at."""

    folder: Path
    entries: list[Entry]
    numbers: dict[str, Number]
    rows: DangerRows
    phrases: list[Phrase]
    today: date

    def at(self, entry: Entry, key: str, language: str | None = None) -> Fault:
        """A fault without its words, at the place of `key`."""
        path = self.folder / entry.file
        return Fault(str(Path(self.folder.name) / entry.file), line_of(path, key, language), "")

    def told(self, entry: Entry, key: str, what: str, language: str | None = None) -> Fault:
        """A fault in an entry; `what` says what is wrong and why it matters."""
        place = self.at(entry, key, language)
        return Fault(place.file, place.line, f"[{language}] {what}" if language else what)


def check(settings: Settings) -> tuple[list[Fault], list[Fault]]:
    """All faults, and all warnings, of the content that these settings use."""
    reader = Reader(settings.content_dir)
    content = Content(
        settings.content_dir,
        reader.entries(settings.regions),
        reader.numbers(settings.regions),
        reader.danger(),
        list(reader.phrases()),
        datetime.now(UTC).date(),
    )
    faults = [*reader.faults, *(fault for rule in FAULTS for fault in rule(content))]
    return faults, [warning for rule in WARNINGS for warning in rule(content)]


def _texts(wording: Wording) -> Iterator[tuple[str, str]]:
    """Every text of a wording with its key."""
    yield "lead", wording.lead
    for part in wording.more:
        yield "more", part
    if wording.spoken:
        yield "spoken", wording.spoken


def _each(content: Content) -> Iterator[tuple[Entry, str, str, str]]:
    """Entry, language, key and text of every text in the bank."""
    for entry in content.entries:
        for language, wording in entry.wording.items():
            for key, text in _texts(wording):
                yield entry, language, key, text


def _urgent(entry: Entry) -> bool:
    """Whether this is read with shaking hands."""
    return entry.step is not None or entry.topic in KINDS


def _excepted(entry: Entry, rule: str, language: str | None) -> bool:
    return any(e.rule == rule and e.language in {None, language} for e in entry.exemptions)


def _filled(content: Content, text: str) -> str:
    return _NAME.sub(lambda found: content.numbers[found[1]].shown if found[1] in content.numbers else found[0], text)


def _languages(content: Content) -> Iterator[Fault]:
    for entry in content.entries:
        for language in LANGUAGES:
            if language not in entry.wording:
                yield content.told(entry, "topic", f"the language {language} is missing: it would be answered in English")


def _sources(content: Content) -> Iterator[Fault]:
    for entry in content.entries:
        if not entry.sources:
            yield content.told(entry, "topic", "there is no [[sources]]: every fact needs one")
        for source in entry.sources:
            if source.url and not re.match(r"https?://[^\s/]+\.[^\s/]+", source.url):
                yield content.told(entry, "url", f"{source.url!r} is no address")


def _links(content: Content) -> Iterator[Fault]:
    known = {entry.id for entry in content.entries}
    for entry in content.entries:
        for other in (*entry.choices, *((entry.next,) if entry.next else ())):
            if other not in known:
                yield content.told(entry, "choices", f"{other!r} is no entry: the way on would lead nowhere")


def _names(content: Content) -> Iterator[Fault]:
    for entry, language, key, text in _each(content):
        for name in _NAME.findall(text):
            if name not in content.numbers:
                yield content.told(entry, key, f"{{{name}}} is not in numbers.toml", language)
        shown = {number.shown for number in content.numbers.values()}
        for typed in _PHONE.findall(text):
            if typed not in shown:
                yield content.told(entry, key, f"the number {typed} is typed; put it in numbers.toml and name it", language)


def _lengths(content: Content) -> Iterator[Fault]:
    for entry, language, key, text in _each(content):
        said = to_gsm7(_filled(content, text))
        if key == "spoken":
            continue
        if forcing(said):
            yield content.told(entry, key, f"{forcing(said)!r} makes this SMS cost more than double: use plain letters", language)
        elif key == "lead" and _urgent(entry) and segments(said) > 1:
            yield content.told(entry, key, f"{length(said)} characters; a danger lead must fit one SMS (160)", language)
        elif length(said) > _LEAD_LIMIT or (length(said) > _LEAD_GOAL and not _excepted(entry, "lead-length", language)):
            yield content.told(entry, key, f"{length(said)} characters; the goal is {_LEAD_GOAL} (two SMS)", language)


def _reserved(content: Content) -> Iterator[Fault]:
    for entry, language, key, text in _each(content):
        found = _ASKED.search(text)
        if found and not _excepted(entry, "reserved-word", language):
            yield content.told(entry, key, f"asks for {found[1]}, which the carrier takes for itself", language)
    for entry in content.entries:
        for language, wording in entry.wording.items():
            if wording.word and set(words(wording.word)) & reserved.ALL and len(words(wording.word)) == 1:
                yield content.told(entry, "word", f"{wording.word} is a carrier's word", language)


def _sentences(content: Content) -> Iterator[Fault]:
    for entry, language, key, text in _each(content):
        limit = _DANGER_SENTENCE if _urgent(entry) else _SENTENCE
        for sentence in re.split(r"(?<=[.!?:;])\s+", text):
            if len(sentence.split()) > limit and not _excepted(entry, "sentence-length", language):
                yield content.told(
                    entry, key, f"a sentence of {len(sentence.split())} words (at most {limit}): {sentence}", language
                )


def _tone(content: Content) -> Iterator[Fault]:
    path = content.folder / "tone.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for entry, language, key, text in _each(content):
        said = f" {' '.join(words(text))} "
        for word, why in table.get(language, {}).items():
            if f" {word} " in said and not _excepted(entry, "tone-word", language):
                yield content.told(entry, key, f"{word!r}: {why}", language)


def _titles(content: Content) -> Iterator[Fault]:
    for entry in content.entries:
        for language, wording in entry.wording.items():
            if len(wording.title) > _TITLE:
                yield content.told(entry, "title", f"{len(wording.title)} characters; a menu line has {_TITLE}", language)


def _rows(content: Content) -> Iterator[Fault]:
    for row in content.rows.rows:
        file = f"{content.folder.name}/danger/{row.language}.toml"
        line = line_of(content.folder / "danger" / f"{row.language}.toml", row.name.partition(".")[2])
        if row.name not in content.rows.fired(words(row.example)):
            yield Fault(file, line, f"{row.name}: its example does not fire it: {row.example}")
        if row.name in content.rows.fired(words(row.counter_example)):
            yield Fault(file, line, f"{row.name}: its counter-example fires it: {row.counter_example}")


def _topics(content: Content) -> Iterator[Fault]:
    known = {entry.topic for entry in content.entries} | set(KINDS)
    for file, topic in sorted({(phrase.file, phrase.topic) for phrase in content.phrases}):
        if topic not in known:
            yield Fault(f"{content.folder.name}/{file}", 1, f"no entry answers the topic {topic}")


def _model(content: Content) -> Iterator[Fault]:
    file = f"{content.folder.name}/{MODEL}"
    try:
        trained = load_head(content.folder / MODEL).fingerprint
    except (OSError, ValueError, KeyError):
        yield Fault(file, 0, "is missing or damaged: run `make train`")
        return
    if trained != fingerprint(content.phrases, version()):
        yield Fault(file, 0, "is stale: phrases or encoder have changed; run `make train`")


def _unreviewed(content: Content) -> Iterator[Fault]:
    for entry in content.entries:
        if not entry.reviewed:
            yield content.told(entry, "name", "nobody has reviewed this yet")
        if entry.review.by < content.today:
            yield content.told(entry, "by", f"was to be looked at again by {entry.review.by}")


Rule = Callable[[Content], Iterator[Fault]]
FAULTS: tuple[Rule, ...] = (
    _languages,
    _sources,
    _links,
    _names,
    _lengths,
    _reserved,
    _sentences,
    _tone,
    _titles,
    _rows,
    _topics,
    _model,
)
WARNINGS: tuple[Rule, ...] = (_unreviewed,)
