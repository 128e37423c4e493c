"""What we promise about other people's formats: each is recognised, its traps are known, every row is accounted for."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, time
from pathlib import Path

import openpyxl
import pytest
from importing import counts, feature, reasons

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
HSDS = {
    "services": "id,organization_id,name,status,description,eligibility_description,assured_date\n"
    "s1,o1,Syringe access,active,Sterile supplies,Adults,2026-09-30\ns2,o1,Old program,defunct,,,\n",
    "organizations": "id,name\no1,Tide Aid\n",
    "service_at_location": "id,service_id,location_id\nsl1,s1,l1\nsl2,s2,l1\n",
    "locations": "id,name,location_type,latitude,longitude\nl1,Drop-in,physical,44.1001,-69.9002\n",
    "phones": "id,location_id,service_id,number,extension,type\np1,l1,,+12075550141,,voice\n",
    "schedules": "id,service_at_location_id,freq,byday,opens_at,closes_at,valid_to\n"
    'c1,sl1,WEEKLY,"MO,WE",12:00,16:00,2099-12-31\n',
}
OLD = {
    "organizations": "id,name\no1,Tide Aid\n",
    "services": "id,organization_id,name,status\ns1,o1,Naloxone,active\n,o1,Lost id,active\n",
    "services_at_location": "id,service_id,location_id\n1,s1,l1\n",
    "locations": "id,organization_id,name,latitude,longitude\nl1,o1,Drop-in,44.1,-69.9\n",
    "physical_addresses": "id,location_id,address_1,city,state_province,postal_code\na1,l1,1 A St,Pinewood,ME,4098\n",
    "regular_schedules": "id,location_id,weekday,opens_at,closes_at\n1,l1,Monday,7:30 am ,4:00 pm\n2,l1,Tuesday,null,\n",
}


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def tables(files: dict[str, str]) -> dict[str, str | bytes]:
    return {f"package/{name}.csv": text for name, text in files.items()}


def workbook(*rows: list[object], hidden: int = 0) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if hidden:
        book.active.row_dimensions[hidden].hidden = True
    book.create_sheet("notes").append(["hello"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def service(**changed: object) -> dict[str, object]:
    """A service of HSDS 3 with everything inside."""
    location = {
        "id": "l1",
        "location_type": "physical",
        "name": "Drop-in",
        "latitude": 44.1,
        "longitude": -69.9,
        "addresses": [
            {
                "address_1": "1 A St",
                "city": "Pinewood",
                "state_province": "ME",
                "postal_code": "04098",
                "address_type": "physical",
            }
        ],
        "phones": [{"number": "207-555-0140", "type": "fax"}, {"number": "207-555-0141", "extension": 12, "type": "voice"}],
        "schedules": [{"freq": "WEEKLY", "byday": "MO,WE", "opens_at": "12:00:00Z", "closes_at": "16:00"}],
    }
    return {
        "id": "s1",
        "name": "Naloxone",
        "status": "active",
        "organization": {"name": "Tide"},
        "service_at_locations": [{"location": location}],
        **changed,
    }


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


# SAMHSA


def test_a_samhsa_list_is_of_treatment_and_its_doubles_merge(importer):
    report = importer(
        "FindTreament.csv",
        "name1,name2,street1,city,state,zip,latitude,longitude,phone,DT\n"
        "Birch Recovery,Outpatient,5 Birch Ln,Pinewood,ME,4098,44.10,-69.90,207-555-0120,\n"
        "Birch Recovery,Residential,5 Birch Ln,Pinewood,ME,4098,44.10,-69.90,207-555-0120 x2,1\n"
        "North OTP,methadone,1 Depot St,Fort Pine,ME,04743-1201,47.25,-68.60,,\n",
        services=(),
    )
    assert (report.format, counts(report)) == ("samhsa", (3, 2, 1, 0, 0))
    assert importer.sites["Birch Recovery"].services == ("treatment", "detox")


def test_a_page_of_the_treatment_locator_is_read_and_known_to_be_a_page(importer):
    row = {
        "frid": "f" * 64,
        "name1": "Birch",
        "name2": "",
        "street1": "5 Birch Ln",
        "city": "Pinewood",
        "state": "ME",
        "zip": "04098",
        "phone": "207-555-0120",
        "typeFacility": "SA",
        "latitude": "44.1",
        "longitude": "-69.9",
        "hotline1": None,
        "services": [
            {"f1": "Type of Care", "f2": "TC", "f3": "Detoxification; Substance use treatment"},
            {"f2": "SL", "f3": "Spanish"},
        ],
    }
    report = importer("api.json", {"page": 1, "totalPages": 9, "recordCount": 17, "rows": [row]}, services=())
    assert (report.format, importer.one.services, importer.one.languages) == ("samhsa", ("treatment", "detox"), ("es",))
    assert report.warnings[-1]["reason"].startswith("1 of 17 facilities")


# HSDS


@pytest.mark.parametrize("packed", [True, False], ids=["zip", "folder"])
def test_hsds_tables_are_joined_and_their_schedules_become_hours(importer, packed):
    if packed:
        report = importer("package.zip", zipped(tables(HSDS)))
    else:
        folder = importer.folder / "package"
        folder.mkdir()
        for name, text in HSDS.items():
            (folder / f"{name}.csv").write_text(text)
        report = importer.files(folder)
    site = importer.one
    assert (report.format, reasons(report)) == ("hsds", {2: "its source marks it as no longer active"})
    assert (site.name, site.org, site.services, site.hours) == ("Drop-in", "Tide Aid", ("syringe_services",), "Mo,We 12:00-16:00")
    assert (site.phone, site.verified_on, site.eligibility) == ("207-555-0141", date(2026, 9, 30), "Adults")


def test_an_old_hsds_package_with_empty_ids_is_read(importer):
    report = importer("old.zip", zipped(tables(OLD)))
    site = importer.one
    assert (site.address, site.zip, site.services) == ("1 A St", "04098", ("naloxone",))
    assert reasons(report) == {2: "the service names no location"}
    assert (site.hours, "null" in site.hours_text) == ("", False)


@pytest.mark.parametrize(
    "wrap",
    [lambda s: s, lambda s: [s], lambda s: {"contents": [s], "total_pages": 1, "last_page": True}],
    ids=["one", "list", "page"],
)
def test_an_hsds_tree_is_read_in_each_of_its_wrappings(importer, wrap):
    report = importer("tree.json", wrap(service()))
    site = importer.one
    assert (report.format, site.name, site.org, site.phone, site.hours) == (
        "hsds",
        "Drop-in",
        "Tide",
        "207-555-0141 ext. 12",
        "Mo,We 12:00-16:00",
    )


@pytest.mark.parametrize(
    ("schedule", "hours", "said"),
    [
        ({"freq": "MONTHLY", "byday": "1SA", "opens_at": "10:00", "closes_at": "12:00"}, "Sa[1] 10:00-12:00", ""),
        ({"freq": "MONTHLY", "byday": "2WE,4WE", "opens_at": "10:00", "closes_at": "12:00"}, "We[2,4] 10:00-12:00", ""),
        (
            {
                "freq": "WEEKLY",
                "interval": 2,
                "byday": "WE",
                "opens_at": "10:00",
                "closes_at": "12:00",
                "description": "Every second Wednesday 10-12",
            },
            "",
            "Every second Wednesday 10-12",
        ),
        ({"freq": "WEEKLY", "byday": "WE", "opens_at": "10:00", "closes_at": "12:00", "valid_to": "2020-01-01"}, "", ""),
        ({"freq": "WEEKLY", "byday": "WE", "opens_at": "null", "closes_at": None, "until": "null"}, "", "WEEKLY WE"),
    ],
    ids=["first Saturday", "second and fourth", "every two weeks", "long over", "null"],
)
def test_an_hsds_schedule_is_told_surely_or_as_text(importer, schedule, hours, said):
    tree = service(schedules=[schedule])
    tree["service_at_locations"][0]["location"]["schedules"] = []
    importer("tree.json", tree)
    assert (importer.one.hours, importer.one.hours_text) == (hours, said)


def test_a_service_that_is_closed_for_a_time_is_kept_as_such(importer):
    importer("tree.json", service(status="temporarily closed"))
    assert importer.one.status == Status.TEMPORARILY_CLOSED


@pytest.mark.parametrize("status", ["inactive", "defunct"])
def test_a_service_that_is_over_is_refused(importer, status):
    assert reasons(importer("tree.json", service(status=status))) == {1: "its source marks it as no longer active"}


# AIRS


def test_an_airs_export_is_read_without_what_it_keeps_private(importer):
    report = importer(
        "211.csv",
        "ResourceAgencyNum,PublicName,TaxonomyLevelName,PhysicalAddress1,PhysicalAddressIsPrivate,Latitude,Longitude,AgencyStatus,"
        "ExcludeFromWebsite,Phone1Number,Phone1IsPrivate,SeniorWorkerName\n"
        "100,Example Aid,Agency,1 A St,No,44.1,-69.9,Active,,207-555-0141,TRUE,Pat\n"
        "101,Example Aid - Shelter,Site,(withheld),Yes,44.2,-69.8,Active,Yes,,,\n"
        "102,Example Aid - Van,Site,,No,,,Active,,,,\n"
        "103,Old Clinic,Site,2 B St,No,44.3,-69.7,Inactive,,,,\n"
        "104,Example Aid,Program,1 A St,No,44.1,-69.9,Active,No,,,\n",
    )
    assert (report.format, counts(report)) == ("airs", (5, 1, 1, 0, 3))
    assert reasons(report) == {
        3: "its source leaves it out of public lists",
        4: "it has no point, and no ZIP or town: add lat and lon",
        5: "its source marks it as no longer active",
    }
    assert importer.one.phone == ""


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


# XLSX


def test_a_workbook_is_read_below_its_title_with_numbers_as_they_are_shown(importer):
    raw = workbook(
        ["Naloxone boxes"],
        [],
        ["Name", "Address", "City", "State", "ZIP", "Phone", "Updated", "Opens"],
        ["Harbor", "1 A St", "Portland", "ME", 4101, 2075550123, date(2026, 10, 2), time(9)],
        ["Hidden", "2 A St", "Portland", "ME", 4101, None, None, None],
        ["Pine", "3 A St", "Portland", "ME", 4101.0, None, None, None],
        hidden=5,
    )
    report = importer("boxes.xlsx", raw)
    site = importer.sites["Harbor"]
    assert (report.format, counts(report), reasons(report)) == ("xlsx", (3, 2, 0, 0, 1), {5: "the sheet hides this row"})
    assert (site.zip, site.phone, site.verified_on) == ("04101", "207-555-0123", date(2026, 10, 2))
    assert [row["reason"] for row in report.warnings if "sheet" in row["reason"]] == [
        "the sheet 'notes' has no headings that we know: left out"
    ]


def test_a_formula_in_a_workbook_is_never_run(importer):
    report = importer("a.xlsx", workbook(["Name", "Address", "ZIP"], ['=HYPERLINK("x")', "1 A St", 4101]))
    assert reasons(report) == {2: "it has no name"}


def test_a_workbook_that_is_too_long_says_what_to_do(importer, monkeypatch):
    monkeypatch.setattr("bot.adapters.importers.xlsx._MOST_ROWS", 50)
    with pytest.raises(UnusableFileError, match="more than 50 rows: save the sheet as CSV"):
        importer("a.xlsx", workbook(["Name", "Address", "ZIP"], *([f"Box {n}", f"{n} A St", 4101] for n in range(100))))


def test_several_files_of_one_source_are_one_list(importer):
    first, second = (
        importer.write("1.csv", "name,address,zip\nA,1 A St,04101\n"),
        importer.write("2.csv", "name,address,zip\nB,2 A St,04101\n"),
    )
    importer.files(first, second, source="boxes")
    assert importer.files(first, second, source="boxes").unlisted == []
    assert importer.files(first, source="boxes").unlisted == [importer.sites["B"].id]


def test_every_reader_is_loaded_only_when_a_file_needs_it():
    text = (Path(__file__).parents[1] / "bot" / "adapters" / "importers" / "sniff.py").read_text()
    assert [name for name in ("openpyxl", "defusedxml") if name in text] == []
