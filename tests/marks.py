"""Five hundred people of the tests' own, every form in which something of them could be written down, and the search for it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
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
        return (self.number, self.number[1:], self.number[2:], str(self.chat), *names, self.ip, *self.exact, *joined)


def people(count: int = 500) -> list[Person]:
    """The marked senders."""
    return [Person(n) for n in range(count)]


class Search:
    """The forms of many marks, found in one pass over bytes, in any case of letters."""

    def __init__(self, marks: Iterable[str], keys: Sequence[str] = ()) -> None:
        """`keys` are the secrets in the settings: a hash under one of them is no better than none."""
        forms = {form.lower() for mark in marks for form in _forms(mark.encode(), [key.encode() for key in keys])}
        self.forms: dict[int, list[bytes]] = {}
        for form in forms:
            assert len(form) >= _FIRST, form
            self.forms.setdefault(int.from_bytes(form[:_FIRST], "little"), []).append(form)
        self._first = np.array(sorted(self.forms), dtype="<u8")

    def __len__(self) -> int:
        return sum(map(len, self.forms.values()))

    def found_in(self, where: bytes) -> set[bytes]:
        """The forms that `where` holds."""
        lowered = where.lower()
        raw = np.frombuffer(lowered + b"\0" * _FIRST, dtype=np.uint8)
        found: set[bytes] = set()
        for start in range(_FIRST):  # the bytes as numbers of eight, from each of eight beginnings
            numbers = raw[start : start + (len(raw) - start) // _FIRST * _FIRST].view("<u8")
            at = np.minimum(np.searchsorted(self._first, numbers), len(self._first) - 1)
            for index in np.flatnonzero(self._first[at] == numbers):
                here = start + int(index) * _FIRST
                found.update(form for form in self.forms[int(numbers[index])] if lowered.startswith(form, here))
        return found


def _forms(mark: bytes, keys: Sequence[bytes]) -> Iterator[bytes]:
    """As it is, in hex and base64, and as every usual hash of it, plain or keyed, raw, in hex and base64."""
    yield from (mark, mark.hex().encode(), *_inside_base64(mark))
    digests = [hashlib.new(name, mark).digest() for name in ("md5", "sha1", "sha256")]
    digests += [hmac.digest(key, mark, name) for key, name in product(keys, ("md5", "sha1", "sha256"))]
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
