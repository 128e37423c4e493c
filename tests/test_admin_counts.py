"""What we promise about counts that others see: rounded, only of what is over, and the same wherever one looks."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys

import pytest
from managing import KEY, Member, engine_of, inside
from sqlalchemy import insert

from bot.adapters.admin import accounts
from bot.adapters.admin.plots import bars
from bot.adapters.database import AreaCount, ChannelCount, DayCount, LanguageCount, TopicCount
from bot.adapters.settings import PROJECT

COUNTS = {
    DayCount: [("2026-10-01", "all", 81), ("2026-10-31", "all", 62), ("2026-11-02", "all", 55), ("2026-09-30", "all", 500)],
    TopicCount: [("2026-10", "naloxone_get", 93), ("2026-10", "wound_care", 48), ("2026-11", "naloxone_get", 41)],
    ChannelCount: [("2026-10", "sms", 137)],
    LanguageCount: [("2026Q4", "ln", 44), ("2026Q3", "es", 77)],
    AreaCount: [("2026Q4", "047", 36)],
}
EXACT = ("143", "93", "48", "137", "44", "77", "36", "81", "62", "55", "41")


@pytest.fixture
def engine(settings):
    for engine in engine_of(settings.database_url):
        with engine.begin() as connection:
            for table, rows in COUNTS.items():
                connection.execute(insert(table), [dict(zip(("period", "value", "count"), row, strict=True)) for row in rows])
        yield engine


@pytest.fixture
def ana(make_app, engine) -> Member:
    return inside(make_app, engine)


def numbers(page: str) -> set[str]:
    """Every number that stands alone in what a person sees."""
    return set(re.findall(r"(?<![\d.-])\d+(?![\d.-])", re.sub(r"<svg.*?</svg>|<[^>]+>", " ", page, flags=re.DOTALL)))


def test_no_page_shows_an_exact_count(ana):
    for path in ("/counts/", "/counts/month?month=2026-10", "/counts/csv?month=2026-10", "/counts/month?month=2026-09"):
        page = ana.gets(path)
        assert (path, page.status_code, numbers(page.text) & set(EXACT)) == (path, 200, set())


def test_what_is_not_over_is_not_shown(ana):
    """A count that is looked at while it grows tells of single people."""
    months, sheet = ana.gets("/counts/").text, ana.gets("/counts/month?month=2026-10").text
    assert ("2026-10" in months, "2026-11</a>" in months) == (True, False)
    assert "This quarter is not over yet." in sheet
    assert "047" not in sheet.partition("<main")[2], "what stands before is drawn at random"
    assert "There is no sheet for that month" in ana.gets("/counts/month?month=2026-11").text
    assert "Spanish" in ana.gets("/counts/month?month=2026-09").text, "the third quarter is over"


@pytest.mark.parametrize("month", ["2026-13", "x", "2026-11'--", "<script>alert(1)</script>", "9999-12"])
def test_a_month_that_is_none_is_told(ana, month):
    for path in ("month", "csv"):
        page = ana.gets(f"/counts/{path}?month={month}")
        assert (page.status_code, "There is no sheet for that month" in page.text, "<script>alert" in page.text) == (
            200,
            True,
            False,
        )


def test_asking_again_tells_no_more(ana):
    asked = {ana.gets("/counts/csv?month=2026-10").text for _ in range(5)}
    assert len(asked) == 1
    rows = list(csv.reader(io.StringIO(asked.pop())))
    assert rows[0] == ["what", "period", "value", "rounded to tens"]
    assert all(int(row[3]) % 10 == 0 for row in rows[1:])
    assert ["total", "2026-10", "all"] in [row[:3] for row in rows]


def test_a_plot_says_in_words_what_it_shows_and_brings_no_script():
    plot = str(
        bars([("Getting <naloxone>", 120), ("Wounds", 40)], "topics", "What was asked", "Getting naloxone: 120; Wounds: 40")
    )
    assert ['role="img"' in plot, 'id="topics-title">What was asked' in plot, "Getting naloxone: 120; Wounds: 40" in plot] == [
        True
    ] * 3
    assert [word for word in ("<script", "<style", "style=", "http://pygal", "kozea", "<naloxone>") if word in plot.lower()] == []
    assert plot.count('class="rect') == 2


# --- the commands


def command(engine, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    url = engine.url.render_as_string(hide_password=False)
    its = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": KEY, **environment}
    ran = [sys.executable, "-m", "bot.cli", *words]
    return subprocess.run(ran, cwd=PROJECT, env=its, capture_output=True, text=True, timeout=60, check=False)


def test_the_command_gives_the_same_sheet_as_the_page(ana, engine, tmp_path):
    ran = command(engine, "stats", "--month", "2026-09", "--csv", str(tmp_path / "sheet.csv"))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (tmp_path / "sheet.csv").read_text() == ana.gets("/counts/csv?month=2026-09").text
    assert numbers(ran.stdout) & set(EXACT) == set()


def test_without_a_key_there_is_no_sheet(engine):
    ran = command(engine, "stats", "--month", "2026-09", SECRET_KEY="")
    assert (ran.returncode, ran.stdout, "SECRET_KEY is empty" in ran.stderr) == (2, "", True)


def test_a_month_that_is_not_over_has_no_sheet(engine):
    ran = command(engine, "stats", "--month", "2099-01")
    assert (ran.returncode, ran.stdout, "is not over" in ran.stderr) == (1, "", True)


def test_an_account_is_made_renewed_listed_and_taken_away(engine):
    made = command(engine, "admin", "add", "Ana María")
    password = re.search(r"Password: (\S+)", made.stdout)[1]
    assert (made.returncode, "ADMIN_ENABLED=yes" in made.stdout) == (0, True)
    assert accounts.by_password(engine, "ana maría", password).name == "ana maría"
    with engine.connect() as connection:
        assert password not in str(connection.exec_driver_sql("SELECT * FROM admin").all()), "only a hash is kept"
    twice = command(engine, "admin", "add", "ANA MARÍA")
    assert (twice.returncode, "has an account" in twice.stderr) == (1, True)
    command(engine, "admin", "password", "ana maría")
    assert accounts.by_password(engine, "ana maría", password) is None
    assert command(engine, "admin", "list").stdout == "ana maría\n"
    assert command(engine, "admin", "remove", "ana maría").returncode == 0
    gone = command(engine, "admin", "remove", "ana maría")
    assert (gone.returncode, "nobody is called" in gone.stderr) == (1, True)


@pytest.mark.parametrize("name", ["", "x" * 61, "a@b", "../x", "a\nb;"])
def test_a_name_that_cannot_be_is_refused(engine, name):
    with pytest.raises(accounts.AccountError, match="a name is 1 to 60 letters"):
        accounts.add(engine, name)
