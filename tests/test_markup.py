"""What we promise about bold, lists and links: one way to write them, and each channel shows what it can, never more."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from actors import Chatter, Texter, Visitor
from flask import Flask
from hypothesis import given, settings, strategies

from bot import markup
from bot.adapters.console import said
from bot.adapters.files import Reader
from bot.adapters.markdown import marked, marks_of
from bot.adapters.render import plain, sms, telegram_html
from bot.adapters.rich import read_here, rich, steps_html
from bot.adapters.settings import PROJECT
from bot.adapters.telegram_check import fault
from bot.bank import Bank
from bot.knowledge import Knowledge
from bot.message import Channel
from bot.reply import Reply

TEXT = "**CALL 911 now.** Then read [the steps](https://example.org/a_b?c=1&d=2):\n- one **dose**\n- two\nCall {poison_help}."
POISON = "1-800-222-1222"
FLAT = f"CALL 911 now. Then read the steps (https://example.org/a_b?c=1&d=2):\n- one dose\n- two\nCall {POISON}."


@pytest.fixture(scope="module")
def written(knowledge: Knowledge) -> Knowledge:
    """The real content, with one lead written in Markdown."""
    bank = knowledge.bank
    entries = [each for each in bank.all if each.id != "naloxone_what"]
    entry = bank.entries["naloxone_what"]
    entry = replace(entry, wording={**entry.wording, "en": replace(entry.wording["en"], lead=TEXT, more=())})
    every = [*entries, entry]
    return replace(knowledge, bank=Bank(every, bank.numbers, ("maine", "us"), marked=marks_of(every)))


@pytest.fixture
def app(make_app: Callable[..., Flask], written: Knowledge) -> Flask:
    return make_app(knowing=written)


def begins(text: str, with_what: str) -> None:
    assert text[: len(with_what)] == with_what


# --- each channel, through the real app


def test_sms_shows_the_words_and_the_address(texter: Texter) -> None:
    begins(" ".join(texter.says("what is naloxone")), FLAT)


def test_whatsapp_shows_bold_with_its_own_sign(written: Knowledge) -> None:
    lead = written.lead(written.bank.entries["naloxone_what"], "en")
    (text,) = sms(Reply(lead), Channel.WHATSAPP)
    assert text == FLAT.replace("CALL 911 now.", "*CALL 911 now.*").replace("one dose", "one *dose*")


def test_telegram_shows_bold_and_a_link_to_press(chatter: Chatter) -> None:
    link = '<a href="https://example.org/a_b?c=1&amp;d=2">the steps</a>'
    wanted = f"<b>CALL 911 now.</b> Then read {link}:\n• one <b>dose</b>\n• two\nCall {POISON}."
    begins(str(chatter.says("what is naloxone")["text"]), wanted)


def test_the_page_shows_bold_a_link_and_a_list(visitor: Visitor) -> None:
    away = 'target="_blank" rel="noopener noreferrer"'
    (html, *_) = visitor.says("what is naloxone")["html"]
    assert html == (
        '<strong>CALL <a href="tel:911">911</a> now.</strong> '
        f'Then read <a href="https://example.org/a_b?c=1&amp;d=2" {away}>the steps</a>:'
        f'<ul><li>one <strong>dose</strong></li><li>two</li></ul>Call <a href="tel:+18002221222">{POISON}</a>.'
    )
    begins(str(visitor.says("what is naloxone")["text"]), FLAT)


def test_a_voice_says_the_words_alone(written: Knowledge) -> None:
    lead = written.lead(written.bank.entries["naloxone_what"], "en")
    (text,) = said(Reply(lead), Channel.VOICE, written)
    begins(text, "Call 9 1 1 now. Then read the steps: one dose. two. Call 1, 8 0 0")


# --- what is Markdown here, and what is not

SAME = [
    "2 * 3 * 4",
    "Press *. Or press #.",
    "a_b_c and __x__ and *x*",
    "<b>x</b> & <script>alert(1)</script>",
    "# no heading",
    "> no quote",
    "`no code`",
    "911. Then go on.",
    "https://example.org/**/x",
    "[a] (b)",
]


@pytest.mark.parametrize("text", SAME)
def test_what_is_no_markup_of_ours_stands_as_it_was_typed(text: str) -> None:
    assert plain(Reply(marked(f"{text} **x**"))) == f"{text} x"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "/od", "example.org", "mailto:a@b.c"]
)
def test_a_link_is_an_address_of_the_web_or_no_link(address: str) -> None:
    try:
        html = str(rich(marked(f"[x]({address})")))
    except ValueError as error:
        html = str(error)
        assert "a link is written [words](https://...)" in html
    assert "<a" not in html


def test_a_link_that_leads_nowhere_is_a_fault_of_the_content(tmp_path: Path) -> None:
    path = tmp_path / "content" / "entries" / "thanks.toml"
    path.parent.mkdir(parents=True)
    text = (PROJECT / "content" / "entries" / "thanks.toml").read_text("utf-8")
    path.write_text(text.replace('lead = "', 'lead = "[x](ftp://example.org) ', 1), encoding="utf-8")
    reader = Reader(tmp_path / "content")
    reader.entries(())
    assert ["is no web address" in each.what for each in reader.faults] == [True]


def test_a_place_s_name_is_never_markup() -> None:
    """What comes from a directory does not pass the parser; and a mark in it cannot make a script a link."""
    name = "St. **Mary** [x](https://example.org)"
    hostile = f"{markup.LINK}x{markup.TO}javascript:alert(1){markup.END_LINK}"
    assert (plain(Reply(name)), str(rich(name)).count("<strong>")) == (name, 0)
    assert (str(rich(hostile)), telegram_html(Reply(hostile))) == ("x", "x")


# --- whatever is written, nothing breaks


class Tags(HTMLParser):
    """Every tag with its attributes, and whether they close as they opened."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[tuple[str, tuple[str, ...]]] = set()
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add((tag, tuple(sorted(name for name, _ in attrs))))
        self.addresses += [value or "" for name, value in attrs if name == "href"]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


MARKS = "\ue000 \ue001 \ue002 \ue003 \ue004 \ue005".split(" ")
TYPED = "** * _ [ ]( ) https://e.org/x javascript:x a b. 911 <i> & \" ' 1.".split(" ")
PIECES = strategies.sampled_from([*TYPED, *MARKS, "\n- ", "\n", " "])
TEXTS = strategies.lists(PIECES, max_size=14).map("".join)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, parsed=strategies.booleans())
def test_no_text_breaks_a_page_or_a_telegram_message(text: str, *, parsed: bool) -> None:
    try:
        text = marked(text) if parsed else text
    except ValueError:
        return
    for html in (str(rich(text)), str(steps_html(text)), str(rich(read_here(text)))):
        tags = Tags(html)
        assert tags.open == []
        assert {tag for tag, _ in tags.seen} <= {"a", "br", "strong", "ul", "li"}
        assert {name for _, names in tags.seen for name in names} <= {"href", "target", "rel", "class"}
        assert [each for each in tags.addresses if not each.startswith(("https://", "http://", "tel:", "sms:"))] == []
    assert fault(telegram_html(Reply(f"now {text}"))) == ""
    for channel in (Channel.SMS, Channel.WHATSAPP):
        assert markup.MARKS.search("".join(sms(Reply(text), channel))) is None


# --- what it costs


def test_content_without_markup_loads_no_parser() -> None:
    """It costs 7 MB and a tenth of a second."""
    code = (
        "import sys; from bot.adapters.settings import Settings, PROJECT; from bot.adapters.loading import read;"
        "bank = read(PROJECT / 'content', Settings()).knowledge.bank; print(bool(bank.marked), 'markdown_it' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=True)
    used, loaded = ran.stdout.split()
    assert used == loaded
