"""Leave this page: gone at once, signed out, and Back shows nothing.

With JavaScript the page is covered first, the sign-out goes out as a beacon, and the address is
replaced (static/leave.js). Without it the same button is a form. What stays in the browser's history
is said on a page that stands before the first use. The behaviour follows the GOV.UK Design System
(component “Exit this page”, pattern “Exit a page quickly”), with a sign-out added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kinhold.web.accounts.devices import sign_out_here, this_device
from kinhold.web.accounts.place import ANY, NEUTRAL_SITES, country_of, neutral_site

if TYPE_CHECKING:
    from django.http import HttpRequest

CLEAR: Final = '"cookies", "storage", "cache"'


# The session cookie is never sent from another site (SameSite=Strict), so no other site can sign
# her out; and a form whose check ran out must not keep her on the page.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Say what leaving does; or leave."""
    if request.method != "POST":
        return about(request)
    how, country = request.POST.get("quick", ""), country_of(request)
    sign_out_here(request)
    if how == "beacon":
        response = HttpResponse(status=204)
    elif how:
        response = HttpResponseRedirect(f"/left/{country}/", status=303)
    else:
        response = render(request, "kinhold/signed_out.html")
    response["Clear-Site-Data"] = CLEAR
    return response


def about(request: HttpRequest) -> HttpResponse:
    """The page before the first use: what the button does, and what it does not."""
    country = country_of(request)
    context = {"to": neutral_site(country), "site": neutral_site(country).split("/")[2]}
    response = render(request, "kinhold/leave.html", context)
    if request.session.get("signed_in") and not request.session.get("leave_read"):
        request.session["leave_read"] = True
        device = this_device(request)
        if device is not None:
            device.leave_read = True
            device.save(update_fields=["leave_read"])
    return response


@require_safe
def left(request: HttpRequest, place: str) -> HttpResponse:
    """An empty page that goes on to the neutral site; forms may not redirect to other sites."""
    if place not in (*NEUTRAL_SITES, ANY):
        raise Http404
    return render(request, "kinhold/leave_left.html", {"to": neutral_site(place)})
