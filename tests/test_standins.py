"""The stand-ins for Twilio and Telegram are strict: each fault that the real one would refuse is refused here."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pytest
from loopback import served
from standin_telegram import RefusedError, Telegram, carried_out, shown
from standin_twilio import MESSAGING, VOICE, Twilio, TwilioError, checked

Answer = tuple[int, str, bytes]
OK = b'<?xml version="1.0"?><Response><Message>hello</Message></Response>'


@contextmanager
def webhook(answer: Callable[[str], Answer]) -> Iterator[int]:
    """A webhook that answers as told by path; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            status, kind, body = answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with served(Handler) as address:
        yield int(address.rpartition(":")[2])


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((500, "text/xml", OK), 11200), ((403, "text/xml", b""), 11200), ((302, "text/xml", OK), 11200),
        ((200, "application/json", OK), 12300), ((200, "text/xml", b""), 12100), ((200, "text/xml", b"<Response>"), 12100),
        ((200, "text/xml", b"<Response>\x0b</Response>"), 12100), ((200, "text/xml", b"<Answer/>"), 12200),
        ((200, "text/xml", b"<Response><Say>x</Say></Response>"), 12200),
        ((200, "text/xml", b"<Response><Message colour='red'>x</Message></Response>"), 12200),
        ((200, "text/xml", b"<Response><Message><b>x</b></Message></Response>"), 12200),
        ((200, "text/xml", b"<Response><Message>" + b"x" * 65_536 + b"</Message></Response>"), 11750),
    ],
)  # fmt: skip
def test_twilio_refuses_what_is_no_twiml_for_texts(answer: Answer, code: int) -> None:
    with pytest.raises(TwilioError) as raised:
        checked(*answer, MESSAGING)
    assert raised.value.code == code


@pytest.mark.parametrize(
    "verb",
    ["<Message>x</Message>", "<Record/>", "<Say speed='2'>x</Say>", "<Say><b>x</b></Say>", "<Gather input='speech' hints='x'/>"],
)
def test_twilio_refuses_what_is_no_twiml_for_calls(verb: str) -> None:
    with pytest.raises(TwilioError, match="12200"):
        checked(200, "text/xml", f"<Response>{verb}</Response>".encode(), VOICE)


@pytest.mark.parametrize("body", ["x" * 1601, ""], ids=["too long", "empty"])
def test_twilio_sends_no_text_that_is_too_long_or_empty(body: str) -> None:
    twiml = f"<Response><Message>{body}</Message></Response>".encode()
    with webhook(lambda _: (200, "text/xml", twiml)) as port, pytest.raises(TwilioError, match="21617"):
        Twilio(port).text("+12075550100", "hello")


def test_twilio_sends_nothing_to_who_opted_out() -> None:
    with webhook(lambda _: (200, "text/xml", OK)) as port, pytest.raises(TwilioError, match="21610"):
        Twilio(port).text("+12075550100", "STOP")


def test_twilio_asks_the_fallback_when_we_are_slow_and_is_silent_without_one() -> None:
    def slow(path: str) -> Answer:
        time.sleep(0.4 if path == "/sms" else 0)
        return 200, "text/xml", OK

    with webhook(slow) as port:
        assert [sent.text for sent in Twilio(port, timeout=0.1).text("+12075550100", "hello")] == ["hello"]
        assert Twilio(port, timeout=0.1, fallback={}).text("+12075550100", "hello") == []


def test_twilio_asks_the_fallback_when_nobody_listens() -> None:
    with webhook(lambda _: (200, "text/xml", OK)) as port:
        pass
    twilio = Twilio(port)
    assert twilio.text("+12075550100", "hello") == []
    assert [error.code for error in twilio.debugger] == [11200, 11200]


SENDS = '{"method": "sendMessage", "chat_id": 1, "parse_mode": "HTML", "text": "%s"}'


@pytest.mark.parametrize(
    "text",
    ["<b>x", "</b>", "<b><i>x</b></i>", "a & b", "a < b", "<script>x</script>", "&nbsp;", "<b>x</b>" * 101, "x" * 4097,
     "\U0001f600" * 2049, " "],
)  # fmt: skip
def test_telegram_refuses_what_it_could_not_show(text: str) -> None:
    name, sends = carried_out("application/json", (SENDS % text).encode())
    with pytest.raises(RefusedError):
        shown(sends)
    assert name == "sendmessage"


@pytest.mark.parametrize("text", ["a &lt; b &amp; c", "<b>x</b> y", "\U0001f600" * 2048, "<b>x <i>y</i></b>", "&quot;"])
def test_telegram_shows_what_is_right(text: str) -> None:
    assert shown(carried_out("application/json", (SENDS % text).encode())[1]).text != ""


@pytest.mark.parametrize("method", ["getMe", "setWebhook", "logOut", "sendTelepathy"])
def test_telegram_carries_no_such_method_out(method: str) -> None:
    with pytest.raises(RefusedError):
        carried_out("application/json", f'{{"method": "{method}"}}'.encode())


@pytest.mark.parametrize(("kind", "body"), [("text/plain", SENDS), ("application/json", "{"), ("application/json", "[]")])
def test_telegram_ignores_an_answer_that_is_no_method(kind: str, body: str) -> None:
    assert carried_out(kind, body.encode()) is None


def test_telegram_brings_an_update_again_until_it_is_taken_and_in_order() -> None:
    answers = iter([500, 403, 200, 200])
    with webhook(lambda _: (next(answers), "application/json", (SENDS % "hello").encode())) as port:
        pauses: list[float] = []
        telegram = Telegram(port, sleep=pauses.append)
        telegram.queue(1, {"update_id": 8})
        telegram.queue(1, {"update_id": 9})
        telegram.deliver(1)
    assert telegram.attempts == [(8, 500), (8, 403), (8, 200), (9, 200)]
    assert (pauses, len(telegram.screens[1])) == ([0.0, 2.0], 2)


def test_telegram_tries_again_when_an_answer_takes_too_long() -> None:
    waits = iter([0.5, 0])

    def slow(_: str) -> Answer:
        time.sleep(next(waits))
        return 200, "application/json", b"{}"

    with webhook(slow) as port:
        telegram = Telegram(port, patience=0.1)
        telegram.queue(1, {"update_id": 7})
        telegram.deliver(1)
    assert telegram.attempts == [(7, 0), (7, 200)]
