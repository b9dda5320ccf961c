"""The pages as JSON: the same objects that the templates and the command line show."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from kinhold.web.pages.household import with_household

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.api import HouseholdFile

PAGES: Final[dict[str, Callable[[HouseholdFile], Any]]] = {
    "today": lambda home: home.today(),
    "chronology": lambda home: home.chronology(),
    "promises": lambda home: home.promises(),
    "rota": lambda home: home.rota(),
    "money": lambda home: home.money(),
    "stress": lambda home: home.stress(),
    "map": lambda home: home.map(),
    "log": lambda home: home.log.page(),
    "log-day": lambda home: home.log.day(),
    "log-week": lambda home: home.log.week(),
    "log-charts": lambda home: home.log.charts(),
}


@require_safe
def page(request: HttpRequest, page: str) -> JsonResponse:  # noqa: ARG001 - Django's signature
    if page not in PAGES:
        raise Http404
    return JsonResponse(
        asdict(with_household(PAGES[page])), json_dumps_params={"ensure_ascii": False}
    )
