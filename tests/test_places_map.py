"""What we promise to who looks the places over before going live: one page that needs no network and hides what is hidden."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import RULES, chromium

from bot import cli
from bot.adapters.map_paper import paper
from bot.adapters.places_map import page
from bot.message import Point
from bot.region import Region
from bot.site import Kind, Site, Status

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
MAINE = Region("maine", "Maine", ("ME",), "America/New_York", ("maine", "us"))
HARBOR = Site(
    id="harbor", name="Harbor", city="Portland", state="ME", zip="04101", lat=43.66, lon=-70.26, tz="America/New_York",
    services=("naloxone", "food"), verified_on=date(2026, 11, 1), phone="207-555-0123",
)  # fmt: skip
SITES = [
    HARBOR,
    replace(
        HARBOR, id="pine", name="Pine", lat=44.80, lon=-68.77, city="Bangor", verified_on=date(2025, 1, 2), services=("food",)
    ),
    replace(HARBOR, id="shut", name="Shut", status=Status.TEMPORARILY_CLOSED, closed_until=date(2026, 12, 7), verified_on=None),
    replace(HARBOR, id="mail", name="By mail", kind=Kind.MAIL, area=("*",), lat=None, lon=None),
    replace(HARBOR, id="bad", name="<script>alert(1)</script>", verified_on=date(2026, 3, 1)),
    replace(HARBOR, id="boston", name="Boston door", state="MA", lat=42.36, lon=-71.06),
    replace(HARBOR, id="secret", name="Secret", publish=False),
]


@pytest.fixture(scope="module")
def html(knowledge) -> str:
    """The page of a few places."""
    return page(SITES, knowledge.gazetteer, MAINE, NOW, 365)


def test_nothing_of_it_is_fetched(html):
    assert re.findall(r"(?:https?:)?//[\w.]+|url\(|@import|<(?:link|img|iframe|object)\b", html) == []


def test_what_is_not_published_is_not_on_it(html):
    assert ("Secret" in html, "secret" in html) == (False, False)


def test_what_a_list_writes_is_text_and_never_code(html):
    assert ("<script>alert" in html, "&lt;script&gt;alert(1)" in html) == (False, True)


def test_status_and_age_are_told_by_shape_figure_and_word(html):
    assert re.findall(r'<rect class="dot never"', html) != []
    assert sorted(re.findall(r'class="months" y="4">([^<]+)<', html)) == ["0", "0", "22", "8", "?"]
    assert "closed for now until 2026-12-07" in html


def test_places_at_one_spot_do_not_hide_each_other():
    drawn = paper([(f"s{number}", Point(44.0, -69.0)) for number in range(12)], lambda *_: [])
    spots = [(dot.x, dot.y) for dot in drawn.dots]
    nearest = min(abs(x - u) + abs(y - v) for n, (x, y) in enumerate(spots) for u, v in spots[:n])
    assert nearest > 18


def test_one_place_alone_and_places_around_the_world_make_a_sheet():
    for points in ([Point(44, -69)], [Point(89, -179), Point(-89, 179)], [Point(13.4, 144.8), Point(71, -156)]):
        drawn = paper([(str(number), point) for number, point in enumerate(points)], lambda *_: [])
        assert all(0 <= dot.x <= drawn.width and 0 <= dot.y <= drawn.height for dot in drawn.dots)
        assert max(drawn.width, drawn.height) <= 900


def test_a_browser_shows_it_without_network_and_the_choices_work(html, tmp_path):
    (tmp_path / "map.html").write_text(html, encoding="utf-8")
    with chromium() as browser:
        context = browser.new_context(offline=True)
        sheet = context.new_page()
        said: list[str] = []
        sheet.on("console", lambda message: said.append(message.text))
        sheet.goto((tmp_path / "map.html").as_uri())
        shown = "tbody tr:visible", "g.place:visible"
        assert [sheet.locator(each).count() for each in shown] == [6, 5]
        sheet.select_option("#service", "food")
        sheet.select_option("#age", "stale")
        assert [sheet.locator(each).count() for each in shown] == [1, 1]
        assert sheet.locator("#count").text_content() == "1 place."
        sheet.select_option("#age", "")
        sheet.select_option("#state", "closed for now")
        assert sheet.locator("tbody tr:visible th").text_content().startswith("Shut")
        assert Axe().run(sheet, options=RULES).response["violations"] == []
        assert said == []


def test_the_command_writes_it_and_says_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/c.db")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["places", "map", "out.html"]) == 0
    assert "places drawn in out.html: open it in a browser" in capsys.readouterr().out
    assert "The Exchange" in Path("out.html").read_text(encoding="utf-8")
    assert cli.main(["places", "map", "out.pdf"]) == 1
    assert "its ending must be .html" in capsys.readouterr().err
    assert cli.main(["places", "map", "no/such/out.html"]) == 1
    assert "is the folder there?" in capsys.readouterr().err
