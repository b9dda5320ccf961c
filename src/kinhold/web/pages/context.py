"""What every page's frame needs: the tabs, the theme, the night."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from django.http import HttpRequest

TABS = (
    ("today", N_("Today"), "/", ("/log/",)),
    ("plan", N_("Plan"), "/plan/", ("/plan/", "/what-if/", "/asks/", "/calendars/")),
    ("money", N_("Money"), "/money/", ("/money/",)),
    ("record", N_("Record"), "/record/", ("/record/", "/story/")),
    (
        "more",
        N_("More"),
        "/more/",
        ("/more/", "/people/", "/promises/", "/questions/", "/safe/", "/devices/", "/me/"),
    ),
)
THEMES = ("auto", "day", "night")


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Tabs with the current one marked, and the chosen theme."""
    path = request.path
    tabs = [
        {"name": _(label), "href": href, "here": path == href or path.startswith(under)}
        for _unused, label, href, under in TABS
    ]
    theme = request.COOKIES.get("theme", "auto")
    return {
        "tabs": tabs if request.session.get("signed_in") and not path.startswith("/a/") else [],
        "theme": theme if theme in THEMES else "auto",
    }
