"""What arrived, with no sender: a `Message` has no field in which one could be kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import final


class Channel(StrEnum):
    """The ways a person can reach us."""

    SMS = "sms"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    WEB = "web"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map in degrees, WGS84."""

    lat: float
    lon: float

    @property
    def usable(self) -> bool:
        """Whether this can be a real place: 0,0 is the commonest lie of a broken device or file."""
        inside = -90 <= self.lat <= 90 and -180 <= self.lon <= 180
        return inside and not (abs(self.lat) < 0.01 and abs(self.lon) < 0.01)

    def rounded(self) -> Point:
        """The same point to 2 decimals, about 1 km: enough to find help, too coarse to find a home."""
        return Point(round(self.lat, 2), round(self.lon, 2))


@final
@dataclass(frozen=True, slots=True)
class Message:
    """One message, already stripped of everything that tells who sent it.

    `point` is a shared location, rounded by the adapter; `language_hint` is a two-letter code the channel offered.
    """

    text: str = ""
    channel: Channel = Channel.SMS
    point: Point | None = None
    language_hint: str | None = None
    media: bool = False
