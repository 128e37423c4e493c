"""`safertext evaluate` on whole conversations: which turns are answered as a person would need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.adapters.console import answer
from bot.knowledge import Knowledge
from bot.message import Channel, Message
from bot.state import State
from bot.text import fold

# Time between two texts of one person.
_PAUSE = timedelta(seconds=30)


def evaluate_talks(talks: Sequence[Mapping[str, Any]], decide: Any, knowledge: Knowledge, clock: Any) -> Mapping[str, Any]:
    """The share of turns that pass, and those that do not. A talk is `{id, turns: [{text, expect}]}`."""
    failed = [miss for talk in talks for miss in _play(talk, decide, knowledge, clock)]
    turns = sum(len(talk["turns"]) for talk in talks)
    return {"talks": len(talks), "turns": turns, "turns_pass": round(1 - len(failed) / max(turns, 1), 4), "failed": failed}


def _play(talk: Mapping[str, Any], decide: Any, knowledge: Knowledge, clock: Any) -> list[Mapping[str, Any]]:
    state: State | None = None
    now = clock()
    failed: list[Mapping[str, Any]] = []
    for turn in talk["turns"]:
        now += _PAUSE
        outcome = decide(Message(turn["text"]), state, knowledge, now)
        state = outcome.state
        got = answer(outcome, Channel.SMS, knowledge)
        wrong = _wrong(turn.get("expect", {}), got)
        if wrong:
            failed.append({"talk": talk.get("id"), "text": turn["text"], "wrong": wrong, "entry": got["entry"]})
    return failed


def _wrong(expect: Mapping[str, Any], got: Mapping[str, Any]) -> list[str]:
    """What of the expectation does not hold: topic, danger, words that must be in the answer."""
    faults = []
    topics = {expect.get("topic"), *(expect.get("accept") or ())} - {None}
    if topics and got["topic"] not in topics:
        faults.append(f"topic {got['topic']} instead of {', '.join(sorted(topics))}")
    levels = {expect.get("danger"), *(expect.get("accept_danger") or ())} - {None}
    if levels and got["danger"] not in levels:
        faults.append(f"danger {got['danger']} instead of {', '.join(sorted(levels))}")
    said = fold(got["text"])
    faults += [f"does not say {word}" for word in expect.get("mentions") or () if fold(word) not in said]
    return faults
