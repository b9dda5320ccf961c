"""Giving the record to somebody: a chronology, a bundle, words on paper; and keeping files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kinhold.application.chronology_report import ReportOptions
from kinhold.application.give_record import ToGive
from kinhold.application.keep_file import ToKeep
from kinhold.domain.dates import UNKNOWN, parse_edtf
from kinhold.domain.events import AttachmentKept
from kinhold.domain.findings import KinholdError
from kinhold.domain.text_input import InputNotUsableError
from kinhold.journal.verify import JournalError
from kinhold.voice.speaking import N_, _
from kinhold.web.pages.household import with_household
from kinhold.web.pages.today import saved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, QueryDict

    from kinhold.api import HouseholdFile
    from kinhold.application.give_record import Given

PRESETS: Final = (
    ("own", N_("Myself"), N_("everything but the private diary")),
    ("agency", N_("An agency"), N_("what happened, by theme")),
    ("court", N_("A court"), N_("what matters most, the last two years")),
)
GROUPS: Final = ("addresses", "phones", "schools")


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The page with the words, to print and give to somebody."""
    content = with_household(lambda home: home.safekeeping.checkpoints_pdf())
    return _download(content, "checkpoint.pdf", "application/pdf")


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Ask what is to be given; say what to know of it first, then give it."""
    problem, look = "", None
    sent = request.POST
    if request.method == "POST":
        try:
            wanted = _wanted(sent)
            if sent.get("form") != "look":
                return _given(with_household(lambda home: home.safekeeping.give(wanted)))
            look = with_household(lambda home: home.safekeeping.look_first(wanted))
        except (KinholdError, JournalError) as refused:
            problem = str(refused)
    page = with_household(lambda home: home.chronology())
    context = {
        "presets": PRESETS,
        "groups": GROUPS,
        "entries": [(each, sent.get(f"how-{each.fact_id}", "")) for each in page.entries],
        "files": with_household(kept_files),
        "with_files": sent.getlist("file"),
        "uk": with_household(lambda home: home.standing().household.country) == "uk",
        "sent": sent,
        "preset": sent.get("preset", "own"),
        "shown": sent.getlist("show"),
        "look": look,
        "problem": problem,
    }
    return render(request, "kinhold/give.html", context, status=422 if problem else 200)


def _wanted(sent: QueryDict) -> ToGive:
    choice = {name[4:]: value for name, value in sent.items() if name.startswith("how-")}
    pages = str(sent.get("pages", ""))
    options = ReportOptions(
        preset=str(sent.get("preset", "own")),
        start=_day(sent.get("start")),
        end=_day(sent.get("end")),
        pick=(*_ids(choice, "in"), *_ids(choice, "claim"), *map(str, sent.getlist("file"))),
        leave_out=_ids(choice, "out"),
        show=tuple(map(str, sent.getlist("show"))),
        quotes=sent.get("quotes") == "yes",
        case_title=str(sent.get("case", "")),
        case_number=str(sent.get("number", "")),
        given_to=str(sent.get("to", "")),
        page_limit=int(pages) if pages.isascii() and pages.isdigit() else None,
        verify_command="python3 verify.py bundle.zip",
    )
    bundle = sent.get("form") == "bundle"
    return ToGive(options=options, allegations=_ids(choice, "claim"), bundle=bundle)


def _ids(choice: Mapping[str, object], wanted: str) -> tuple[str, ...]:
    return tuple(entry_id for entry_id, how in choice.items() if how == wanted)


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        raise InputNotUsableError(
            _("“{text}” is not a day. Write it like 2026-11-21.").format(text=str(text)[:20])
        ) from None


def _given(given: Given) -> HttpResponse:
    if given.bundle is None:
        return _download(given.document, "document.pdf", "application/pdf")
    return _download(given.bundle, "bundle.zip", "application/zip")


def _download(content: bytes, name: str, media: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def kept_files(home: HouseholdFile) -> tuple[AttachmentKept, ...]:
    """Return the files that are kept, as entries."""
    return home.record().of(AttachmentKept)


@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest) -> HttpResponse:
    """Keep a photograph, a letter or a statement."""
    problem = ""
    upload = request.FILES.get("file")
    if request.method == "POST" and upload is None:
        problem = _("Choose a file first, of 25 MB at most.")
    elif request.method == "POST" and upload is not None:
        when = request.POST.get("when", "")
        try:
            wanted = ToKeep(
                content=upload.read(),
                name=request.POST.get("name", "").strip() or upload.name or _("a file"),
                about=request.POST.get("about", "").strip(),
                occurred=parse_edtf(when) if when else UNKNOWN,
                goes_with=request.POST.get("with", ""),
                words=request.POST.get("words", "").strip(),
                keep_metadata=request.POST.get("whole") == "yes",
            )
            fact, said = with_household(lambda home: home.safekeeping.keep_file(wanted))
        except (KinholdError, JournalError) as refused:
            problem = str(refused)
        else:
            saved(request, fact.fact_id, " ".join((_("Kept."), *said)))
            return redirect("chronology")
    context = {"problem": problem, "sent": request.POST, "goes_with": request.GET.get("with", "")}
    return render(request, "kinhold/attach.html", context, status=422 if problem else 200)


@require_safe
def kept_file(request: HttpRequest, entry_id: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Give a kept file back, as a download, whatever it is."""
    fact, content = with_household(lambda home: home.safekeeping.file(entry_id=entry_id))
    ending = fact.media.rpartition("/")[2].replace("plain", "txt")
    return _download(
        content, f"file.{ending}" if ending.isalnum() else "file", "application/octet-stream"
    )
