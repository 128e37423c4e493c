"""What we promise to who brings the line to another place: a small file says where it is, and a slip in it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from contents import SHIPPED, with_room_for_regions

from bot.adapters.checks.rules import check
from bot.adapters.files import Reader, load_bank
from bot.adapters.loading import read
from bot.adapters.region_file import FILE, load_region
from bot.adapters.settings import Settings
from bot.message import Message
from bot.region import Region
from handlers.respond import respond

GOOD = {"name": '"New England"', "states": '["NH", "VT"]', "zone": '"America/New_York"', "next": '"us"'}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The real content with one region more, `nh`: all but its own file is another's."""
    folder = with_room_for_regions(tmp_path)
    (folder / "regions" / "nh").mkdir()
    write(folder, **GOOD)
    return folder


def write(content: Path, name: str = "", **keys: str) -> None:
    """Write the region's file."""
    said = {"name": name, **keys} if name else keys
    (content / "regions" / "nh" / FILE).write_text("".join(f"{key} = {value}\n" for key, value in said.items() if value))


def test_the_regions_that_ship_say_where_they_are() -> None:
    assert load_region(SHIPPED, "maine") == (Region("maine", "Maine", ("ME",), "America/New_York", ("maine", "us")), [])
    assert load_region(SHIPPED, "us") == (Region("us", "United States", (), "America/New_York", ("us",)), [])


def test_a_town_that_many_states_have_is_ours_first_and_the_answer_says_so(content: Path, clock) -> None:
    knowledge = read(content, Settings(region="nh", content_dir=content)).knowledge
    assert knowledge
    said = "\n".join(respond(Message("narcan in lebanon"), None, knowledge, clock()).reply.paragraphs)
    assert "Lebanon, NH" in said


def test_what_a_region_lacks_is_answered_by_the_wider_one(content: Path) -> None:
    write(content, **{**GOOD, "next": '"maine"'})
    region, faults = load_region(content, "nh")
    assert (region.chain, faults) == (("nh", "maine", "us"), [])
    assert load_bank(content, region.chain)[0].get("options_liaison")


SLIPS = {
    "a state in words": ({"states": '["Vermont"]'}, "nh/region.toml:2: states = ['Vermont'] cannot be used"),
    "one state without brackets": ({"states": '"VT"'}, "states = 'VT' cannot be used"),
    "a zone that is none": ({"zone": '"EST5"'}, "nh/region.toml:3: zone = 'EST5' cannot be used"),
    "a zone that is a path": ({"zone": '"../etc"'}, "zone = '../etc' cannot be used"),
    "a wider region that is not there": ({"next": '"canada"'}, "nh/region.toml:4: next = 'canada' cannot be used"),
    "itself as the wider region": ({"next": '"nh"'}, "comes back to itself"),
    "no name": ({"name": '" "'}, "name = ' ' cannot be used"),
    "a missing key": ({"zone": ""}, "zone is missing"),
    "an unknown key": ({"county": '"x"'}, "nh/region.toml:5: unknown key 'county'"),
    "a quote that is not closed": ({"next": '"us'}, "not TOML"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_with_its_line_and_the_line_answers_all_the_same(content: Path, slip: str) -> None:
    keys, told = SLIPS[slip]
    write(content, **{**GOOD, **keys})
    region, faults = load_region(content, "nh")
    assert [told in str(fault) for fault in faults] == [True]
    assert Reader(content).numbers(region.chain)["poison_help"].shown


def test_a_slip_is_told_where_the_server_is_asked_whether_it_is_ready(content: Path) -> None:
    write(content, **{**GOOD, "zone": '"EST5"'})
    loaded = read(content, Settings(region="nh", content_dir=content))
    assert [loaded.knowledge is not None, "zone = 'EST5'" in loaded.faults[0]] == [True, True]


def test_a_region_without_a_file_is_told_by_the_check(content: Path) -> None:
    (content / "regions" / "nh" / FILE).unlink()
    faults, _ = check(Settings(region="nh", content_dir=content))
    assert "is missing: make it with name, states, zone and next" in str(faults[0])
    assert load_region(content, "nh")[0] == Region("nh", chain=("nh", "us"))
