"""An attribute that is worked out when it is first asked for, and kept by its object.

Python 3.11's own `functools.cached_property` holds one lock for all objects of a class while it works: one person's slow
sentence would hold up everybody else's emergency. Our objects belong to one thread each and need no lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Generic, TypeVar, overload

Value = TypeVar("Value")


class worked_out(Generic[Value]):  # noqa: N801 - reads as the decorator that it is
    """A decorator: the method runs once an object, and its value is an ordinary attribute from then on."""

    def __init__(self, work: Callable[[Any], Value]) -> None:
        """`work` is the method."""
        self._work = work
        self._name = work.__name__
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, instance: None, owner: type | None = None) -> worked_out[Value]: ...
    @overload
    def __get__(self, instance: object, owner: type | None = None) -> Value: ...
    def __get__(self, instance: object | None, owner: type | None = None) -> worked_out[Value] | Value:
        """The value, which hides this from now on: an object's own attributes come first."""
        if instance is None:
            return self
        value = vars(instance)[self._name] = self._work(instance)
        return value


class Kept(Generic[Value]):
    """What an iterator gives, each worked out when it is first asked for, and kept for whoever asks again."""

    def __init__(self, work: Iterator[Value]) -> None:
        """`work` is used up as far as anybody asks."""
        self._work, self._kept = work, list[Value]()

    def __iter__(self) -> Iterator[Value]:
        """From the first on."""
        number = 0
        while True:
            if number == len(self._kept):
                self._kept.extend(islice(self._work, 1))
            if number == len(self._kept):
                return
            yield self._kept[number]
            number += 1
