"""What we promise to whoever opens the page, in a real browser: everybody can use it, nothing is left behind, it works offline.

axe-core judges accessibility, Chromium itself whether the page can be installed: neither is ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from browsing import Visit, chromium, listening, visiting
from playwright.sync_api import Browser

from bot.adapters.pages import AWAY, words
from bot.adapters.settings import Settings
from bot.bank import LANGUAGES
from webhook import create_app

NAMED = Settings(sms_number="+12075550199", telegram_bot_name="example_bot", organisation="Bridge & Tide")
DANGER = "hes blue and wont wake up"
PAPERS = ("/privacy", "/terms", "/accessibility")
PHONE, NARROW = {"width": 390, "height": 844}, {"width": 320, "height": 640}
# What a window of 1280 by 800 has left at 200 percent.
ZOOMED = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
MOST_BYTES, MOST_REQUESTS = 60_000, 6


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with listening(create_app(settings=NAMED)) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Callable[..., Visit]]:
    """Open a window: `visit(locale="fr-CA")`."""
    with ExitStack() as windows:
        yield lambda **how: windows.enter_context(visiting(browser, base, **how))


def offline(window: Visit) -> None:
    window.opens()
    window.loses("/chat")
    window.says("is anybody there")


STATES: dict[str, Callable[[Visit], object]] = {
    "empty": lambda window: window.opens(),
    "emergency": lambda window: (window.opens(), window.says(DANGER)),
    "results": lambda window: (window.opens(), window.says("narcan 04401")),
    "not understood": lambda window: (window.opens(), window.says("xyzzy plugh")),
    "no connection": offline,
    "the steps": lambda window: window.opens("/od"),
    "a wrong address": lambda window: window.opens("/nowhere"),
}
LOOKS = {
    "320 px": {"viewport": NARROW},
    "200 percent": ZOOMED,
    "dark": {"color_scheme": "dark", "viewport": PHONE},
    "forced colours": {"forced_colors": "active"},
}


# --- everybody can use it


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_wrong(visit: Callable[..., Visit], state: str) -> None:
    window = visit(viewport=PHONE)
    STATES[state](window)
    assert window.faults() == ""


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_wrong_however_it_is_looked_at(visit: Callable[..., Visit], look: str) -> None:
    window = visit(**LOOKS[look])
    for state in ("results", "emergency", "the steps"):
        STATES[state](window)
        assert (state, window.faults(), window.too_wide()) == (state, "", 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_wrong_in_any_language(visit: Callable[..., Visit], language: str) -> None:
    """The browser's preference chooses; titles tell nothing."""
    window = visit(locale=f"{language}-US", viewport=NARROW)
    for path in ("/", "/od", *(PAPERS if language == "en" else ())):
        page = window.opens(path)
        assert page.locator("html").get_attribute("lang") == language
        assert page.title().split(":")[0] in {words(language)["title"], words(language)["steps"]}
        assert (path, window.faults(), window.too_wide()) == (path, "", 0)


def test_axe_finds_nothing_wrong_without_the_script(visit: Callable[..., Visit]) -> None:
    window = visit()
    window.loses("/static/phone.js")
    page = window.opens()
    page.fill("#text", DANGER)
    page.press("#text", "Enter")
    page.wait_for_selector("#last")
    assert (window.faults(), page.locator(".danger a[href='tel:911']").count()) == ("", 1)


def test_text_twice_as_large_loses_nothing(visit: Callable[..., Visit]) -> None:
    window = visit(viewport=NARROW)
    window.opens()
    window.says(DANGER)
    window.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert window.too_wide() == 0
    assert window.page.locator(".danger").bounding_box()["width"] > 200


def test_right_to_left_words_run_that_way_and_break_nothing(visit: Callable[..., Visit]) -> None:
    window = visit(viewport=NARROW)
    page = window.opens()
    window.says("صديقي لا يتنفس")
    assert page.locator(".you > div").last.evaluate("it => getComputedStyle(it).direction") == "rtl"
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert (window.faults(), window.too_wide()) == ("", 0)


def test_nothing_moves_for_whoever_wants_no_motion(visit: Callable[..., Visit]) -> None:
    window = visit(reduced_motion="reduce")
    page = window.opens()
    window.says(DANGER)
    moves = (
        "it => getComputedStyle(it).transitionDuration + getComputedStyle(it).animationName + getComputedStyle(it).scrollBehavior"
    )
    assert set(page.locator("*").evaluate_all(f"all => all.map({moves})")) == {"0snoneauto"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_reader_hears_what_each_part_is(visit: Callable[..., Visit], language: str) -> None:
    """By its own label: a placeholder vanishes with the first letter."""
    page, say = visit(locale=f"{language}-US").opens(), words(language)
    assert page.get_by_label(say["text_label"], exact=True).count() == 1
    for role, name in (("log", say["title"]), ("button", say["send"]), ("button", say["emergency"]), ("link", say["exit"])):
        assert page.get_by_role(role, name=name, exact=True).count() == 1


# --- fast, and nothing from elsewhere


def test_the_page_and_an_answer_are_small_and_all_ours(visit: Callable[..., Visit], base: str) -> None:
    window = visit()
    sizes: list[int] = []
    wire = window.context.new_cdp_session(window.page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
    window.opens()
    window.says(DANGER)
    window.page.wait_for_load_state("networkidle")
    assert [url for url in window.asked if not url.startswith(base)] == []
    assert len(window.asked) <= MOST_REQUESTS
    assert 10_000 < sum(sizes) < MOST_BYTES
    assert window.errors == []


def test_the_steps_are_there_with_no_script(visit: Callable[..., Visit], base: str) -> None:
    window = visit(java_script_enabled=False)
    page = window.opens("/od")
    assert page.locator(".now li").first.inner_text().startswith("CALL 911")
    assert [url.removeprefix(base) for url in window.asked if url.endswith(".js")] in ([], ["/static/phone.js"])


def test_a_talk_without_a_script_goes_on_and_can_be_left(visit: Callable[..., Visit]) -> None:
    page = visit(java_script_enabled=False).opens()
    for text in (DANGER, "next"):
        page.fill("#text", text)
        page.press("#text", "Enter")
        page.wait_for_url("**/chat#last")
    assert page.locator(".bubble.you").count() == 1
    page.click("#exit")
    page.wait_for_url(AWAY)


# --- leaving


def left(window: Visit) -> list[object]:
    """Where the window is, what Back finds, and the cookies that stayed."""
    window.page.wait_for_url(AWAY)
    address = window.page.url
    window.page.go_back()
    return [address, window.page.url, window.context.cookies()]


@pytest.mark.parametrize("way", ["button", "Shift"])
def test_the_way_out_leaves_no_page_to_go_back_to(visit: Callable[..., Visit], way: str) -> None:
    window = visit()
    page = window.opens()
    window.says("narcan 04401")
    assert window.context.cookies() != []
    if way == "button":
        page.click("#exit")
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    assert left(window) == [AWAY, "about:blank", []]


def test_capital_letters_do_not_lead_away(visit: Callable[..., Visit], base: str) -> None:
    page = visit().opens()
    page.focus("#text")
    for letter in "OD NOW":
        page.keyboard.press(f"Shift+{letter}")
    page.wait_for_timeout(500)
    assert page.url == f"{base}/"


def test_the_server_tells_the_browser_to_wipe_and_to_store_nothing(visit: Callable[..., Visit], base: str) -> None:
    window = visit()
    window.opens()
    answer = window.context.request.get(f"{base}/exit", max_redirects=0)
    assert answer.headers["clear-site-data"] == '"cookies", "storage"'
    assert [window.context.request.get(base + path).headers["cache-control"] for path in ("/", "/od", "/privacy")] == [
        "no-store"
    ] * 3


@pytest.mark.parametrize(
    ("language", "honest"),
    [
        ("en", "does not clear your browser history"),
        ("es", "no borra el historial"),
        ("fr", "n'efface pas l'historique"),
        ("pt", "não apaga o histórico"),
    ],
)
def test_it_says_that_the_history_stays_and_how_to_clear_it(visit: Callable[..., Visit], language: str, honest: str) -> None:
    about = visit(locale=f"{language}-US").opens().locator(".about").inner_text()
    assert honest in about
    assert [device in about for device in ("Android", "iPhone", "Ctrl")] == [True] * 3


# --- a place is shared only when asked


def test_the_location_is_asked_for_by_the_button_alone_and_rounded(visit: Callable[..., Visit], base: str) -> None:
    window = visit(geolocation={"latitude": 44.801182, "longitude": -68.777814}, permissions=["geolocation"])
    window.context.add_init_script(
        "const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation); window.asked = 0;"
        "navigator.geolocation.getCurrentPosition = (...all) => { window.asked += 1; ask(...all) }"
    )
    page = window.opens()
    window.says("where can i get narcan")
    assert page.evaluate("window.asked") == 0
    with page.expect_request("**/chat") as sent:
        page.click("#share")
    body = json.loads(sent.value.post_data)
    assert (body["lat"], body["lon"], page.evaluate("window.asked")) == (44.8, -68.78, 1)
    page.wait_for_selector("#log .them:has-text('Bangor')")
    assert not re.search(r"44\.8", page.locator("#log").inner_text())
