"""One place that helps, as its source describes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.message import Point

# What a person may look for; the words they use are in `understanding/services.py`.
SERVICES = (
    "naloxone",
    "syringe_services",
    "test_strips",
    "syringe_disposal",
    "treatment",
    "detox",
    "recovery_support",
    "recovery_housing",
    "opc",
    "hiv_hep_testing",
    "wound_care",
    "food",
    "shelter",
    "basic_needs",
    "health_care",
    "mental_health",
    "hospital",
    "pharmacy",
)
# The broader name of a service that only our directory tells apart.
BROADER = {"hospital": "health_care", "pharmacy": "health_care"}


class Kind(StrEnum):
    """How a site reaches people: a door, a van, a delivery, or the mail."""

    FIXED = "fixed"
    MOBILE = "mobile"
    DELIVERY = "delivery"
    MAIL = "mail"


class Status(StrEnum):
    """Whether a site is there. All but the first two are kept only so that nobody adds them again."""

    ACTIVE = "active"
    TEMPORARILY_CLOSED = "temporarily_closed"
    SUSPENDED = "suspended"
    DEFUNCT = "defunct"
    UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One place that helps, as its source describes it.

    `lat` and `lon` are degrees, None without a door; `precision` is "point", or "zip" when only the ZIP's middle is
    known. `tz` is an IANA zone; `hours` an OpenStreetMap `opening_hours` text or empty; `hours_text` what to show when
    that is empty; `rrule` openings that `hours` cannot say (see `recurrence.py`). `area` names the counties that a
    delivery or the mail serves ("*": the whole state). `closed_until` is the day it reopens. `verified_on` is when the
    source saw it, None when that is not said; `confidence` is H, M or L.
    """

    id: str
    name: str
    org: str = ""
    address: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: str = "point"
    tz: str = ""
    phone: str = ""
    url: str = ""
    hours: str = ""
    hours_text: str = ""
    rrule: str = ""
    services: tuple[str, ...] = ()
    eligibility: str = ""
    bring: str = ""
    languages: tuple[str, ...] = ()
    access: str = ""
    cost: str = ""
    by_appointment: bool = False
    what_to_expect: str = ""
    kind: Kind = Kind.FIXED
    area: tuple[str, ...] = ()
    status: Status = Status.ACTIVE
    closed_from: date | None = None
    closed_until: date | None = None
    closed_reason: str = ""
    publish: bool = True
    source: str = ""
    source_url: str = ""
    verified_on: date | None = None
    confidence: str = ""
    notes: str = ""

    @property
    def offered(self) -> bool:
        """Whether it may be shown to anyone at all."""
        return self.publish and self.status in {Status.ACTIVE, Status.TEMPORARILY_CLOSED}

    @property
    def has_door(self) -> bool:
        """Whether a person can go there: a delivery or the mail has an area and no distance."""
        usable = self.lat is not None and self.lon is not None and Point(self.lat, self.lon).usable
        return usable and self.kind in {Kind.FIXED, Kind.MOBILE}
