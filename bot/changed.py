"""A frozen object again with some of its fields changed: what `dataclasses.replace` does, in less than half its time.

Every message changes seven to nine of them, and Python 3.11's own goes through each field by name, in Python. Ours learns
once how a class is read and filled. It is for dataclasses with slots, at least two fields, and no `__post_init__`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["changed"]

Kind = TypeVar("Kind")
_Fill = Callable[[Any, Any], None]

if TYPE_CHECKING:
    from dataclasses import replace as changed  # by which the type checker knows each field
else:

    def changed(old: Kind, /, **changes: object) -> Kind:
        """`old` with `changes`. Raises KeyError for a field that it has not."""
        kind = type(old)
        values, slots = _plan(kind)
        new = object.__new__(kind)
        for fill, value in zip(slots.values(), values(old), strict=True):
            fill(new, value)
        for name, value in changes.items():
            slots[name](new, value)
        return new


@cache
def _plan(kind: type[Any]) -> tuple[Callable[[Any], tuple[Any, ...]], dict[str, _Fill]]:
    """What reads all fields of `kind`, and what fills each, in the same order."""
    names = [each.name for each in fields(kind)]
    return attrgetter(*names), {name: getattr(kind, name).__set__ for name in names}
