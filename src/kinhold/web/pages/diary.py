"""A page that asks for words and says nothing else, and what those words open.

It is in no menu and in no list of what was opened. No address carries anything, and neither the
session nor a message does: what is open stands in this process's memory (`accounts.diaries`).
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kinhold.api.diary import DiaryClosedError
from kinhold.application.diary import NO_WAY_BACK, NothingOpensError
from kinhold.domain.findings import KinholdError
from kinhold.journal.verify import JournalError
from kinhold.voice.speaking import N_, _
from kinhold.web.accounts import diaries
from kinhold.web.pages.household import HouseholdLocked, with_household
from kinhold.web.pages.minute import keep_place

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kinhold.api import HouseholdFile
    from kinhold.api.diary import OpenedDiary
    from kinhold.application.diary import DiaryPage

TOO_MANY: Final = N_("These were many tries. Wait ten minutes, then try again.")
NOT_THE_SAME: Final = N_("The two are not the same. Nothing was changed; type them again.")
NOT_TICKED: Final = N_("Mark the box first. Nothing was erased.")
TYPED: Final = ("words", "on", "replaces")
"""What she typed, which no problem may take from her."""


class NotDoneError(KinholdError):
    """A form was not filled in as it has to be; the text says how."""


@require_http_methods(["GET", "HEAD", "POST"])
def diary(request: HttpRequest) -> HttpResponse:
    """Ask for words; show what they open; write there."""
    keep_place(request)
    do = request.POST.get("do", "")
    if do == "close":
        diaries.close(_session(request))
        return redirect("today")
    return _let_in(request, do) if do in ("open", "begin") else _inside(request, do)


def _session(request: HttpRequest) -> str:
    return request.session.session_key or ""


def _let_in(request: HttpRequest, do: str) -> HttpResponse:
    """Open or begin with the words given; keep at once what was written before it closed."""
    session, sent = _session(request), request.POST
    if not diaries.may_try(session):
        return _closed(request, problem=_(TOO_MANY), status=429)
    try:
        draft = with_household(lambda home: _open(home, request, do))
    except NothingOpensError as nothing:
        diaries.note_wrong(session)
        return _closed(request, problem=str(nothing), begin=True, status=403)
    except HouseholdLocked:
        raise
    except KinholdError as refused:
        return _closed(request, problem=str(refused), begin=do == "begin", status=422)
    if sent.get("words", "").strip():
        return _inside(request, "write")
    return _inside(request, "", typed=draft) if draft else redirect("diary")


def _open(home: HouseholdFile, request: HttpRequest, do: str) -> dict[str, str]:
    secret = request.POST.get("secret", "")
    if do == "begin" and secret != request.POST.get("again", ""):
        raise NotDoneError(_(NOT_THE_SAME))
    found = home.diary.begin(secret) if do == "begin" else home.diary.open(secret)
    return diaries.keep(_session(request), found)


def _closed(
    request: HttpRequest, *, problem: str = "", begin: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "problem": problem,
        "begin": begin,
        "no_way_back": _(NO_WAY_BACK),
        "typed": {name: request.POST.get(name, "") for name in TYPED if request.POST.get("words")},
    }
    return render(request, "kinhold/diary_closed.html", context, status=status)


def _inside(request: HttpRequest, do: str, *, typed: dict[str, str] | None = None) -> HttpResponse:
    """Do what is asked where a diary is open, and show it; ask for the words where none is."""
    problem, kept = "", typed or {}
    try:
        with_household(lambda _home: _work(_diary_of(request), do, request))
    except DiaryClosedError:
        return _closed(request)
    except HouseholdLocked:
        raise
    except (KinholdError, JournalError) as refused:
        problem = str(refused)
        kept = {name: request.POST.get(name, "") for name in TYPED} if do == "write" else kept
    if do == "erase" and not problem:
        diaries.close(_session(request))
        return redirect("today")
    if do and not problem and not kept and do != "show":
        return redirect("diary")
    try:
        page, day = with_household(lambda home: _shown(home, request))
    except DiaryClosedError:
        return _closed(request, problem=problem)
    context: dict[str, Any] = {
        "page": page,
        "after": page.skipped + len(page.lines),
        "typed": kept,
        "problem": problem,
        "today": day,
    }
    return render(request, "kinhold/diary.html", context, status=422 if problem else 200)


def _diary_of(request: HttpRequest) -> OpenedDiary:
    found = diaries.opened(_session(request))
    if found is None:
        raise DiaryClosedError
    return found


def _work(diary: OpenedDiary, do: str, request: HttpRequest) -> None:
    sent = request.POST
    if do == "write":
        diary.write(
            sent.get("words", ""), on=_day(sent.get("on", "")), replaces=sent.get("replaces", "")
        )
    elif do == "undo":
        diary.undo()
    elif do == "change":
        if sent.get("secret") != sent.get("again"):
            raise NotDoneError(_(NOT_THE_SAME))
        diary.change_secret(sent.get("secret", ""))
    elif do == "erase":
        if sent.get("sure") != "yes":
            raise NotDoneError(_(NOT_TICKED))
        diary.erase()


def _day(told: str) -> date | None:
    if not told.strip():
        return None
    with suppress(ValueError):
        return date.fromisoformat(told.strip())
    raise NotDoneError(_("This is not a day. Write it like 2026-11-21. Nothing was kept."))


def _shown(home: HouseholdFile, request: HttpRequest) -> tuple[DiaryPage, str]:
    skip = request.POST.get("skip", "")
    page = _diary_of(request).page(skip=int(skip) if skip.isdecimal() and len(skip) < 9 else 0)  # noqa: PLR2004 - far beyond any diary
    return page, home.today_is().isoformat()
