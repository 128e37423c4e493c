"""What we promise of the steps with no signal and on paper, in a real browser: only when asked, and as easily undone.

Chromium itself judges whether the page can be installed and how many sheets it prints.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from browsing import Visit, chromium, installed, listening, visiting
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from bot.adapters.settings import Settings
from bot.bank import LANGUAGES
from webhook import create_app

NAMED = Settings(sms_number="+12075550199", telegram_bot_name="example_bot")
HELD = (
    "(async () => [(await navigator.serviceWorker.getRegistrations()).length,"
    "(await caches.keys()).length, localStorage.length])()"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def named() -> Flask:
    return create_app(settings=NAMED)


@pytest.fixture(scope="module")
def base(named: Flask) -> Iterator[str]:
    with listening(named) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Callable[..., Visit]]:
    with ExitStack() as windows:
        yield lambda at=base, **how: windows.enter_context(visiting(browser, at, **how))


def keep(page: Page) -> None:
    """Press what keeps the steps on the phone, and wait until it is done."""
    page.click("#keeping summary")
    page.click("#keep")
    expect(page.locator("#kept")).to_have_text(re.compile("Kept|Guardado|C'est gardé"))


# --- offline


@pytest.mark.parametrize(("language", "first"), [("en", "CALL 911"), ("es", "LLAMA AL 911")])
def test_the_steps_that_were_kept_open_when_the_server_is_gone(browser: Browser, named: Flask, language: str, first: str) -> None:
    """Not a pretended loss: nothing listens there any more."""
    with ExitStack() as windows:
        with listening(named) as server:
            window = windows.enter_context(visiting(browser, f"http://127.0.0.1:{server.port}", locale=f"{language}-US"))
            keep(window.opens(f"/od?lang={language}"))
        window.context.set_offline(True)
        for path in (f"/od?lang={language}", "/od", "/"):
            page = window.opens(path)
            assert page.locator(".now li").first.inner_text().startswith(first)
            assert page.locator("a.od[href='tel:911']").is_visible()
            assert page.locator("body").evaluate("it => getComputedStyle(it).margin") == "0px"  # the style came too


def test_a_page_that_is_open_says_the_steps_when_the_connection_fails(visit: Callable[..., Visit]) -> None:
    window = visit()
    page = window.opens()
    window.context.set_offline(True)
    window.says("hes not breathing what do i do")
    assert "CALL 911 on speaker." in page.locator(".danger .first").inner_text()


def test_a_connection_that_hangs_is_not_waited_for(visit: Callable[..., Visit]) -> None:
    """Three seconds, then the page says what it knows by itself."""
    window = visit()
    window.context.route("**/chat", lambda _: None)
    window.page.clock.install()
    page = window.opens()
    page.fill("#text", "hes not breathing")
    page.press("#text", "Enter")
    page.clock.run_for(1500)  # the page's clock also goes on by itself: a busy machine may add a second
    assert page.locator(".danger").count() == 0
    page.clock.run_for(1700)
    assert page.locator(".danger").count() == 1


def test_nothing_is_kept_before_somebody_presses_the_button(visit: Callable[..., Visit]) -> None:
    window = visit()
    page = window.opens()
    window.says("narcan 04401")
    assert page.evaluate(HELD) == [0, 0, 0]


def test_what_is_kept_is_told_as_a_trace_and_removed_with_one_press(visit: Callable[..., Visit]) -> None:
    page = visit().opens()
    page.click("#keeping summary")
    assert "leaves a trace on the phone" in page.locator("#keeping").inner_text()
    page.click("#keep")
    expect(page.locator("#kept")).to_have_text(re.compile("Kept"))
    assert page.evaluate(HELD) == [1, 1, 0]
    page.click("#remove")
    expect(page.locator("#kept")).to_have_text(re.compile("Removed"))
    assert page.evaluate(HELD) == [0, 0, 0]


def test_quick_exit_takes_the_kept_steps_away(visit: Callable[..., Visit], base: str) -> None:
    window = visit()
    keep(window.opens("/od"))
    window.page.click("#exit")
    window.page.wait_for_url("https://www.weather.gov/")
    window.page.wait_for_timeout(300)
    assert window.opens("/privacy").evaluate(HELD) == [0, 0, 0]


# --- installing


def test_chromium_finds_nothing_that_stops_an_installation(browser: Browser, base: str, tmp_path: Path) -> None:
    with installed(browser, tmp_path) as page:
        page.goto(base)
        wire = page.context.new_cdp_session(page)
        errors, manifest = wire.send("Page.getInstallabilityErrors"), wire.send("Page.getAppManifest")
    assert errors["installabilityErrors"] == []
    assert manifest["errors"] == []
    assert '"name":"Messages"' in manifest["data"]


def test_installing_is_offered_and_never_prompted(visit: Callable[..., Visit]) -> None:
    page = visit().opens()
    page.evaluate("window.prompted = 0; window.asks = Object.assign(new Event('beforeinstallprompt', {cancelable: true}),"
                  "{prompt: () => { window.prompted += 1 }})")  # fmt: skip
    assert page.evaluate("window.dispatchEvent(window.asks)") is False  # the browser's own banner is held back
    page.click("#keeping summary")
    assert page.evaluate("window.prompted") == 0
    assert "is not removed by Quick exit" in page.locator("#install-part").inner_text()
    page.click("#install")
    assert page.evaluate("window.prompted") == 1


# --- on paper, and taken along


def test_the_steps_print_on_two_sheets_with_codes_and_nothing_of_the_screen(visit: Callable[..., Visit]) -> None:
    page = visit().opens("/od")
    page.emulate_media(media="print")
    assert [page.locator(each).first.is_visible() for each in (".now", ".qr", ".bar", ".screen", "footer")] == [
        True, True, False, False, False]  # fmt: skip
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter", prefer_css_page_size=True))
    assert 1 <= len(sheets) <= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_codes_say_in_words_what_they_hold(visit: Callable[..., Visit], language: str) -> None:
    page = visit().opens(f"/od?lang={language}")
    said = page.locator(".codes figcaption").all_inner_texts()
    assert [said[0].endswith("207-555-0199"), said[1].endswith("t.me/example_bot"), "OD" in said[0]] == [True] * 3
    assert page.locator(".codes svg[aria-hidden=true] path").count() == 4


def test_the_codes_are_large_enough_and_on_white_in_dark_mode_too(visit: Callable[..., Visit]) -> None:
    page = visit(color_scheme="dark").opens("/od")
    assert page.locator(".qr").first.bounding_box()["width"] >= 120
    assert page.locator(".qr path").first.get_attribute("fill") == "#fff"


def test_a_page_that_knows_no_number_shows_no_code_and_no_card() -> None:
    client = create_app(settings=Settings()).test_client()
    assert 'class="qr"' not in client.get("/od").text
    assert "contact.vcf" not in client.get("/").text
    assert client.get("/contact.vcf").status_code == 404


@pytest.mark.parametrize(("language", "name"), [("en", "Messages"), ("es", "Mensajes"), ("fr", "Messages"), ("pt", "Mensagens")])
def test_the_contact_card_has_a_name_that_tells_nothing(named: Flask, language: str, name: str) -> None:
    response = named.test_client().get(f"/contact.vcf?lang={language}")
    lines = response.text.split("\r\n")
    assert lines == ["BEGIN:VCARD", "VERSION:3.0", f"N:{name};;;;", f"FN:{name}", "TEL;TYPE=CELL:+12075550199", "END:VCARD", ""]
    assert (response.mimetype, response.headers["Cache-Control"]) == ("text/vcard", "no-store")
