"""What we promise about long lists: they are read piece by piece, and what is read is what a whole reading would give."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterable

import pytest
from hypothesis import given, settings, strategies as st
from importing import counts, feature

from bot.adapters.importers.json_rows import Many, values
from bot.adapters.importers.kml import read_kml
from bot.adapters.importers.record import Hints, UnusableFileError
from bot.adapters.importers.sniff import open_book

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)
TABLES = st.dictionaries(st.sampled_from(["features", "rows", "contents", "name", "crs"]), JSON)
# Longer than what is text at a time, with signs of one to four bytes.
LONG = [{"name": f"Café {number} 🏥", "n": number, "words": ["x" * (number % 300)]} for number in range(3000)]


def plain(value: object) -> object:
    """`value` with every long list as a list."""
    if isinstance(value, Many):
        return list(value)
    return {name: plain(each) for name, each in value.items()} if isinstance(value, dict) else value


@settings(max_examples=60, deadline=None)
@given(TABLES | st.lists(JSON), st.sampled_from([None, 1]))
def test_what_is_read_is_what_json_says(value, indent):
    found = values(json.dumps(value, indent=indent).encode())
    assert [plain(each) for each in found] == [value]


@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_list_longer_than_a_piece_is_whole_and_can_be_read_again(ascii_only):
    raw = json.dumps({"a": 1, "rows": [1.5], "features": LONG, "z": {"deep": [2]}}, ensure_ascii=ascii_only).encode()
    (page,) = values(raw)
    assert plain(page) == plain(page) == {"a": 1, "rows": [1.5], "features": LONG, "z": {"deep": [2]}}
    assert (len(page["features"]), page["features"][0], page["features"][-1]) == (3000, LONG[0], LONG[-1])


def test_one_a_line_with_or_without_a_comma_is_a_list(tmp_path):
    lines = [json.dumps(each) for each in LONG]
    assert list(values("\n".join(lines).encode())) == list(values(",\n".join(lines).encode())) == LONG


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        pytest.param(b'{"features": [\n1,\n2\n', 4, id="cut short"),
        pytest.param(b'{"features": [\n1,\nx]}', 3, id="no JSON"),
        pytest.param(b'{"a": 1}\n\n{"a": }', 3, id="in a later line"),
        pytest.param(b'{"features": [' + b"1,\n" * 200_000 + b"]]", 200_001, id="after a long list"),
        pytest.param(b"[1]\n[2]", 2, id="two lists"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(raw, line):
    with pytest.raises(UnusableFileError, match=rf"^line {line}: this is no JSON, or it is cut short"):
        values(raw)


def geojson(count: int) -> bytes:
    found = [feature(f"Box {number}", -69.9, 44.1, address=f"{number} A St", zip="04401") for number in range(count)]
    return json.dumps({"type": "FeatureCollection", "features": found}).encode()


def kml(count: int) -> bytes:
    marks = "".join(
        f"<Placemark><name>Box {n}</name><Point><coordinates>-69.9,44.1</coordinates></Point></Placemark>" for n in range(count)
    )
    return f"<kml><Document><Folder>{marks}<name>Naloxone</name></Folder></Document></kml>".encode()


@pytest.mark.parametrize("make", [geojson, kml])
def test_twice_as_long_a_list_takes_no_more_memory_to_read(tmp_path, make):
    assert peak(tmp_path, make(3000)) < 1.3 * peak(tmp_path, make(1500)) + 1_000_000


def peak(tmp_path, raw: bytes) -> int:
    """Bytes held at the most while a file is gone through, beside the file itself."""
    path = tmp_path / "list"
    path.write_bytes(raw)
    tracemalloc.start()
    try:
        spent(open_book(path, "auto", Hints()).rows)
        return tracemalloc.get_traced_memory()[1] - len(raw)
    finally:
        tracemalloc.stop()


def spent(rows: Iterable[object]) -> int:
    return sum(1 for _ in rows)


def test_a_folder_named_after_its_places_names_them_all_the_same():
    assert {row.fields["category"] for row in read_kml(kml(3), Hints()).rows} == {"Naloxone"}


def test_rows_of_one_place_that_lie_far_apart_in_a_long_list_become_one(importer):
    found = [
        feature(f"Box {number}", -69.9, 44.1, address=f"{number} A St", zip="04401", category="naloxone") for number in range(400)
    ]
    report = importer("long.geojson", {"type": "FeatureCollection", "features": [*found, found[0], found[1]]})
    assert counts(report) == (402, 400, 2, 0, 0)
    again = importer("long.geojson", {"type": "FeatureCollection", "features": [*found, found[0], found[1]]})
    assert counts(again) == (402, 0, 0, 402, 0)
