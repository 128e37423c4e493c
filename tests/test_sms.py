"""What we promise to people who text, and to Twilio that brings their texts."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from actors import LINE, PERSON, Texter, counted, messages
from flask import Flask

from bot import lastresort
from bot.reply import Outcome
from bot.segments import encoding, segments
from handlers.respond import respond

# --- what comes in


def test_a_text_that_twilio_signed_is_answered(texter: Texter) -> None:
    assert texter.says("what is naloxone") != []


def test_a_line_without_a_secret_has_no_sms(make_app: Callable[..., Flask]) -> None:
    texter = Texter(make_app(twilio_auth_token="").test_client())
    assert texter.sends("hello").status_code == 404


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_only_post_is_answered(app: Flask, method: str) -> None:
    assert app.test_client().open("/sms", method=method).status_code == 405


def test_more_than_64_kb_is_refused(texter: Texter) -> None:
    assert texter.sends("x" * 65_537).status_code == 413


def test_60_kb_are_answered(texter: Texter) -> None:
    assert texter.says("x" * 60_000) != []


# --- what is answered


def test_an_overdose_is_answered_with_one_message_of_one_segment(texter: Texter) -> None:
    """Phones often wait for every part of a joined text."""
    said = texter.says("hes blue and wont wake up")
    assert [segments(text) for text in said] == [1]
    assert [encoding(text) for text in said] == ["GSM-7"]
    assert "911" in said[0]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("he's od'ing hes not breathing", "CALL 911"),
        ("mi amigo no respira, esta morado", "LLAMA"),
        ("il ne respire plus, il est bleu", "APPELEZ"),
        ("ele não respira, está roxo", "LIGUE"),
    ],
    ids=["en", "es", "fr", "pt"],
)
def test_an_overdose_is_answered_in_the_language_of_the_text(texter: Texter, text: str, word: str) -> None:
    assert [(word in said, segments(said)) for said in texter.says(text)] == [(True, 1)]


@pytest.mark.parametrize(
    "word", ["STOP", "stop", " Stop. ", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"]
)
def test_an_opt_out_word_gets_no_reply(texter: Texter, word: str) -> None:
    """Twilio has answered and blocked us already; a reply would fail."""
    assert texter.says(word) == []


@pytest.mark.parametrize("kind", ["STOP", "START", "HELP"])
def test_a_word_that_advanced_opt_out_answered_gets_no_second_reply(texter: Texter, kind: str) -> None:
    assert texter.says("ayuda", OptOutType=kind) == []


def test_stop_inside_a_sentence_is_answered(texter: Texter) -> None:
    assert texter.says("how do i stop using") != []


def test_whatsapp_does_not_block_on_stop_so_it_is_answered(texter: Texter) -> None:
    texter.number, texter.line = f"whatsapp:{PERSON}", f"whatsapp:{LINE}"
    assert texter.says("stop") != []


def test_after_an_opt_out_the_talk_is_forgotten(texter: Texter, app: Flask) -> None:
    texter.says("what is naloxone")
    assert len(app.extensions["safertext"].memory) == 1
    texter.says("STOP")
    assert len(app.extensions["safertext"].memory) == 0


def test_a_retry_gets_the_same_answer_and_is_counted_once(texter: Texter, app: Flask) -> None:
    """ "next" would move on; asked twice by Twilio, not by the person, it must not."""
    texter.says("hes blue and wont wake up")
    form = texter.form("next")
    first, second = (texter.posts(form).data for _ in range(2))
    assert first == second
    assert counted(app) == 2


def test_a_retry_that_comes_before_the_first_is_answered_waits_for_it(make_app: Callable[..., Flask]) -> None:
    """Twilio asks again when we are slow, and then both are in work at once."""

    def slow(*parts: object) -> Outcome:
        time.sleep(0.2)
        return respond(*parts)

    app = make_app(handlers=slow)
    form = Texter(app.test_client()).form("what is naloxone")
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: Texter(app.test_client()).posts(form).data, range(4)))
    assert (len(set(answers)), counted(app)) == (1, 1)


def test_the_same_words_sent_twice_by_the_person_are_two_messages(texter: Texter, app: Flask) -> None:
    texter.says("hello")
    texter.says("hello")
    assert counted(app) == 2


def test_a_retry_after_a_quarter_of_an_hour_is_a_new_question(texter: Texter, app: Flask, clock) -> None:
    form = texter.form("hello")
    texter.posts(form)
    clock.passes(minutes=16)
    texter.posts(form)
    assert counted(app) == 2


def test_two_lines_of_ours_keep_two_talks_with_one_person(texter: Texter, app: Flask) -> None:
    texter.says("hello")
    texter.line = "+12075550198"
    texter.says("hello")
    assert len(app.extensions["safertext"].memory) == 2


def test_a_location_shared_on_whatsapp_finds_help_nearby(texter: Texter) -> None:
    texter.number, texter.line = f"whatsapp:{PERSON}", f"whatsapp:{LINE}"
    said = " ".join(texter.says("", Latitude="44.8012345", Longitude="-68.7778123", MessageType="location", Address="1 Main St"))
    assert "Bangor" in said
    assert " mi" in said


@pytest.mark.parametrize(
    ("lat", "lon"), [("", ""), ("x", "y"), ("nan", "nan"), ("inf", "-inf"), ("0", "0"), ("1e999", "1"), ("91", "181")]
)
def test_a_location_that_is_none_is_still_answered(texter: Texter, lat: str, lon: str) -> None:
    assert texter.says("", Latitude=lat, Longitude=lon) != []


def test_a_whatsapp_button_is_read_as_its_words(texter: Texter) -> None:
    texter.number, texter.line = f"whatsapp:{PERSON}", f"whatsapp:{LINE}"
    assert "911" in texter.says("", ButtonText="hes blue and wont wake up", ButtonPayload="x")[0]


def test_a_picture_gets_a_hint_that_we_cannot_see_it(texter: Texter) -> None:
    said = texter.says("", NumMedia="1", MediaUrl0="https://api.twilio.com/media/1", MediaContentType0="image/jpeg")
    assert len(said) == 1
    assert "911" in said[0]


def test_words_beside_a_picture_count(texter: Texter) -> None:
    said = texter.says("hes blue and wont wake up", NumMedia="1", MediaUrl0="https://api.twilio.com/media/1")
    assert [segments(text) for text in said] == [1]


ODD = {
    "empty": "",
    "blank": " \n\t ",
    "control characters": "".join(map(chr, range(32))) + "\x7f\x85\ufffe\uffff",
    "a null": "narcan\x00 near me",
    "10,000 characters": "help me please " * 667,
    "10,000 letters": "a" * 10_000,
    "5,000 emoji": "😀" * 5_000,
    "emoji": "🆘",
    "joined emoji": "👩‍👩‍👧‍👦🏳️‍🌈",
    "right to left": "صديقي لا يتنفس",
    "direction marks": "\u202e\u2066narcan\u2069",
    "Chinese": "他没有呼吸",
    "TwiML": "</Message><Message>x</Message>",
    "an entity": "&lt;&#0;&bogus;<!-- ]]> <![CDATA[",
    "braces": "{911} {place} {0} %s %(x)s",
    "digits": "9" * 5000,
    "combining marks": "n" + "\u0301" * 3000,
    "odd digits": "٠٤١٠١ ²³ Ⅷ",
    "one letter": "h",
    "punctuation": "?!...,,,---",
    "a question mark": "?",
    "SQL": "'; DROP TABLE count_day; --",
    "a replacement": "\ufffd\ufffd",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_any_text_is_answered_with_something_a_phone_can_show(texter: Texter, text: str) -> None:
    said = texter.says(text)
    assert all(0 < len(message) <= 1600 for message in said)
    assert said != []


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_any_text_in_an_emergency_is_answered_with_something_to_do(texter: Texter, text: str) -> None:
    texter.says("hes blue and wont wake up")
    assert texter.says(text) != []


def test_danger_inside_10_000_characters_is_seen(texter: Texter) -> None:
    said = texter.says("i dont know what to do " * 200 + " hes blue and wont wake up " + "please please " * 350)
    assert segments(said[0]) == 1
    assert "911" in said[0]


def test_bytes_that_are_no_utf8_are_answered_or_refused_but_never_500(texter: Texter) -> None:
    response = texter.client.post("/sms", data=b"Body=\xff\xfe%FF%00&From=%80", content_type="application/x-www-form-urlencoded",
                                  headers={"X-Twilio-Signature": "x"})  # fmt: skip
    assert response.status_code == 403


def test_texts_that_arrive_in_one_second_are_each_answered(app: Flask) -> None:
    """Sixteen at once from one person: every one gets an answer, none gets another's error."""

    def one(number: int) -> int:
        return len(Texter(app.test_client()).says(f"what is naloxone {number}"))

    with ThreadPoolExecutor(16) as pool:
        assert all(count >= 1 for count in pool.map(one, range(32)))
    assert counted(app) == 32


def test_what_breaks_inside_is_answered_with_the_steps(make_app: Callable[..., Flask]) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    texter = Texter(make_app(handlers=broken).test_client())
    assert texter.says("hes blue and wont wake up") == [lastresort.STEPS["en"]]


def test_the_fallback_needs_no_signature_and_holds_the_steps(app: Flask) -> None:
    for method in ("GET", "POST"):
        said = " ".join(messages(app.test_client().open("/fallback.xml", method=method)))
        assert "CALL 911" in said
        assert "LLAMA AL 911" in said
