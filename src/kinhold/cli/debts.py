"""`kinhold debts show|plan FILE`: whose the debts are; what each way of paying them off comes to.

With `show --json` it is `DebtsPage` (application/debts.py). With `plan --json` the page is printed as `DebtsPlanPage` (application/plan_debts.py): `plans` (one for
each of `least`, `avalanche`, `snowball`, `minimums`, with `months`, `paid`, `interest`, `fees`,
`reduced`, `cost`, `first_cleared`, `missed`, `debts` and `owed` by month), `table`, `differences`,
`bound`, `gap`, `proven`, `proof`, `least_monthly`, `findings`, `questions` and `information`.
Amounts are integers in the minor unit of `currency`; days are ISO days; months count from 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.domain.text_input import InputNotUsableError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.application.plan_debts import DebtsPlanPage


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "debts",
        _("What each way of paying the debts off comes to, side by side. Information, not advice."),
        example="kinhold debts plan home.kinhold --monthly 400",
        file=False,
    )
    made.add_argument(
        "step",
        choices=("show", "plan"),
        help=_("show: whose each is, and until when; plan: compare ways of paying them off"),
    )
    made.add_argument("file", metavar="FILE.kinhold", help=_("the household file"))
    made.add_argument(
        "--monthly",
        action="append",
        default=[],
        metavar="AMOUNT",
        help=_("money for debts each month; again for the months after, and the last one goes on"),
    )
    made.add_argument(
        "--months", type=int, default=60, help=_("how far the cheapest way looks (default: 60)")
    )
    made.add_argument(
        "--seconds", type=float, default=20.0, help=_("how long the proof may take (default: 20)")
    )
    made.add_argument(
        "--on", type=terminal.day, metavar="DATE", help=_("plan from this day (default: today)")
    )
    made.add_argument(
        "--json", action="store_true", help=_("the page as JSON, see `kinhold.cli.debts`")
    )
    terminal.svg_option(made, _("what is owed month by month"))
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.domain.money import Money, parse_money, say
    from kinhold.drawing.payoff import draw_payoff

    if options.step == "show":
        return _show(options)
    if not options.monthly:
        raise InputNotUsableError(_("Say how much there is for debts each month: --monthly 400"))
    with terminal.household(options.file) as home, terminal.progress(_("Comparing")) as step:
        currency = home.standing(on=options.on).household.currency
        page = home.debts.plan(
            monthly=[parse_money(text, currency=currency) for text in options.monthly],
            on=options.on,
            months=options.months,
            seconds=options.seconds,
            step=lambda bound: step(
                _("interest and fees cannot be less than {money}").format(
                    money=say(Money(bound, currency))
                )
            ),
        )
    terminal.draw(options, lambda: draw_payoff(page))
    if options.json:
        print(terminal.to_json(page))
    else:
        show(page)
    return 0


def _show(options: argparse.Namespace) -> int:
    with terminal.household(options.file) as home:
        page = home.finances.debts(on=options.on)
    if options.json:
        print(terminal.to_json(page))
        return 0
    terminal.say(page.headline)
    for debt in page.debts:
        told = [
            debt.balance,
            _("at {rate}").format(rate=debt.rate) if debt.rate else "",
            debt.state,
        ]
        print(f"\n{debt.label}: {' '.join(t for t in told if t) or _('not told')}")
        said = [
            debt.whose,
            _("If not paid: {consequence}.").format(consequence=debt.consequence)
            if debt.consequence
            else "",
        ]
        said += [p.said for p in debt.parties]
        said += [f"{name}: {falls}." for name, falls in debt.splits]
        said += [*debt.claims, debt.limit.said, debt.limit.restarts if debt.limit.said else ""]
        for line in said:
            if line:
                terminal.say(line, indent="  ")
    print()
    for note in page.notes:
        terminal.say(note)
    return 0


def show(page: DebtsPlanPage) -> None:
    terminal.say(page.headline)
    if page.plans:
        print()
        _table(page)
        print(_("\nHow they differ"))
        for said in page.differences:
            terminal.say(said, indent="  ")
        terminal.say(page.proof, indent="  ")
    for finding in page.findings:
        terminal.say(f"! {finding.message}")
    terminal.questions(page.questions)
    print()
    terminal.say(page.information)


def _table(page: DebtsPlanPage) -> None:
    """A block for each measure where the window is narrow, and one line a plan in it."""
    for row in page.table:
        print(row.measure)
        terminal.table(
            [("  " + p.title, cell) for p, cell in zip(page.plans, row.cells, strict=True)]
        )
