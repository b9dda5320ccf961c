"""The first screen, and what belongs to no single page."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kinhold.web.pages.context import THEMES
from kinhold.web.pages.household import with_household

if TYPE_CHECKING:
    from django.http import HttpRequest

TYPES: Final = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "webmanifest": "application/manifest+json",
}


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    page = with_household(lambda home: home.today())
    hidden = request.COOKIES.get("log") == "hidden"
    # A child's sleep is on its tile already; on a small screen at night every line counts.
    timers = [t for t in page.timers if t.what != "sleep" or t.question or hidden]
    context = {"page": page, "hidden": hidden, "timers": timers}
    return render(request, "kinhold/today.html", context)


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
