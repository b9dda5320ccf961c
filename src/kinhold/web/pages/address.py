"""Keeps what a person told a page out of the page's address.

An address stays in the browser's history, whoever looks into it later. So a form that only asks for
another view sends its fields as a post with `look`; they wait in memory, and the page is shown under
a token that says nothing. Links that carry words do the same through the filter `kept`.
"""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT: Final = "q"
"""The one word that stands in an address."""
LOOK: Final = "look"
MOST: Final = 2_000
"""Queries that wait at the most; the oldest are dropped. One page has at most some hundred links."""

_key: Final = secrets.token_bytes(32)
_kept: Final[OrderedDict[str, str]] = OrderedDict()
_lock: Final = Lock()


def keep(query: str) -> str:
    """Let a query wait and return `q=TOKEN`, which stands for it; nothing for nothing.

    The same query has the same token for as long as this process runs, so that a page that is shown
    again is the same page.
    """
    if not query:
        return ""
    token = hmac.digest(_key, query.encode(), "sha256").hex()[:24]
    with _lock:
        _kept[token] = query
        _kept.move_to_end(token)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return f"{KEPT}={token}"


def forget() -> None:
    """Drop every query that waits: somebody left, or the household was locked."""
    with _lock:
        _kept.clear()


class OutOfTheAddress:
    """Shows a page its query where the address has only the token of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Take a look into an address of its own; give a page what its token stands for."""
        if request.method == "POST" and LOOK in request.POST:
            told = request.POST.copy()
            for name in (LOOK, "csrfmiddlewaretoken"):
                told.pop(name, None)
            query = keep(told.urlencode())
            return HttpResponseRedirect(f"{request.path}?{query}" if query else request.path)
        token = request.GET.get(KEPT)
        if token is None:
            return None
        with _lock:
            query = _kept.get(token, "")
        if not query:
            messages.info(request, _("What was chosen here is not kept any more. Choose again."))
            return HttpResponseRedirect(request.path)
        request.GET = QueryDict(query)
        return None
