"""Values: dataclasses that are frozen for the type checker, and plain while the program runs.

A frozen dataclass writes each of its fields by name through `object.__setattr__`, so that making one takes six times as long,
and a message makes some twenty. That nothing writes to one is proved before anything runs (`mypy --strict`, in `make check`);
with slots nothing can be added to one either.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

__all__ = ["value"]

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:

    def value(*, frozen: bool, slots: bool = False) -> Callable[[type[Any]], type[Any]]:
        """As `dataclass(frozen=True)`: equal and hashed by its fields. Raises TypeError for one that is not to be frozen."""
        if not frozen:
            raise TypeError("a value is frozen: use dataclass for what changes")
        return dataclasses.dataclass(slots=slots, unsafe_hash=True)
