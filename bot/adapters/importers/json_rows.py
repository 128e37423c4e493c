"""JSON read piece by piece: a list of 50 MB costs no more memory than one of its places.

The long list of a file is a `Many`, read anew each time it is gone through; everything else is what `json.loads` gives.
"""

from __future__ import annotations

import codecs
import itertools
import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, overload

from bot.adapters.importers.record import UnusableFileError

# Under these keys of the outermost object stand the lists that may be long.
_LISTS = {"features", "elements", "rows", "contents", "services"}
_CHUNK = 1 << 18
_BLANK = re.compile(r"[ \t\r\n]*")
_JSON = json.JSONDecoder()


class Many(Sequence[Any]):
    """A list of which nothing is kept: each going through it makes its items again."""

    def __init__(self, make: Callable[[], Iterator[Any]]) -> None:
        """`make` gives the items from the first on."""
        self._make = make
        self._count: int | None = None

    def __iter__(self) -> Iterator[Any]:
        """The items, made again."""
        return self._make()

    def __len__(self) -> int:
        """How many there are: counted once."""
        if self._count is None:
            self._count = sum(1 for _ in self)
        return self._count

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        """One item; the last one is -1."""
        if isinstance(index, slice):
            return list(self)[index]
        found = list(deque(self, maxlen=1) if index == -1 else itertools.islice(self, index, index + 1))
        return found[0]


def values(raw: bytes) -> Sequence[Any]:
    """One JSON value, or one a line. Raises UnusableFileError when it is cut short or no JSON."""
    scanner = _Scanner(raw)
    first = scanner.whole(raw)
    if not scanner.another():
        return [first]
    if not isinstance(first, dict):
        raise scanner.fault("Extra data")
    lines = Many(lambda: _lines(raw))
    len(lines)  # a fault is told before the first line is taken
    return lines


def _lines(raw: bytes) -> Iterator[Any]:
    scanner = _Scanner(raw)
    while scanner.another():
        yield scanner.value()


def _items(raw: bytes, number: int) -> Iterator[Any]:
    """The items of the list that is the outermost value (number 0), or stands under its `number`-th key."""
    scanner = _Scanner(raw)
    for at, _ in enumerate(scanner.keys(), start=1) if number else ():
        if at == number:
            break
        scanner.skip()
    return scanner.items()


class _Scanner:
    """One going through the bytes of a file, of which a chunk is text at a time."""

    def __init__(self, raw: bytes) -> None:
        self._raw = memoryview(raw)
        self._at = len(codecs.BOM_UTF8) if raw.startswith(codecs.BOM_UTF8) else 0
        self._decoder = codecs.getincrementaldecoder(_encoding(raw))("replace")
        self._text, self._here, self._line = "", 0, 1

    def whole(self, raw: bytes) -> Any:
        """The outermost value, its long lists as `Many`."""
        if self._peek() == "[":
            return self._many(raw, 0)
        if self._peek() != "{":
            return self.value()
        table: dict[str, Any] = {}
        for number, key in enumerate(self.keys(), start=1):
            table[key] = self._many(raw, number) if key in _LISTS and self._peek() == "[" else self.value()
        return table

    def _many(self, raw: bytes, number: int) -> Many:
        for _ in self.items():
            pass
        return Many(lambda: _items(raw, number))

    def keys(self) -> Iterator[str]:
        """The keys of an object; whoever asks for the next must have taken or skipped the value of the last."""
        self._eat("{")
        while self._peek() != "}":
            key = self.value()
            self._eat(":")
            yield str(key)
            if self._peek() != "}":
                self._eat(",")
        self._eat("}")

    def items(self) -> Iterator[Any]:
        """The items of a list."""
        self._eat("[")
        while self._peek() != "]":
            yield self.value()
            if self._peek() != "]":
                self._eat(",")
        self._eat("]")

    def skip(self) -> None:
        """Pass over a value, item by item where it is a list."""
        if self._peek() == "[":
            for _ in self.items():
                pass
        else:
            self.value()

    def another(self) -> bool:
        """Whether another value follows, after a comma or none."""
        if self._peek() == ",":
            self._eat(",")
        return self._peek() != ""

    def value(self) -> Any:
        """The next value."""
        self._peek()
        while True:
            try:
                found, end = _JSON.raw_decode(self._text, self._here)
            except json.JSONDecodeError as error:
                if not self._more():
                    raise self.fault(error.msg, error.pos) from None
                continue
            except RecursionError:
                raise UnusableFileError("its brackets are nested without end: this is no list of places") from None
            # A number that ends where the text ends may go on in the next chunk.
            if end < len(self._text) or not self._more():
                self._here = end
                return found

    def fault(self, what: str, at: int | None = None) -> UnusableFileError:
        """That the file cannot be read from here on."""
        line = self._line + self._text.count("\n", 0, self._here if at is None else at)
        return UnusableFileError(f"line {line}: this is no JSON, or it is cut short ({what}); fetch it again")

    def _peek(self) -> str:
        """The next sign that is no blank; empty at the end."""
        while True:
            blank = _BLANK.match(self._text, self._here)
            self._here = blank.end() if blank else self._here
            if self._here < len(self._text) or not self._more():
                return self._text[self._here : self._here + 1]

    def _eat(self, sign: str) -> None:
        if self._peek() != sign:
            raise self.fault(f"Expecting {sign!r}")
        self._here += 1

    def _more(self) -> bool:
        """Put the next chunk behind what is left; it doubles for a value that does not fit. False at the end of the file."""
        if self._at >= len(self._raw):
            return False
        chunk = self._raw[self._at : self._at + max(_CHUNK, len(self._text) - self._here)]
        self._at += len(chunk)
        self._line += self._text.count("\n", 0, self._here)
        self._text = self._text[self._here :] + self._decoder.decode(chunk, final=self._at >= len(self._raw))
        self._here = 0
        return True


def _encoding(raw: bytes) -> str:
    """UTF-8, or what Windows writes when nobody tells it otherwise."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(raw), _CHUNK):
            decoder.decode(raw[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
