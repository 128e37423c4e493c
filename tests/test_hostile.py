"""What we promise when what comes in is wrong, twice, five times, enormous or from nobody: an answer, or a quiet refusal.

The updates of `RECORDED` were taken from telegram-test-api 4.2.1 (npm), a stand-in of others that breaks Telegram's rules:
it gives one number to two updates, knows no secret, and leaves out fields that Telegram always sends. It cannot run in
these tests: it needs Node, 90 packages from the network, and does not look at what a webhook answers.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl

import pytest
from actors import AUTH_TOKEN, BASE_URL, LINE, PERSON, Chatter, Texter, Visitor, counted, messages
from flask import Flask
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

DANGER = "hes blue and wont wake up"
ALEX = {"id": 1, "first_name": "TestName", "username": "testUserName", "is_bot": False}
CHAT = {"id": 1, "title": "Test Name", "first_name": "TestName", "username": "testUserName", "type": "private"}
TEXT = {"from": ALEX, "chat": CHAT, "botToken": "123456:abc", "date": 1795327996, "message_id": 1}
RECORDED = {
    "text": {"update_id": 1, "message": {**TEXT, "text": DANGER}},
    "command": {
        "update_id": 1,
        "message": {**TEXT, "text": "/start od", "entities": [{"offset": 0, "length": 6, "type": "bot_command"}]},
    },
    "callback": {
        "update_id": 3,
        "callback_query": {"id": "1", "from": ALEX, "message": {"from": ALEX, "chat": CHAT}, "data": "od"},
    },
}
# The poles, a sea, the middle of nowhere, the date line, and what no map has.
NOWHERE = {"north pole": (90, 0), "south pole": (-90, 0), "sea": (41.5, -40.0), "0,0": (0, 0), "date line": (0, 180),
           "other side": (-44.8, 111.2), "beyond": (91, 181), "far beyond": (1e308, -1e308)}  # fmt: skip
ODD_JSON = [b"", b"{", b"[]", b"null", b"5", b'"x"', b'{"text": {}}', b'{"text": [1]}', b'{"choice": {"a": 1}}', b'{"lat": "x"}',
            b'{"lang": 5}', b"[" * 60_000, b'{"text": "\xff\xfe"}', b'{"text": "\\ud800"}', b"\x00" * 99,
            b'{"lat": NaN, "lon": NaN}', b'{"text": ' + b"9" * 5000 + b"}"]  # fmt: skip
ODD_FORMS = [b"", b"&", b"=", b"Body", b"Body=%", b"Body=%ZZ", b"Body=\xff\xfe", b"Body=%00", b"From=&To=&Body=x", b"a" * 5000,
             b"&".join(b"x%d=1" % number for number in range(900)), b"Digits=%E0%A4%A", b"MessageStatus=x&ErrorCode=%00",
             ]  # fmt: skip


def signed(client: FlaskClient, path: str, body: bytes, kind: str = "application/x-www-form-urlencoded") -> tuple[int, bytes]:
    """Any bytes, signed over the parameters that a form reader, and so our check, reads in them."""
    form = MultiDict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    signature = RequestValidator(AUTH_TOKEN).compute_signature(BASE_URL + path, form)
    response = client.post(path, data=body, content_type=kind, headers={"X-Twilio-Signature": signature})
    return response.status_code, response.data


# --- malformed


@pytest.mark.parametrize("path", ["/sms", "/voice", "/voice/od-0/en", "/sms/status"])
@pytest.mark.parametrize("body", ODD_FORMS, ids=lambda body: repr(body[:16]))
def test_an_odd_form_that_is_signed_is_answered_with_twiml(app: Flask, path: str, body: bytes) -> None:
    status, said = signed(app.test_client(), path, body)
    assert (status, b"<Response" in said) == (200, True)


@pytest.mark.parametrize("path", ["/sms", "/voice", "/sms/status"])
@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", "multipart/form-data", "x/y", ""]
)
def test_a_body_of_another_kind_is_answered_or_refused_and_never_an_error(app: Flask, path: str, kind: str) -> None:
    assert signed(app.test_client(), path, b'--x\r\nContent-Disposition: form-data; name="Body"\r\n\r\nod', kind)[0] in {200, 403}


@pytest.mark.parametrize("body", ODD_JSON, ids=lambda body: repr(body[:16]))
def test_odd_json_to_the_page_is_answered(app: Flask, body: bytes) -> None:
    response = app.test_client().post("/chat", data=body, content_type="application/json", headers={"Accept": "application/json"})
    assert response.status_code == 200
    assert response.get_json()["text"] != ""


@pytest.mark.parametrize("body", ODD_FORMS, ids=lambda body: repr(body[:16]))
def test_an_odd_form_to_the_page_gets_a_page(app: Flask, body: bytes) -> None:
    response = app.test_client().post("/chat", data=body, content_type="application/x-www-form-urlencoded")
    assert (response.status_code, response.mimetype) == (200, "text/html")


@pytest.mark.parametrize("path", ["/sms", "/voice", "/sms/status", "/chat"])
def test_300_kb_are_refused_where_nobody_could_have_typed_them(app: Flask, path: str) -> None:
    body = {"Body": "x" * 300_000}
    signature = RequestValidator(AUTH_TOKEN).compute_signature(BASE_URL + path, body)
    assert app.test_client().post(path, data=body, headers={"X-Twilio-Signature": signature}).status_code == 413


@pytest.mark.parametrize("where", ["text", "caption", "quote", "entities"])
def test_an_update_of_300_kb_is_answered(chatter: Chatter, where: str) -> None:
    """Telegram takes long quotes and many entities; a refusal would come back for a day."""
    long = {"text": {"text": DANGER + " please" * 43_000}, "caption": {"text": DANGER, "caption": "x" * 300_000},
            "quote": {"text": DANGER, "quote": {"text": "x" * 300_000, "position": 0}},
            "entities": {"text": DANGER, "entities": [{"type": "bold", "offset": 0, "length": 1}] * 7000}}[where]  # fmt: skip
    body = json.dumps(chatter.update(**long))
    assert 250_000 < len(body) < 1_000_000
    assert "911" in chatter.posts(body).get_json()["text"]


# --- once, twice, five times


def test_an_update_that_comes_five_times_is_answered_alike_and_counted_once(app: Flask) -> None:
    update = Chatter(app.test_client()).update(text=DANGER)
    with ThreadPoolExecutor(5) as pool:
        answers = set(pool.map(lambda _: Chatter(app.test_client()).posts(update).data, range(5)))
    assert (len(answers), counted(app)) == (1, 1)


def test_two_updates_that_share_a_number_by_mistake_get_their_own_answers(app: Flask) -> None:
    """Else one chat could be sent what another was told."""
    chatter = Chatter(app.test_client())
    first, second = chatter.update(text="hello"), Chatter(app.test_client(), chat=102).update(text=DANGER)
    answers = [chatter.posts({**update, "update_id": 7}).get_json() for update in (first, second)]
    assert [answer["chat_id"] for answer in answers] == [101, 102]
    assert answers[1]["text"].startswith("CALL 911")


@pytest.mark.parametrize("says", [lambda app: Texter(app.test_client()).says, lambda app: Visitor(app.test_client()).says,
                                  lambda app: Chatter(app.test_client()).says], ids=["sms", "web", "telegram"])  # fmt: skip
def test_two_messages_within_a_second_are_both_answered(app: Flask, says: Callable[[Flask], Callable[[str], object]]) -> None:
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda text: str(says(app)(text)), ["hes blue", "wont wake up"]))
    assert ["911" in answer for answer in answers] == [True, True]


# --- who is nobody


@pytest.mark.parametrize("cookie", ["", "x" * 22, "A" * 32, "../../etc/passwd", "t" * 4000, "\x01", "a b;c", "é" * 20])
def test_a_cookie_that_is_nobody_s_begins_a_talk_and_finds_none(app: Flask, cookie: str) -> None:
    known = Visitor(app.test_client())
    known.says(DANGER)
    stranger = app.test_client()
    stranger.set_cookie("t", cookie)
    assert "CALL 911 on speaker" not in str(Visitor(stranger).says("next")["text"])
    assert len(stranger.get_cookie("t").value) >= 16 or not cookie


@pytest.mark.parametrize(
    "sender", ["", "whatsapp:", "whatsapp:US.13491208655302741918", "messenger:1", "anonymous", "12345", "\x00"]
)
def test_whoever_writes_from_no_number_is_answered(app: Flask, sender: str) -> None:
    texter = Texter(app.test_client(), number=sender, line=f"whatsapp:{LINE}")
    assert "911" in texter.says(DANGER)[0]


def test_two_people_of_whatsapp_without_a_number_are_two_talks(app: Flask) -> None:
    """Their ids are two; with none at all, only the line is left to tell, and nobody's talk is gone on with."""
    one, other = (Texter(app.test_client(), number=f"whatsapp:US.{number}") for number in ("111", "222"))
    one.says(DANGER)
    assert not other.says("next")[0].startswith("CALL 911")


# --- from nowhere


@pytest.mark.parametrize(("lat", "lon"), NOWHERE.values(), ids=NOWHERE)
def test_a_place_where_nothing_is_gets_a_way_on(app: Flask, lat: float, lon: float) -> None:
    whatsapp = Texter(app.test_client(), number=f"whatsapp:{PERSON}", line=f"whatsapp:{LINE}")
    said = [
        "".join(whatsapp.says("", Latitude=str(lat), Longitude=str(lon), MessageType="location")),
        str(Chatter(app.test_client()).shares(lat, lon)["text"]) if abs(lat) <= 90 else "ZIP",
        str(Visitor(app.test_client()).says("", lat=lat, lon=lon)["text"]),
    ]
    assert ["ZIP" in each or "211" in each for each in said] == [True] * 3


# --- a client that breaks the rules


@pytest.mark.parametrize("kind", RECORDED)
def test_a_stand_in_of_others_without_a_secret_is_refused(chatter: Chatter, kind: str) -> None:
    assert chatter.client.post("/telegram", json=RECORDED[kind]).status_code == 403


def test_a_stand_in_of_others_that_knows_the_secret_is_served(chatter: Chatter) -> None:
    answers = {kind: chatter.posts(update).get_json() for kind, update in RECORDED.items()}
    assert answers["text"]["text"].startswith("CALL 911")
    assert answers["command"]["text"].startswith("CALL 911")
    assert answers["callback"] == {}


@pytest.mark.parametrize("data", ["od", "", "x" * 64, "choose:9999", "<b>", "\x00"])
def test_a_callback_that_we_never_sent_is_met_with_nothing(chatter: Chatter, data: str) -> None:
    """No message of ours has such a button; a client can send any."""
    query = {"id": "1", "from": ALEX, "chat_instance": "1", "data": data, "message": {**TEXT, "text": "ours"}}
    response = chatter.posts({"update_id": 9, "callback_query": query})
    assert (response.status_code, response.get_json()) == (200, {})


def test_a_retry_that_twilio_marks_is_one_text(texter: Texter) -> None:
    form = texter.form("what is naloxone")
    first = texter.posts(form, headers={"I-Twilio-Idempotency-Token": "a"})
    again = texter.posts(form, headers={"I-Twilio-Idempotency-Token": "a"})
    assert messages(first) == messages(again)


# --- what breaks on our side


@pytest.mark.parametrize("broken", ["once", "key"])
def test_what_breaks_around_an_answer_is_never_silence(app: Flask, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    """A 500 would be silence at Twilio, and a chat that is stuck for a day at Telegram."""
    texter, chatter = Texter(app.test_client()), Chatter(app.test_client())
    memory, real = app.extensions["safertext"].memory, app.extensions["safertext"].memory.key

    def breaks(*parts: object) -> bytes:
        if broken == "once" or parts[0] not in {"id", "update"}:
            raise RuntimeError
        return real(*parts)

    monkeypatch.setattr(memory, broken, breaks)
    assert "CALL 911" in texter.says(DANGER)[0]
    assert chatter.says(DANGER)["text"].startswith("CALL 911")


@pytest.mark.parametrize("part", ["framed", "method"])
def test_an_answer_that_cannot_be_shaped_for_telegram_goes_as_plain_words(
    app: Flask, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(f"bot.adapters.telegram.{part}", breaks)
    assert Chatter(app.test_client()).says(DANGER)["text"].startswith("CALL 911")
