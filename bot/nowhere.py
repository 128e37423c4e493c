"""What to say where no place is near: how far the nearest is, who serves the county, the mail, and who knows more."""

from __future__ import annotations

from bot.gazetteer import Place
from bot.knowledge import Knowledge
from bot.site import Kind, Site

# Services of which we may have no list at all, and say so: nobody should wait for a hospital that a list forgot.
_UNLISTED = {"hospital": "no_hospital", "pharmacy": "no_pharmacy"}
_MOST = 2


def unlisted(service: str) -> str | None:
    """The line for a service of which there is no list near; None where the usual answer will do."""
    return _UNLISTED.get(service)


def ways_on(knowledge: Knowledge, service: str, place: Place | None, language: str) -> list[str]:
    """What else there is for `service` in and around `place`; what a region's own lines say holds in its states only."""
    other = "naloxone_none" if service == "naloxone" else "service_else"
    ours = f"{other}_here" if place and place.state in knowledge.region.states else other
    said = knowledge.line(ours if ours in knowledge.lines else other, language)
    return [*served_by(knowledge, service, place, language), said]


def served_by(knowledge: Knowledge, service: str, place: Place | None, language: str) -> list[str]:
    """The county's partner and, but for naloxone whose mail has an answer of its own, who delivers or mails."""
    serving = knowledge.directory.by_area(place.county, service, place.state) if place else ()
    partners = [site for site in serving if "*" not in site.area and site.phone]
    said = [
        knowledge.line("partner", language, name=site.name, phone=site.phone) for site in partners[:1] if service == "naloxone"
    ]
    others = [site for site in serving if site.kind in {Kind.MAIL, Kind.DELIVERY} and _contact(site) and service != "naloxone"]
    return said + [knowledge.line("delivers", language, name=site.name, contact=_contact(site)) for site in others[:_MOST]]


def _contact(site: Site) -> str:
    return site.phone or site.url
