"""The pages as JSON: the same objects that the templates and the command line show."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from kinhold.api import search_stress
from kinhold.application.stress_search import StressSearch
from kinhold.web.pages.household import with_household

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.api import HouseholdFile
    from kinhold.application.stress_page import StressPage

PAGES: Final[dict[str, Callable[[HouseholdFile], Any]]] = {
    "today": lambda home: home.today(),
    "chronology": lambda home: home.chronology(),
    "promises": lambda home: home.promises(),
    "rota": lambda home: home.rota(),
    "money": lambda home: home.money(),
    "map": lambda home: home.map(),
    "log": lambda home: home.log.page(),
    "log-day": lambda home: home.log.day(),
    "log-week": lambda home: home.log.week(),
    "log-charts": lambda home: home.log.charts(),
}


def _stress() -> StressPage:
    """The whole test: where it is not known yet it is made here, while other pages go on."""
    known = with_household(lambda home: home.stress_tests.known())
    if isinstance(known, StressSearch):
        search, found = known, search_stress(known)
        known = with_household(lambda home: home.stress_tests.keep(search, found))
    return known.page(questions=with_household(lambda home: home.questions()))


@require_safe
def page(request: HttpRequest, page: str) -> JsonResponse:  # noqa: ARG001 - Django's signature
    if page == "stress":
        shown: Any = _stress()
    elif page in PAGES:
        shown = with_household(PAGES[page])
    else:
        raise Http404
    return JsonResponse(asdict(shown), json_dumps_params={"ensure_ascii": False})
