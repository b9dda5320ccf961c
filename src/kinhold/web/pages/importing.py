"""Bring a log along: choose files, look at what they hold, answer what they do not say, keep it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kinhold.api.importing import (
    GivenFile,
    ImportAnswers,
    ReadLog,
    ToRead,
    carry_out,
    log_as_csv,
    log_as_xlsx,
    preview,
    read_export,
    rejected_as_csv,
)
from kinhold.application.import_log import home_zone
from kinhold.application.import_units import AMOUNTS, LENGTHS, WEIGHTS
from kinhold.application.log_kinds import say_word
from kinhold.application.sentences import sentence
from kinhold.application.wording import say_when
from kinhold.domain.findings import KinholdError
from kinhold.domain.people import ChildAdded
from kinhold.journal.verify import JournalError
from kinhold.voice.speaking import N_, _
from kinhold.web.pages.household import with_household
from kinhold.web.pages.waiting import NothingChosenError, forget, wait, waiting

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

    from kinhold.api import HouseholdFile
    from kinhold.api.importing import ImportPlan

NEW_CHILD: Final = "+"
LEAVE_OUT: Final = "-"
UNITS: Final = (
    ("amounts", N_("Amounts of milk"), AMOUNTS),
    ("weights", N_("Weights"), WEIGHTS),
    ("lengths", N_("Heights and head sizes"), LENGTHS),
)
UNIT_NAMES: Final = {"oz": N_("fl oz (US)"), "uk-oz": N_("fl oz (UK)")}
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def import_log(request: HttpRequest) -> HttpResponse:
    step = request.POST.get("step", "") if request.method == "POST" else ""
    try:
        if step == "read":
            return _preview(request, _read(request))
        if step == "look":
            return _preview(request, request.POST.get("token", ""))
        if step == "rejected":
            return _rejected(request)
        if step == "keep":
            return _keep(request)
    except (KinholdError, JournalError) as refused:
        context = {"problem": str(refused)}
        return render(request, "kinhold/import.html", context, status=422)
    return render(request, "kinhold/import.html", {})


@require_safe
def log_file(request: HttpRequest, form: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The care log as a file for a spreadsheet."""
    make, media = (log_as_xlsx, XLSX) if form == "xlsx" else (log_as_csv, "text/csv; charset=utf-8")
    return _download(with_household(make), f"log.{'xlsx' if form == 'xlsx' else 'csv'}", media)


def _read(request: HttpRequest) -> str:
    """Read what was uploaded and return the token under which it waits."""
    files = [GivenFile(f.name or "file", f.read()) for f in request.FILES.getlist("files")]
    if not files:
        raise NothingChosenError
    uploaded = request.FILES.get("mapping")
    mapping = uploaded.read().decode("utf-8", "replace") if uploaded else ""
    day_first = request.POST.get("day-first") == "yes"
    read = read_export(ToRead(tuple(files), mapping=mapping, day_first=day_first))
    return with_household(lambda home: wait(home, read))


def _answers(sent: QueryDict, zone: str) -> ImportAnswers:
    told = {k.removeprefix("who-"): str(v) for k, v in sent.items() if k.startswith("who-")}
    names = {key: str(sent.get(f"name-{key}", "")) for key in told}
    children = tuple(
        (names[key], "" if who == LEAVE_OUT else who)
        for key, who in told.items()
        if who and who != NEW_CHILD
    )
    units = tuple(
        str(sent[f"units-{name}"]) for name, _unused, _unused2 in UNITS if sent.get(f"units-{name}")
    )
    return ImportAnswers(
        zone=str(sent.get("zone", zone)).strip(),
        units=units,
        children=children,
        child=str(sent.get("child", "")),
        pumped_by=str(sent.get("pumped-by", "")),
        add_children=NEW_CHILD in told.values(),
        update=sent.get("update") == "yes",
    )


def _preview(request: HttpRequest, token: str) -> HttpResponse:
    problem = ""

    def look(home: HouseholdFile) -> dict[str, Any]:
        nonlocal problem
        read = waiting(home, token, ReadLog)
        answers = _answers(request.POST, home_zone(home.record()))
        try:
            plan = preview(home, read, answers)
        except KinholdError as refused:
            problem = str(refused)
            answers = ImportAnswers()
            plan = preview(home, read, answers)
        return _context(home, read, plan, answers)

    context = with_household(look) | {"token": token, "problem": problem, "sent": request.POST}
    return render(request, "kinhold/import.html", context, status=422 if problem else 200)


def _context(
    home: HouseholdFile, read: ReadLog, plan: ImportPlan, answers: ImportAnswers
) -> dict[str, Any]:
    country = home.standing().household.country
    handles = sorted(child.about for child in home.record().of(ChildAdded))
    people = sorted(person.handle for person in home.standing().household.people)
    asked = {question.code for question in plan.questions}
    chosen = dict(answers.children)
    names = [
        {
            "key": str(number),
            "name": name,
            "who": LEAVE_OUT if chosen.get(name) == "" else handle if handle in handles else NEW_CHILD if handle else "",
        }
        for number, (name, handle) in enumerate(plan.children)
    ]  # fmt: skip
    pumped = any(("what", "pumping") in row.values for row in read.rows)
    units = [
        {"name": n, "label": _(label), "units": [(u, _(UNIT_NAMES.get(u, u))) for u in known], "chosen": next((u for u in answers.units if u in known), "")}
        for n, label, known in UNITS
        if f"import.units.{n}" in asked or set(answers.units) & set(known)
    ]  # fmt: skip
    return {
        "read": read,
        "plan": plan,
        "rows": sum(file.rows for file in read.files),
        "counts": [(say_word(what), count) for what, count in plan.counts],
        "reasons": Counter(row.reason for row in plan.rejected).most_common(12),
        "sample": [
            (say_when(f.occurred, country), sentence(f, name=str, country=country))
            for f in plan.sample
        ],
        "zone": answers.zone,
        "names": names,
        "handles": handles,
        "people": people if pumped else (),
        "pumped_by": answers.pumped_by,
        "which": "import.which-child" in asked or answers.child,
        "child": answers.child,
        "units": units,
        "update": answers.update,
        "wording": "questions" if plan.waits else "ready",
    }


def _rejected(request: HttpRequest) -> HttpResponse:
    def work(home: HouseholdFile) -> bytes:
        read = waiting(home, request.POST.get("token", ""), ReadLog)
        return rejected_as_csv(preview(home, read, _answers(request.POST, "")), read)

    return _download(with_household(work), "rows-left-out.csv", "text/csv; charset=utf-8")


def _keep(request: HttpRequest) -> HttpResponse:
    token = request.POST.get("token", "")

    def work(home: HouseholdFile) -> ImportPlan:
        plan = carry_out(home, waiting(home, token, ReadLog), _answers(request.POST, ""))
        if not plan.waits:
            forget(home, token)
        return plan

    plan = with_household(work)
    if plan.waits:
        return _preview(request, token)
    corrected = _(", {updates} corrected").format(updates=len(plan.updates)) if plan.updates else ""
    left = (
        _(", {rejected} rows left out").format(rejected=len(plan.rejected)) if plan.rejected else ""
    )
    messages.success(
        request,
        _("{new} entries kept{corrected}, {known} were there already{left}.").format(
            new=len(plan.new), corrected=corrected, known=plan.known, left=left
        ),
    )
    return redirect("chronology")


def _download(content: bytes, name: str, media: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
