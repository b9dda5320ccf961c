"""Every page is in the language of the household."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from kinhold.voice.speaking import locale_for
from kinhold.web.accounts.language import spoken
from kinhold.web.accounts.place import country_of
from kinhold.web.pages.household import locale_known
from kinhold.web.pages.minute import soon

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class InItsLanguage:
    """Answers in the locale that was asked for, or else in that of the household's country."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with spoken(settings.LANG or locale_known() or _asked(request)):
            return self._get_response(request)


def _asked(request: HttpRequest) -> str:
    """Ask the household once; a locked one says nothing, but the session may know where it is."""
    if request.path.startswith("/static/") or not Path(settings.HOUSEHOLD_FILE).is_file():
        return ""
    return soon(lambda home: home.language.locale()) or locale_for(country_of(request))
