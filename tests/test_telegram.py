"""What we promise to people on Telegram, and to Telegram, which holds a chat's next messages back until we answer 200."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from actors import TELEGRAM_SECRET, Chatter, counted
from flask import Flask

from bot import lastresort
from bot.adapters.telegram import method
from bot.reply import Choice, Reply

SENDS = {"method", "chat_id", "text", "parse_mode", "link_preview_options", "reply_markup"}
TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote"}


def buttons(answer: Mapping[str, object]) -> list[dict[str, object]]:
    """Every button of the reply keyboard."""
    return [button for row in answer["reply_markup"]["keyboard"] for button in row]


# --- who may ask


@pytest.mark.parametrize(
    "secret", ["", "x", TELEGRAM_SECRET[:-1], TELEGRAM_SECRET + "x", TELEGRAM_SECRET.upper(), "é", "\u00ff" * 19]
)
def test_a_wrong_secret_gets_403_and_no_word(chatter: Chatter, secret: str) -> None:
    response = chatter.posts(chatter.update(text="hello"), secret=secret)
    assert (response.status_code, response.data) == (403, b"")


def test_a_missing_secret_gets_403_and_no_word(chatter: Chatter) -> None:
    response = chatter.client.post("/telegram", json=chatter.update(text="hello"))
    assert (response.status_code, response.data) == (403, b"")


def test_a_bot_without_a_secret_has_no_telegram(make_app: Callable[..., Flask]) -> None:
    chatter = Chatter(make_app(telegram_webhook_secret="").test_client())
    assert {chatter.posts(chatter.update(text="hello"), secret=each).status_code for each in ("", "x")} == {404}


@pytest.mark.parametrize("verb", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_only_post_is_answered(app: Flask, verb: str) -> None:
    assert app.test_client().open("/telegram", method=verb).status_code == 405


# --- what is answered


def test_a_question_is_answered_in_the_response_itself(chatter: Chatter) -> None:
    answer = chatter.says("what is naloxone")
    assert answer.keys() == SENDS
    assert answer["chat_id"] == chatter.chat
    assert answer["parse_mode"] == "HTML"
    assert answer["link_preview_options"] == {"is_disabled": True}


def test_an_overdose_is_answered_with_the_steps_alone(chatter: Chatter) -> None:
    answer = chatter.says("hes blue and wont wake up")
    assert html.unescape(answer["text"]).startswith("CALL 911")
    assert "\n\n" not in answer["text"]


def test_every_answer_has_a_button_that_shares_the_location(chatter: Chatter) -> None:
    for text in ("hello", "hes blue and wont wake up", "next", "narcan 04401"):
        asking = [button for button in buttons(chatter.says(text)) if button.get("request_location")]
        assert len(asking) == 1


def test_every_answer_has_a_button_that_opens_the_steps(chatter: Chatter) -> None:
    """What it sends is plain text, and that text must open the steps."""
    before_location = buttons(chatter.says("hello"))[-2]
    assert "request_location" not in before_location
    other = replace(chatter, chat=102)
    assert "911" in other.says(before_location["text"])["text"].split("\n")[0]


def test_a_button_does_what_it_says(chatter: Chatter) -> None:
    """Buttons send their own text: each must be understood as what was offered."""
    shown = buttons(chatter.says("hes blue and wont wake up"))[:-2]
    assert shown != []
    for number, button in enumerate(shown, start=200):
        other = replace(chatter, chat=number)
        other.says("hes blue and wont wake up")
        assert other.says(button["text"])["text"] != ""


def test_a_shared_location_finds_help_nearby(chatter: Chatter) -> None:
    answer = chatter.shares(44.8012345, -68.7778123)
    assert "Bangor" in answer["text"]
    assert " mi" in answer["text"]


def test_a_live_location_counts_as_one(chatter: Chatter) -> None:
    update = chatter.update(location={"latitude": 44.8, "longitude": -68.77, "live_period": 900, "heading": 1})
    assert "Bangor" in chatter.answered(update)["text"]


def test_a_venue_counts_as_its_location(chatter: Chatter) -> None:
    place = {"latitude": 44.8, "longitude": -68.77}
    venue = {"location": place, "title": "A corner", "address": "1 Main St"}
    assert "Bangor" in chatter.answered(chatter.update(location=place, venue=venue))["text"]


@pytest.mark.parametrize(("code", "word"), [("es", "LLAMA"), ("fr", "APPELEZ"), ("pt-br", "LIGUE"), ("de", "CALL")])
def test_the_app_s_language_counts_where_the_words_tell_none(chatter: Chatter, code: str, word: str) -> None:
    chatter.language = code
    assert word in chatter.says("od")["text"]


@pytest.mark.parametrize("command", ["/od", "/OD", "/od@safertext_bot", "/emergency", "/start od"])
def test_a_command_opens_the_steps(chatter: Chatter, command: str) -> None:
    assert html.unescape(chatter.says(command)["text"]).startswith("CALL 911")


@pytest.mark.parametrize(
    "command",
    [
        "/start",
        "/help",
        "/menu",
        "/near",
        "/near 04401",
        "/privacy",
        "/language",
        "/naloxone",
        "/nonsense",
        "/",
        "//",
        "/start xyz",
    ],
)
def test_any_command_is_answered(chatter: Chatter, command: str) -> None:
    assert chatter.says(command)["text"] != ""


@pytest.mark.parametrize(
    "content",
    [
        {
            "sticker": {
                "file_id": "x",
                "file_unique_id": "x",
                "type": "regular",
                "width": 1,
                "height": 1,
                "is_animated": False,
                "is_video": False,
            }
        },
        {"photo": [{"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1}]},
        {"voice": {"file_id": "x", "file_unique_id": "x", "duration": 1}},
        {"contact": {"phone_number": "+12075550123", "first_name": "B"}},
        {"dice": {"emoji": "🎲", "value": 3}},
        {},
    ],
    ids=["sticker", "photo", "voice", "contact", "dice", "nothing"],
)
def test_what_has_no_words_gets_one_short_hint_and_the_danger_line(chatter: Chatter, content: Mapping[str, object]) -> None:
    answer = chatter.answered(chatter.update(**content))
    assert "911" in answer["text"]
    assert len(answer["text"]) < 400


def test_an_answer_stays_within_telegram_s_limit() -> None:
    long = Reply(lead="😀<&> " * 2000, notes=("x" * 5000,), choices=(Choice("a", "1"),))
    said = method(long, 1, location_label="l", emergency_label="e")["text"]
    assert 0 < len(html.unescape(said).encode("utf-16-le")) // 2 <= 4096


def test_an_answer_is_html_that_telegram_can_read(chatter: Chatter) -> None:
    """A broken tag would be answered with silence, and nobody would know."""
    for text in ("narcan 04401", "hes blue and wont wake up", "what is naloxone", "<b>x & y", "who can see this"):
        said = chatter.says(text)["text"]
        assert set(re.findall(r"</?([a-z]+)", said)) <= TAGS
        assert "&" not in re.sub(r"&(amp|lt|gt|quot|#x?\w+);", "", said)


def test_an_update_brought_again_gets_the_same_answer_and_is_counted_once(chatter: Chatter, app: Flask) -> None:
    chatter.says("hes blue and wont wake up")
    update = chatter.update(text="next")
    assert chatter.posts(update).data == chatter.posts(update).data
    assert counted(app) == 2


def test_two_people_are_two_talks(chatter: Chatter) -> None:
    chatter.says("hes blue and wont wake up")
    other = replace(chatter, chat=102)
    assert other.says("next")["text"] != chatter.says("next")["text"]


@pytest.mark.parametrize(
    "text", ["", " ", "\x00\x0b", "\ud800", "😀" * 2000, "a" * 10_000, "صديقي لا يتنفس", "</b>&", "{911}"],
    ids=["empty", "blank", "control", "surrogate", "emoji", "10,000 letters", "right to left", "HTML", "braces"],
)  # fmt: skip
def test_any_text_is_answered(chatter: Chatter, text: str) -> None:
    assert chatter.posts(chatter.update(text=text)).get_json()["text"] != ""


def test_what_breaks_inside_is_answered_with_the_steps(make_app: Callable[..., Flask]) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    chatter = Chatter(make_app(handlers=broken).test_client())
    assert chatter.says("hes blue and wont wake up")["text"] == html.escape(lastresort.STEPS["en"], quote=False)


def test_lines_that_are_missing_cost_a_label_not_the_answer(make_app: Callable[..., Flask], knowledge) -> None:
    chatter = Chatter(make_app(knowing=replace(knowledge, lines={})).test_client())
    assert "911" in chatter.says("hes blue and wont wake up")["text"]


def test_updates_that_arrive_together_are_each_answered(app: Flask) -> None:
    def one(number: int) -> bool:
        return "911" in Chatter(app.test_client(), chat=number % 3).says("hes blue and wont wake up")["text"]

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(one, range(32)))
    assert counted(app) == 32
