"""Checks of what is said: content, reviewers, dates, phone numbers, places, and the texts to paste at the carriers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.adapters import carrier_texts
from bot.adapters.doctor.verdict import Verdict, Visit, green, off, red, yellow
from bot.adapters.site_rows import load_sites_from
from bot.bank import Entry
from bot.review import CLINICIAN, needed
from bot.site import Site

_MOST_SEGMENTS = 2
_SOON = timedelta(days=30)


def content(visit: Visit) -> Verdict:
    """Whether the words can be used as they are."""
    faults = [*map(str, visit.faults), *visit.loaded.faults]
    if faults:
        return red(f"{len(faults)} faults, the first: {faults[0]}", "run: safertext check")
    return green(f"{len(visit.knowledge.bank.entries)} entries, no fault")


def dangerous(entry: Entry) -> bool:
    """Whether it is about danger or naloxone: a clinician must stand by it."""
    return CLINICIAN in needed(entry.topic, step=entry.step is not None)


def reviews(visit: Visit) -> Verdict:
    """Who stands by the texts on danger and naloxone."""
    return _signed([entry for entry in visit.knowledge.bank.all if dangerous(entry)], "danger and naloxone", red)


def other_reviews(visit: Visit) -> Verdict:
    """Who stands by the rest."""
    return _signed([entry for entry in visit.knowledge.bank.all if not dangerous(entry)], "other subjects", yellow)


def _signed(entries: list[Entry], what: str, light: Callable[[str, str], Verdict]) -> Verdict:
    lacking = Counter(
        role for entry in entries for role in {role for language in entry.wording for role in entry.lacks(language)}
    )
    if not lacking:
        return green(f"{len(entries)} texts on {what}, each with its reviewers' names")
    waiting = sum(not entry.reviewed for entry in entries)
    roles = ", ".join(f"{count} a {role}" for role, count in sorted(lacking.items()))
    says = (
        f"not ready to publish: {waiting} of {len(entries)} texts on {what} wait for reviewers ({roles}); the line still answers"
    )
    return light(says, "have named people read and sign them: docs/content.md")


def dates(visit: Visit) -> Verdict:
    """Texts that were to be looked at again."""
    today = visit.now.date()
    late = [entry for entry in visit.knowledge.bank.all if entry.review.by < today]
    soon = [entry for entry in visit.knowledge.bank.all if today <= entry.review.by < today + _SOON]
    do = "run: safertext check, and have the texts it names looked at again"
    if late:
        light = red if any(map(dangerous, late)) else yellow
        return light(f"{len(late)} texts are past the day they were to be looked at again", do)
    return yellow(f"{len(soon)} texts are to be looked at again within 30 days", do) if soon else green("none is due")


def numbers(visit: Visit) -> Verdict:
    """Phone numbers that we give out and nobody has called."""
    known = visit.knowledge.bank.numbers.values()
    never = [number.name for number in known if not number.checked]
    if never:
        do = "call each and write the day into `checked` of numbers.toml: docs/go-live.md, section 9"
        return yellow(f"{len(never)} of {len(known)} phone numbers that we give out were never called", do)
    return green(f"{len(known)} phone numbers, each called")


def places(visit: Visit) -> Verdict:
    """Places that nobody has checked for long."""
    offered = [site for site in _sites(visit) if site.offered]
    if not offered:
        return red("no place is known: whoever asks where to go gets phone numbers only", "bring in a directory: docs/places.md")
    oldest = visit.now.date() - timedelta(days=visit.settings.site_max_age_days)
    stale = [site for site in offered if site.verified_on is None or site.verified_on < oldest]
    said = f"{len(stale)} of {len(offered)} places were not checked for {visit.settings.site_max_age_days} days"
    return (
        yellow(said, "run: safertext places due, and call them")
        if stale
        else green(f"{len(offered)} places, each checked in time")
    )


def _sites(visit: Visit) -> Iterable[Site]:
    """The places of the database; those of the files where it has none."""
    shipped = visit.knowledge.directory.sites
    with visit.database() as engine:
        try:
            return (load_sites_from(engine) if engine else ()) or shipped
        except (SQLAlchemyError, ValueError, TypeError):
            return shipped


def carriers(visit: Visit) -> Verdict:
    """The texts to paste at Twilio for STOP, START and HELP."""
    given = visit.settings
    if not given.sms_on:
        return off("texting is off")
    said = carrier_texts.texts(given.content_dir, given.organisation, given.organisation_phone)
    long = [f"{each.word} ({each.language})" for each in said if each.segments > _MOST_SEGMENTS]
    if long:
        return yellow(f"longer than two texts with your name in them: {', '.join(long)}", "set a shorter ORGANISATION in .env")
    return green("print them with: safertext doctor --texts, and paste them at Twilio")
