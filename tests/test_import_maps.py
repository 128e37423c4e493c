"""What we promise about maps as others keep them: each is recognised, its traps are known, every row is accounted for."""

from __future__ import annotations

import json
from datetime import date

import pytest
from importing import counts, feature, reasons, zipped

from bot.adapters.importers.record import UnusableFileError
from bot.site import Status

KML = """<?xml version="1.0"?><kml xmlns="{space}"><Document>{link}<Folder><name>Maine</name><Folder><name>Naloxone</name>
<Placemark><name>Box 1</name><description><![CDATA[1 A St<br>Mon-Fri 9-5<br>207-555-0141<br>ask for Pat]]></description>
<Point><coordinates>-69.9,44.1,0</coordinates></Point></Placemark>
<Placemark><name>Box 2</name><address>3 C St, Portland ME</address></Placemark>
<Placemark><name>Van</name><LineString><coordinates>-69.9,44.1 -69.8,44.2</coordinates></LineString></Placemark>
<Placemark><name>Clinic</name><ExtendedData><Data name="phone"><value>2075550120</value></Data></ExtendedData>
<Point><coordinates> -69.7,44.3 </coordinates></Point></Placemark></Folder></Folder></Document></kml>"""
LINK = "<NetworkLink><Link><href>https://maps.example/kml</href></Link></NetworkLink>"
PLAIN = "http://www.opengis.net/kml/2.2"


# GeoJSON and ArcGIS


@pytest.mark.parametrize("lines", [True, False], ids=["a feature a line", "a collection"])
def test_geojson_is_read_with_longitude_first(importer, lines):
    features = [
        feature(
            "Box 1",
            -69.9002,
            44.1001,
            address="1 A St, Pinewood 04098",
            hours="Monday: 9AM-5PM <br> Tuesday: Closed",
            location_type="naloxone box",
        ),
        feature("Box 2", address="3 C St, Pinewood 04098"),
        feature("swapped", 44.1, -69.9),
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": []}, "properties": {"name": "area"}},
    ]
    whole = "\n".join(json.dumps(each) for each in features) if lines else {"type": "FeatureCollection", "features": features}
    report = importer("boxes.geojson", whole)
    assert (report.format, counts(report)) == ("geojson", (4, 3, 0, 0, 1))
    assert reasons(report) == {4: "is a Polygon, not a point: give the point of its door"}
    box = importer.sites["Box 1"]
    assert (box.lat, box.lon, box.zip, box.hours) == (44.1001, -69.9002, "04098", "Mo 09:00-17:00; Tu off")
    assert importer.sites["Box 2"].precision == "zip"
    assert (importer.sites["swapped"].lat, importer.sites["swapped"].lon) == (44.1, -69.9)


def test_arcgis_in_metres_and_milliseconds_is_read(importer):
    page = {
        "spatialReference": {"wkid": 102100},
        "features": [{"attributes": {"NAME": "Box 5", "EDITDATE": 1767225600000}, "geometry": {"x": -7781500.1, "y": 5480200.9}}],
    }
    report = importer("layer.json", page)
    site = importer.one
    assert (report.format, round(site.lat, 3), round(site.lon, 3), site.verified_on) == (
        "arcgis",
        44.095,
        -69.902,
        date(2026, 1, 1),
    )


def test_an_arcgis_page_that_was_cut_short_takes_nothing_off(importer):
    whole = {"features": [{"attributes": {"NAME": f"Box {n}", "ADDRESS": f"{n} A St", "ZIP": "04101"}} for n in (1, 2)]}
    importer("layer.json", whole)
    report = importer("layer.json", {"features": whole["features"][:1], "exceededTransferLimit": True})
    assert "exceededTransferLimit" in report.warnings[-1]["reason"]
    assert report.unlisted == []


def test_an_arcgis_layer_in_a_state_plane_is_refused_by_name(importer):
    page = {
        "spatialReference": {"wkid": 2926},
        "features": [{"attributes": {"NAME": "Box"}, "geometry": {"x": 1270000, "y": 230000}}],
    }
    with pytest.raises(UnusableFileError, match=r"in the system 2926.*outSR=4326"):
        importer("layer.json", page)


# OpenStreetMap


def test_overpass_elements_are_read_where_they_have_a_point(importer):
    elements = [
        {
            "type": "node",
            "id": 1,
            "lat": 44.1,
            "lon": -69.9,
            "tags": {
                "amenity": "pharmacy",
                "name": "Pine",
                "opening_hours": "Mo-Fr 09:00-18:00; PH off",
                "contact:phone": "+1 207 555 0141",
                "addr:housenumber": "2",
                "addr:street": "Main St",
            },
        },
        {"type": "way", "id": 2, "center": {"lat": 44.2, "lon": -69.8}, "tags": {"amenity": "clinic", "name": "Tide Health"}},
        {"type": "way", "id": 3, "center": {}, "nodes": [1, 2, 3], "tags": {"amenity": "clinic"}},
        {
            "type": "relation",
            "id": 4,
            "bounds": {"minlat": 44.1, "minlon": -70, "maxlat": 44.2, "maxlon": -69.9},
            "tags": {"amenity": "social_facility"},
        },
        {"type": "node", "id": 5, "lat": 44.1, "lon": -69.9},
    ]
    report = importer("osm.json", {"version": 0.6, "elements": elements}, services=())
    assert (report.format, counts(report), sorted(reasons(report))) == ("overpass", (5, 2, 0, 0, 3), [3, 4, 5])
    pine = importer.sites["Pine"]
    assert (pine.address, pine.phone, pine.hours, pine.services) == (
        "2 Main St",
        "207-555-0141",
        "Mo-Fr 09:00-18:00; PH off",
        ("naloxone",),
    )


def test_an_overpass_answer_that_broke_off_changes_nothing(importer):
    importer(
        "osm.json",
        {"elements": [{"type": "node", "id": 1, "lat": 44.1, "lon": -69.9, "tags": {"amenity": "clinic", "name": "Pine"}}]},
    )
    with pytest.raises(UnusableFileError, match="Overpass broke off"):
        importer("osm.json", {"elements": [], "remark": "runtime error: Query timed out"})
    assert importer.one.status == Status.ACTIVE


# KML


@pytest.mark.parametrize("space", [PLAIN, "http://earth.google.com/kml/2.0"])
@pytest.mark.parametrize("packed", [True, False], ids=["kmz", "kml"])
def test_a_map_is_read_through_nested_folders(importer, space, packed):
    text = KML.format(space=space, link="")
    report = importer("map.kmz", zipped({"doc.kml": text})) if packed else importer("map.kml", text)
    assert (report.format, counts(report)) == ("kml", (4, 3, 0, 0, 1))
    assert reasons(report) == {3: "is a LineString, not a point: give the point of its door"}
    box = importer.sites["Box 1"]
    assert (box.lat, box.lon, box.address, box.hours, box.phone) == (44.1, -69.9, "1 A St", "Mo-Fr 09:00-17:00", "207-555-0141")
    assert (importer.sites["Clinic"].phone, importer.sites["Box 2"].precision) == ("207-555-0120", "zip")


def test_a_map_that_is_only_a_link_says_how_to_export_it(importer):
    only = f'<kml xmlns="{PLAIN}"><Document>{LINK}</Document></kml>'
    with pytest.raises(UnusableFileError, match=r"only a link to a map.*untick"):
        importer("map.kml", only)


def test_a_link_beside_placemarks_is_said(importer):
    report = importer("map.kml", KML.format(space=PLAIN, link=LINK))
    assert "NetworkLink" in report.warnings[-1]["reason"]
