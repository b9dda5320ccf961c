"""Money: the lowest point, what first, the debts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from kinhold.drawing.runway import draw_runway
from kinhold.drawing.twins import runway_rows
from kinhold.web.pages.household import with_household

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def money(request: HttpRequest) -> HttpResponse:
    page = with_household(lambda home: home.finances.page(simulated=True))
    picture = mark_safe(draw_runway(page)) if page.balances else ""  # noqa: S308 - our own drawing escapes every text
    twin = runway_rows(page) if page.balances else ((), ())
    context = {"page": page, "picture": picture, "twin": twin}
    return render(request, "kinhold/money.html", context)
