"""A `State` as bytes and back, for a memory that several processes share.

JSON and not pickle: whoever could write there would otherwise run code here. What an older or newer program packed is read
as far as both know it; what cannot be read counts as no state.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import datetime
from typing import Any, get_args, get_type_hints

from bot.state import State

_DEFAULTS = {each.name: each.default for each in fields(State)}


def _kinds() -> Iterator[tuple[str, type]]:
    """What a state carries that JSON has no word for, by name: places and the like."""
    for hint in get_type_hints(State).values():
        yield from ((each.__name__, each) for each in (hint, *get_args(hint)) if is_dataclass(each) and isinstance(each, type))


_KINDS = dict(_kinds())


def pack(state: State) -> bytes:
    """`state` without what stands as it always does."""
    said = {name: value for name in _DEFAULTS if (value := getattr(state, name)) != _DEFAULTS[name]}
    return json.dumps(said, default=_tagged, separators=(",", ":")).encode()


def unpack(packed: bytes | None) -> State | None:
    """The state in `packed`, or None where there is none that we can read."""
    if packed is None:
        return None
    try:
        said = json.loads(packed, object_hook=_untagged)
        read: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
        return State(**{name: value for name, value in read.items() if name in _DEFAULTS})
    except (ValueError, TypeError, AttributeError):
        return None


def _tagged(value: Any) -> Mapping[str, object]:
    """A time or one of our own values, under its name."""
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    return {type(value).__name__: asdict(value)}


def _untagged(said: dict[str, Any]) -> Any:
    name: str
    value: Any
    name, value = next(iter(said.items()), ("", None))
    if len(said) != 1 or name not in {"datetime", *_KINDS}:
        return said
    return datetime.fromisoformat(value) if name == "datetime" else _KINDS[name](**value)
