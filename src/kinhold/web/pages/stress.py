"""What if: what breaks if one more person does not turn up, and what would make it hold."""

from __future__ import annotations

from concurrent.futures import wait
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from kinhold.application.stress_search import StressSearch
from kinhold.domain.findings import KinholdError
from kinhold.drawing.genogram import draw_genogram
from kinhold.drawing.rota_grid import draw_rota
from kinhold.drawing.runway import draw_runway
from kinhold.drawing.svg import again
from kinhold.voice.speaking import _
from kinhold.web.pages import stressing
from kinhold.web.pages.household import with_household
from kinhold.web.pages.templatetags.stress import code
from kinhold.web.pages.today import saved
from kinhold.web.pages.waiting import ForgottenError, waiting
from kinhold.web.pages.waiting import wait as wait_with

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

    from kinhold.api import HouseholdFile
    from kinhold.application.stress_loss import LossPage, Side
    from kinhold.application.stress_page import StressPage
    from kinhold.domain.fact import Fact

WORST: Final = 3
TRY: Final = (
    "second baby in March",
    "move to two bedrooms at 950",
    "back to work three days a week at 1200 a month",
)
"""What a what-if may look like."""


class WhatIfForgottenError(KinholdError):
    """A what-if that was written down too long ago."""

    def __init__(self) -> None:
        """Ask for it again."""
        super().__init__(_("This what-if was kept for half an hour, and is gone. Write it again."))


class RepairChangedError(KinholdError):
    """A repair that is another one by now, since something was written meanwhile."""

    def __init__(self) -> None:
        """Ask to look again."""
        super().__init__(
            _(
                "Something was written down since you saw this, so it was not taken up. Look again: "
                "it may be another one now."
            )
        )


@require_safe
def stress(request: HttpRequest) -> HttpResponse:
    """Every single loss; a first answer and progress while care is planned anew."""
    told = ""
    try:
        told = _told(request)
        page, going = _page(told)
    except KinholdError as refused:
        return _refused(request, str(refused), told)
    family = with_household(lambda home: home.map())
    token = request.GET.get("try", "")
    drawn = draw_genogram(family, weights=dict(page.rests_on), links=_links(page, token))
    context = {
        "page": page,
        "worst": [i for i in page.impacts if not i.holds][:WORST],
        "now": page.repairs_of("none"),
        "going": going,
        "told": told,
        "token": token,
        "picture": mark_safe(drawn),  # noqa: S308 - our own drawing escapes every text
        "try": TRY,
    }
    response = render(request, "kinhold/stress.html", context)
    if going:
        response["Refresh"] = "2"
    return response


def _links(page: StressPage, token: str) -> dict[str, str]:
    """Where a tap on a person of the map leads: the household without them."""
    query = f"?{urlencode({'try': token})}" if token else ""
    return {
        line.key.partition(":")[2]: f"/what-if/loss/{code(line.key)}/{query}"
        for line in page.impacts
        if line.kind in ("person", "place")
    }


@require_POST
def try_out(request: HttpRequest) -> HttpResponse:
    """Take in a what-if. It waits in memory, so that nothing of it stands in an address."""
    told = request.POST.get("if", "").strip()
    if not told:
        return redirect("stress")
    token = with_household(lambda home: wait_with(home, told))
    return redirect(f"/what-if/?{urlencode({'try': token})}")


def _told(request: HttpRequest) -> str:
    """The what-if of a page, or nothing where it is of the household as it is."""
    token = request.GET.get("try", "")
    if not token:
        return ""
    try:
        return with_household(lambda home: waiting(home, token, str))
    except ForgottenError:
        raise WhatIfForgottenError from None


def _refused(request: HttpRequest, problem: str, told: str) -> HttpResponse:
    context = {"problem": problem, "told": told, "try": TRY}
    return render(request, "kinhold/stress_try.html", context, status=422)


def _page(told: str) -> tuple[StressPage, stressing.UnderWay | None]:
    """The page, and what is still being worked out; None where nothing is."""
    known = with_household(lambda home: home.stress_tests.known(scenario=told))
    going = None
    if isinstance(known, StressSearch):
        search, going = known, stressing.find(known)
        if wait([going.found], timeout=stressing.SOON).not_done:
            known = search.first()
        else:
            try:
                found = going.found.result()
            finally:
                stressing.forget(search)
            known, going = with_household(lambda home: home.stress_tests.keep(search, found)), None
    questions = with_household(lambda home: home.questions())
    return known.page(questions=questions), going


@require_safe
def loss(request: HttpRequest, named: str) -> HttpResponse:
    """One loss before and after; it is looked for again where it was not kept."""
    told = ""
    try:
        told = _told(request)
        known, going = _page(told)
        if going:
            response = render(request, "kinhold/stress_coming.html", {"going": going})
            response["Refresh"] = "1"
            return response
        key = next((i.key for i in known.impacts if code(i.key) == named), named)
        page: LossPage = with_household(lambda home: home.stress_tests.loss(key, scenario=told))
    except KinholdError as refused:
        return _refused(request, str(refused), told)
    context = {
        "page": page,
        "told": told,
        "token": request.GET.get("try", ""),
        "sides": [_drawn(_("Before"), page.before), _drawn(_("After"), page.after)],
        "sources": with_household(lambda home: home.stress_tests.sources(page)),
    }
    return render(request, "kinhold/stress_loss.html", context)


def _drawn(name: str, side: Side) -> dict[str, str]:
    money, mark = draw_runway(side.money) if side.money.balances else "", name.lower()
    return {
        "name": name,
        "rota": mark_safe(again(draw_rota(side.rota), mark)),  # noqa: S308 - as above
        "money": mark_safe(again(money, mark)),  # noqa: S308 - as above
    }


@require_POST
def take_up(request: HttpRequest) -> HttpResponse:
    """Write down the asks and steps of a repair."""
    sent = request.POST
    try:
        facts = with_household(lambda home: _taken_up(home, sent))
    except KinholdError as refused:
        return _refused(request, str(refused), "")
    asks = sum(1 for f in facts if f.KIND == "ask")
    steps = sum(1 for f in facts if f.KIND == "step")
    saved(
        request,
        ",".join(f.fact_id for f in facts),
        _("Written down: asks {asks}, steps {steps}.").format(asks=asks, steps=steps),
    )
    return redirect("asks")


def _taken_up(home: HouseholdFile, sent: QueryDict) -> tuple[Fact, ...]:
    """Write down a repair, where it still is the one that was seen."""
    known, key, number = home.stress_tests.known(), sent.get("key", ""), sent.get("number", "")
    page = None if isinstance(known, StressSearch) else known.page()
    every = page.repairs + ((page.plan,) if page.plan else ()) if page else ()
    seen = next((r for r in every if (r.key, str(r.number)) == (key, number)), None)
    if seen is None or code(seen.words) != sent.get("seen"):
        raise RepairChangedError
    return home.stress_tests.take_up(seen.key, seen.number)


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """One page for a caseworker, as PDF."""
    try:
        told = _told(request)
        made = with_household(lambda home: home.stress_tests.sheet(scenario=told))
    except KinholdError as refused:
        return _refused(request, str(refused), "")
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="sheet.pdf"'
    return response
