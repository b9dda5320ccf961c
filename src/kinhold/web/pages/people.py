"""People: the family map, and promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from kinhold.drawing.genogram import draw_genogram
from kinhold.drawing.twins import genogram_rows
from kinhold.web.pages.household import with_household

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def more(request: HttpRequest) -> HttpResponse:
    return render(request, "kinhold/more.html")


@require_safe
def family(request: HttpRequest) -> HttpResponse:
    before = request.GET.get("when") == "before"
    page = with_household(lambda home: home.map())
    picture = mark_safe(draw_genogram(page, before=before))  # noqa: S308 - our own drawing escapes every text
    left = any(p.was_inside and not p.inside for p in page.people)
    return render(
        request,
        "kinhold/people.html",
        {
            "page": page,
            "picture": picture,
            "twin": genogram_rows(page),
            "before": before,
            "left": left,
        },
    )


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    page = with_household(lambda home: home.promises())
    return render(request, "kinhold/promises.html", {"page": page})
