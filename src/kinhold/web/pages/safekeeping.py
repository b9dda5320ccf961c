"""Keeping it safe: the lock, checks, backups, words on paper, and erasing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kinhold.application.sentences import sentence
from kinhold.domain.findings import KinholdError
from kinhold.journal.verify import JournalError
from kinhold.voice.speaking import _
from kinhold.web.pages import household
from kinhold.web.pages.household import with_household

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from kinhold.api import HouseholdFile
    from kinhold.application.erase_entry import ErasurePreview


@require_safe
def safekeeping(request: HttpRequest) -> HttpResponse:
    page = with_household(lambda home: home.safekeeping.page())
    return render(request, "kinhold/safekeeping.html", {"page": page})


@require_POST
def check(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Read the whole record again, now."""
    with_household(lambda home: home.safekeeping.check())
    return redirect("safekeeping")


@require_POST
def back_up(request: HttpRequest) -> HttpResponse:
    """Back up into the folder that is known, or the one that was typed."""
    folder = request.POST.get("folder", "").strip()
    if not folder:
        messages.error(request, "Name a folder first, for example /media/stick/backups.")
        return redirect("safekeeping")
    made = with_household(lambda home: home.safekeeping.back_up(folder))
    if made.code:
        return _code_page(request, made.code, _("this and later backups"))
    messages.success(request, _("Backed up: {path}.").format(path=made.path.name))
    return redirect("safekeeping")


@require_POST
def set_passphrase(request: HttpRequest) -> HttpResponse:
    first, again = request.POST.get("passphrase", ""), request.POST.get("again", "")
    if first != again:
        messages.error(
            request, _("The two are not the same. Nothing was changed; type them again.")
        )
        return redirect("safekeeping")
    code = household.set_passphrase(first)
    return _code_page(request, code, _("the file without the passphrase, and its backups"))


def _code_page(request: HttpRequest, code: str, opens: str) -> HttpResponse:
    words = code.split()
    lines = [" ".join(words[start : start + 3]) for start in range(0, len(words), 3)]
    return render(request, "kinhold/recovery_code.html", {"lines": lines, "opens": opens})


@require_POST
def lock(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Close the file, so that the passphrase is needed again."""
    household.close_household()
    return redirect("today")


@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    back, problem = request.POST.get("back", "/"), ""
    if request.method == "POST":
        try:
            household.unlock(request.POST.get("passphrase", ""))
        except JournalError as refused:
            problem = str(refused)
        else:
            return redirect(back if back.startswith("/") and not back.startswith("//") else "/")
    return unlock_page(request, back=back, problem=problem)


def unlock_page(request: HttpRequest, *, back: str, problem: str = "") -> HttpResponse:
    """Ask for the passphrase, instead of any page that needs the household."""
    context = {"back": back, "problem": problem}
    return render(request, "kinhold/unlock.html", context, status=403 if problem else 423)


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, entry_id: str) -> HttpResponse:
    """Show what would be erased, and erase it once that is confirmed."""
    found, what = with_household(lambda home: _preview(home, entry_id))
    if found is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        fields, ground = request.POST.getlist("field"), request.POST.get("ground", "")
        if request.POST.get("sure") != "yes":
            problem = _("Tick the box first. Nothing was erased.")
        else:
            try:
                with_household(
                    lambda home: home.safekeeping.erase(
                        entry_id=entry_id,
                        fields=fields,
                        quotes=request.POST.get("quotes") == "yes",
                        ground=ground,
                    )
                )
            except (KinholdError, JournalError) as refused:
                problem = str(refused)
            else:
                messages.success(request, _("Erased."))
                return redirect("chronology")
    context = {"found": found, "what": what, "problem": problem}
    return render(request, "kinhold/erase.html", context, status=422 if problem else 200)


def _preview(home: HouseholdFile, entry_id: str) -> tuple[ErasurePreview | None, str]:
    found = home.safekeeping.preview_erasure(entry_id=entry_id)
    people = home.standing().household
    said = sentence(found.fact, name=people.name, country=people.country) if found else ""
    return found, said
