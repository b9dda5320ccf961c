"""I need a minute: plain steps that come at once, with or without JavaScript, a lock or a connection.

Nothing here waits for the household's thread for longer than a moment, and no address says anything
about a person. The note that a minute was taken is private; where it cannot be written the minute
goes on all the same.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from contextvars import copy_context
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast
from uuid import uuid4

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from kinhold.application.lines import kept_lines
from kinhold.application.minutes import (
    GO_MINUTES,
    STAY_MINUTES,
    MinuteNotUsableError,
    minute_words,
)
from kinhold.application.wording import say_clock
from kinhold.domain.findings import KinholdError
from kinhold.journal.verify import JournalError
from kinhold.voice.speaking import locale_for
from kinhold.web.accounts import language
from kinhold.web.accounts.idle import is_closed
from kinhold.web.accounts.place import ANY, NEUTRAL_SITES, PLACE, country_of, zone_of
from kinhold.web.pages.household import with_household
from kinhold.web.pages.today import static_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from kinhold.api import HouseholdFile
    from kinhold.application.minutes import Awake

T = TypeVar("T")

SOON: Final = 1.0
"""Seconds that a step waits for the household before it goes on without."""
FORGOTTEN: Final = 60 * 60
"""Seconds after its end when a minute that nobody came back from is another one."""
AWAKE: Final = 2
OUT: Final = 3
KEPT_OFFLINE: Final = ("/static/app.css", "/static/minute.js", "/static/icon.svg")

_asking = ThreadPoolExecutor(max_workers=4, thread_name_prefix="soon")


def soon(work: Callable[[HouseholdFile], T]) -> T | None:
    """Run work on the household; go on with None where that takes long or cannot be.

    Work that takes longer is still done afterwards: what was to be written is written.
    """
    try:
        return _asking.submit(copy_context().run, with_household, work).result(timeout=SOON)
    except (TooLate, KinholdError, JournalError):
        return None


def keep_place(request: HttpRequest) -> None:
    """Put the household's country and zone in the session, once they are known."""
    known = request.session.get(PLACE) or {}
    if known.get("country"):
        return
    found = soon(_place)
    if found and found != known:
        request.session[PLACE] = found


def _place(home: HouseholdFile) -> dict[str, str]:
    household = home.standing().household
    return {"country": household.country, "zone": household.zone.key}


def _context(country: str, **more: object) -> dict[str, Any]:
    return {
        "words": minute_words(country),
        "numbers": kept_lines(country),
        "stay": STAY_MINUTES,
        "out": GO_MINUTES,
        **more,
    }


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """The child somewhere safe, before anything else."""
    keep_place(request)
    return render(request, "kinhold/minute.html", _context(country_of(request), step=1))


@require_safe
def step(request: HttpRequest, step: int) -> HttpResponse:
    """Is another adult awake; and if so, for how long to go."""
    if step not in (AWAKE, OUT):
        raise Http404
    zone, now = zone_of(request), time.time()
    choices = [(m, _clock(now + m * 60, request) if zone else "") for m in GO_MINUTES]
    context = _context(country_of(request), step=step, choices=choices)
    return render(request, "kinhold/minute.html", context)


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Numbers first. That this page was opened is written nowhere."""
    keep_place(request)
    context = _context(country_of(request), names=_names(request))
    return render(request, "kinhold/minute_numbers.html", context)


def _names(request: HttpRequest) -> tuple[str, ...]:
    """Whom she could text; on a device that is closed the steps and the numbers come without names."""
    if is_closed(request):
        return ()
    return soon(lambda home: home.minutes.people_to_text()) or ()


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a minute, or go on with one for longer."""
    adult: Awake = "yes" if request.POST.get("awake") == "yes" else "no"
    asked = request.POST.get("minutes", "")
    minutes = int(asked) if asked in [str(m) for m in GO_MINUTES] else STAY_MINUTES
    going, now = request.session.get("minute"), time.time()
    if not going or now - going["until"] > FORGOTTEN:
        entry_id = str(uuid4())
        going = {"id": entry_id, "adult": adult}
        soon(lambda home: home.minutes.begin(entry_id=entry_id, adult=adult))
    request.session["minute"] = {**going, "until": now + minutes * 60}
    return redirect("minute-wait")


@require_safe
def wait(request: HttpRequest) -> HttpResponse:
    """Until when; once that is over, one quiet question."""
    going = request.session.get("minute")
    if not going:
        return redirect("minute")
    left = int(going["until"] - time.time()) + 1
    over = left <= 1
    until = _clock(going["until"], request)
    names = _names(request) if over else ()
    context = _context(
        country_of(request),
        adult=going["adult"],
        until=until,
        left=max(left, 1),
        minutes=max(round(left / 60), 1),
        over=over,
        names=names,
    )
    return render(request, "kinhold/minute_wait.html", context)


@require_POST
def back(request: HttpRequest) -> HttpResponse:
    """She is back: one tap, and nothing is judged."""
    going = request.session.pop("minute", None)
    if going:
        entry_id = str(going["id"])
        note = soon(lambda home: home.minutes.back(entry_id=entry_id))
        request.session["minute_done"] = entry_id if note else ""
    return redirect("minute-done")


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Back, with the way to take the note out again."""
    context = _context(
        country_of(request),
        entry_id=request.session.get("minute_done", ""),
        clock=_clock(time.time(), request),
    )
    return render(request, "kinhold/minute_done.html", context)


def _clock(seconds: float, request: HttpRequest) -> str:
    """Return a moment as clock time; empty before the household's zone is known."""
    zone = zone_of(request)
    if zone is None:
        return ""
    return say_clock(datetime.fromtimestamp(seconds, tz=UTC), zone, country_of(request))


# -- without a connection --------------------------------------------------------------------------


@require_safe
def offline(request: HttpRequest, place: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The same steps on one page that holds nothing of anybody, for the service worker to keep."""
    if place not in (*NEUTRAL_SITES, ANY):
        raise Http404
    return HttpResponse(_offline_page(place))


def _offline_page(place: str) -> str:
    with language.spoken(settings.LANG or locale_for(place)):
        return render_to_string("kinhold/minute_offline.html", _context(place, place=place))


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with its version: a digest of everything it keeps."""
    place = request.GET.get("place", ANY)
    if place not in (*NEUTRAL_SITES, ANY):
        raise Http404
    static = files("kinhold.web").joinpath("static")
    kept = b"".join(static.joinpath(name.rpartition("/")[2]).read_bytes() for name in KEPT_OFFLINE)
    script = static_file(request, "sw.js").content.decode()
    version = sha256(kept + script.encode() + _offline_page(place).encode()).hexdigest()[:16]
    script = script.replace("@version@", version).replace("@page@", f"/minute/offline/{place}/")
    return HttpResponse(script, content_type="text/javascript")


@require_safe
def form_key(request: HttpRequest) -> JsonResponse:
    """What a form needs to be taken, for a note that was made without a connection."""
    return JsonResponse({"key": get_token(request)})


@require_POST
def taken(request: HttpRequest) -> HttpResponse:
    """Take a note that was made without a connection; the same one twice is one note."""
    sent = request.POST
    ago, minutes = sent.get("ago", ""), sent.get("minutes", "")
    if not (ago.isdecimal() and minutes.isdecimal() and len(ago + minutes) < 10):  # noqa: PLR2004
        return HttpResponse(status=422)
    try:
        with_household(
            lambda home: home.minutes.begin(
                entry_id=sent.get("id", ""),
                adult=cast("Awake", sent.get("awake", "")),
                ago=int(ago),
                minutes=int(minutes),
            )
        )
    except MinuteNotUsableError:
        return HttpResponse(status=422)
    return HttpResponse(status=204)
