"""What we promise of the shape of an answer: whole sentences in each part by SMS, and HTML that Telegram can show."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from actors import Chatter
from standin_telegram import carried_out, shown

from bot.adapters import telegram
from bot.adapters.render import SMS_LIMIT, sms, telegram_html
from bot.adapters.telegram_check import fault
from bot.directory import Nearby
from bot.knowledge import Knowledge
from bot.message import Channel, Point
from bot.reply import Reply

SENTENCE = "Breathe for them. "
LABELS = {"location_label": "Share", "emergency_label": "OD"}


# --- texts


@pytest.mark.parametrize("letters", [1, 1599, 1600])
def test_what_fits_is_one_message(letters: int) -> None:
    assert sms(Reply("x" * letters)) == ("x" * letters,)


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.WHATSAPP])
def test_what_does_not_fit_is_parted_at_sentences_and_numbered(channel: Channel) -> None:
    parts = sms(Reply(SENTENCE * 200), channel)
    assert [part[:6] for part in parts] == [f"({number}/{len(parts)}) " for number in range(1, len(parts) + 1)]
    assert all(len(part) <= SMS_LIMIT and part.endswith(".") for part in parts)
    assert " ".join(part[6:] for part in parts).split() == (SENTENCE * 200).split()


def test_a_word_without_end_is_parted_anywhere() -> None:
    assert "".join(part[6:] for part in sms(Reply("x" * 5000))) == "x" * 5000


# --- Telegram


@pytest.fixture
def listed(knowledge: Knowledge, clock) -> tuple[Nearby, ...]:
    """Three places near Bangor."""
    return knowledge.directory.nearest(Point(44.8, -68.77), "naloxone", clock(), k=3).results


def test_the_names_of_places_stand_out(chatter: Chatter, listed: tuple[Nearby, ...]) -> None:
    said = chatter.says("narcan 04401")["text"]
    assert said.count("<b>") == said.count("</b>") == len(listed)
    assert "1. <b>" in said


def test_a_name_that_looks_like_html_stays_a_name(listed: tuple[Nearby, ...]) -> None:
    odd = replace(listed[0], site=replace(listed[0].site, name="<i>A & B</i> (x) \\1"))
    said = telegram_html(Reply("Near you:\n1. <i>A & B</i> (x) \\1, Bangor.", places=(odd,)))
    assert "1. <b>&lt;i&gt;A &amp; B&lt;/i&gt; (x) \\1</b>, Bangor." in said
    assert fault(said) == ""


@pytest.mark.parametrize(
    "text",
    ["<b>x", "</b>", "<b><i>x</b></i>", "a & b", "a < b", "<script>x</script>", "&nbsp;", "<b>x</b>" * 101, "x" * 4097,
     "\U0001f600" * 2049, " ", ""],
)  # fmt: skip
def test_what_telegram_would_refuse_is_seen_before_it_leaves(text: str) -> None:
    assert fault(text) != ""


@pytest.mark.parametrize("text", ["x", "a &lt; b", "<b>x</b>", "<b>x</b>" * 100, "x" * 4096, "\U0001f600" * 2048, "&#128512;"])
def test_what_telegram_shows_is_let_through(text: str) -> None:
    assert fault(text) == ""


def test_html_that_is_broken_goes_as_plain_words(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Silence would be the worst answer, and Telegram would tell nobody."""
    monkeypatch.setattr(telegram, "telegram_html", lambda _: "<b>CALL 911")
    with caplog.at_level(logging.ERROR):
        sent = telegram.method(Reply("CALL 911 & stay"), 1, **LABELS)
    assert sent["text"] == "CALL 911 &amp; stay"
    assert "<b> is not closed" in caplog.text


@pytest.mark.parametrize("text", ["narcan 04401", "what is naloxone", "hes blue and wont wake up", "who can see this", "hide"])
def test_an_independent_reader_reads_our_html_alike(chatter: Chatter, text: str) -> None:
    response = chatter.posts(chatter.update(text=text))
    _, sends = carried_out(response.mimetype, response.data)
    assert fault(sends.text) == ""
    assert shown(sends).text != ""
