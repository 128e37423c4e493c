"""What we promise about SAMHSA, HSDS and AIRS: each is recognised, its traps are known, every row is accounted for."""

from __future__ import annotations

from datetime import date

import pytest
from importing import counts, reasons, zipped

from bot.site import Status

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


def tables(files: dict[str, str]) -> dict[str, str | bytes]:
    return {f"package/{name}.csv": text for name, text in files.items()}


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
