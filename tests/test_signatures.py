"""The check of Twilio's signature, from inside: which secret, which address, and one computation for the usual text."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from actors import AUTH_TOKEN, BASE_URL, LINE, PERSON, Texter
from flask import Flask
from twilio.request_validator import RequestValidator

from bot.adapters.signatures import Signatures

KEYED = "key=KI1, algorithm=HMAC_SHA256"


def known() -> Signatures:
    """What a server with a token and a key knows."""
    return Signatures(BASE_URL, AUTH_TOKEN, {"KI1": "k" * 32})


def signed(form: dict[str, str], url: str, *, keyed: bool) -> str:
    """Twilio's own signature, with the token or with the key."""
    secret, algorithm = ("k" * 32, "HMAC_SHA256") if keyed else (AUTH_TOKEN, None)
    return RequestValidator(secret).compute_signature(url, form, algorithm=algorithm)


@pytest.mark.parametrize("header", ["key=nobody", "algorithm=HMAC_SHA256", "key=", "=", "x"])
def test_a_key_that_we_do_not_know_is_no_secret(header: str) -> None:
    """Nor the token in its place."""
    assert known()._secret(header)[0] == ""


def test_without_the_header_it_is_the_token_and_with_it_the_key_that_it_names() -> None:
    assert known()._secret("") == (AUTH_TOKEN, None)
    assert known()._secret(KEYED) == ("k" * 32, "HMAC_SHA256")


def test_no_secret_is_printed() -> None:
    assert AUTH_TOKEN not in repr(known())


@pytest.mark.parametrize("keyed", [False, True], ids=["token", "key"])
@pytest.mark.parametrize("path", ["/sms", "/sms?a=b"])
def test_the_usual_text_is_checked_with_one_computation(make_app: Callable[..., Flask], path: str, *, keyed: bool) -> None:
    """The other spellings of an address are for who needs them: each costs as much again."""
    calls = 0

    def count(frame: object, event: str, _: object) -> None:
        nonlocal calls
        calls += event == "call" and frame.f_code is RequestValidator.compute_signature.__code__  # type: ignore[attr-defined]

    texter = Texter(make_app(twilio_shared_keys={"KI1": "k" * 32}).test_client())
    form, named = texter.form("hello"), {"X-Twilio-Webhooks-Signature-Settings": KEYED} if keyed else {}
    signature = signed(form, BASE_URL + path, keyed=keyed)
    sys.setprofile(count)
    try:
        answer = texter.client.post(path, data=form, headers={"X-Twilio-Signature": signature, **named})
    finally:
        sys.setprofile(None)
    assert (answer.status_code, calls) == (200, 1)


def test_a_key_s_signature_over_the_address_with_its_port_holds_too(make_app: Callable[..., Flask]) -> None:
    client = make_app(twilio_shared_keys={"KI1": "k" * 32}).test_client()
    form = {"Body": "hello", "From": PERSON, "To": LINE, "MessageSid": "SM" + "1" * 32}
    headers = {
        "X-Twilio-Signature": signed(form, f"{BASE_URL}:443/sms", keyed=True),
        "X-Twilio-Webhooks-Signature-Settings": KEYED,
    }
    assert client.post("/sms", data=form, headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/voice", "/sms/status"])
def test_every_route_of_twilio_s_is_guarded(app: Flask, path: str) -> None:
    assert path in {rule.rule for rule in app.url_map.iter_rules()}
    answer = app.test_client().post(path, data={"a": "b"})
    assert (answer.status_code, answer.data) == (403, b"")
