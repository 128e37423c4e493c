"""What we promise to who brings more towns: what is missing is added, what is odd is told with its line, and nothing breaks."""

from __future__ import annotations

import gzip
import json
import sys
import zipfile
from pathlib import Path

import pytest

from bot import cli
from bot.adapters.gazetteer_file import extra_rows, load_gazetteer
from bot.adapters.gazetteer_import import bring
from bot.adapters.importers.record import UnusableFileError
from bot.adapters.loading import read
from bot.adapters.settings import PROJECT, Settings
from bot.gazetteer import COLUMNS, Gazetteer
from bot.gazetteer_build import gazetteer_of
from bot.understanding.places import read_place

SHIPPED = [
    ("04401", "", "Bangor", "ME", "Penobscot", "America/New_York", "44.8242", "-68.7918", "0"),
    ("", "bangor", "Bangor", "ME", "Penobscot", "America/New_York", "44.8000", "-68.7700", "33000"),
]
PIPE = (
    "USPS|GEOID|GEOIDFQ|ANSICODE|NAME|FUNCSTAT|ALAND|AWATER|INTPTLAT|INTPTLONG\n"
    "ME|23019|x|1|Bangor city|A|1|1|44.83|-68.78\n"
    "ME|23001|x|2|Glenburn town|A|1|1|44.8964|-68.8543\n"
    "ME|23002|x|3|Carrabassett Valley town|A|1|1|45.06|-70.27\n"
    "TN|47001|x|4|District 1|N|1|1|35.9|-84.1\n"
    "ME|23003|x|5|Nowhere plantation|A|1|1|0|0\n"
    "ME|23004|x|6|Short town\n"
)
TAB = "USPS\tGEOID\tANSICODE\tNAME\tALAND\tINTPTLAT\tINTPTLONG      \nVT\t50\t1\tBrattleboro town\t1\t42.85\t-72.64          \n"
POSTAL = (
    "PT\t1000-001\tLisboa\tLisboa\t11\tLisboa\t1106\t\t\t38.7167\t-9.1333\t4\n"
    "PT\t4000-001\tPorto\tPorto\t13\tPorto\t1312\t\t\t41.1496\t-8.611\t4\n"
    "PT\t9999-999\tNada\tPorto\t13\tPorto\t1312\t\t\tx\ty\t\n"
)
BRITISH = "GB\tM1\tManchester\tEngland\tENG\tGreater Manchester\t\t\t\t53.4771\t-2.2326\t4\n"


@pytest.fixture
def shipped() -> Gazetteer:
    """A gazetteer that knows Bangor alone."""
    return gazetteer_of(SHIPPED, ("ME",))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with that gazetteer."""
    folder = tmp_path / "content"
    folder.mkdir()
    lines = [",".join(COLUMNS), *(",".join(row) for row in SHIPPED)]
    (folder / "gazetteer.csv.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    return folder


def loaded(content: Path) -> Gazetteer:
    """What a server knows at its next start."""
    rows, faults = extra_rows(content / "gazetteer")
    assert faults == []
    return load_gazetteer(content / "gazetteer.csv.gz", None, ("ME",), rows)


def put(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_census_file_adds_the_towns_that_are_missing_and_tells_the_rest(content, shipped, tmp_path):
    report = bring(put(tmp_path, "2025_Gaz_cousubs_national.txt", PIPE), content, shipped, "")
    assert (report.read, report.towns, report.codes, report.known) == (6, 2, 0, 1)
    assert [(each.line, each.reason.partition(":")[0]) for each in report.refused] == [
        (5, "a district by number, not a town"), (6, "'0', '0' is no place in degrees"), (7, "5 cells instead of 10"),
    ]  # fmt: skip
    found = loaded(content).named("glenburn")[0]
    assert (found.name, found.state, found.county, found.tz) == ("Glenburn", "ME", "Penobscot", "America/New_York")
    assert (content / "gazetteer" / "2025_gaz_cousubs_national.csv.gz").exists()


def test_the_form_with_tabs_and_blanks_is_read_too(content, shipped, tmp_path):
    assert bring(put(tmp_path, "old.txt", TAB), content, shipped, "").towns == 1
    assert loaded(content).named("brattleboro", "VT")[0].lat == 42.85


def test_another_country_is_found_by_name_and_by_code(content, shipped, tmp_path):
    report = bring(put(tmp_path, "PT.txt", POSTAL), content, shipped, "Europe/Lisbon")
    assert (report.codes, report.towns, [each.line for each in report.refused]) == (2, 2, [3])
    gazetteer = loaded(content)
    assert (gazetteer.named("porto")[0].state, gazetteer.named("Porto")[0].tz) == ("Porto", "Europe/Lisbon")
    assert gazetteer.zip("1000-001").name == "Lisboa"
    assert gazetteer.zip("04401").name == "Bangor"
    assert gazetteer.nearest_zip(gazetteer.named("porto")[0].point).zip == "4000001"


def test_british_codes_are_read_in_a_message(content, shipped, tmp_path):
    bring(put(tmp_path, "GB.txt", BRITISH), content, shipped, "Europe/London")
    assert read_place("naloxone m1 1ae please", loaded(content), expected=False).place.name == "Manchester"


def test_a_zip_as_geonames_packs_it_is_opened(content, shipped, tmp_path):
    with zipfile.ZipFile(tmp_path / "PT.zip", "w") as archive:
        archive.writestr("PT.txt", POSTAL)
        archive.writestr("readme.txt", "read me")
    assert bring(tmp_path / "PT.zip", content, shipped, "").codes == 2


def test_the_same_file_twice_gives_the_same_bytes(content, shipped, tmp_path):
    path, made = put(tmp_path, "PT.txt", POSTAL), content / "gazetteer" / "pt.csv.gz"
    bring(path, content, shipped, "")
    first = made.read_bytes()
    bring(path, content, shipped, "")
    assert made.read_bytes() == first


BAD = {
    "an empty file": (b"", "the file is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no text"),
    "a web page": (b"<!doctype html><html><body>404</body></html>", "neither GeoNames' postal form"),
    "an ordinary table": (b"name,lat,lon\nBangor,44,-68\n", "neither GeoNames' postal form"),
    "points without names": (b"GEOID|ALAND|INTPTLAT|INTPTLONG\n04401|1|44|-68\n", "points without names"),
    "nothing new": (PIPE.splitlines()[0].encode() + b"\n" + PIPE.splitlines()[1].encode(), "adds nothing"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_named_and_changes_nothing(content, shipped, tmp_path, what):
    raw, why = BAD[what]
    with pytest.raises(UnusableFileError, match=why) as told:
        bring(put(tmp_path, "x.txt", raw), content, shipped, "")
    assert str(told.value).startswith("x.txt: ")
    assert not (content / "gazetteer").exists()


def test_a_folder_a_missing_file_and_one_of_2_gb_are_refused_at_once(content, shipped, tmp_path):
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(2 * 1024**3)
    for name, why in ((".", "this is a folder"), ("no.txt", "cannot be read"), ("big.txt", "over 200 MB")):
        with pytest.raises(UnusableFileError, match=why):
            bring(tmp_path / name, content, shipped, "")


def test_a_damaged_file_beside_the_gazetteer_is_told_and_left_out(content, shipped, tmp_path):
    bring(put(tmp_path, "PT.txt", POSTAL), content, shipped, "")
    put(content / "gazetteer", "bad.csv.gz", gzip.compress(b"zip,name\n1,2\n"))
    put(content / "gazetteer", "cut.csv.gz", (content / "gazetteer" / "pt.csv.gz").read_bytes()[:-9])
    rows, faults = extra_rows(content / "gazetteer")
    assert (len(rows), [fault.file for fault in faults]) == (4, ["content/gazetteer/bad.csv.gz", "content/gazetteer/cut.csv.gz"])


def test_a_server_knows_the_new_towns_and_tells_a_damaged_file(tmp_path):
    folder = tmp_path / "content"
    folder.mkdir()
    for path in (PROJECT / "content").iterdir():
        if path.name not in {"phrases", "gazetteer"}:
            (folder / path.name).symlink_to(path)
    (folder / "gazetteer").mkdir()
    row = ",pinewood falls,Pinewood Falls,ME,Oxford,America/New_York,44.5,-70.6,0"
    put(folder / "gazetteer", "a.csv.gz", gzip.compress(f"{','.join(COLUMNS)}\n{row}\n".encode()))
    put(folder / "gazetteer", "b.csv.gz", b"no archive")
    found = read(folder, Settings(content_dir=folder))
    assert found.knowledge
    assert found.knowledge.gazetteer.named("pinewood falls")[0].county == "Oxford"
    assert ["b.csv.gz" in fault for fault in found.faults] == [True]


def test_the_command_tells_what_came_of_it(content, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CONTENT_DIR", str(content))
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "a.txt", PIPE)
    assert cli.main(["gazetteer", "import", "a.txt", "--report", "r.json"]) == 0
    said = capsys.readouterr().out
    assert "2 towns and 0 postal codes added, 1 known already, 3 refused" in said
    assert "restart the server" in said
    assert json.loads((tmp_path / "r.json").read_text())["refused"][0]["line"] == 5
    assert cli.main(["gazetteer", "import", "no.txt"]) == 1
    assert "no.txt: cannot be read" in capsys.readouterr().err


def test_the_share_of_census_towns_is_told_by_state(shipped, tmp_path, capsys):
    sys.path.insert(0, str(PROJECT / "scripts"))
    import town_share

    table = town_share.shares(town_share.of_gazetteer_file(put(tmp_path, "c.txt", PIPE), shipped))
    assert table == {"ME": (3, ["Glenburn", "Carrabassett Valley"])}
    assert town_share.main([str(tmp_path / "c.txt")]) == 0
    assert capsys.readouterr().out.splitlines() == ["ME       3 towns  100.0 % known", "all      3 towns  100.0 % known"]
