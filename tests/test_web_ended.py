"""What we promise of the pages after the last day: whom else to call, nothing offered that is gone, and still the steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from browsing import Visit, chromium, listening, visiting
from flask import Flask

from bot.adapters.pages import words
from bot.adapters.rich import rich
from bot.adapters.settings import Settings
from bot.bank import LANGUAGES
from bot.knowledge import Knowledge
from webhook import create_app


@pytest.fixture(scope="module")
def ended(knowledge: Knowledge) -> Flask:
    """A line that has ended."""
    return create_app(knowledge=replace(knowledge, sunset=True), settings=Settings())


@pytest.mark.parametrize("path", ["/", "/od"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_say_that_the_line_has_ended_and_whom_to_call(
    ended: Flask, knowledge: Knowledge, language: str, path: str
) -> None:
    body = ended.test_client().get(f"{path}?lang={language}").text
    assert str(rich(knowledge.line("sunset", language))) in body
    assert ['href="tel:911"' in body, 'href="tel:211"' in body, 'href="tel:988"' in body] == [True] * 3


def test_the_phone_offers_nothing_that_is_gone(ended: Flask, app: Flask) -> None:
    gone = [words("en")[key] for key in ("start_naloxone", "start_signs", "welcome", "about_what")]
    assert [text in ended.test_client().get("/").text for text in gone] == [False] * 4
    assert [text in app.test_client().get("/").text for text in gone] == [True] * 4


def test_the_steps_come_before_the_end_of_the_line(ended: Flask) -> None:
    body = ended.test_client().get("/od").text
    assert body.index("on speaker.") < body.index("This line has ended.")


@pytest.fixture(scope="module")
def window(ended: Flask) -> Iterator[Visit]:
    with ExitStack() as opened:
        server = opened.enter_context(listening(ended))
        yield opened.enter_context(visiting(opened.enter_context(chromium()), f"http://127.0.0.1:{server.port}"))


def test_axe_finds_nothing_wrong_and_no_place_is_asked_for(window: Visit) -> None:
    for path in ("/od", "/"):
        window.opens(path)
        assert (path, window.faults()) == (path, "")
    assert window.page.locator("#share").is_hidden()
    window.says("narcan 04401")
    assert (window.page.locator("#share").is_hidden(), window.errors) == (True, [])
    assert "This line has ended." in window.page.locator("#log .them").last.inner_text()
    window.says("hes blue and wont wake up")
    assert window.page.locator(".danger .first").inner_text().startswith("CALL 911")
