"""Bank statements: bring one, look at what it holds, keep it; and what an account shows by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kinhold.api.statements import (
    GivenFile,
    ReadStatement,
    StatementToRead,
    import_statement,
    kept_layout,
    layouts_kept,
    preview_statement,
    read_statement,
)
from kinhold.domain.findings import KinholdError
from kinhold.domain.money import Money, say
from kinhold.journal.verify import JournalError
from kinhold.voice.speaking import _
from kinhold.web.pages.household import with_household
from kinhold.web.pages.today import saved
from kinhold.web.pages.waiting import NothingChosenError, forget, wait, waiting

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from kinhold.api import HouseholdFile
    from kinhold.api.statements import StatementPlan

SAMPLE = 8


@dataclass(frozen=True, slots=True)
class _Brought:
    """What was read, and how she said that the columns of a CSV are read; empty where she did not."""

    read: ReadStatement
    mapping: str


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    step = request.POST.get("step", "") if request.method == "POST" else ""
    try:
        if step == "read":
            return _look(request, _read(request))
        if step == "look":
            return _look(request, request.POST.get("token", ""))
        if step == "keep":
            return _keep(request)
    except (KinholdError, JournalError) as refused:
        context = {"problem": str(refused)}
        return render(request, "kinhold/statement.html", context, status=422)
    layouts = with_household(layouts_kept)
    return render(request, "kinhold/statement.html", {"layouts": layouts})


def _read(request: HttpRequest) -> str:
    """Read what was uploaded and return the token under which it waits."""
    files = tuple(GivenFile(f.name or "file", f.read()) for f in request.FILES.getlist("files"))
    if not files:
        raise NothingChosenError
    uploaded = request.FILES.get("mapping")
    mapping = uploaded.read().decode("utf-8", "replace") if uploaded else ""
    order = {"day": True, "month": False}.get(request.POST.get("order", ""))
    kept = with_household(lambda home: kept_layout(home, [request.POST.get("like", "")]))
    wanted = StatementToRead(files, mapping=mapping or kept, day_first=order)
    brought = _Brought(read_statement(wanted), mapping)
    return with_household(lambda home: wait(home, brought))


def _accounts(sent: QueryDict, read: ReadStatement) -> list[str]:
    """What she calls each account of the files; a file with one account needs one name."""
    told = [str(sent.get(f"account-{n}", "")).strip() for n in range(len(read.accounts))]
    if len(read.accounts) == 1:
        return [told[0]] if told[0] else []
    numbered = zip(read.accounts, told, strict=True)
    return [f"{a.number_shown or a.name or a.kind}={label}" for a, label in numbered if label]


def _look(request: HttpRequest, token: str) -> HttpResponse:
    def look(home: HouseholdFile) -> dict[str, Any]:
        brought = waiting(home, token, _Brought)
        read = brought.read
        accounts = _accounts(request.POST, read)
        plan = preview_statement(home, read, accounts=accounts, mapping=brought.mapping)
        household = home.standing().household
        return _context(read, plan, [a.label for a in household.accounts], household.currency)

    context = with_household(look) | {"token": token}
    return render(request, "kinhold/statement.html", context)


def _context(
    read: ReadStatement, plan: StatementPlan, labels: list[str], currency: str
) -> dict[str, Any]:
    def amount(minor: int, told: str) -> str:
        return say(Money(minor, told or currency))

    accounts = [
        {
            "told": told,
            "closing": "" if told.closing is None else amount(told.closing, told.currency),
            "sample": [
                (line.day, line.payee or line.memo, amount(line.amount, line.currency))
                for line in account.lines[-SAMPLE:]
            ],
        }
        for told, account in zip(plan.accounts, read.accounts, strict=True)
    ]
    return {
        "plan": plan,
        "accounts": accounts,
        "labels": labels,
        "new": sum(a.new for a in plan.accounts),
        "ready": bool(read.accounts) and not plan.waits,
    }


def _keep(request: HttpRequest) -> HttpResponse:
    token = request.POST.get("token", "")

    def work(home: HouseholdFile) -> StatementPlan:
        brought = waiting(home, token, _Brought)
        accounts = _accounts(request.POST, brought.read)
        plan = import_statement(home, brought.read, accounts=accounts, mapping=brought.mapping)
        if not plan.waits:
            forget(home, token)
        return plan

    plan = with_household(work)
    if plan.waits:
        return _look(request, token)
    new = sum(a.new for a in plan.accounts)
    messages.success(
        request,
        _("{new} lines kept, {known} were there already.").format(new=new, known=plan.known),
    )
    return redirect("recurring")


@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    """One month of an account's lines, and what each belongs to."""
    page = with_household(
        lambda home: home.finances.lines(
            account=request.GET.get("account", ""), month=request.GET.get("month", "")
        )
    )
    return render(request, "kinhold/lines.html", {"page": page})


@require_POST
def name_payee(request: HttpRequest) -> HttpResponse:
    """Say what a payee on statements pays or brings."""
    label, payee = request.POST.get("label", ""), request.POST.get("payee", "")
    try:
        fact = with_household(lambda home: home.finances.name_payee(label=label, payee=payee))
    except KinholdError as refused:
        messages.warning(request, str(refused))
    else:
        saved(request, fact.fact_id, _("“{payee}” is {label}.").format(payee=payee, label=label))
    month = request.POST.get("month", "")
    return redirect(f"/money/lines/?{urlencode({'month': month})}")


@require_http_methods(["GET", "POST"])
def recurring(request: HttpRequest) -> HttpResponse:
    """What statements show again and again, to be written down or set aside."""
    if request.method == "POST":
        keys, yes = [request.POST.get("key", "")], request.POST.get("answer") == "yes"
        try:
            facts = with_household(
                lambda home: (
                    home.finances.accept_recurring(keys)
                    if yes
                    else home.finances.set_aside_recurring(keys)
                )
            )
        except KinholdError as refused:
            messages.warning(request, str(refused))
        else:
            said = _("Written down.") if yes else _("Set aside.")
            saved(request, ",".join(fact.fact_id for fact in facts), said)
        return redirect("recurring")
    page = with_household(lambda home: home.finances.recurring())
    return render(request, "kinhold/recurring.html", {"page": page})
