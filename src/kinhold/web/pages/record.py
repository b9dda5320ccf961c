"""Record: the chronology, a line typed by hand, undo, and the household as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kinhold.domain.findings import KinholdError
from kinhold.drawing.timeline import draw_timeline
from kinhold.voice.speaking import _
from kinhold.web.pages.giving import kept_files
from kinhold.web.pages.household import with_household
from kinhold.web.pages.today import saved

if TYPE_CHECKING:
    from django.http import HttpRequest

    from kinhold.api import HouseholdFile
    from kinhold.domain.fact import Fact
    from kinhold.domain.findings import Finding


@require_safe
def chronology(request: HttpRequest) -> HttpResponse:
    theme, who = request.GET.get("theme", ""), request.GET.get("who", "")
    page = with_household(lambda home: home.chronology(theme=theme, who=who))
    picture = mark_safe(draw_timeline(page)) if page.entries else ""  # noqa: S308 - our own drawing escapes every text
    context = {
        "page": page,
        "picture": picture,
        "only": theme,
        "entries": list(reversed(page.entries)),
        "files": with_household(kept_files),
    }
    return render(request, "kinhold/chronology.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    line, problem = request.POST.get("line", request.GET.get("line", "")), ""
    replaces = request.POST.get("replaces", "")
    known: tuple[Finding, ...] = ()
    if request.method == "POST":
        try:
            if not request.POST.get("even-so"):
                known = with_household(lambda home: home.finances.warnings_before(line))
            fact = None if known else with_household(lambda home: _written(home, line, replaces))
        except KinholdError as refused:
            problem, fact = str(refused), None
        if fact is not None:
            saved(request, fact.fact_id, _("Saved."))
            back = request.POST.get("back", "")
            return redirect(
                back if back.startswith("/") and not back.startswith("//") else "chronology"
            )
    context = {"line": line, "problem": problem, "replaces": replaces, "known": known}
    return render(request, "kinhold/add.html", context, status=422 if problem else 200)


def _written(home: HouseholdFile, line: str, replaces: str) -> Fact:
    return home.correct(fact_id=replaces, line=line) if replaces else home.add(line)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what was just saved; undoing again brings it back."""
    fact_id, back = request.POST.get("id", ""), request.POST.get("back", "/")

    def work(home: HouseholdFile) -> str:
        facts = home.log.take_back(fact_id.split(",")) if fact_id else (home.undo(),)
        return ",".join(fact.fact_id for fact in facts)

    taken = with_household(work)
    saved(request, taken, _("Taken back."))
    return redirect(back if back.startswith("/") and not back.startswith("//") else "/")


@require_safe
def export(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    text = with_household(lambda home: home.export_notation())
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="planner.txt"'
    return response
