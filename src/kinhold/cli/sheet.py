"""`kinhold sheet FILE`: the household's month on one sheet, for the terminal, a spreadsheet or paper.

With `--json` the page is printed as `BudgetSheet` (application/budget_sheet.py). Amounts are integers
in the minor unit of `currency`, for one month.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from kinhold.application.budget_sheet import BudgetSheet, CreditorLine


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "sheet",
        _(
            "The household's month on one sheet: what comes, what goes, what is left, who is "
            "owed. Information, not advice."
        ),
        example="kinhold sheet home.kinhold --pdf budget.pdf",
    )
    made.add_argument(
        "--on", type=terminal.day, metavar="DATE", help=_("as of this day (default: today)")
    )
    form = made.add_mutually_exclusive_group()
    form.add_argument("--csv", metavar="OUT.csv", help=_("write it for a spreadsheet"))
    form.add_argument("--pdf", metavar="OUT.pdf", help=_("write it as PDF/A to this file"))
    form.add_argument(
        "--json", action="store_true", help=_("the page as JSON, see `kinhold.cli.sheet`")
    )
    return made


def run(options: argparse.Namespace) -> int:
    with terminal.household(options.file) as home:
        sheet = home.finances.sheet(on=options.on)
    if options.csv:
        from kinhold.adapters.exports.budget_csv import budget_csv

        terminal.write(Path(options.csv), budget_csv(sheet))
        print(_("The sheet is in {csv}.").format(csv=options.csv))
    elif options.pdf:
        from kinhold.adapters.budget_pdf import render_budget

        terminal.write(Path(options.pdf), render_budget(sheet))
        print(_("The sheet is in {pdf}.").format(pdf=options.pdf))
    elif options.json:
        print(terminal.to_json(sheet))
    else:
        show(sheet)
    return 0


def show(sheet: BudgetSheet) -> None:
    from kinhold.application.budget_table import figure, left_said, people_said

    terminal.say(
        _("Budget of {sheet} on {on}, a month. {people_said}").format(
            sheet=sheet.name, on=sheet.on, people_said=people_said(sheet)
        )
    )
    for part in sheet.parts():
        print(f"\n{part.title}: {figure(part.minor, sheet.currency)}")
        for group in (g for g in part.groups if g.lines):
            print(f"  {group.title}")
            terminal.table(
                [
                    (
                        f"    {line.label}",
                        f"{figure(line.minor, sheet.currency):>12}",
                        ", ".join(
                            filter(
                                None,
                                (line.rests_on, "estimate" if line.estimated else "", line.note),
                            )
                        ),
                    )
                    for line in group.lines
                ]
            )
    print(f"\n{left_said(sheet)}: {figure(abs(sheet.left), sheet.currency)}")
    _creditors(_("Priority debts"), sheet.priority, sheet.currency)
    _creditors(_("Other debts"), sheet.other, sheet.currency)
    for line in sheet.left_out:
        terminal.say(f"! {line}")
    terminal.questions(sheet.questions)
    print()
    terminal.say(sheet.information)


def _creditors(title: str, lines: Sequence[CreditorLine], currency: str) -> None:
    from kinhold.application.budget_table import creditor_cells

    if not lines:
        return
    print(f"\n{title}")
    terminal.table(
        [
            ("  " + cells[0], *cells[1:])
            for line in lines
            for cells in [creditor_cells(line, currency)]
        ],
        head=(_("  Owed to"), _("Whose"), _("Owed"), _("A month"), _("Share"), ""),
    )
