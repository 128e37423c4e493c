"""What we promise to whoever uses the page with keys alone, or at 200 percent: everything in reach, and seen where one is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from browsing import Visit, chromium, listening, visiting
from playwright.sync_api import Browser, Page

from bot.adapters.pages import AWAY
from bot.adapters.settings import Settings
from webhook import create_app

NAMED = Settings(sms_number="+12075550199", telegram_bot_name="example_bot")
# What a window of 1280 by 800 has left at 200 percent.
ZOOMED = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
# Where the focus is: its name, whether a ring shows it, and whether it can be seen (not below the bar, not outside the window).
FOCUS = """(() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 10));
  const seen = over !== null && (it.contains(over) || over.contains(it));
  return [it.id || it.value || it.textContent.trim(), parseFloat(getComputedStyle(it).outlineWidth) > 1, seen, it.tagName];
})()"""
REACHABLE = "a[href], button, input:not([type=hidden]), summary, [tabindex='0']"


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


def focused(page: Page) -> str:
    """What has the focus, by its text or id, when a ring shows it."""
    name, ring = page.evaluate(
        "(() => { const it = document.activeElement;"
        "return [it.id || it.value || it.textContent.trim(), parseFloat(getComputedStyle(it).outlineWidth)] })()"
    )
    assert ring > 1, name
    return str(name)


def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(visit: Callable[..., Visit]) -> None:
    page = visit().opens()
    stops = []
    for _ in range(14):
        page.keyboard.press("Tab")
        stops.append(focused(page))
    assert stops[:2] == ["OD", "exit"]
    assert stops[2:6] == ["English", "Español", "Français", "Português"]
    assert [stop in stops for stop in ("log", "Get naloxone", "share", "text", "Send")] == [True] * 5


@pytest.mark.parametrize("how", [{}, ZOOMED, {"viewport": {"width": 320, "height": 640}}], ids=["usual", "200 percent", "320 px"])
@pytest.mark.parametrize("path", ["/", "/od", "/privacy"])
def test_tab_reaches_everything_on_a_page_and_leaves_it(visit: Callable[..., Visit], path: str, how: dict[str, object]) -> None:
    """In the order of the page, each stop ringed and in sight, and no trap: after the last comes the window itself."""
    page = visit(**how).opens(path)
    shown = page.locator(REACHABLE).evaluate_all("all => all.filter(it => it.checkVisibility()).length")
    stops = []
    for _ in range(shown):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUS))
    assert [stop for stop in stops if not (stop[1] and stop[2])] == []
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)[3] == "BODY"


def test_quick_exit_and_keeping_the_steps_need_no_mouse(visit: Callable[..., Visit]) -> None:
    page = visit().opens()
    page.focus("#keeping summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "keep"
    page.focus("#exit")
    page.keyboard.press("Enter")
    page.wait_for_url(AWAY)


def test_at_200_percent_the_whole_first_answer_is_in_sight(visit: Callable[..., Visit]) -> None:
    window = visit(**ZOOMED)
    page = window.opens()
    window.says("hes blue and wont wake up")
    box, bar = page.locator(".danger").bounding_box(), page.locator(".bar").bounding_box()
    assert (box["y"] >= bar["height"], box["y"] + box["height"] <= 400, window.too_wide()) == (True, True, 0)


def test_a_talk_needs_no_mouse(visit: Callable[..., Visit]) -> None:
    window = visit()
    page = window.opens()
    page.focus("#text")
    page.keyboard.type("what is naloxone")
    page.keyboard.press("Enter")
    page.wait_for_selector("#choices button[value='How to use naloxone']")
    page.focus("#choices button[value='How to use naloxone']")
    page.keyboard.press("Enter")
    page.wait_for_selector(".you >> nth=1")
    assert focused(page) == "log"
    page.focus("button.od")
    page.keyboard.press("Enter")
    page.wait_for_selector(".danger")
    assert page.get_by_role("log").get_attribute("aria-live") == "assertive"
