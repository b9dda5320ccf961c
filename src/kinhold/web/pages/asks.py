"""Asks: what waits for a word, and the page from which somebody answers without an account."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kinhold.api.asking import ANSWERS
from kinhold.application.asks import STEP_WORDS, ToAsk
from kinhold.domain.fact import PersonRef
from kinhold.domain.findings import KinholdError
from kinhold.domain.periods import parse_window
from kinhold.journal.verify import JournalError
from kinhold.voice.speaking import _
from kinhold.web.pages.household import HouseholdLocked, with_household
from kinhold.web.pages.today import saved

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kinhold.api import HouseholdFile
    from kinhold.domain.promises import AskState


@require_http_methods(["GET", "POST"])
def asks(request: HttpRequest) -> HttpResponse:
    """Show the asks; note a step, or ask somebody."""
    problem = ""
    if request.method == "POST":
        try:
            _write(request)
        except KinholdError as refused:
            problem = str(refused)
        else:
            return redirect("asks")
    page = with_household(lambda home: home.asks.page())
    people = with_household(_people)
    links = with_household(
        lambda home: {
            line.ask_id: home.asks.token(ask_id=line.ask_id)
            for line in (*page.waiting, *page.coming)
        }
    )
    context = {
        "page": page,
        "people": people,
        "links": links,
        "problem": problem,
        "sent": request.POST or request.GET,
        "here": request.build_absolute_uri("/a/"),
    }
    return render(request, "kinhold/asks.html", context, status=422 if problem else 200)


def _people(home: HouseholdFile) -> list[tuple[str, str]]:
    household = home.standing().household
    return [
        (p.handle, p.name) for p in household.people if p.offered and p.handle != household.keeper
    ]


def _write(request: HttpRequest) -> None:
    sent = request.POST
    if sent.get("ask"):
        state = cast("AskState", sent.get("state", ""))
        step = with_household(lambda home: home.asks.step(ask_id=sent["ask"], state=state))
        saved(
            request,
            step.fact_id,
            _("Noted: {step_words}.").format(step_words=_(STEP_WORDS[state]).lower()),
        )
        return
    hours = sent.get("at", "").strip()
    wanted = ToAsk(
        whom=PersonRef(sent.get("whom", "")),
        day=date.fromisoformat(sent.get("day") or "0001-01-01"),
        window=parse_window(hours) if hours else None,
        words=sent.get("words", "").strip(),
    )
    step, findings = with_household(lambda home: home.asks.ask(wanted))
    saved(request, step.fact_id, _("Written down. The text to send stands below."))
    for finding in findings:
        messages.info(request, finding.message)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """One ask, as the person who was asked sees it: nothing else of the household is here."""
    try:
        if request.method == "POST":
            state = cast("AskState", request.POST.get("state", ""))
            with_household(lambda home: home.asks.answer(token, state=state))
        line = with_household(lambda home: home.asks.by_token(token))
    except (KinholdError, JournalError) as refused:
        closed = isinstance(refused, HouseholdLocked)
        said = _("This cannot be answered just now. Try again later.") if closed else str(refused)
        return render(request, "kinhold/answer.html", {"line": None, "said": said}, status=409)
    steps = [(s, w) for s, w in (line.steps if line else ()) if s in ANSWERS]
    said = "" if line else _("Thank you. There is nothing to answer here any more.")
    context = {"line": line, "steps": steps, "said": said, "answered": request.method == "POST"}
    response = render(request, "kinhold/answer.html", context)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = (
        "no-referrer" if request.method == "GET" and not line else "same-origin"
    )
    return response
