"""A budget sheet as rows of text, for a spreadsheet, a page of paper or a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kinhold.application.wording import count
from kinhold.domain.money import SYMBOL, Money, format_amount
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from kinhold.application.budget_people import BudgetPerson
    from kinhold.application.budget_sheet import BudgetSheet, CreditorLine

NOT_TOLD: Final = N_("not told")


class BudgetRow(NamedTuple):
    """One row: its part and heading, what it is, minor units a month, and where that is from."""

    part: str
    heading: str
    label: str
    minor: int
    rests_on: str
    note: str
    fact_ids: tuple[str, ...]


def budget_rows(sheet: BudgetSheet) -> tuple[BudgetRow, ...]:
    """Return every line with the totals of headings and parts, in the order of the sheet."""
    rows: list[BudgetRow] = []
    for part in sheet.parts():
        for group in part.groups:
            for line in group.lines:
                note = ", ".join(filter(None, (line.note, "estimate" if line.estimated else "")))
                rows.append(
                    BudgetRow(
                        part.title, group.title, line.label, line.minor, line.rests_on, note,
                        line.fact_ids,
                    )
                )  # fmt: skip
            if group.lines:
                rows.append(_total(part.title, group.title, group.minor))
        rows.append(_total(part.title, "", part.minor))
    rows.append(_total(_("All spending"), "", sheet.spending))
    rows.append(BudgetRow(left_said(sheet), "", "", abs(sheet.left), "", "", ()))
    return tuple(rows)


def _total(part: str, heading: str, minor: int) -> BudgetRow:
    return BudgetRow(part, heading, _("Total"), minor, "", "", ())


def left_said(sheet: BudgetSheet) -> str:
    """Return what the difference of income and spending is called."""
    return _("Left over each month") if sheet.left >= 0 else _("Short each month")


def figure(minor: int | None, currency: str) -> str:
    """Return an amount with every digit: `£1,240.00`, `−£286.12`, `1,240.00 CHF`."""
    if minor is None:
        return _(NOT_TOLD)
    whole, _unused, part = format_amount(Money(abs(minor), currency)).partition(".")
    digits = f"{int(whole):,}" + (f".{part}" if part else "")
    symbol = SYMBOL.get(currency)
    said = f"{symbol}{digits}" if symbol else f"{digits} {currency}"
    return f"−{said}" if minor < 0 else said


def person_said(person: BudgetPerson) -> str:
    """Return a person as the sheet lists them: `Isla (1)`, `Noah (under 1)`, `Ruth`."""
    if person.age is None:
        return _("{person} (child)").format(person=person.name) if person.child else person.name
    if not person.child:
        return person.name
    return f"{person.name} ({person.age or 'under 1'})"


def people_said(sheet: BudgetSheet) -> str:
    """Return who lives there, in one line."""
    adults = [p for p in sheet.people if not p.child]
    children = [p for p in sheet.people if p.child]
    counted = [count(len(adults), "adult")]
    counted += [count(len(children), "child", "children")] if children else []
    names = ", ".join(map(person_said, sheet.people))
    return f"{_(' and ').join(counted)}: {names}"


def creditor_cells(line: CreditorLine, currency: str) -> tuple[str, ...]:
    """Return a debt as cells: who, whose, owed, payment a month, share of what is left, note."""
    who = (
        f"{line.label} ({line.lender})" if line.lender and line.lender != line.label else line.label
    )
    return (
        who,
        _("{whose} (joint)").format(whose=line.whose) if line.joint else line.whose,
        figure(line.balance, currency),
        figure(line.payment, currency),
        "" if line.share is None else figure(line.share, currency),
        line.note,
    )
