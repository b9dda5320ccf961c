"""A budget sheet as PDF/A-2b (ISO 19005-2), set offline by Typst; see `pdf_report_letters`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from kinhold.adapters.pdf_report_letters import FONTS, letting_go, printable, set_document
from kinhold.application.budget_table import creditor_cells, figure, left_said, people_said
from kinhold.application.wording import say_day
from kinhold.voice.speaking import N_, _, as_in_the_us

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.application.budget_lines import BudgetLine
    from kinhold.application.budget_sheet import BudgetPart, BudgetSheet, CreditorLine

CREDITOR_COLUMNS: Final = (N_("Owed to"), N_("Whose"), N_("Owed"), N_("Asked a month"))
SHARE_COLUMN: Final = N_("Share of what is left")


def render_budget(sheet: BudgetSheet) -> bytes:
    """Return the sheet as a PDF, A4 or US Letter by its country.

    Raises:
        ReportNotSetError: where Typst refuses, with its reason.
    """
    on = date.fromisoformat(sheet.on)
    data, _unused = printable(_data(sheet, on))
    with letting_go():
        return set_document(data, {}, on, template="budget.typ")


def _data(sheet: BudgetSheet, on: date) -> dict[str, Any]:
    day = say_day(on, sheet.country)
    return {
        "title": _("Household budget"),
        "name": sheet.name,
        "description": _("Household budget on {on}").format(on=sheet.on),
        "fonts": FONTS,
        "lang": "en",
        "region": "us" if as_in_the_us(sheet.country) else "gb",
        "paper": "us-letter" if sheet.country == "us" else "a4",
        "rows": [
            (_("For"), sheet.name),
            (_("As of"), _("{day}. Every amount is for one month.").format(day=day)),
            (_("Household"), people_said(sheet)),
        ],
        "parts": [_part(part, sheet.currency) for part in sheet.parts()],
        "ends": [
            (_("Income"), figure(sheet.income.minor, sheet.currency)),
            (_("All spending"), figure(sheet.spending, sheet.currency)),
            (left_said(sheet), figure(abs(sheet.left), sheet.currency)),
        ],
        "debts": [
            _debts(_("Priority debts"), sheet.priority, sheet.currency, share=False),
            _debts(_("Other debts"), sheet.other, sheet.currency, share=True),
        ],
        "notes": [
            {"title": _("Not counted"), "list": list(sheet.left_out)},
            {"title": _("Still open"), "list": [q.text for q in sheet.questions]},
        ],
        "legend": _(
            "s: from statements, the middle of recent months. e: an estimate, it varies. "
            "Everything else is as stated."
        ),
        "information": sheet.information,
        "sections": [],
    }


def _part(part: BudgetPart, currency: str) -> dict[str, Any]:
    return {
        "title": part.title,
        "total": figure(part.minor, currency),
        "groups": [
            {
                "title": group.title,
                "total": figure(group.minor, currency),
                "list": [
                    (line.label, line.note, _marks(line), figure(line.minor, currency))
                    for line in group.lines
                ],
            }
            for group in part.groups
            if group.lines
        ],
    }


def _marks(line: BudgetLine) -> str:
    marks = ["s"] if line.rests_on == "from statements" else []
    return " ".join([*marks, "e"] if line.estimated else marks)


def _debts(
    title: str, lines: Sequence[CreditorLine], currency: str, *, share: bool
) -> dict[str, Any]:
    cells = [creditor_cells(line, currency) for line in lines]
    owed = sum(line.balance or 0 for line in lines)
    return {
        "title": title,
        "columns": [*map(_, CREDITOR_COLUMNS), *([_(SHARE_COLUMN)] if share else [])],
        "total": figure(owed, currency),
        "share": figure(sum(line.share or 0 for line in lines), currency) if share else "",
        "list": [
            {"cells": list(c[: 5 if share else 4]), "note": c[5]} for c in cells
        ],
    }  # fmt: skip
