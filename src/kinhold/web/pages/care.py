"""Plan: the rota, why a turn stands, changes by hand, sharing, and what if."""

from __future__ import annotations

from concurrent.futures import wait
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from kinhold.application.edit_rota import NO_ONE
from kinhold.application.plan_care import Asked, PlanTask
from kinhold.application.wording import say_clock
from kinhold.domain.dates import to_instant
from kinhold.domain.findings import KinholdError
from kinhold.drawing.rota_grid import draw_rota
from kinhold.drawing.twins import rota_rows
from kinhold.voice.speaking import _
from kinhold.web.pages import planning
from kinhold.web.pages.address import keep
from kinhold.web.pages.household import with_household
from kinhold.web.pages.today import saved

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from kinhold.api import HouseholdFile
    from kinhold.application.explain_turn import WhyPage
    from kinhold.application.rota import RotaPage
    from kinhold.domain.household import Household

QUARTER: Final = timedelta(minutes=15)


@require_safe
def rota(request: HttpRequest) -> HttpResponse:
    """The fortnight; tonight and how far it is, while it is being planned."""
    if request.GET.get("since") == "now":
        return redirect(f"/plan/?{urlencode({'since': _next_quarter().isoformat()})}")
    asked, changes = _asked(request.GET), request.GET.getlist("edit")
    task = with_household(lambda home: home.planning.known(asked=asked))
    if isinstance(task, PlanTask):
        going = planning.find(task)
        if wait([going.found], timeout=planning.SOON).not_done:
            return _coming(request, going)
        try:
            plan = going.found.result()
        finally:
            planning.forget(task)
        with_household(lambda home: home.planning.keep(task, plan))
    problem, edited = "", None
    try:
        if changes:
            edited = with_household(lambda home: home.planning.change(changes, asked=asked))
    except KinholdError as refused:
        problem = str(refused)
    page = edited.page if edited else with_household(lambda home: home.planning.rota(asked=asked))
    context = {
        "page": page,
        "edited": edited,
        "problem": problem,
        "picture": mark_safe(draw_rota(page)),  # noqa: S308 - our own drawing escapes every text
        "twin": rota_rows(page),
        "turns": _turns(
            page, with_household(lambda home: home.standing().household), _told(request.GET)
        ),
        "told": _told(request.GET),
        "asked": asked,
    }
    return render(request, "kinhold/rota.html", context, status=422 if problem else 200)


def _coming(request: HttpRequest, going: planning.UnderWay) -> HttpResponse:
    household = going.task.standing.household
    zone = household.zone
    tonight = [
        (
            say_clock(t.interval.start, zone, household.country),
            say_clock(t.interval.end, zone, household.country),
            household.name(t.carer),
        )
        for t in going.tonight
    ]
    context = {"steps": going.steps, "tonight": tonight, "again": request.get_full_path()}
    response = render(request, "kinhold/rota_coming.html", context)
    response["Refresh"] = "1"
    return response


def _turns(
    page: RotaPage, household: Household, told: list[tuple[str, str]]
) -> list[tuple[str, list[dict[str, str]]]]:
    """Every turn under the day on which it begins, with what asks why; `told` goes with it."""
    labels = {day.day: day.label for day in page.days}

    def clock(moment: str) -> str:
        return say_clock(datetime.fromisoformat(moment), household.zone, household.country)

    found: dict[str, list[dict[str, str]]] = {}
    for turn in page.assignments:
        found.setdefault(turn.start[:10], []).append(
            {
                "query": urlencode([("at", turn.start), *told]),
                "from": clock(turn.start),
                "to": clock(turn.end),
                "name": turn.name,
                "backup": turn.backup_name,
            }
        )
    return [(labels.get(day, day), turns) for day, turns in found.items()]


@require_safe
def turn(request: HttpRequest) -> HttpResponse:
    """Why somebody is on duty at a moment, and giving that time to somebody else."""
    asked, problem = _asked(request.GET), ""
    if request.GET.get("who"):
        try:
            change = with_household(lambda home: _change(home, request.GET))
        except KinholdError as refused:
            problem = str(refused)
        else:
            more = [*_told(request.GET), ("edit", change)]
            return redirect(f"/plan/?{keep(urlencode(more))}")
    at = _moment(request.GET.get("at", ""))
    found: tuple[WhyPage | None, Household] = with_household(
        lambda home: (
            home.planning.why(at, asked=asked) if at else None,
            home.standing().household,
        )
    )
    page, household = found
    never = {p.handle for p in household.people if not p.offered}
    people = [
        (c.handle, household.name(c.handle))
        for c in household.carers
        if not c.place and c.handle not in never
    ]
    sent: Any = request.GET if problem else _span_of(page)
    context = {
        "page": page,
        "people": [*people, (NO_ONE, _("no one"))],
        "problem": problem,
        "sent": sent,
        "told": _told(request.GET),
        "at": request.GET.get("at", ""),
    }
    return render(request, "kinhold/rota_turn.html", context, status=422 if problem else 200)


def _span_of(page: WhyPage | None) -> dict[str, str]:
    if page is None:
        return {}
    return {"who": page.carer, "start": page.start[:16], "end": page.end[:16]}


def _change(home: HouseholdFile, sent: QueryDict) -> str:
    """A change as it is written, once it is known that it can be read."""
    change = f"{sent['who']}@{sent.get('start', '')}/{sent.get('end', '')}"
    home.planning.change([*sent.getlist("edit"), change], asked=_asked(sent))
    return change


@require_POST
def share(request: HttpRequest) -> HttpResponse:
    """Write down that people were shown this rota."""
    sent = request.POST
    try:
        fact = with_household(
            lambda home: home.planning.share(changes=sent.getlist("edit"), asked=_asked(sent))
        )
    except KinholdError as refused:
        return render(request, "kinhold/rota_refused.html", {"problem": str(refused)}, status=422)
    saved(request, fact.fact_id, _("Written down as shared. The plan keeps to it from now on."))
    return redirect("plan")


def _asked(sent: QueryDict) -> Asked:
    slot = 15 if sent.get("slot") == "15" else 30
    return Asked(slot=slot, since=_moment(sent.get("since", "")), fresh=bool(sent.get("fresh")))


def _told(sent: QueryDict) -> list[tuple[str, str]]:
    """What the rota was asked for and how it was changed, to be sent on."""
    return [(key, v) for key in ("slot", "since", "fresh", "edit") for v in sent.getlist(key) if v]


def _moment(text: str) -> datetime | None:
    try:
        told = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    if told.tzinfo:
        return told.astimezone(UTC)
    return to_instant(told, with_household(lambda home: home.standing().household.zone))


def _next_quarter() -> datetime:
    now = with_household(lambda home: home.now()).astimezone(UTC)
    over = (now - now.replace(minute=0, second=0, microsecond=0)) % QUARTER
    return now + (QUARTER - over) % QUARTER
