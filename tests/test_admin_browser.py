"""What we promise to a member of the group with a phone, a desk, a screen reader, or a browser without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date

import pytest
from actors import Clock
from browsing import Visit, chromium, listening, visiting
from managing import HARBOR, KEY, engine_of
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine, insert

from bot.adapters.admin import accounts
from bot.adapters.admin.site_edit import find
from bot.adapters.alerts_store import AlertRow
from bot.adapters.database import DayCount, TopicCount
from bot.adapters.settings import Settings
from webhook import create_app

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
PAGES = (
    "/", "/sites/", "/sites/edit?id=harbor", "/sites/new", "/sites/due", "/import/", "/content/", "/alerts/", "/alerts/new",
    "/content/entry?file=entries/tolerance.toml&in=es", "/alerts/remove?id=1", "/notices/", "/counts/",
    "/counts/month?month=2026-10", "/password", "/nowhere",
)  # fmt: skip
# What can be pressed and is lower or narrower than 44 pixels; a tick is pressed by its label.
LOW = """() => ["main", "header"].flatMap(part => [...document.querySelectorAll(
    `${part} :is(a, button, input:not([type=hidden]), select, textarea, summary)`)])
  .map(each => [each.innerText || each.name, (each.type == "checkbox" ? each.closest("label") : each).getBoundingClientRect()])
  .filter(([, box]) => box.height && (box.height < 44 || box.width < 44)).map(([said]) => said)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> Iterator[Engine]:
    for engine in engine_of(f"sqlite:///{tmp_path_factory.mktemp('group')}/group.db", [HARBOR]):
        days = {"starts": date(2026, 11, 1), "ends": date(2026, 12, 1), "created": date(2026, 11, 1)}
        counts = [{"period": f"2026-{month:02}-09", "value": "all", "count": 90 * month} for month in range(4, 11)]
        topics = [{"period": "2026-10", "value": value, "count": 140} for value in ("naloxone_get", "naloxone_what", "odd")]
        with engine.begin() as connection:
            connection.execute(insert(AlertRow), [{"text_en": "Strong powder.", "area": "", "source": "Maine CDC", **days}])
            connection.execute(insert(DayCount), counts)
            connection.execute(insert(TopicCount), topics)
        yield engine


@pytest.fixture(scope="module")
def ticking() -> Clock:
    """The server's clock."""
    return Clock()


@pytest.fixture(scope="module")
def base(engine, knowledge, ticking) -> Iterator[str]:
    settings = Settings(
        admin_enabled=True, secret_key=KEY, public_base_url="http://localhost:8000",
        database_url=engine.url.render_as_string(hide_password=False),
    )  # fmt: skip
    with listening(create_app(ticking, knowledge=knowledge, settings=settings)) as server:
        yield f"http://127.0.0.1:{server.port}/admin"


@pytest.fixture(scope="module")
def password(engine) -> str:
    return accounts.add(engine, "ana")


@pytest.fixture
def visit(browser, base, password) -> Iterator[Callable[..., Visit]]:
    """Open a window and log in: `visit(viewport=PHONE)`."""
    with ExitStack() as windows:

        def opened(**how: object) -> Visit:
            window = windows.enter_context(visiting(browser, base, **how))
            page = window.opens("/login")
            page.fill("#who", "Ana")
            page.fill("#password", password)
            page.click("button.main")
            return window

        yield opened


@pytest.mark.parametrize(("language", "size"), [("en", PHONE), ("es", DESK)], ids=["phone", "desk in Spanish, dark"])
def test_every_page_can_be_used_by_everybody_on_phone_and_desk(visit, size, language):
    """No fault by axe-core, nothing to scroll sideways, nothing from elsewhere, no word of the browser on a broken rule.

    On a phone every button, field and link that stands alone is as high and wide as a thumb.
    """
    window = visit(viewport=size, color_scheme="dark" if language == "es" else "light")
    faults = {}
    for path in PAGES:
        page = window.opens(path + ("&" if "?" in path else "?") + f"lang={language}")
        low = page.evaluate(LOW) if size is PHONE else []
        assert (path, page.locator("html").get_attribute("lang"), window.too_wide(), low) == (path, language, 0, [])
        if said := window.faults():
            faults[path] = [line for line in said.splitlines() if line.startswith("Rule Violated") or "rules/axe" in line]
    assert faults == {}
    assert [url for url in window.asked if not url.startswith(window.base.removesuffix("/admin"))] == []
    assert [error for error in window.errors if "404" not in error] == []


def test_the_login_can_be_used_by_everybody(browser, base):
    with visiting(browser, base, viewport=PHONE) as window:
        window.opens("/login")
        assert (window.faults(), window.too_wide()) == ("", 0)
        window.page.fill("#who", "ana")
        window.page.fill("#password", "wrong")
        window.page.press("#password", "Enter")
        assert "do not go together" in window.page.get_by_role("alert").inner_text()
        assert window.faults() == ""


def test_what_hours_mean_is_said_while_they_are_typed(visit):
    page = visit(viewport=PHONE).opens("/sites/edit?id=harbor")
    assert page.locator("#read").is_hidden(), "the button is for browsers without scripts"
    page.fill("#hours", "Tue 1pm-3pm")
    page.get_by_text("1pm - 3pm").wait_for()
    page.fill("#hours", "Wed 6-8")
    page.locator("#reading").get_by_text("We do not surely understand").wait_for()


def test_everything_works_without_a_script(visit, engine):
    page = visit(viewport=PHONE, java_script_enabled=False).opens("/sites/edit?id=harbor")
    page.fill("#hours", "Tue 1pm-3pm")
    page.click("#read")
    assert "1pm - 3pm" in page.locator("#reading").inner_text()
    page.fill("#cost", "free")
    page.click("text=Save")
    assert "Harbor is saved" in page.get_by_role("status").inner_text()
    assert (find(engine, "harbor").hours, find(engine, "harbor").cost) == ("Tu 13:00-15:00", "free")
    page.click("text=Checked today")
    assert find(engine, "harbor").verified_on == date(2026, 11, 23)


def test_a_file_that_is_too_large_is_not_even_sent(visit):
    window = visit(viewport=PHONE)
    page = window.opens("/import/")
    page.fill("#source", "boxes")
    page.set_input_files("#file", {"name": "boxes.csv", "mimeType": "text/csv", "buffer": b"x" * 2_000_001})
    before = len(window.asked)
    page.click("text=Show what would change")
    assert "too large" in page.locator("#file-fault").inner_text()
    assert len(window.asked) == before


def test_a_list_is_chosen_seen_and_brought_in(visit, engine):
    page = visit(viewport=DESK).opens("/import/")
    rows = b"name,address,city,state,zip,services\nBox at the mill,1 Mill St,Lewiston,ME,04240,naloxone\n"
    page.fill("#source", "boxes")
    page.set_input_files("#file", {"name": "boxes.csv", "mimeType": "text/csv", "buffer": rows})
    page.click("text=Show what would change")
    assert "Box at the mill" in page.locator(".diff").first.inner_text()
    page.click("text=Yes, bring it in")
    assert "Done: 1 new" in page.get_by_role("status").inner_text()


def test_the_plot_is_named_and_its_numbers_stand_beside_it(visit):
    page = visit(viewport=DESK).opens("/counts/month?month=2026-10")
    plot = page.get_by_role("img", name="What was asked")
    assert plot.count() == 1
    cells = page.locator("table").first.locator("tbody tr").all_inner_texts()
    assert (len(cells), all(int(cell.split()[-1]) % 10 == 0 for cell in cells)) == (3, True)


def test_the_keyboard_reaches_the_form_past_the_menu(visit):
    page = visit(viewport=DESK).opens("/sites/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


# --- what goes wrong, in a real browser

SCRIPT = "</textarea><script>document.title = 'run'</script>\"'><img src=x onerror=\"document.title = 'run'\">"


def saves(page: Page) -> None:
    """Press the button."""
    page.get_by_role("button", name="Save").click()


def test_two_people_edit_one_place_and_nothing_is_lost(visit, engine):
    ana, ben = visit(viewport=DESK).opens("/sites/edit?id=harbor"), visit(viewport=PHONE).opens("/sites/edit?id=harbor")
    ana.fill("#access", "red door")
    saves(ana)
    ben.fill("#bring", "used syringes")
    ben.fill("#access", "blue door")
    saves(ben)
    assert "Somebody else saved this place" in ben.get_by_role("alert").inner_text()
    assert all(said in ben.locator("main .beside").first.inner_text() for said in ("red door", "blue door"))
    assert find(engine, "harbor").access == "red door"
    saves(ben)
    assert (find(engine, "harbor").access, find(engine, "harbor").bring) == ("blue door", "used syringes")


def test_what_was_typed_is_there_again_after_the_session_ended(visit, engine, ticking, password):
    page = visit(viewport=PHONE).opens("/sites/edit?id=harbor")
    page.fill("#notes", "a long note")
    ticking.passes(minutes=31)
    saves(page)
    assert "Your session has ended" in page.get_by_role("alert").inner_text()
    page.fill("#who", "ana")
    page.fill("#password", password)
    page.click("button.main")
    page.get_by_role("button", name="Back to the form").click()
    assert (page.input_value("#notes"), find(engine, "harbor").notes) == ("a long note", "")
    saves(page)
    assert find(engine, "harbor").notes == "a long note"


def test_no_script_runs_from_any_field(visit):
    window = visit(viewport=DESK)
    page = window.opens("/alerts/new")
    for name in ("text_en", "text_es", "text_fr", "text_pt", "area", "source"):
        page.fill(f"#{name}", SCRIPT)
    page.fill("#ends", "2026-12-01")
    saves(page)
    page = window.opens("/sites/edit?id=harbor")
    for field in page.locator("#site :is(input:not([type]), input[type=text], textarea)").all():
        field.fill(SCRIPT)
    saves(page)
    titles = [page.title(), *(window.opens(path).title() for path in ("/alerts/", "/sites/", "/sites/due", "/"))]
    assert ["run" in title.split() for title in titles] == [False] * 5
    assert [said for said in window.errors if "Content Security" in said] == [], "nothing even tried"
