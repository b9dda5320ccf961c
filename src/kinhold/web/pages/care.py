"""Plan: the rota, and what if."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from kinhold.drawing.genogram import draw_genogram
from kinhold.drawing.rota_grid import draw_rota
from kinhold.drawing.twins import rota_rows
from kinhold.web.pages.household import with_household

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def rota(request: HttpRequest) -> HttpResponse:
    page = with_household(lambda home: home.rota())
    picture = mark_safe(draw_rota(page))  # noqa: S308 - our own drawing escapes every text
    return render(
        request, "kinhold/rota.html", {"page": page, "picture": picture, "twin": rota_rows(page)}
    )


@require_safe
def stress(request: HttpRequest) -> HttpResponse:
    page, family = with_household(lambda home: (home.stress(), home.map()))
    picture = mark_safe(draw_genogram(family, weights=dict(page.rests_on)))  # noqa: S308 - as above
    return render(request, "kinhold/stress.html", {"page": page, "picture": picture})
