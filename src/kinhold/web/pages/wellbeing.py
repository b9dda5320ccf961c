"""How she is doing, for her eyes alone: check-ins, questionnaires, the plan, lines, the doctor's page.

No address says which form it is, and none carries an answer.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kinhold.application.questionnaires import Answers
from kinhold.application.safety_plan import ToPlan
from kinhold.domain.findings import KinholdError
from kinhold.drawing.own_nights import draw_own_nights
from kinhold.engines.wellbeing.instruments import SKIPPED
from kinhold.engines.wellbeing.loading import (
    NoSuchInstrumentError,
    all_instruments,
    instrument_named,
)
from kinhold.voice.speaking import _
from kinhold.web.pages.household import with_household
from kinhold.web.pages.templatetags.stress import code
from kinhold.web.pages.today import saved

if TYPE_CHECKING:
    from django.http import HttpRequest

    from kinhold.api import HouseholdFile
    from kinhold.application.positive_item import PositiveItemPage
    from kinhold.application.questionnaires import FormPage

FURTHEST: Final = 200
"""Answers that one form can have at the most."""


@require_http_methods(["GET", "HEAD", "POST"])
def how_are_you(request: HttpRequest) -> HttpResponse:
    """Sleep and help from the log, and what may be answered; a form that is not offered, by its name."""
    unknown = ""
    if request.method == "POST":
        try:
            return redirect("me-form", named=code(instrument_named(request.POST["named"]).key))
        except (KeyError, NoSuchInstrumentError):
            unknown = _("There is no form of this name here. Look at the name on the paper.")
    page, signals = with_household(lambda home: (home.wellbeing.page(), home.wellbeing.signals()))
    if page.again:
        shown: PositiveItemPage = with_household(_once_more)
        return _not_safe(request, shown)
    told = any(night.minutes is not None for night in page.nights)
    context = {
        "page": page,
        "signals": signals,
        "unknown": unknown,
        "picture": mark_safe(draw_own_nights(page.nights)) if told else "",  # noqa: S308 - drawing escapes
    }
    return render(request, "kinhold/me.html", context, status=422 if unknown else 200)


def _once_more(home: HouseholdFile) -> PositiveItemPage:
    home.wellbeing.note_shown_again()
    return home.wellbeing.not_safe()


def _not_safe(request: HttpRequest, page: PositiveItemPage, **more: Any) -> HttpResponse:  # noqa: ANN401 - what a template takes
    return render(request, "kinhold/me_safe.html", {"safe": page, **more})


@require_safe
def not_safe(request: HttpRequest) -> HttpResponse:
    """Numbers first; nothing is written down."""
    return _not_safe(request, with_household(lambda home: home.wellbeing.not_safe()))


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, named: str) -> HttpResponse:
    """One question after the other; an answer that calls for it is acted on before the next."""
    key = next((k for k in all_instruments() if code(k) == named), None)
    if key is None:
        raise Http404
    page: FormPage = with_household(lambda home: home.wellbeing.form(key))
    given = _given(request.POST.get("so_far", ""))
    if request.method != "POST" or (page.wait and not given and "value" not in request.POST):
        return _question(request, page, [])
    problem = ""
    if "value" in request.POST:
        try:
            given = [*given, _value(page, len(given), request.POST["value"])]
        except ValueError:
            problem = _("Choose one of the answers, or skip the question.")
    if not problem:
        acted = with_household(lambda home: home.wellbeing.check(key, given))
        if acted is not None and request.POST.get("seen") != str(len(given)):
            more = {"so_far": _written(given), "named": named, "left": len(page.items) > len(given)}
            return _not_safe(request, acted, **more)
        if len(given) >= len(page.items):
            return _answered(request, key, given)
    return _question(request, page, given, problem)


def _given(told: str) -> list[int]:
    """Answers so far, as they were sent on; what cannot be read begins anew."""
    with suppress(ValueError):
        return [int(part) for part in told.split(",")[:FURTHEST] if part]
    return []


def _written(given: list[int]) -> str:
    return ",".join(map(str, given))


def _value(page: FormPage, number: int, told: str) -> int:
    value = SKIPPED if told == "skip" else int(told)
    item = page.items[number] if number < len(page.items) else None
    if item is None or (value != SKIPPED and not item.lowest <= value <= item.highest):
        raise ValueError
    return value


def _question(
    request: HttpRequest, page: FormPage, given: list[int], problem: str = ""
) -> HttpResponse:
    item = page.items[len(given)]
    acting = item.acts_from is not None
    context = {
        "form": page,
        "item": item,
        "so_far": _written(given),
        "problem": problem,
        "options": item.options
        or [(n, str(n)) for n in range(item.lowest, item.highest + 1) if acting],
        # It stands in the page already, so that it acts on the tap, with no connection too.
        "safe": with_household(lambda home: home.wellbeing.not_safe()) if acting else None,
    }
    return render(request, "kinhold/me_form.html", context, status=422 if problem else 200)


def _answered(request: HttpRequest, key: str, given: list[int]) -> HttpResponse:
    try:
        page = with_household(lambda home: home.wellbeing.answer(key, Answers(tuple(given))))
    except KinholdError as refused:
        return render(request, "kinhold/me_answered.html", {"problem": str(refused)}, status=422)
    return render(request, "kinhold/me_answered.html", {"page": page})


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Take an answer back."""
    with_household(lambda home: home.log.take_back([request.POST.get("id", "")]))
    return redirect("how-are-you")


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Her plan for when it gets very hard: six steps, texts ready to send."""
    problem = ""
    if request.method == "POST":
        sent = request.POST
        number = sent.get("step", "")
        wanted = ToPlan(
            int(number) if number.isdecimal() else 0, sent.get("words", ""), sent.get("who", "")
        )
        try:
            line = with_household(lambda home: home.wellbeing.write_plan(wanted))
        except KinholdError as refused:
            problem = str(refused)
        else:
            saved(request, line.fact_id, _("Written into your plan."))
            return redirect("plan-hard")
    page = with_household(lambda home: home.wellbeing.plan())
    context = {"page": page, "problem": problem}
    if problem:
        # What she wrote stays in its field.
        context |= {"opened": wanted.step, "words": wanted.words, "who": wanted.who}
    return render(request, "kinhold/me_plan.html", context, status=422 if problem else 200)


@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    """Lines that are open now; the others where they are asked for."""
    everything = bool(request.GET.get("all"))
    page = with_household(lambda home: home.wellbeing.lines(everything=everything))
    return render(request, "kinhold/me_lines.html", {"page": page, "everything": everything})


@require_http_methods(["GET", "HEAD", "POST"])
def doctor(request: HttpRequest) -> HttpResponse:
    """One page for a doctor: her words first; totals only where she names them."""
    problem, scores = "", request.POST.getlist("score")
    if request.method == "POST" and "words" in request.POST:
        asked = tuple(a for a in request.POST.get("ask", "").splitlines() if a.strip())
        words = request.POST["words"]
        try:
            with_household(lambda home: home.wellbeing.rewrite_for_doctor(words=words, ask=asked))
        except KinholdError as refused:
            problem = str(refused)
    try:
        if request.POST.get("as") == "pdf" and not problem:
            made = with_household(lambda home: home.wellbeing.doctors_pdf(scores=scores))
            response = HttpResponse(made, content_type="application/pdf")
            response["Content-Disposition"] = 'attachment; filename="page.pdf"'
            return response
        page = with_household(lambda home: home.wellbeing.doctors_page(scores=scores))
    except KinholdError as refused:
        problem = str(refused)
        page = with_household(lambda home: home.wellbeing.doctors_page())
    kept = with_household(lambda home: home.wellbeing.history())
    told = any(night.minutes is not None for night in page.nights)
    foot = with_household(lambda home: home.wellbeing.lines())
    context = {
        "page": page,
        "picture": mark_safe(draw_own_nights(page.nights)) if told else "",  # noqa: S308 - drawing escapes
        "numbers": [line for line in foot.open if line.crisis],
        "problem": problem,
        "chosen": scores,
        "totals": list(dict.fromkeys(line.key for line in kept if line.score is not None)),
    }
    return render(request, "kinhold/me_doctor.html", context, status=422 if problem else 200)
