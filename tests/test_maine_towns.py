"""Whoever lives in Maine can say where: each of its cities, towns and plantations is known, by name and in a message.

`data/maine_municipalities.txt` names all 489 that the Census Bureau listed as cities, towns and plantations of Maine since 2010
(482 are incorporated today, the others have gone back to the unorganized territory and people still live there).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.gazetteer_file import load_gazetteer
from bot.gazetteer import Gazetteer
from bot.message import Point
from bot.place_keys import key_of
from bot.understanding.places import read_place

HERE = Path(__file__).parent
CONTENT = HERE.parent / "content"
TOWNS = (HERE / "data" / "maine_municipalities.txt").read_text(encoding="utf-8").splitlines()
COUNTIES = {
    "Androscoggin", "Aroostook", "Cumberland", "Franklin", "Hancock", "Kennebec", "Knox", "Lincoln", "Oxford", "Penobscot",
    "Piscataquis", "Sagadahoc", "Somerset", "Waldo", "Washington", "York",
}  # fmt: skip
# A message that says no state and names a larger town elsewhere is asked back, never guessed.
ASKED_BACK = {"Charlotte", "Detroit", "Washington"}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(CONTENT / "gazetteer.csv.gz", CONTENT / "places" / "aliases.csv", ("ME",))


def test_the_list_is_whole():
    assert (len(TOWNS), len(set(TOWNS)), sum(name.endswith("Plantation") for name in TOWNS)) == (489, 489, 34)


def test_every_one_has_a_point_in_maine_and_a_county(gazetteer):
    found = {name: gazetteer.named(name, "ME") for name in TOWNS}
    assert [name for name, places in found.items() if not places] == []
    first = [places[0] for places in found.values()]
    assert [place.name for place in first if not (42.9 < place.lat < 47.5 and -71.1 < place.lon < -66.9)] == []
    assert [place.name for place in first if place.county not in COUNTIES] == []


@pytest.mark.parametrize("form", ["narcan near {}, Maine", "{} me", "naloxone {} ME please", "cerca de {} Maine"])
def test_every_one_is_understood_with_its_state(gazetteer, form):
    read = {name: read_place(form.format(name), gazetteer, expected=False).place for name in TOWNS}
    assert [
        name for name, place in read.items() if place is None or (key_of(place.name), place.state) != (key_of(name), "ME")
    ] == []


def test_every_one_is_understood_without_or_asked_back(gazetteer):
    read = {name: read_place(f"where can i get naloxone in {name}", gazetteer, expected=False) for name in TOWNS}
    assert {name for name, reading in read.items() if reading.place is None} == ASKED_BACK
    assert all(read[name].choices[0].state == "ME" for name in ASKED_BACK)


def test_every_one_answers_our_question(gazetteer):
    read = {name: read_place(name.lower(), gazetteer, expected=True) for name in TOWNS}
    first = {name: reading.place or (reading.choices or (None,))[0] for name, reading in read.items()}
    assert [
        name for name, place in first.items() if place is None or (key_of(place.name), place.state) != (key_of(name), "ME")
    ] == []


@pytest.mark.parametrize(
    ("name", "point"),
    [
        pytest.param("Madawaska", Point(47.36, -68.32), id="twice in one source, once sixty kilometres off"),
        pytest.param("Amherst", Point(44.87, -68.4), id="its ZIP is Ellsworth's, 35 kilometres south"),
        pytest.param("Machias", Point(44.72, -67.46), id="also a name that the mail takes for Wesley"),
        pytest.param("Lincoln", Point(45.36, -68.5), id="the town"),
        pytest.param("Lincoln Plt", Point(44.95, -71.0), id="and the plantation, at the other end of the state"),
    ],
)
def test_a_name_that_sources_place_apart_is_where_it_is(gazetteer, name, point):
    assert gazetteer.named(name, "ME")[0].point.rounded() == point
    assert len(gazetteer.named(name, "ME")) == 1
