"""Where the household is, as the session knows it: what must come at once asks nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from django.http import HttpRequest

PLACE: Final = "place"
ANY: Final = "any"
NEUTRAL_SITES: Final = {
    "uk": "https://www.bbc.co.uk/weather",
    "us": "https://www.weather.gov/",
}
"""Where leaving goes: a site that anybody may have open. Only her browser ever asks it."""


def country_of(request: HttpRequest) -> str:
    """Return `uk`, `us` or `any`."""
    country = str((request.session.get(PLACE) or {}).get("country", ""))
    return country if country in NEUTRAL_SITES else ANY


def zone_of(request: HttpRequest) -> ZoneInfo | None:
    """Return the household's zone, or None before it is known."""
    zone = (request.session.get(PLACE) or {}).get("zone")
    return ZoneInfo(zone) if zone else None


def neutral_site(country: str) -> str:
    """Return where leaving goes; the first site where the country is not known."""
    return NEUTRAL_SITES.get(country, NEUTRAL_SITES["uk"])
