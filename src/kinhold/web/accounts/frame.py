"""What every page's frame needs for safety: one tap to a minute, a way to leave, when it closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kinhold.web.accounts.diaries import PATH, UNUSED
from kinhold.web.accounts.idle import limit
from kinhold.web.accounts.place import country_of, neutral_site

if TYPE_CHECKING:
    from django.http import HttpRequest

LEAVE_ON: Final = (
    "/record/",
    "/story/",
    "/minute/",
    "/me/",
    "/people/one/",
    PATH,
)
"""Pages that carry *Leave this page* (screens: not on Today)."""
BARE: Final = ("/a/", "/f/", "/open/", "/unlock/", "/left/", "/leave/")
"""Pages of other people, of signing in, and of leaving: the frame offers nothing there."""


def safety_frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame shows beside the tabs."""
    path = request.path
    inside = (
        bool(request.session.get("signed_in"))
        and not path.startswith(BARE)
        and "kinhold.locked" not in request.META
    )
    country = country_of(request)
    return {
        "inside": inside,
        "place": country,
        "closes_after": min(limit(request), UNUSED) if path.startswith(PATH) else limit(request),
        "leave_to": neutral_site(country) if inside and path.startswith(LEAVE_ON) else "",
        "leave_ready": bool(request.session.get("leave_read")),
    }
