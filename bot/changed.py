"""A value again with some of its fields changed: what `dataclasses.replace` does, in less than half its time.

Every message changes seven to nine of them, and Python 3.11's own goes through each field by name, in Python. Ours learns
once how a class is read. It is for dataclasses of at least two fields, all of which can be given in their order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["changed"]

Kind = TypeVar("Kind")

if TYPE_CHECKING:
    from dataclasses import replace as changed  # by which the type checker knows each field
else:

    def changed(old: Kind, /, **changes: object) -> Kind:
        """`old` with `changes`. Raises KeyError for a field that it has not."""
        read, places = _plan(type(old))
        values = list(read(old))
        for name, value in changes.items():
            values[places[name]] = value
        return type(old)(*values)


@cache
def _plan(kind: type[Any]) -> tuple[Callable[[Any], tuple[Any, ...]], dict[str, int]]:
    """What reads all fields of `kind`, and where each of them stands."""
    names = [each.name for each in fields(kind)]
    return attrgetter(*names), {name: place for place, name in enumerate(names)}
