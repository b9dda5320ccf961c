"""Closing by itself: after a quarter of an hour without use, and after twelve hours in any case.

Where a PIN was set for the device it is asked for; otherwise one tap opens again, which only keeps
words off a screen that lies about. A device that others use too closes after five minutes, and is
signed out where it has no PIN. What was being sent at that moment waits in memory and is offered
again, so that nothing that was typed is lost.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.hashers import check_password
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kinhold.voice.speaking import ngettext
from kinhold.web.accounts import diaries
from kinhold.web.accounts.devices import sign_out_here, this_device

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

ALONE: Final = 15 * 60
SHARED: Final = 5 * 60
ABSOLUTE: Final = 12 * 60 * 60
"""Seconds: reliability of sessions, ASVS 5.0 section 7.3 and the design list."""
TRIES: Final = 5
FRESH: Final = 30
"""A use is noted at most twice a minute."""
MOST_HELD: Final = 200_000
NEVER_CLOSES: Final = (
    "/static/", "/minute/", "/leave/", "/left/", "/sw.js", "/a/", "/f/", "/open/", "/devices/open/",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A form that was sent while the device was closed.

    Attributes:
        path: where it was going.
        fields: names and values, in order.
        until: seconds of the system's steady clock until it is forgotten.
    """

    path: str
    fields: tuple[tuple[str, str], ...]
    until: float


_held: Final[dict[str, Held]] = {}


def limit(request: HttpRequest) -> int:
    """Return after how many seconds without use this device closes."""
    return SHARED if request.session.get("shared") else ALONE


def is_closed(request: HttpRequest) -> bool:
    """Return whether this device is closed, also on pages that come all the same."""
    session = request.session
    now = time.time()
    seen = session.get("seen", session.get("since", now))
    return bool(session.get("closed")) or now - seen > limit(request)


class IdleLock:
    """Closes a device that nobody used for a while."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Stand before the page; the form's own check has been made by now."""
        del view, args, kwargs
        session = request.session
        if not session.get("signed_in") or request.path.startswith(NEVER_CLOSES):
            return None
        now = time.time()
        if now - session.setdefault("since", now) > ABSOLUTE:
            return _signed_out(request)
        if session.get("closed") or now - session.get("seen", now) > limit(request):
            return self._close(request)
        if now - session.get("seen", 0) > FRESH:
            session["seen"] = now
        return None

    def _close(self, request: HttpRequest) -> HttpResponse:
        device = this_device(request)
        pin = bool(device and device.pin)
        if request.session.get("shared") and not pin:
            return _signed_out(request)
        request.session["closed"] = True
        diaries.close_for_now(request.session.session_key or "")
        if request.path.startswith(diaries.PATH):
            _hold_apart(request)
        elif request.method == "POST":
            _hold(request)
        elif request.method == "GET":
            request.session["back"] = request.get_full_path()
        return _closed_page(request, pin=pin)


def _closed_page(request: HttpRequest, *, pin: bool, problem: str = "") -> HttpResponse:
    context = {"pin": pin, "problem": problem, "bare": True}
    return render(request, "kinhold/devices_closed.html", context, status=423)


def _signed_out(request: HttpRequest) -> HttpResponse:
    sign_out_here(request)
    return render(request, "kinhold/signed_out.html", status=403)


def _hold(request: HttpRequest) -> None:
    fields = tuple(
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    )
    now = time.monotonic()
    for key in [k for k, held in _held.items() if held.until < now]:
        del _held[key]
    if request.FILES or sum(len(n) + len(v) for n, v in fields) > MOST_HELD:
        return
    key = request.session.session_key or ""
    _held[key] = Held(request.get_full_path(), fields, now + ABSOLUTE)


def _hold_apart(request: HttpRequest) -> None:
    """Keep what was being written for the diary alone; nothing leads back to its page."""
    if request.POST.get("do") == "write":
        names = ("words", "on", "replaces")
        draft = {name: request.POST.get(name, "") for name in names}
        diaries.hold(request.session.session_key or "", draft)


@require_POST
def open_again(request: HttpRequest) -> HttpResponse:
    """Open a device that closed, with its PIN where it has one."""
    session = request.session
    device = this_device(request)
    pin = device.pin if device else ""
    if pin and not check_password(request.POST.get("pin", ""), pin):
        session["tries"] = session.get("tries", 0) + 1
        if session["tries"] >= TRIES:
            return _signed_out(request)
        left = TRIES - session["tries"]
        problem = ngettext(
            "That is another PIN. {left} more try.", "That is another PIN. {left} more tries.", left
        ).format(left=left)
        return _closed_page(request, pin=True, problem=problem)
    back = str(session.pop("back", "/"))
    session.update({"closed": False, "tries": 0, "seen": time.time()})
    held = _held.pop(session.session_key or "", None)
    if held is not None:
        context: dict[str, Any] = {"held": held, "again": held.path}
        return render(request, "kinhold/devices_closed.html", context)
    return redirect(back)


@require_safe
def here(request: HttpRequest) -> HttpResponse:
    """Somebody is typing: that is use too."""
    from django.http import HttpResponse

    request.session["seen"] = time.time()
    return HttpResponse(status=204)
