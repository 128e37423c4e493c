"""What we promise of Twilio's signature: nobody else is heard, whoever posts, and the usual text costs one computation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import random
import sys
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from actors import AUTH_TOKEN, BASE_URL, LINE, PERSON, Texter, messages
from flask import Flask
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from bot.adapters.signatures import Signatures, _values

KEY_ID, KEY = "WK0123", "shared-key-of-the-tests-0123456789"
FORM = "application/x-www-form-urlencoded"
KEYED = "key=KI1, algorithm=HMAC_SHA256"


# --- who may ask


@pytest.mark.parametrize("signature", ["", "x", "A" * 28, "é" * 28, "ÿ", "=" * 28])
def test_a_wrong_signature_gets_403_and_no_word(texter: Texter, signature: str) -> None:
    response = texter.posts(texter.form("hello"), signature=signature)
    assert (response.status_code, response.data) == (403, b"")


def test_a_missing_signature_gets_403_and_no_word(texter: Texter) -> None:
    response = texter.client.post("/sms", data=texter.form("hello"))
    assert (response.status_code, response.data) == (403, b"")


def test_a_signature_made_with_another_token_gets_403(texter: Texter) -> None:
    texter.token = "somebody-elses-token"
    assert texter.sends("hello").status_code == 403


@pytest.mark.parametrize("changed", ["Body", "From", "To", "FromZip"])
def test_a_form_changed_on_the_way_gets_403(texter: Texter, changed: str) -> None:
    form = texter.form("hello")
    signature = RequestValidator(AUTH_TOKEN).compute_signature(f"{BASE_URL}/sms", form)
    assert texter.posts(form | {changed: "other"}, signature=signature).status_code == 403


def test_an_added_parameter_gets_403(texter: Texter) -> None:
    form = texter.form("hello")
    signature = RequestValidator(AUTH_TOKEN).compute_signature(f"{BASE_URL}/sms", form)
    assert texter.posts(form | {"Extra": ""}, signature=signature).status_code == 403


def test_a_signature_over_another_address_gets_403(texter: Texter) -> None:
    assert texter.posts(texter.form("hello"), url="https://other.example.org/sms").status_code == 403


def test_a_parameter_that_twilio_adds_next_year_does_no_harm(texter: Texter) -> None:
    assert texter.says("what is naloxone", SomethingNew="1") != []


def test_empty_parameters_are_part_of_the_signature(texter: Texter) -> None:
    assert texter.says("hello", FromZip="", FromCity="", ToZip="") != []


def test_repeated_parameters_are_part_of_the_signature(texter: Texter) -> None:
    form = MultiDict([*texter.form("hello").items(), ("MediaUrl", "b"), ("MediaUrl", "a"), ("MediaUrl", "b")])
    assert texter.posts(form).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["x=a%20b&y=%C3%A9", "u=https%3A%2F%2Fe.org%2Fa", "u=https%3a%2f%2fe.org", "p=50%25", "a[]=1", "x=a+b",
         "x=%F0%9F%98%80", "x"],
)  # fmt: skip
def test_the_query_is_checked_as_it_was_sent(texter: Texter, query: str) -> None:
    """Flask decodes it; Twilio signs what went over the wire."""
    assert texter.posts(texter.form("hello"), query=query).status_code == 200


@pytest.mark.parametrize("url", ["https://bot.example.org:443/sms", "https://bot.example.org/sms"], ids=["port", "no port"])
def test_twilio_may_or_may_not_write_the_standard_port(texter: Texter, url: str) -> None:
    assert texter.posts(texter.form("hello"), url=url).status_code == 200


def test_a_line_on_another_port_is_checked_with_it(make_app: Callable[..., Flask]) -> None:
    texter = Texter(make_app(public_base_url="https://bot.example.org:8443").test_client())
    assert texter.posts(texter.form("hello"), url="https://bot.example.org:8443/sms").status_code == 200
    assert texter.posts(texter.form("hello"), url="https://bot.example.org:9443/sms").status_code == 403


def test_a_line_under_a_path_is_checked_with_it(make_app: Callable[..., Flask]) -> None:
    texter = Texter(make_app(public_base_url="https://example.org/bot").test_client())
    assert texter.posts(texter.form("hello"), url="https://example.org/bot/sms").status_code == 200


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "X-Forwarded-Proto"])
def test_what_a_proxy_says_about_the_address_changes_nothing(texter: Texter, header: str) -> None:
    assert texter.posts(texter.form("hello"), headers={header: "evil.example.org"}).status_code == 200


def shared_key_signature(form: dict[str, str], key: str = KEY) -> str:
    """Twilio's second algorithm, written out here: HMAC-SHA256 over the address and the sorted parameters."""
    signed = f"{BASE_URL}/sms" + "".join(f"{name}{form[name]}" for name in sorted(form))
    return base64.b64encode(hmac.digest(key.encode(), signed.encode(), "sha256")).decode()


@pytest.fixture
def keyed(make_app: Callable[..., Flask]) -> Texter:
    """A texter of a line that knows a shared key and no token."""
    return Texter(make_app(twilio_auth_token="", twilio_shared_keys={KEY_ID: KEY}).test_client())


def test_a_shared_key_signs_as_well_as_the_token(keyed: Texter) -> None:
    form = keyed.form("hello")
    headers = {"X-Twilio-Webhooks-Signature-Settings": f"key={KEY_ID},algorithm=HMAC_SHA256"}
    assert messages(keyed.posts(form, signature=shared_key_signature(form), headers=headers)) != []


@pytest.mark.parametrize(
    ("header", "key"),
    [
        (f"key={KEY_ID},algorithm=HMAC_SHA256", "another-key"),
        ("key=WK9999,algorithm=HMAC_SHA256", KEY),
        ("key=,algorithm=HMAC_SHA256", KEY),
        (f"key={KEY_ID},algorithm=NONE", KEY),
        (f"key={KEY_ID}", "another-key"),
        ("nonsense", KEY),
        (",,,===", KEY),
    ],
    ids=["wrong key", "unknown id", "empty id", "unknown algorithm", "no algorithm", "nonsense", "signs"],
)
def test_a_shared_key_that_does_not_fit_gets_403(keyed: Texter, header: str, key: str) -> None:
    form = keyed.form("hello")
    headers = {"X-Twilio-Webhooks-Signature-Settings": header}
    assert keyed.posts(form, signature=shared_key_signature(form, key), headers=headers).status_code == 403


def test_a_line_with_shared_keys_only_refuses_a_token(keyed: Texter) -> None:
    for token in (KEY, "", "x"):
        keyed.token = token
        assert keyed.sends("hello").status_code == 403


def test_the_token_itself_is_never_a_signature(texter: Texter) -> None:
    digest = base64.b64encode(hashlib.sha1(AUTH_TOKEN.encode()).digest()).decode()
    assert {texter.posts(texter.form("x"), signature=each).status_code for each in (AUTH_TOKEN, digest)} == {403}


# --- the check from inside


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


def test_a_form_is_read_as_the_standard_library_reads_it() -> None:
    """Any parameters: doubled, empty, broken, in any order, of any script."""
    chance = random.Random(7)
    for _ in range(2000):
        body = "".join(
            chance.choices(("a", "B", "=", "&", "+", "%", "%C3%A9", "%ff", ";", "é", "😀", " "), k=chance.randrange(20))
        )
        assert dict(_values(body)) == parse_qs(body, keep_blank_values=True)


@pytest.mark.parametrize("kind", [FORM, f"{FORM}; charset=utf-8", FORM.upper()])
def test_a_form_of_twilio_s_kind_is_read_by_us(app: Flask, kind: str) -> None:
    """A letter that broke on its way becomes the sign for that; Flask's own reading would keep its number."""
    signature = RequestValidator(AUTH_TOKEN).compute_signature(f"{BASE_URL}/sms", {"Body": "menu �"})
    headers = {"X-Twilio-Signature": signature, "Content-Type": kind}
    assert app.test_client().post("/sms", data=b"Body=menu+%ff", headers=headers).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/json", f"{FORM}-not", ""])
def test_a_body_of_another_kind_has_no_parameters(app: Flask, kind: str) -> None:
    """So only who signs the bare address is heard, and what the body says is not."""

    def status(form: dict[str, str]) -> int:
        signature = RequestValidator(AUTH_TOKEN).compute_signature(f"{BASE_URL}/sms", form)
        return (
            app.test_client()
            .post("/sms", data=b"Body=od", content_type=kind, headers={"X-Twilio-Signature": signature})
            .status_code
        )

    assert (status({"Body": "od"}), status({})) == (403, 200)
