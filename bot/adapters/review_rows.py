"""An entry as rows of a spreadsheet, one row a text: what `review_sheet` writes and `review_apply` reads back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.adapters import parsing
from bot.adapters.files import Reader
from bot.adapters.region_file import load_region
from bot.adapters.settings import Settings
from bot.bank import LANGUAGES, Entry, Wording
from bot.errors import ContentError, Fault
from bot.review import ORIGINAL, fingerprint

# The columns, their widths in letters, and whether a reviewer writes there.
COLUMNS: dict[str, tuple[int, bool]] = {
    "file": (30, False),
    "topic": (18, False),
    "key": (9, False),
    "language": (9, False),
    "text": (60, True),
    "English": (60, False),
    "sources": (40, False),
    "confidence": (11, False),
    "review by": (11, False),
    "SMS": (6, False),
    "reviewer": (20, True),
    "as": (20, True),
    "remarks": (30, True),
    "code": (14, False),
}
MORE = "more "
_ODD_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\r": None})


@dataclass(frozen=True, slots=True)
class Row:
    """One text: `key` is title, word, lead, more 1, ..., spoken or sms; `text` is "" where a translation is missing."""

    entry: Entry
    language: str
    key: str
    text: str
    english: str

    @property
    def code(self) -> str:
        """What tells whether the text has changed since."""
        return code(self.text)


def code(text: str) -> str:
    """The fingerprint of one text; a spreadsheet's odd spaces count as spaces."""
    return fingerprint(plain(text))


def plain(text: str) -> str:
    """`text` without what spreadsheets add at its ends and between its words."""
    return text.translate(_ODD_SPACES).strip()


def entries_of(settings: Settings) -> list[Entry]:
    """The entries as their files have them, also what a region leaves out until it is filled in. Raises ContentError."""
    reader = Reader(settings.content_dir)
    region, _ = load_region(settings.content_dir, settings.region)
    files = [entry.file for entry in reader.entries(region.chain)]
    if not files:
        reader.faults.append(Fault(str(settings.content_dir), 0, "there is no entry here; is CONTENT_DIR right?"))
    if reader.faults:
        raise ContentError(tuple(reader.faults))
    paths = [(settings.content_dir / file, file) for file in files]
    return [parsing.entry(path, reader.table(path), file) for path, file in paths]


def rows(entry: Entry) -> Iterator[Row]:
    """Every text of `entry` in every language, and an empty one for each that only the English has."""
    english = texts(entry.wording[ORIGINAL])
    for language in LANGUAGES:
        said = texts(entry.wording[language]) if language in entry.wording else {}
        for key in _ordered({**english, **said}):
            yield Row(entry, language, key, said.get(key, ""), english.get(key, ""))


def texts(wording: Wording) -> dict[str, str]:
    """The texts of a wording by their keys."""
    alone = {"title": wording.title, "word": wording.word, "lead": wording.lead, "sms": wording.sms, "spoken": wording.spoken}
    parts = {f"{MORE}{number}": part for number, part in enumerate(wording.more, start=1)}
    return {**{key: text for key, text in alone.items() if text}, **parts}


def _ordered(keys: dict[str, str]) -> list[str]:
    order = ("title", "word", "lead", "more", "spoken", "sms")
    return sorted(keys, key=lambda key: (order.index(key.split()[0]), key))
