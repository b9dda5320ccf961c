"""Money: the lowest point, what first; trying something out; support."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from kinhold.api.exports import beancount_text, budget_csv, budget_pdf, hledger_text
from kinhold.application.budget_table import left_said, people_said
from kinhold.application.money_chances import say_share
from kinhold.application.support_forms import FORMS as SUPPORT_FORMS
from kinhold.application.support_forms import support_estimate as estimate_support
from kinhold.application.what_if_forms import FORMS, lines_of
from kinhold.domain.findings import KinholdError
from kinhold.domain.money import Money, parse_money, say
from kinhold.drawing.payoff import draw_payoff
from kinhold.drawing.runway import draw_before_after, draw_runway
from kinhold.drawing.twins import before_after_rows, runway_rows
from kinhold.voice.speaking import _
from kinhold.web.pages.household import with_household

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, QueryDict

    from kinhold.api import HouseholdFile
    from kinhold.application.budget_lines import BudgetLine
    from kinhold.application.budget_sheet import BudgetSheet
    from kinhold.application.plan_debts import DebtsPlanPage
    from kinhold.application.what_if_money import WhatIfPage


@require_safe
def money(request: HttpRequest) -> HttpResponse:
    page = with_household(lambda home: home.finances.page(simulated=True))
    picture = mark_safe(draw_runway(page)) if page.balances else ""  # noqa: S308 - our own drawing escapes every text
    twin = runway_rows(page) if page.balances else ((), ())
    context = {"page": page, "picture": picture, "twin": twin}
    return render(request, "kinhold/money.html", context)


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    title: str
    needed: bool
    value: str


@require_safe
def what_if(request: HttpRequest) -> HttpResponse:
    """Try something out: what is asked stands in no address and is not written down."""
    sent = request.GET
    kind = sent.get("kind", "")
    form = next((f for f in FORMS if f.kind == kind), None)
    told = {name: sent.get(name, "") for name, _unused, _unused2 in form.fields} if form else {}
    page, problem = None, ""
    if any(told.values()) or sent.get("line"):
        try:
            page = with_household(lambda home: _tried(home, sent, told))
        except KinholdError as refused:
            problem = str(refused)
    today = with_household(lambda home: home.today_is())
    context: dict[str, Any] = {
        "forms": FORMS,
        "form": form,
        "fields": [_Field(n, t, needed, told[n]) for n, t, needed in form.fields] if form else [],
        "start": sent.get("start", "") or today.isoformat(),
        "line": sent.get("line", ""),
        "problem": problem,
        "page": page,
    }
    if page:
        context |= {
            "picture": mark_safe(draw_before_after(page)),  # noqa: S308 - as above
            "twin": before_after_rows(page),
            "sides": [
                (name, side, "" if side.rent is None else say_share(side.rent))
                for name, side in ((_("As it is"), page.before), (_("With it"), page.after))
            ],
        }
    return render(request, "kinhold/what_if.html", context, status=422 if problem else 200)


def _tried(home: HouseholdFile, sent: QueryDict, told: dict[str, str]) -> WhatIfPage:
    start = home.today_is()
    with suppress(ValueError):
        start = date.fromisoformat(sent.get("start", ""))
    lines = [text for text in sent.getlist("line") if text.strip()]
    if any(told.values()):
        household = home.standing().household
        lines += lines_of(sent.get("kind", ""), told, household=household, start=start)
    return home.finances.what_if(lines)


@require_safe
def support(request: HttpRequest) -> HttpResponse:
    """Support for the children: what fell due, what came, and what is needed or owed."""
    page = with_household(lambda home: home.finances.support())
    return render(request, "kinhold/support.html", {"page": page})


@require_safe
def support_estimate(request: HttpRequest) -> HttpResponse:
    """What a guideline gives for a few figures; nothing of it is kept."""
    form = next((f for f in SUPPORT_FORMS if f.place == request.GET.get("place", "")), None)
    told = (
        {name: request.GET.get(name, "") for name, _unused, _unused2 in form.fields} if form else {}
    )
    page, problem = None, ""
    if form and any(told.values()):
        try:
            on = with_household(lambda home: home.today_is())
            page = estimate_support(form.place, told, on=on)
        except KinholdError as refused:
            problem = str(refused)
    context = {
        "forms": SUPPORT_FORMS,
        "form": form,
        "fields": [(n, t, told[n] or otherwise) for n, t, otherwise in form.fields] if form else [],
        "page": page,
        "problem": problem,
    }
    return render(request, "kinhold/support_estimate.html", context, status=422 if problem else 200)


@require_safe
def entitlements(request: HttpRequest) -> HttpResponse:
    """What the household may be able to get from the state: estimates, each with its working."""
    page = with_household(lambda home: home.finances.entitlements())
    return render(request, "kinhold/entitlements.html", {"page": page})


@require_safe
def debts(request: HttpRequest) -> HttpResponse:
    """Whose each debt is; and ways of paying them off where a monthly sum is given."""
    page = with_household(lambda home: home.finances.debts())
    told, plan, problem = request.GET.get("monthly", "").strip(), None, ""
    if told:
        try:
            plan = with_household(lambda home: _plan(home, told))
        except KinholdError as refused:
            problem = str(refused)
    picture = mark_safe(draw_payoff(plan)) if plan and plan.plans else ""  # noqa: S308 - as above
    ways = [
        (
            p,
            [
                (what, say(Money(minor, page.currency)))
                for what, minor in (
                    (_("Paid in all"), p.paid),
                    (_("Interest"), p.interest),
                    (_("Late fees"), p.fees),
                    (_("Let go by lenders"), p.reduced),
                )
                if minor
            ],
        )
        for p in (plan.plans if plan else ())
    ]
    context = {
        "page": page,
        "monthly": told,
        "plan": plan,
        "problem": problem,
        "picture": picture,
        "ways": ways,
    }
    return render(request, "kinhold/debts.html", context, status=422 if problem else 200)


def _plan(home: HouseholdFile, told: str) -> DebtsPlanPage:
    currency = home.standing().household.currency
    return home.debts.plan(monthly=parse_money(told.lstrip("£$€"), currency=currency), seconds=8)


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The household's month on one sheet."""
    page = with_household(lambda home: home.finances.sheet())
    parts = [
        (
            part.title,
            _sum(page, part.minor),
            [
                (g.title, [(x.label, _sum(page, x.minor), _rests(x)) for x in g.lines])
                for g in part.groups
                if g.lines
            ],
        )
        for part in page.parts()
    ]
    debts = [
        (
            c,
            "" if c.balance is None else _sum(page, c.balance),
            "" if c.share is None else _sum(page, c.share),
        )
        for c in (*page.priority, *page.other)
    ]
    context = {
        "page": page,
        "parts": parts,
        "left": f"{left_said(page)}: {_sum(page, abs(page.left))}",
        "people": people_said(page),
        "debts": debts,
    }
    return render(request, "kinhold/sheet.html", context)


def _sum(page: BudgetSheet, minor: int) -> str:
    return say(Money(minor, page.currency))


def _rests(line: BudgetLine) -> str:
    return ", ".join(filter(None, (line.rests_on, "estimate" if line.estimated else "", line.note)))


FILES: Final[dict[str, tuple[str, Callable[[HouseholdFile], bytes]]]] = {
    "budget.csv": ("text/csv; charset=utf-8", lambda home: budget_csv(home.finances.sheet())),
    "budget.pdf": ("application/pdf", lambda home: budget_pdf(home.finances.sheet())),
    "money.beancount": (
        "text/plain; charset=utf-8",
        lambda home: beancount_text(home.finances.ledger()).encode(),
    ),
    "money.journal": (
        "text/plain; charset=utf-8",
        lambda home: hledger_text(home.finances.ledger()).encode(),
    ),
}
"""Downloads: name to media type and maker."""


@require_safe
def money_file(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The sheet as CSV or PDF, and the money as a plain-text ledger."""
    if name not in FILES:
        raise Http404
    media, make = FILES[name]
    response = HttpResponse(with_household(make), content_type=media)
    response["Content-Disposition"] = f'attachment; filename="sheet.{name.rpartition(".")[2]}"'
    return response
