"""What `make fuzz` promises: strangers' requests break nothing, a break is seen, and a seed is a way back to it."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from actors import Clock
from flask import Flask, Response

from bot.adapters.settings import PROJECT

REQUESTS = 400


@pytest.fixture(scope="module")
def scripts() -> Iterator[SimpleNamespace]:
    """The fuzzer's modules, which are scripts and no package."""
    sys.path.insert(0, str(PROJECT / "scripts"))
    try:
        import fuzz
        import mutate

        yield SimpleNamespace(fuzz=fuzz.fuzz, mutate=mutate)
    finally:
        sys.path.remove(str(PROJECT / "scripts"))


@pytest.fixture
def fuzzed(scripts: SimpleNamespace, make_app: Callable[..., Flask], clock: Clock) -> Callable[..., object]:
    """`fuzzed(seed=1)`: the report of a run against the real app, or against one with some parts changed."""
    secrets = {"twilio_auth_token": scripts.mutate.AUTH_TOKEN, "telegram_webhook_secret": scripts.mutate.TELEGRAM_SECRET}

    def run(seed: int, most: int = REQUESTS, **changed: object) -> object:
        return scripts.fuzz(make_app(**secrets, **changed), seed, most=most)

    return run


@pytest.mark.parametrize("seed", [1, 2])
def test_mutated_requests_with_true_signatures_break_nothing(fuzzed: Callable[..., object], seed: int) -> None:
    report = fuzzed(seed)
    assert (report.requests, report.faults) == (REQUESTS, [])


def test_most_requests_get_past_the_signature_and_some_do_not(fuzzed: Callable[..., object]) -> None:
    """A fuzzer that is turned away at the door tests only the door."""
    statuses = fuzzed(3).statuses
    assert sum(statuses[f"{path} 200"] for path in ("/sms", "/telegram")) > REQUESTS * 0.8
    assert min(statuses[f"{path} 403"] for path in ("/sms", "/telegram")) > 0


def test_an_answer_that_only_the_last_resort_could_give_is_a_fault(fuzzed: Callable[..., object]) -> None:
    def broken(*_: object) -> object:
        raise ZeroDivisionError

    faults = fuzzed(1, most=20, handlers=broken).faults
    assert [fault.startswith("an answer broke inside") and "ZeroDivisionError" in fault for fault in faults] == [True]


@pytest.mark.parametrize("answer", [Response(status=500), Response("<a>", content_type="text/xml"), ValueError()], ids=repr)
def test_an_answer_that_leaves_the_sender_in_silence_is_a_fault(scripts: SimpleNamespace, answer: object) -> None:
    def app(environ: object, start: object) -> object:
        if isinstance(answer, Exception):
            raise answer
        return answer(environ, start)

    assert len(scripts.fuzz(app, 1, most=5).faults) == 5


def test_a_seed_writes_the_same_requests_again(scripts: SimpleNamespace) -> None:
    runs = []
    for _ in range(2):
        writer = scripts.mutate.Writer(random.Random(7))
        runs.append([writer.next() for _ in range(200)])
    assert runs[0] == runs[1]


def test_every_kind_of_request_is_written(scripts: SimpleNamespace) -> None:
    writer = scripts.mutate.Writer(random.Random(7))
    assert {writer.next().what for _ in range(100)} == {"a text", "an update", "noise"}


def test_our_signature_is_twilio_s(scripts: SimpleNamespace) -> None:
    """Doubled names and odd letters included: otherwise the fuzzer would knock at a closed door."""
    from twilio.request_validator import RequestValidator
    from werkzeug.datastructures import MultiDict

    form = MultiDict([("Body", "é 😀"), ("Body", "b"), ("Body", "a"), ("a", ""), ("", "x")])
    url = f"{scripts.mutate.BASE_URL}/sms"
    assert scripts.mutate._signature(url, form) == RequestValidator(scripts.mutate.AUTH_TOKEN).compute_signature(url, form)
