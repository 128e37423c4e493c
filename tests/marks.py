"""Five hundred people of the tests' own, every form in which something of them could be written down, and the search for it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

LINE = "+12075550199"
# 555-0100 to 555-0199 are kept for fiction in every area code.
_AREAS = ("603", "802", "413", "508", "617")
_LETTERS = "bcdfghkm"
# A form is found by its first bytes, so none may be shorter.
_FIRST = 8


@dataclass(frozen=True)
class Person:
    """Somebody who writes on every channel; each part of them stands nowhere else in the world of the tests."""

    n: int

    @cached_property
    def code(self) -> str:
        """Letters that only this person has."""
        return "".join(_LETTERS[self.n // 8**place % 8] for place in range(3))

    @property
    def number(self) -> str:
        return f"+1{_AREAS[self.n // 100]}55501{self.n % 100:02d}"

    @property
    def chat(self) -> int:
        return 730451000 + self.n

    @property
    def name(self) -> str:
        return f"Quill{self.code}feather"

    @property
    def last(self) -> str:
        return f"Zando{self.code}mirov"

    @property
    def username(self) -> str:
        return f"zando_{self.code}_marked"

    @property
    def word(self) -> str:
        return f"xylo{self.code}frob"

    @property
    def town(self) -> str:
        return f"Zzyz{self.code}ville"

    @property
    def ip(self) -> str:
        return f"{'203.0.113' if self.n < 250 else '198.51.100'}.{self.n % 250 + 1}"

    @property
    def peer(self) -> str:
        """An address of their own on this machine, from which they really connect."""
        return f"127.77.{self.n // 250 + 10}.{self.n % 250 + 1}"

    @property
    def exact(self) -> tuple[str, str]:
        return f"44.8{self.n:03d}917", f"-68.7{self.n:03d}831"

    @property
    def cookie(self) -> str:
        return f"marked{self.code}cookie0123"

    @property
    def sid(self) -> str:
        return f"SM5eed{self.n:028x}"

    @property
    def parts(self) -> tuple[str, ...]:
        """Everything that tells this person, as it is sent and as a program might join it."""
        sms, whatsapp = f"{self.number}|{LINE}", f"whatsapp:{self.number}|{LINE}"
        joined = (sms, f"sms|{sms}", whatsapp, f"whatsapp|{whatsapp}", f"telegram\x1f{self.chat}", f"web\x1f{self.cookie}")
        names = (self.name, self.last, f"{self.name} {self.last}", self.username, self.word, self.town, self.cookie, self.sid)
        return (self.number, self.number[1:], self.number[2:], str(self.chat), *names, self.ip, self.peer, *self.exact, *joined)


def people(count: int = 500) -> list[Person]:
    """The marked senders."""
    return [Person(n) for n in range(count)]


class Search:
    """The forms of many marks, found in one pass over bytes, in any case of letters."""

    def __init__(self, marks: Iterable[str], keys: Sequence[str] = ()) -> None:
        """`keys` are the secrets in the settings: a hash under one of them is no better than none."""
        secrets = [key.encode() for key in keys]
        # In the order of their first bytes, read as numbers.
        told = set(marks)
        self.marks = len(told)
        self.forms = sorted({form.lower() for mark in told for form in _forms(mark, secrets)})
        assert min(map(len, self.forms)) >= _FIRST
        firsts = b"".join(form[:_FIRST] for form in self.forms)
        self._firsts = np.frombuffer(firsts, dtype=">u8").astype(np.uint64)

    def __len__(self) -> int:
        return len(self.forms)

    def found_in(self, where: bytes) -> set[bytes]:
        """The forms that `where` holds."""
        lowered = where.lower()
        raw = np.frombuffer(lowered + b"\0" * _FIRST, dtype=np.uint8)
        found: set[bytes] = set()
        for start in range(_FIRST):  # the bytes as numbers of eight, from each of eight beginnings
            numbers = raw[start : start + (len(raw) - start) // _FIRST * _FIRST].view(">u8").astype(np.uint64)
            at = np.minimum(np.searchsorted(self._firsts, numbers), len(self._firsts) - 1)
            for index in np.flatnonzero(self._firsts[at] == numbers):
                found.update(self._whole(int(at[index]), lowered, start + int(index) * _FIRST))
        return found

    def _whole(self, at: int, where: bytes, here: int) -> Iterator[bytes]:
        """Of the forms that begin alike, from the one at `at` on, those that are whole in `where` at `here`."""
        while at < len(self.forms) and where.startswith(self.forms[at][:_FIRST], here):
            if where.startswith(self.forms[at], here):
                yield self.forms[at]
            at += 1


def _forms(said: str, keys: Sequence[bytes]) -> Iterator[bytes]:
    """As it is, in hex and base64, and as every usual hash of it, plain or keyed, raw, in hex and base64."""
    mark = said.encode()
    yield from _as_a_number(said)
    yield from (mark, mark.hex().encode(), *_inside_base64(mark))
    digests = [hashlib.new(name, mark).digest() for name in ("md5", "sha1", "sha256")]
    digests += [hmac.digest(key, mark, name) for key, name in product(keys, ("md5", "sha1", "sha256"))]
    digests += [
        hashlib.blake2b(mark, key=key[:64], digest_size=32).digest() for key in (b"", *keys)
    ]  # talks are kept under these
    for digest in digests:
        yield from (digest, digest.hex().encode(), base64.b64encode(digest).rstrip(b"="))
        yield base64.urlsafe_b64encode(digest).rstrip(b"=")


def _inside_base64(mark: bytes) -> Iterator[bytes]:
    """What base64 makes of a mark in the middle of a text, wherever it begins: the letters that depend on it alone."""
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + mark + b"\0" * (-(before + len(mark)) % 3))
        core = encoded[(before * 8 + 5) // 6 : (before + len(mark)) * 8 // 6]
        if len(core) >= _FIRST:
            yield core


def _as_a_number(said: str) -> Iterator[bytes]:
    """As a database writes a number: eight bytes, from either end."""
    with suppress(ValueError):
        number = float(said)
        if number != int(number):
            yield from (struct.pack(">d", number), struct.pack("<d", number))
        elif number > 2**24:
            yield from (struct.pack(">q", int(number)), struct.pack("<q", int(number)))
