"""Devices: which browsers are signed in, and which parts of the planner were opened from them.

Only she sees this. It is kept beside the sessions and not in the record, for thirty days. The models
are imported where they are used, so that the addresses can be read without Django being set up.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from kinhold.voice.speaking import N_, _
from kinhold.web.accounts import diaries
from kinhold.web.accounts.place import zone_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest

    from kinhold.web.accounts.models import Device, Opened

KEPT_DAYS: Final = 30
AREAS: Final = (
    ("/record/", N_("Record")),
    ("/story/", N_("Story")),
    ("/money/", N_("Money")),
    ("/plan/", N_("Plan")),
    ("/what-if/", N_("Plan")),
    ("/asks/", N_("Plan")),
    ("/calendars/", N_("Plan")),
    ("/log/", N_("Log")),
    ("/people/", N_("People")),
    ("/promises/", N_("People")),
    ("/questions/", N_("People")),
    ("/me/", N_("About you")),
    ("/safe/", N_("Safekeeping")),
    ("/devices/", N_("Devices")),
)
"""The first part of an address, and what the list calls it. *I need a minute* is never listed."""


def local_day(request: HttpRequest) -> date:
    """Return the day of her own calendar; of UTC before the household's zone is known."""
    return datetime.now(zone_of(request) or UTC).date()


def this_device(request: HttpRequest) -> Device | None:
    """Return the device this session belongs to."""
    from kinhold.web.accounts.models import Device

    known = request.session.get("device")
    return Device.objects.filter(pk=known).first() if known else None


def welcome(request: HttpRequest) -> Device:
    """Note a device that has just signed in."""
    from kinhold.web.accounts.models import Device

    day = local_day(request)
    device = Device.objects.create(
        name=_("Device {count}").format(count=Device.objects.count() + 1),
        session_key=request.session.session_key or "",
        since=day,
        used=day,
        leave_read=Device.objects.filter(leave_read=True).exists(),
    )
    request.session["device"] = device.pk
    request.session["since"] = timezone.now().timestamp()
    request.session["leave_read"] = device.leave_read
    return device


def signed_in_devices() -> list[Device]:
    """Return the devices whose session still lives, the latest first."""
    from kinhold.web.accounts.models import Device

    oldest = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    alive = SessionStore.get_model_class().objects.filter(expire_date__gt=timezone.now())
    keys = set(alive.values_list("session_key", flat=True))
    known = Device.objects.exclude(session_key="").filter(since__gte=oldest.date())
    return [d for d in known.order_by("-used", "-pk") if d.session_key in keys]


def sign_out(device: Device) -> None:
    """End the session of a device; what was opened from it stays listed."""
    if device.session_key:
        diaries.close(device.session_key)
        SessionStore(session_key=device.session_key).delete()
    device.session_key, device.pin = "", ""
    device.save(update_fields=["session_key", "pin"])


def sign_out_here(request: HttpRequest) -> None:
    """End this session."""
    device = this_device(request)
    diaries.close(request.session.session_key or "")
    request.session.flush()
    if device is not None:
        sign_out(device)


def opened_lately(day: date) -> list[Opened]:
    """Return what was opened in the last thirty days, the latest day first."""
    from kinhold.web.accounts.models import Opened

    since = day - timedelta(days=KEPT_DAYS)
    shown = Opened.objects.filter(day__gte=since).select_related("device")
    return list(shown.order_by("-day", "device__pk", "area"))


def note_opened(request: HttpRequest, area: str) -> None:
    """Note that an area was opened today from this device, and drop what is older than is kept."""
    from kinhold.web.accounts.models import Opened

    day = local_day(request)
    already = request.session.get("opened") or {}
    if already.get(area) == day.isoformat():
        return
    device = this_device(request)
    if device is None:
        return
    Opened.objects.filter(day__lt=day - timedelta(days=KEPT_DAYS)).delete()
    Opened.objects.get_or_create(device=device, area=area, day=day)
    if device.used != day:
        device.used = day
        device.save(update_fields=["used"])
    request.session["opened"] = {**already, area: day.isoformat()}


def area_of(path: str) -> str:
    """Return what the list calls the page at an address; empty for pages that are never listed."""
    if path == "/":
        return _("Today")
    return next((_(area) for under, area in AREAS if path.startswith(under)), "")
