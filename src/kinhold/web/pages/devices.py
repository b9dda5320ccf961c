"""Devices: who is signed in, what was opened from where, and when a device closes by itself."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kinhold.application.wording import say_day
from kinhold.voice.speaking import _
from kinhold.web.accounts.devices import (
    area_of,
    local_day,
    note_opened,
    opened_lately,
    sign_out,
    signed_in_devices,
    this_device,
)
from kinhold.web.accounts.place import country_of
from kinhold.web.accounts.sign_in import one_time_link
from kinhold.web.pages.household import HouseholdLocked
from kinhold.web.pages.minute import keep_place

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from kinhold.web.accounts.models import Device

LINK_SECONDS: Final = 15 * 60
OK: Final = 200
PIN_LENGTHS: Final = range(4, 13)


class WhatWasOpened:
    """Learns the household's country and zone before a page, and lists the page's area after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        area = area_of(request.path)
        ok = request.method == "GET" and response.status_code == OK
        if ok and area and request.session.get("device"):
            note_opened(request, area)
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> None:
        del view, args, kwargs
        if request.session.get("signed_in") and area_of(request.path):
            keep_place(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> None:
        """Mark a page that asks for the passphrase instead: it shows nothing but that."""
        if isinstance(problem, HouseholdLocked):
            request.META["kinhold.locked"] = "1"


@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """Show the devices that are signed in, and what was opened in the last thirty days."""
    here, country = this_device(request), country_of(request)
    days: dict[str, dict[str, list[str]]] = {}
    for seen in opened_lately(local_day(request)):
        areas = days.setdefault(say_day(seen.day, country, weekday=True, year=False), {})
        areas.setdefault(seen.device.name, []).append(seen.area)
    context = {
        "here": here,
        "others": [
            (d, _said(d.used, country)) for d in signed_in_devices() if here is None or d != here
        ],
        "days": [(day, list(areas.items())) for day, areas in days.items()],
    }
    return render(request, "kinhold/devices.html", context)


def _said(day: date, country: str) -> str:
    return say_day(day, country, year=False)


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Change one thing about this device, or sign others out."""
    here, what = this_device(request), request.POST.get("do", "")
    if here is None:
        raise Http404
    if what == "out":
        chosen = request.POST.get("device", "")
        ended = [d for d in signed_in_devices() if d != here and chosen in ("all", str(d.pk))]
        for device in ended:
            sign_out(device)
        messages.success(
            request,
            _("Signed out: {ended}.").format(ended=", ".join(d.name for d in ended) or "nobody"),
        )
    elif what == "name":
        here.name = request.POST.get("name", "").strip()[:40] or here.name
        here.save(update_fields=["name"])
        messages.success(request, _("Saved."))
    elif what == "shared":
        here.shared = request.POST.get("shared") == "yes"
        here.save(update_fields=["shared"])
        request.session["shared"] = here.shared
        after = "five" if here.shared else "fifteen"
        messages.success(
            request, _("This device closes after {after} minutes without use.").format(after=after)
        )
    elif what == "pin":
        _set_pin(request, here)
    return redirect("devices")


def _set_pin(request: HttpRequest, here: Device) -> None:
    pin = request.POST.get("pin", "").strip()
    if pin and not (pin.isdecimal() and len(pin) in PIN_LENGTHS):
        messages.error(request, _("Nothing was changed. A PIN is four to twelve digits."))
        return
    here.pin = make_password(pin) if pin else ""
    here.save(update_fields=["pin"])
    messages.success(request, _("The PIN is set.") if pin else _("The PIN is off."))


@require_POST
def link(request: HttpRequest) -> HttpResponse:
    """Make a link that signs in one other device, once, within a quarter of an hour."""
    token = secrets.token_urlsafe(24)
    one_time_link.set(token, seconds=LINK_SECONDS)
    address = request.build_absolute_uri(f"/open/{token}/")
    return render(request, "kinhold/devices_link.html", {"address": address})
