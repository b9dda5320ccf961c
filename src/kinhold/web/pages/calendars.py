"""Calendars: who has their hours on which device, and the address from which a device fetches."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Final, cast

from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kinhold.domain.findings import KinholdError
from kinhold.journal.verify import JournalError
from kinhold.voice.speaking import _
from kinhold.web.pages.household import with_household
from kinhold.web.pages.today import saved

if TYPE_CHECKING:
    from django.http import HttpRequest

    from kinhold.api import HouseholdFile
    from kinhold.application.calendar_feed import CalendarLine

FEEDS: Final = "/f/"
PLAIN: Final = "text/plain; charset=utf-8"


@require_http_methods(["GET", "POST"])
def calendars(request: HttpRequest) -> HttpResponse:
    """Show the calendars that were given; give one, or take one back."""
    problem = ""
    if request.method == "POST":
        try:
            _write(request)
        except KinholdError as refused:
            problem = str(refused)
        else:
            return redirect("calendars")
    lines, people = with_household(lambda home: (_lines(home), _people(home)))
    context = {
        "lines": lines,
        "people": people,
        "problem": problem,
        "sent": request.POST,
        "here": request.build_absolute_uri(FEEDS),
    }
    return render(request, "kinhold/calendars.html", context, status=422 if problem else 200)


def _lines(home: HouseholdFile) -> list[tuple[CalendarLine, str]]:
    """Each calendar with its token, where it answers."""
    return [
        (line, "" if line.over else home.calendars.token(link_id=line.link_id))
        for line in home.calendars.given()
    ]


def _people(home: HouseholdFile) -> list[tuple[str, str]]:
    return [(p.handle, p.name) for p in home.standing().household.people if p.offered]


def _write(request: HttpRequest) -> None:
    sent = request.POST
    if sent.get("take_back"):
        taken = with_household(lambda home: home.calendars.take_back(link_id=sent["take_back"]))
        saved(request, taken.fact_id, _("Taken back. The link does not answer any more."))
        return
    whom, device = sent.get("whom", ""), sent.get("device", "")
    given = with_household(lambda home: home.calendars.give(whom=whom, device=device))
    saved(request, given.fact_id, _("Written down. The link to pass on stands below."))


@csrf_exempt  # it changes nothing, and a refusal by the form check would name the address in a log
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """One person's hours, for one device: no session, and one answer to every address that is not."""
    # Whatever logs this request from here on logs this and not the address.
    request.path = request.path_info = FEEDS
    if request.method not in ("GET", "HEAD"):
        return _kept_nowhere(HttpResponseNotAllowed(["GET", "HEAD"]))
    try:
        content = with_household(lambda home: home.calendars.feed(token))
    except (
        KinholdError,
        JournalError,
    ):  # locked, or busy: a device keeps what it has and asks again
        said = _("This cannot be read just now. Try again later.")
        later = HttpResponse(said, content_type=PLAIN, status=503)
        later["Retry-After"] = "3600"
        return _kept_nowhere(later)
    if content is None:
        gone = HttpResponse(_("There is no such page."), content_type=PLAIN, status=404)
        return _kept_nowhere(gone)
    with suppress(KinholdError, JournalError):  # not worth refusing the calendar for
        with_household(lambda home: home.calendars.fetched(token, at=home.now()))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="planner.ics"'
    etag = quote_etag(sha256(content).hexdigest()[:32])
    response["ETag"] = etag
    known = get_conditional_response(request, etag=etag, response=response)
    return _kept_nowhere(cast("HttpResponse", known))


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
