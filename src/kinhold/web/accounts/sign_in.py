"""Local mode: one person, one household, signed in by a one-time link that `serve` prints.

Opening the link shows a neutral page; only pressing its button signs in, so that a scanner that
fetches the link does not use it up. Only the token's SHA-256 is kept.
"""

from __future__ import annotations

import time
from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kinhold.web.accounts.devices import welcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

OPEN_PATHS = ("/open/", "/static/", "/a/", "/f/", "/leave/", "/left/", "/minute/offline/", "/sw.js")


class OneTimeLink:
    """The link of this process: a digest that is forgotten once it was used."""

    def __init__(self) -> None:
        self._digest = ""
        self._until = float("inf")

    def set(self, token: str, *, seconds: float = float("inf")) -> None:
        """Accept this token once, in place of any before it, for as long as it is good."""
        self._digest = sha256(token.encode()).hexdigest()
        self._until = time.monotonic() + seconds

    def holds(self, token: str) -> bool:
        return (
            bool(self._digest)
            and time.monotonic() < self._until
            and compare_digest(sha256(token.encode()).hexdigest(), self._digest)
        )

    def use(self, token: str) -> bool:
        """Return whether the token opens, and forget it if it does."""
        if not self.holds(token):
            return False
        self._digest = ""
        return True


one_time_link = OneTimeLink()


class SignedInOnly:
    """Lets nobody past who has not opened the link."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.get("signed_in") or request.path.startswith(OPEN_PATHS):
            return self._get_response(request)
        if request.path.startswith("/minute/"):
            return redirect("minute-offline", place="any")
        return render(request, "kinhold/signed_out.html", status=403)


@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "GET":
        if request.session.get("signed_in"):
            return redirect("today")
        good = one_time_link.holds(token)
        return render(request, "kinhold/open.html", {"good": good}, status=200 if good else 403)
    if not one_time_link.use(token):
        return render(request, "kinhold/open.html", {"good": False}, status=403)
    request.session.cycle_key()
    request.session["signed_in"] = True
    welcome(request)
    return HttpResponseRedirect("/")
