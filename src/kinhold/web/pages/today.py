"""The first screen, its log buttons, and what belongs to no single page."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kinhold.domain.dates import from_moment
from kinhold.record.notation_values import escape
from kinhold.web.pages.context import THEMES
from kinhold.web.pages.household import with_household

if TYPE_CHECKING:
    from django.http import HttpRequest

    from kinhold.api import HouseholdFile

TYPES: Final = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "webmanifest": "application/manifest+json",
}
TILES: Final = {
    "feed-left": ("feed", "side=left"),
    "feed-right": ("feed", "side=right"),
    "feed-bottle": ("feed", "method=bottle"),
    "sleep": ("sleep", ""),
    "waking": ("waking", ""),
    "wet": ("nappy", "wet"),
    "dirty": ("nappy", "dirty"),
}


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    page = with_household(lambda home: home.today())
    return render(request, "kinhold/today.html", {"page": page})


@require_POST
def log(request: HttpRequest) -> HttpResponse:
    """One tap: something happened now, with this child."""
    child, tile = request.POST.get("child", ""), request.POST.get("tile", "")
    if tile not in TILES or not child:
        raise Http404
    kind, detail = TILES[tile]

    def write(home: HouseholdFile) -> str:
        household = home.standing().household
        when = from_moment(home.now(), household.zone)
        by = f" by={escape(household.keeper)}" if household.keeper else ""
        return home.add(f"{when} {kind} {escape(child)} {detail}{by}").fact_id

    saved(request, with_household(write), "Saved.")
    return redirect("today")


def saved(request: HttpRequest, fact_id: str, sentence: str) -> None:
    """Say that something was saved, with a way back."""
    messages.success(request, sentence, extra_tags=fact_id)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Day, night, or as the device says."""
    chosen = request.POST.get("theme", "auto")
    response = redirect(
        request.POST.get("back", "/") if request.POST.get("back", "/").startswith("/") else "/"
    )
    response.set_cookie(
        "theme",
        chosen if chosen in THEMES else "auto",
        max_age=31_536_000,
        httponly=True,
        samesite="Strict",
    )
    return response


@require_safe
def static_file(_request: HttpRequest, name: str) -> HttpResponse:
    """Serve the few files that ship with the pages; there is no other static server."""
    shipped = {f.name: f for f in files("kinhold.web").joinpath("static").iterdir()}
    ending = name.rpartition(".")[2]
    if name not in shipped or ending not in TYPES:
        raise Http404
    response = HttpResponse(shipped[name].read_bytes(), content_type=TYPES[ending])
    response["Cache-Control"] = "max-age=3600"
    return response
