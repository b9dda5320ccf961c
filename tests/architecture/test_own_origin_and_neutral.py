"""Nothing asks another server, and nothing that others may glimpse says what this is about.

Titles, the icon, names of downloads: no name of anybody, and no subject matter. There are no
notifications and no e-mails, so there is no text of one to get wrong.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kinhold.web.accounts.place import NEUTRAL_SITES

WEB = Path(__file__).resolve().parents[2] / "src" / "kinhold" / "web"
SOURCE = WEB.parent
SHOWN = sorted(p for folder in ("templates", "static") for p in (WEB / folder).rglob("*.*"))
NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
ELSEWHERE = re.compile(r"(?:https?:)?//[a-z0-9][a-z0-9.-]*\.[a-z]{2,}[^\"'\s<>)]*", re.IGNORECASE)
TITLES = {"Planner", "Weather"}
"""Every title there is; the second one is the page that leaving goes through."""
DOWNLOADS = {
    *("planner.txt", "planner.ics", "page.pdf", "document.pdf", "bundle.zip", "checkpoint.pdf"),
    *(
        "sheet.pdf",
        "rows-left-out.csv",
        "log.csv",
        "log.xlsx",
        "file",
        "file.*",
        "sheet.*",
        "log.*",
    ),
}
SUBJECTS = re.compile(
    r"kinhold|custody|support|debt|diary|private|wellbeing|doctor|mood|court|chronolog|house|famil|"
    r"money|budget|safety|child|baby|laura|john|kate|emily",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", SHOWN, ids=lambda p: p.name)
def test_no_page_style_or_script_names_another_server(path):
    text = path.read_text(encoding="utf-8")

    assert set(ELSEWHERE.findall(text)) - NAMESPACES == set()
    assert not re.search(r"@import|url\(\s*['\"]?(?!data:|#|/static/)", text)


def test_only_leaving_names_a_site_and_only_two_neutral_ones():
    named = {
        found
        for path in [*(WEB.rglob("*.py")), *(SOURCE / "drawing").rglob("*.py")]
        for found in ELSEWHERE.findall(path.read_text(encoding="utf-8"))
        if found not in NAMESPACES
    }

    assert named == set(NEUTRAL_SITES.values())


def test_pictures_are_drawn_without_asking_for_anything():
    drawn = "".join(p.read_text(encoding="utf-8") for p in (SOURCE / "drawing").rglob("*.py"))

    assert not re.search(r"<image|xlink:href=|href=\\?[\"']http", drawn)


@pytest.mark.parametrize("path", [p for p in SHOWN if p.suffix == ".html"], ids=lambda p: p.name)
def test_every_title_is_neutral(path):
    text = path.read_text(encoding="utf-8")
    titles = re.findall(r"<title>(.*?)</title>", text)

    said = {re.sub(r"{% translate .(.*?). %}", r"\1", title) for title in titles}
    assert {re.sub(r"{%.*?%}", "", title) for title in said} <= TITLES
    assert path.name == "base.html" or "block title" not in text


def test_the_icon_has_no_letters_and_no_title():
    icon = (WEB / "static" / "icon.svg").read_text(encoding="utf-8")

    assert not re.search(r"<text|<title|<desc|>[^<\s]", icon)


def test_names_of_downloads_say_nothing():
    told = "\n".join(p.read_text(encoding="utf-8") for p in WEB.rglob("*.py"))
    given = re.findall(r'filename="([^"\\]*)', told) + re.findall(
        r'_download\([^"\n]*?f?"([^"]+)"', told
    )
    names = {re.sub(r"\{.*", "*", name) for name in given} - {"*"}

    assert names <= DOWNLOADS
    assert not [name for name in names if SUBJECTS.search(name)]


def test_there_are_no_notifications_and_no_mail():
    told = "\n".join(
        p.read_text(encoding="utf-8") for p in [*WEB.rglob("*.py"), *WEB.rglob("*.js")]
    )

    assert not re.search(r"new Notification|showNotification|PushManager|setAppBadge", told)
    assert not re.search(r"django\.core\.mail|send_mail|smtplib|EMAIL_", told)


def test_no_manifest_gives_the_page_a_telling_name():
    assert not list((WEB / "static").glob("*.webmanifest"))
    assert not [p.name for p in SHOWN if 'rel="manifest"' in p.read_text(encoding="utf-8")]


def test_no_address_names_a_person():
    from kinhold.web.project.urls import urlpatterns

    variable = {name for p in urlpatterns for name in re.findall(r":(\w+)>", str(p.pattern))}

    assert variable == {
        *(
            "token",
            "place",
            "name",
            "step",
            "kind",
            "entry_id",
            "named",
            "form",
            "story_id",
            "page",
        ),
    }


def test_the_search_finds_what_it_looks_for():
    assert ELSEWHERE.findall(
        '<img src="https://example.org/x.png"><script src="//cdn.example.com/a.js">'
    )
    assert SUBJECTS.search("Laura-custody.pdf")
