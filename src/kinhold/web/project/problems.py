"""Every problem becomes a page with one sentence; nobody sees a traceback."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from kinhold.domain.findings import KinholdError
from kinhold.journal.verify import JournalError
from kinhold.voice.speaking import N_, _
from kinhold.web.pages.household import HouseholdLocked
from kinhold.web.pages.safekeeping import unlock_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("kinhold.web")

UNEXPECTED = N_(
    "Something went wrong on our side. What was saved stays saved. Go back and try again."
)


class ProblemsInWords:
    """Turns exceptions of a view into a plain page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, Http404):
            return problem_page(request, _("There is no such page."), 404)
        if isinstance(problem, HouseholdLocked):
            back = request.get_full_path() if request.method == "GET" else "/"
            return unlock_page(request, back=back)
        if isinstance(problem, KinholdError | JournalError):
            return problem_page(request, str(problem), 409)
        logger.error("unexpected", exc_info=problem)
        return problem_page(request, _(UNEXPECTED), 500)


def problem_page(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "kinhold/problem.html", {"sentence": sentence}, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return problem_page(request, _("There is no such page."), 404)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    return problem_page(
        request,
        _(
            "This form was open for too long, or cookies are off. Go back, reload the page and "
            "send it again; your text is still in the form."
        ),
        403,
    )
