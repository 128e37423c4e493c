"""What we promise when a file is not what it seems: one sentence that says what it is and what to do, and nothing changed."""

from __future__ import annotations

import pytest
from importing import Importer, feature, zipped

from bot.adapters.importers.record import UnusableFileError
from bot.adapters.site_rows import version_of

GOOD = "name,address,zip\nHarbor,1 A St,04101\n"
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><kml><Placemark><name>&b;</name></Placemark></kml>'
BAD = {
    "nothing in it": ("a.csv", b"", "the file is empty"),
    "only blanks": ("a.csv", b"\n\n  \n", "no line of headings"),
    "a picture": ("a.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, r"a picture \(PNG\), whatever its name says"),
    "a photograph": ("a.xlsx", b"\xff\xd8\xff\xe0" + b"\0" * 99, "a picture"),
    "a PDF": ("a.csv", b"%PDF-1.7 ...", "a PDF"),
    "old Excel": ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 99, "an Excel file of before 2007"),
    "a web page": ("a.csv", b"<!DOCTYPE html><html><body>Log in</body></html>", "a web page, not a list"),
    "other XML": ("a.kml", b"<?xml version='1.0'?><rss></rss>", "no KML"),
    "no headings": ("a.csv", b"Harbor,1 A St,04101\nPine,2 A St,04101\n", "no line of headings was found"),
    "bytes": ("a.csv", b"abc\0\1\2def", "holds bytes that no list"),
    "half a JSON": ("a.json", b'{"type":"FeatureCollection","features":[{"type":"Fea', "no JSON, or it is cut short"),
    "half a line": (
        "a.json",
        b'{"type":"Feature","geometry":null,"properties":{"name":"A"}}\n{"type":"Fea',
        "line 2: this is no JSON",
    ),
    "nested JSON": ("a.json", b"[" * 200_000, "nested without end|cut short"),
    "strange JSON": ("a.json", b'{"hello": 1}', r"none that we know \(its keys: hello\)"),
    "a list of numbers": ("a.json", b"[1,2,3]", "holds no services|not built"),
    "a map server's error": ("a.json", b'{"error":{"code":498,"message":"Invalid token"}}', "answered with an error"),
    "no name anywhere": (
        "a.json",
        b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"x":1}}]}',
        "no property can be the name",
    ),
    "features that are none": ("a.json", b'{"type":"FeatureCollection","features":7}', "not built as such a file"),
    "headings and nothing else": ("a.csv", b"name,address,zip\n", "it holds no places"),
    "no features": ("a.json", b'{"type":"FeatureCollection","features":[]}', "it holds no places"),
    "half a zip": ("a.xlsx", b"PK\x03\x04" + b"x" * 200, "broken, cut short or locked"),
    "a zip of something else": ("a.zip", zipped({"readme.txt": "hello"}), "holds no workbook, no KML and no services.csv"),
    "a zip bomb": ("a.kmz", zipped({"doc.kml": b"0" * 40_000_000}), "it would unpack to"),
    "an entity bomb": ("a.kml", BOMB.encode(), "declares entities"),
    "entities in a workbook": (
        "a.xlsx",
        zipped({"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><workbook/>'}),
        "declares entities",
    ),
    "a workbook that is none": ("a.xlsx", zipped({"xl/workbook.xml": b"<workbook/>"}), "cannot be read"),
    "half a KML": ("a.kml", b"<kml><Document><Placemark>", "no whole KML"),
    "an empty map": ("a.kml", b"<kml></kml>", "holds no placemarks"),
    "UTF-16 cut short": ("a.csv", "name,address,zip\n".encode("utf-16")[:-1], "cut short or damaged"),
    "a quote left open": (
        "a.csv",
        b'name,address,zip\n"Harbor,1 A St,04101\n' + b"x,y,z\n" * 40_000,
        "is a double quote left open",
    ),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_file_gets_a_sentence_and_changes_nothing(importer: Importer, bad: str) -> None:
    importer("good.csv", GOOD)
    before = version_of(importer.engine)
    name, content, sentence = BAD[bad]
    with pytest.raises(UnusableFileError, match=sentence) as caught:
        importer.files(importer.write(name, content), source="good")
    assert str(caught.value).startswith(f"{name}: ")
    assert (importer.one.name, importer.one.offered, version_of(importer.engine)) == ("Harbor", True, before)


def test_one_bad_file_among_good_ones_changes_nothing(importer):
    good, bad = importer.write("good.csv", GOOD), importer.write("bad.json", "{")
    with pytest.raises(UnusableFileError, match=r"bad.json"):
        importer.files(good, bad)
    assert importer.sites == {}


def test_a_folder_is_no_file(importer):
    with pytest.raises(UnusableFileError, match="this is a folder, and no HSDS package"):
        importer.files(importer.folder)


def test_a_file_that_is_not_there_is_said(importer):
    with pytest.raises(UnusableFileError, match=r"nowhere\.csv: the file cannot be read"):
        importer.files(importer.folder / "nowhere.csv")


@pytest.mark.parametrize(("name", "size"), [("a.csv", 2 * 1024**3), ("a.json", 51 * 1024**2), ("a.kml", 51 * 1024**2)])
def test_a_file_that_is_too_large_is_refused_unread(importer, name, size):
    path = importer.folder / name
    with path.open("wb") as file:
        file.truncate(size)
    with pytest.raises(UnusableFileError, match=r"is more than the \d+ MB that are read at once; split it"):
        importer.files(path)


@pytest.mark.parametrize("point", [[1], ["a", "b"], [], None, [[1, 2]], [1e999, 2], {"x": 1}], ids=str)
def test_a_point_that_is_none_is_refused_or_replaced_and_told(importer, point):
    broken = feature("Box", address="1 A St", zip="04101")
    broken["geometry"] = {"type": "Point", "coordinates": point}
    report = importer("a.geojson", {"type": "FeatureCollection", "features": [broken, feature("Good", -70.26, 43.66)]})
    assert report.read == 2
    assert report.refused or importer.sites["Box"].precision == "zip"
    assert "Good" in importer.sites
