"""CSV as people really have it: any separator, line end and encoding, titles above the headings."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from bot.adapters.importers.columns import KNOWN, Columns, header, plain
from bot.adapters.importers.record import Book, Hints, Raw, Refused, UnusableFileError

_SEPARATORS = ",;\t|"
_LOOKED_AT = 30
_WIDE_BYTES = (b"\xff\xfe", b"\xfe\xff")


def read_csv(raw: bytes, hints: Hints) -> Book:
    """The rows of a CSV. Raises UnusableFileError when it has no headings that we know."""
    lines = _Lines(raw)
    first = lines.first(_LOOKED_AT)
    separator = max(_SEPARATORS, key=lambda each: _known(first, each))
    top = _cells(first, separator)
    number = header([cells for _, cells in top], hints)
    columns = Columns(top[number][1], hints)
    book = Book(columns.kind or "csv", (), raw.count(b"\n") or raw.count(b"\r"), columns=columns.told)
    book.rows = _rows(lines, separator, top[number][0], columns, book)
    return book


class _Lines:
    """The lines of a file as text: UTF-8 line by line, and what Excel on Windows writes where that is not it."""

    def __init__(self, raw: bytes) -> None:
        if raw.startswith(_WIDE_BYTES):
            try:
                raw = raw.decode("utf-16").encode()
            except UnicodeDecodeError as error:
                raise UnusableFileError(
                    f"the file is cut short or damaged ({error.reason}); take it from its source again"
                ) from None
        self.parts = raw.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
        self.other = self.utf8 = 0

    def __iter__(self) -> Iterator[str]:
        return map(self._text, self.parts)

    def first(self, count: int) -> list[str]:
        """The first lines, without counting their encodings."""
        return [part.decode("utf-8", "replace") for part in self.parts[:count]]

    def _text(self, part: bytes) -> str:
        if part.isascii():
            return part.decode()
        try:
            text = part.decode("utf-8")
            self.utf8 += 1
        except UnicodeDecodeError:
            text = part.decode("cp1252", "replace")
            self.other += 1
        return text


def _known(lines: list[str], separator: str) -> int:
    return max((sum(plain(cell) in KNOWN for cell in line.split(separator)) for line in lines), default=0)


def _cells(lines: list[str], separator: str) -> list[tuple[int, list[str]]]:
    """The first rows with the number of the line on which each ends."""
    reader = csv.reader(lines, delimiter=separator)
    try:
        return [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise UnusableFileError(f"line {reader.line_num} cannot be read as CSV ({error}); save the file as CSV again") from None


def _rows(lines: _Lines, separator: str, after: int, columns: Columns, book: Book) -> Iterator[Raw | Refused]:
    reader = csv.reader(lines, delimiter=separator)
    try:
        for cells in reader:
            if reader.line_num > after and (row := columns.row(reader.line_num, cells)):
                yield row
    except csv.Error as error:
        raise UnusableFileError(f"line {reader.line_num} cannot be read as CSV ({error}): is a double quote left open?") from None
    if lines.utf8 and lines.other:
        book.warnings.append(f"{lines.other} lines are in another encoding than the rest (Windows-1252): look at their accents")
