"""What we promise about texts that did not arrive: a month's count for each error code, and nothing of whose they were."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from actors import AUTH_TOKEN, BASE_URL, LINE, PERSON, Clock, Marks, Texter
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from bot.adapters.database import DeliveryCount, engine_for, prepare

PATH = "/sms/status"
SID = "SM" + "1" * 32
NO_FAILURE = ["accepted", "scheduled", "queued", "sending", "sent", "delivered", "read", "canceled", "", "nonsense"]


def tells(
    client: FlaskClient, status: str, code: str = "", sid: str = "SM" + "1" * 32, token: str = AUTH_TOKEN, **more: str
) -> TestResponse:
    """What Twilio posts about a text of ours: here `From` is our line and `To` the person."""
    form = {"MessageSid": sid, "SmsSid": sid, "MessageStatus": status, "SmsStatus": status, "From": LINE, "To": PERSON,
            "AccountSid": "AC" + "0" * 32, "ApiVersion": "2010-04-01", **more}  # fmt: skip
    form |= {"ErrorCode": code} if code else {}
    signed = RequestValidator(token).compute_signature(BASE_URL + PATH, form)
    return client.post(PATH, data=form, headers={"X-Twilio-Signature": signed})


def parsed(response: TestResponse) -> ET.Element:
    """An answer, read by an XML parser that is not Twilio's."""
    return ET.fromstring(response.data)


def failures(app: Flask) -> dict[tuple[str, str], int]:
    """Month and code with their count."""
    held = app.extensions["safertext"].counters._held
    return {(period, value): count for (table, period, value), count in held.items() if table == "count_delivery"}


def test_a_filtered_text_is_seen(app: Flask) -> None:
    response = tells(app.test_client(), "undelivered", "30007")
    assert (response.status_code, parsed(response).tag) == (200, "Response")
    assert failures(app) == {("2026-11", "30007"): 1}


@pytest.mark.parametrize("status", NO_FAILURE)
def test_a_text_that_may_arrive_or_has_is_no_failure(app: Flask, status: str) -> None:
    assert tells(app.test_client(), status, "30007").status_code == 200
    assert failures(app) == {}


@pytest.mark.parametrize("code", ["", "0", "3000", "300077", "30007 ", "٣٠٠٠٧", "'; --", PERSON, "x" * 1000])
def test_what_is_no_code_is_counted_as_other(app: Flask, code: str) -> None:
    assert tells(app.test_client(), "failed", code).status_code == 200
    assert failures(app) == {("2026-11", "other"): 1}


def test_codes_add_up_by_month(app: Flask, clock: Clock) -> None:
    client = app.test_client()
    for number, code in enumerate(["30007", "30007", "30003"]):
        tells(client, "undelivered", code, sid=f"SM{number:032x}")
    clock.passes(days=31)
    tells(client, "failed", "30007", sid="SM" + "f" * 32)
    assert failures(app) == {("2026-11", "30007"): 2, ("2026-11", "30003"): 1, ("2026-12", "30007"): 1}


def test_a_text_is_counted_once_however_often_twilio_tells(app: Flask) -> None:
    client = app.test_client()
    for status in ("sent", "undelivered", "undelivered", "failed"):
        tells(client, status, "30007")
    assert failures(app) == {("2026-11", "30007"): 1}


def test_the_count_is_all_that_is_written(app: Flask, tmp_path, caplog, capfd) -> None:
    sid = "SM" + "abcdef01" * 4
    caplog.set_level(0)
    tells(app.test_client(), "undelivered", "30007", sid=sid, To="+12075550123")
    engine = engine_for(f"sqlite:///{tmp_path}/status.db")
    assert prepare(engine)
    assert app.extensions["safertext"].counters.flush(engine)
    with Session(engine) as session:
        rows = [(row.period, row.value, row.count) for row in session.scalars(select(DeliveryCount))]
    engine.dispose()
    assert rows == [("2026-11", "30007", 1)]
    written = (
        b"".join(path.read_bytes() for path in tmp_path.iterdir()) + caplog.text.encode() + "".join(capfd.readouterr()).encode()
    )
    assert Marks([sid, "+12075550123", "2075550123"]).found_in(written) == []


@pytest.mark.parametrize("token", ["somebody-elses-token", "x"])
def test_only_twilio_may_tell(app: Flask, token: str) -> None:
    response = tells(app.test_client(), "undelivered", "30007", token=token)
    assert (response.status_code, response.data, failures(app)) == (403, b"", {})


def test_a_form_without_a_signature_is_refused(app: Flask) -> None:
    response = app.test_client().post(PATH, data={"MessageStatus": "failed"})
    assert (response.status_code, response.data, failures(app)) == (403, b"", {})


def test_only_posts_are_heard(app: Flask) -> None:
    client = app.test_client()
    assert [client.open(PATH, method=method).status_code for method in ("GET", "PUT", "DELETE", "OPTIONS")] == [405] * 4


def test_a_form_that_is_too_large_is_refused(app: Flask) -> None:
    assert tells(app.test_client(), "failed", "30007", More="x" * 70_000).status_code == 413


def test_without_twilio_s_secret_nobody_is_heard(make_app: Callable[..., Flask]) -> None:
    assert tells(make_app(twilio_auth_token="").test_client(), "failed", "30007").status_code == 404


@pytest.mark.parametrize("text", ["hello", "od", "what is naloxone"])
def test_every_text_of_ours_asks_to_be_told_of(texter: Texter, text: str) -> None:
    root = parsed(texter.sends(text))
    assert {(message.get("action"), message.get("method")) for message in root} == {(BASE_URL + PATH, "POST")}


def test_a_line_under_a_path_is_told_there(make_app: Callable[..., Flask]) -> None:
    texter = Texter(make_app(public_base_url="https://example.org/bot").test_client())
    root = parsed(texter.posts(texter.form("hello"), url="https://example.org/bot/sms"))
    assert root[0].get("action") == "https://example.org/bot/sms/status"
