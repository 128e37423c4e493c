"""Whom to call: the places that are shown, those that people found shut first, then the longest unchecked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from bot.site import Site


def due(sites: Iterable[Site], reports: Mapping[str, int], today: date) -> list[str]:
    """A line for each place on offer; `reports` says how many people found it shut, by id."""
    return [_line(site, reports.get(site.id, 0), today) for site in ordered(sites, reports)]


def ordered(sites: Iterable[Site], reports: Mapping[str, int]) -> list[Site]:
    """The places on offer, whom to call first at the top."""
    offered = [site for site in sites if site.offered]
    return sorted(offered, key=lambda site: (-reports.get(site.id, 0), site.verified_on or date.min, site.id))


def _line(site: Site, reports: int, today: date) -> str:
    age = f"checked {site.verified_on}, {(today - site.verified_on).days} days ago" if site.verified_on else "never checked"
    found = f"; {reports} found it shut or not as told" if reports else ""
    whom = site.phone or site.url or "no number known: look it up"
    where = ", ".join(part for part in (site.city, site.state) if part)
    return f"{whom:24} {site.name} ({where}): {age}{found} [{site.id}]"
