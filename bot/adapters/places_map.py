"""`safertext places map`: one page with the places on it, to look over before going live; nothing in it is fetched.

No outline of a coast is drawn, since we ship none: a grid of degrees and the names of towns say where one is. The shape of a
dot tells a place's state and the figure in it the months since its last check, colour only repeats that. What is not
published is neither on the map nor in the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from bot.adapters.importers.record import UnusableFileError
from bot.adapters.map_paper import Paper, paper
from bot.adapters.places_export import put
from bot.gazetteer import Gazetteer
from bot.hours import openness
from bot.hours_said import phrase
from bot.message import Point
from bot.region import Region
from bot.site import Site, Status

_TEMPLATES = Path(__file__).parent / "site"
_FRESH_DAYS, _MOST_TOWNS = 90, 200
# Each state in words; its shape is drawn by the page's style.
STATES: Mapping[Status, str] = {
    Status.ACTIVE: "active",
    Status.TEMPORARILY_CLOSED: "closed for now",
    Status.SUSPENDED: "suspended",
    Status.DEFUNCT: "gone",
    Status.UNLISTED: "no longer listed",
}
AGES: Mapping[str, str] = {
    "fresh": "checked within 90 days",
    "old": "checked longer ago",
    "stale": "too old: a fresher one goes first",
    "never": "never checked",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One place in the table; `months` since its check are a figure (99 at most), or "?"."""

    site: Site
    state: str
    age: str
    months: str
    hours: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One map: its title, and what is drawn."""

    title: str
    paper: Paper


def write(path: Path, html: str) -> None:
    """Write the page. Raises UnusableFileError."""
    if path.suffix.lower() not in {".html", ".htm"}:
        raise UnusableFileError(f"{path.name}: its ending must be .html")
    put(path, html)


def page(sites: Iterable[Site], gazetteer: Gazetteer, region: Region, now: datetime, max_age_days: int) -> str:
    """The whole page as HTML; `now` is aware, `max_age_days` the operator's limit."""
    rows = [_row(site, now, max_age_days) for site in sites if site.publish]
    ours = [row for row in rows if row.site.state in region.states or not region.states]
    away = [row for row in rows if row.site.state not in region.states] if region.states else []
    sheets = [_sheet(title, chosen, gazetteer) for title, chosen in ((region.name or "The region", ours), ("Elsewhere", away))]
    return (
        Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)
        .get_template("map.html")
        .render(
            rows=[*ours, *away],
            by_id={row.site.id: row for row in rows},
            sheets=[sheet for sheet in sheets if sheet],
            states=[said for said in STATES.values() if any(row.state == said for row in rows)],
            ages={key: said for key, said in AGES.items() if any(row.age == key for row in rows)},
            services=sorted({service for row in rows for service in row.site.services}),
            made=now.date().isoformat(),
            region=region.name,
        )
    )


def _row(site: Site, now: datetime, max_age_days: int) -> Row:
    age, months = _age(site.verified_on, now.date(), max_age_days)
    return Row(site, STATES[site.status], age, months, site.hours_text or phrase(openness(site, now), now, "en"))


def _age(on: date | None, today: date, max_age_days: int) -> tuple[str, str]:
    if on is None:
        return "never", "?"
    days = max(0, (today - on).days)
    return "fresh" if days <= _FRESH_DAYS else "old" if days <= max_age_days else "stale", f"{min(days * 12 // 365, 99)}"


def _sheet(title: str, rows: Sequence[Row], gazetteer: Gazetteer) -> Sheet | None:
    """A map of the rows that have a door; None when none has."""
    states = {row.site.state for row in rows}
    doors = [(row.site.id, Point(row.site.lat or 0, row.site.lon or 0)) for row in rows if row.site.has_door]

    def towns(south_west: Point, north_east: Point) -> list[tuple[str, Point]]:
        largest = gazetteer.largest(south_west, north_east, _MOST_TOWNS)
        return [(town.name, town.point) for town in largest if town.state in states]

    return Sheet(title, paper(doors, towns)) if doors else None
