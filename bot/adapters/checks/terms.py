"""`content/terms.toml`: the words that rules need, by language, so that no rule has words of its own in the code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NAME = "terms.toml"
_Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Terms:
    """What terms.toml lists, by language.

    `hard`: long words that may stand, with the reason. `actions`: what a person is told to do, as a sentence begins;
    `before`: what may stand ahead of it; `first`: short forms without a verb. `pairs`: words whose folded form is another
    word, with what that means. `private`: words that promise privacy, `private_here` the same where a text is about privacy,
    `knows` who still knows, `no` what denies it. `not_advice`: what must not stand in a danger text. `law`: words that only a
    region may use.
    """

    hard: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    actions: _Words = field(default_factory=dict)
    before: _Words = field(default_factory=dict)
    first: _Words = field(default_factory=dict)
    pairs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    private: _Words = field(default_factory=dict)
    private_here: _Words = field(default_factory=dict)
    knows: _Words = field(default_factory=dict)
    no: _Words = field(default_factory=dict)
    not_advice: _Words = field(default_factory=dict)
    law: _Words = field(default_factory=dict)


_LISTS = ("actions", "before", "first", "private", "private_here", "knows", "no", "not_advice", "law")
_TABLES = ("hard", "pairs")


def terms_of(table: Mapping[str, Any]) -> tuple[Terms, dict[str, str]]:
    """The terms as far as they can be used, and what is wrong with the rest, by key."""
    wrong: dict[str, str] = {key: "is unknown: it would do nothing" for key in table if key not in (*_LISTS, *_TABLES)}
    kept: dict[str, Any] = {}
    for key, holds, wanted in (*((k, _is_list, "lists of words") for k in _LISTS), *((k, _is_told, "a reason") for k in _TABLES)):
        found = table.get(key, {})
        if isinstance(found, dict) and all(holds(each) for each in found.values()):
            kept[key] = {language: tuple(each) if isinstance(each, list) else each for language, each in found.items()}
        else:
            wrong[key] = f"must hold, by language, words with {wanted}"
    return Terms(**kept), wrong


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)


def _is_told(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(why, str) and why.strip() for why in value.values())
