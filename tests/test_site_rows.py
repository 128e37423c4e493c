"""What we promise about places in the database: edits reach the answers, nothing is lost, and a dead database costs no answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select, text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.adapters import database
from bot.adapters.importers.match import match_of
from bot.adapters.places_csv import load_sites
from bot.adapters.settings import PROJECT, Settings
from bot.adapters.site_refresh import Places, fill, from_database
from bot.adapters.site_rows import SITE, SiteRow, bump, load_sites_from, version_of
from bot.adapters.site_said import Incoming
from bot.adapters.site_store import Store
from bot.site import Kind, Site, Status

FULL = Site(
    id="one",
    name="Harbor",
    org="Tide",
    address="1 Main St",
    city="Portland",
    state="ME",
    zip="04101",
    lat=43.66,
    lon=-70.26,
    precision="zip",
    tz="America/New_York",
    phone="207-555-0123",
    url="https://example.org",
    hours="Mo-Fr 09:00-17:00",
    hours_text="call",
    services=("naloxone", "food"),
    eligibility="adults",
    bring="nothing",
    languages=("en", "so"),
    access="ramp",
    cost="free",
    by_appointment=True,
    what_to_expect="no name asked",
    kind=Kind.MOBILE,
    area=("Cumberland", "York"),
    status=Status.TEMPORARILY_CLOSED,
    closed_from=date(2026, 11, 1),
    closed_until=date(2026, 12, 1),
    closed_reason="moving",
    publish=False,
    source="a page",
    source_url="https://example.org/a",
    verified_on=date(2026, 10, 2),
    confidence="H",
    notes="for us",
)
PLAIN = Site(
    id="two", name="Pine", address="2 Elm St", city="Bangor", state="ME", lat=44.8, lon=-68.8, services=("naloxone",), source="s"
)


@pytest.fixture
def engine(tmp_path) -> Iterator[Engine]:
    made = database.engine_for(f"sqlite:///{tmp_path}/s.db")
    assert database.prepare(made)
    yield made
    made.dispose()


def tell(engine: Engine, source: str, *sites: Site, complete: bool = True) -> dict[str, str]:
    """One source's telling of `sites`; what came of each."""
    with Session(engine) as session, session.begin():
        bump(session)
        store = Store(session, source)
        for site in sites:
            store.put(Incoming(site.id, match_of(site), site))
        return store.finish(complete=complete).how


def site(engine: Engine, site_id: str = "two") -> Site:
    return next(each for each in load_sites_from(engine) if each.id == site_id)


def edit(engine: Engine, **values: object) -> None:
    """An operator's edit by hand, as an admin page would make it."""
    with Session(engine) as session, session.begin():
        bump(session)
        session.execute(update(SITE).where(SITE.c.id == "two").values(**values))


def test_the_table_has_a_column_for_every_field_of_a_site():
    columns = {column.name for column in SiteRow.__table__.columns}
    assert columns == {field.name for field in dataclasses.fields(Site)} - {"services"} | {"match"}


def test_a_site_comes_back_from_the_database_as_it_went_in(engine):
    fill(engine, [FULL, PLAIN])
    assert load_sites_from(engine) == (FULL, PLAIN)


def test_what_ships_fills_an_empty_database_once(engine):
    sites, _ = load_sites([PROJECT / "content" / "places" / "maine.csv", PROJECT / "content" / "places" / "elsewhere.csv"])
    assert fill(engine, sites)
    assert not fill(engine, sites)
    assert set(load_sites_from(engine)) == set(sites)


def test_a_changed_file_changes_its_rows_and_keeps_what_an_operator_changed(engine):
    fill(engine, [PLAIN])
    edit(engine, phone="207-555-0199")
    fill(engine, [dataclasses.replace(PLAIN, cost="free")])
    assert (site(engine).phone, site(engine).cost) == ("207-555-0199", "free")


def test_an_edit_reaches_a_running_server(make_app, knowledge, engine):
    places = Places(knowledge.directory.sites)
    first = places.refresh(engine)
    assert first is not None
    assert first.sites == knowledge.directory.sites
    assert places.refresh(engine) is None
    fill(engine, [*knowledge.directory.sites, PLAIN])
    again = places.refresh(engine)
    assert again is not None
    assert again.get("two") == PLAIN


def test_a_server_takes_up_the_places_of_its_database_and_keeps_them_when_it_dies(make_app, clock, settings):
    runtime = make_app().extensions["safertext"]
    runtime._open()
    fill(runtime._engine, [*runtime.knowledge.directory.sites, PLAIN])
    runtime._refresh(runtime._engine)
    assert runtime.knowledge.directory.get("two") == PLAIN
    with runtime._engine.begin() as connection:
        connection.execute(text("DROP TABLE site_version"))
    runtime._refresh(runtime._engine)
    assert runtime.knowledge.directory.get("two") == PLAIN


def test_a_database_that_cannot_be_opened_leaves_the_places_of_the_files(knowledge, tmp_path):
    (tmp_path / "file").write_text("no folder")
    found = from_database(knowledge, Settings(database_url=f"sqlite:///{tmp_path}/file/x.db"))
    assert found.directory is knowledge.directory


def test_a_file_that_is_no_database_leaves_the_places_of_the_files(knowledge, tmp_path):
    (tmp_path / "x.db").write_text("this is no database, and quite long enough to look like one " * 100)
    found = from_database(knowledge, Settings(database_url=f"sqlite:///{tmp_path}/x.db"))
    assert found.directory is knowledge.directory


def test_a_missing_database_is_made_and_filled(knowledge, tmp_path):
    found = from_database(knowledge, Settings(database_url=f"sqlite:///{tmp_path}/new/x.db"))
    assert found.directory.sites == knowledge.directory.sites
    assert (tmp_path / "new" / "x.db").exists()


def test_a_second_telling_of_the_same_changes_nothing(engine):
    assert tell(engine, "a", PLAIN) == {"two": "imported"}
    assert tell(engine, "a", PLAIN) == {"two": "unchanged"}


def test_every_write_moves_the_version(engine):
    before = version_of(engine)
    tell(engine, "a", PLAIN)
    assert version_of(engine) == before + 1


def test_a_place_that_its_source_drops_is_kept_and_not_shown(engine):
    tell(engine, "a", PLAIN)
    tell(engine, "a")
    assert (site(engine).status, site(engine).offered) == (Status.UNLISTED, False)


def test_a_place_that_its_source_lists_again_is_shown_again(engine):
    tell(engine, "a", PLAIN)
    tell(engine, "a")
    tell(engine, "a", PLAIN)
    assert site(engine) == PLAIN


def test_a_place_stays_while_another_source_lists_it(engine):
    tell(engine, "a", PLAIN)
    tell(engine, "b", dataclasses.replace(PLAIN, id="b-7"))
    tell(engine, "a")
    assert site(engine).status == Status.ACTIVE


def test_half_a_source_takes_nothing_off(engine):
    tell(engine, "a", PLAIN)
    tell(engine, "a", complete=False)
    assert site(engine).status == Status.ACTIVE


def test_a_second_source_fills_gaps_and_adds_services_and_overwrites_nothing(engine):
    tell(engine, "a", dataclasses.replace(PLAIN, url="https://a.example"))
    second = dataclasses.replace(PLAIN, id="b-7", phone="207-555-0123", url="https://b.example", services=("food", "naloxone"))
    assert tell(engine, "b", second) == {"b-7": "merged"}
    found = site(engine)
    assert (found.phone, found.url, found.services) == ("207-555-0123", "https://a.example", ("naloxone", "food"))
    assert len(load_sites_from(engine)) == 1


def test_a_copied_list_never_brings_a_closed_place_back(engine):
    tell(engine, "a", dataclasses.replace(PLAIN, status=Status.DEFUNCT))
    tell(engine, "copied", dataclasses.replace(PLAIN, id="c-1"))
    assert site(engine).status == Status.DEFUNCT
    assert len(load_sites_from(engine)) == 1


def test_a_source_that_drops_a_service_takes_off_only_its_own(engine):
    tell(engine, "a", dataclasses.replace(PLAIN, services=("naloxone", "detox")))
    tell(engine, "b", dataclasses.replace(PLAIN, id="b", services=("food",)))
    tell(engine, "a", PLAIN)
    assert site(engine).services == ("naloxone", "food")


def test_two_places_that_want_one_id_both_get_one(engine):
    tell(engine, "a", PLAIN)
    tell(engine, "b", dataclasses.replace(PLAIN, name="Another", address="9 Oak St"))
    assert [each.id for each in load_sites_from(engine)] == ["two", "two-2"]


def test_a_failed_writing_leaves_every_row_as_it_was(engine):
    tell(engine, "a", PLAIN)
    with suppress(RuntimeError), Session(engine) as session, session.begin():
        bump(session)
        session.execute(delete(SITE))
        raise RuntimeError
    assert load_sites_from(engine) == (PLAIN,)


def test_an_error_of_the_database_tells_no_values(engine):
    with pytest.raises(SQLAlchemyError) as caught, engine.begin() as connection:
        connection.execute(select(text("nothing")).where(SITE.c.name == "a name that must not be told"))
    assert "must not be told" not in str(caught.value)


@pytest.mark.parametrize("name", ["maine.csv", "elsewhere.csv"])
def test_no_two_shipped_places_are_taken_for_one(name):
    sites, _ = load_sites([Path(PROJECT) / "content" / "places" / name])
    matches = [match_of(each) for each in sites if each.offered]
    assert len(set(filter(None, matches))) == len(list(filter(None, matches)))
