"""What we promise to whoever runs an update: the steps lead to the tables that the code expects, and back, with their rows."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from bot.adapters.database import Base, engine_for
from bot.adapters.settings import PROJECT
from bot.adapters.site_refresh import fill
from bot.adapters.site_rows import load_sites_from
from bot.site import Site, Status

SITE = Site(
    id="one",
    name="Harbor",
    services=("naloxone", "food"),
    languages=("en", "so"),
    lat=43.66,
    lon=-70.26,
    verified_on=date(2026, 10, 2),
)


def config(url: str) -> Config:
    found = Config(PROJECT / "migrations" / "alembic.ini", stdout=io.StringIO())
    found.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/m.db"
    address = request.getfixturevalue("postgresql")
    engine = engine_for(address)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return str(address)


@pytest.fixture
def engine(url) -> Iterator[Engine]:
    made = engine_for(url)
    yield made
    made.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_the_last_step_makes_exactly_the_tables_of_the_code(url, engine):
    command.upgrade(config(url), "head")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_step_goes_down_and_up_again_with_rows_in_the_tables(url, engine):
    command.upgrade(config(url), "head")
    fill(engine, [SITE])
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO count_topic VALUES ('2026-11', 'naloxone_get', 7)"))
    command.downgrade(config(url), "0001")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT * FROM count_topic")).all() == [("2026-11", "naloxone_get", 7)]
    command.upgrade(config(url), "head")
    fill(engine, [SITE])
    assert load_sites_from(engine) == (SITE,)
    command.downgrade(config(url), "base")
    assert tables(engine) == set()


def test_a_database_that_a_server_made_takes_the_steps_without_losing_a_row(url, engine):
    Base.metadata.create_all(engine)
    fill(engine, [SITE])
    command.upgrade(config(url), "head")
    assert load_sites_from(engine) == (SITE,)


def test_an_edited_file_reaches_a_database_that_was_updated(url, engine):
    command.upgrade(config(url), "head")
    fill(engine, [SITE, replace(SITE, id="two", name="Pine")])
    fill(engine, [replace(SITE, phone="207-555-0123", services=("naloxone",))])
    found = {site.id: site for site in load_sites_from(engine)}
    assert (found["one"].phone, found["one"].services, found["two"].status) == ("207-555-0123", ("naloxone",), Status.UNLISTED)


def test_the_server_never_loads_what_only_an_update_needs():
    code = "import sys, webhook; print('alembic' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip() == "False"
