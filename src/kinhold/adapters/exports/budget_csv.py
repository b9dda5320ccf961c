"""A budget sheet as CSV (RFC 4180), with no cell that a spreadsheet would run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.adapters.exports.log_csv import write_csv
from kinhold.application.budget_table import budget_rows
from kinhold.domain.money import Money, format_amount
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from kinhold.application.budget_sheet import BudgetSheet, CreditorLine

HEADER: Final = (
    N_("part"),
    N_("heading"),
    N_("line"),
    N_("a month"),
    N_("owed"),
    N_("share of what is left"),
    N_("currency"),
    N_("rests on"),
    N_("whose"),
    N_("note"),
    N_("facts"),
)


def budget_csv(sheet: BudgetSheet) -> bytes:
    """Return the sheet as CSV: lines, totals, creditors, then what is left out and still open."""

    def said(minor: int | None) -> str:
        return "" if minor is None else format_amount(Money(minor, sheet.currency))

    def creditor(part: str, line: CreditorLine) -> tuple[str, ...]:
        whose = _("{whose} (joint)").format(whose=line.whose) if line.joint else line.whose
        return (
            part, line.lender, line.label, said(line.payment), said(line.balance), said(line.share),
            sheet.currency, "stated", whose, line.note, " ".join(line.fact_ids),
        )  # fmt: skip

    rows: list[tuple[str, ...]] = [
        (r.part, r.heading, r.label, said(r.minor), "", "", sheet.currency, r.rests_on, "", r.note,
         " ".join(r.fact_ids))
        for r in budget_rows(sheet)
    ]  # fmt: skip
    rows += [creditor(_("Priority debts"), line) for line in sheet.priority]
    rows += [creditor(_("Other debts"), line) for line in sheet.other]
    blank = ("",) * 6
    rows += [(_("Not counted"), "", "", *blank, text, "") for text in sheet.left_out]
    rows += [(_("Still open"), "", "", *blank, q.text, "") for q in sheet.questions]
    return write_csv(tuple(map(_, HEADER)), rows)
