"""`kinhold support WHAT`: guideline child support with its steps, or the ledger of a household."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kinhold.cli import terminal
from kinhold.domain.text_input import InputNotUsableError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from datetime import date

    from kinhold.application.support import PayerSupport, SupportPage
    from kinhold.application.support_calculation import CalculationPage
    from kinhold.engines.money.child_support.uk import ReceivingParent

COMMON: Final = ("children", "other_children")
USED: Final = {
    "uk": (
        *COMMON,
        "gross_weekly",
        "gross_yearly",
        "income_unknown",
        "last_year_weekly",
        "nights",
        "nights_disputed",
        "equal_care",
        "benefit",
        "display",
    ),
    "us-tx": (*COMMON, "net_resources"),
    "us-ca": ("children", "net_you", "net_other", "time_with_other"),
    "us-wi": (
        "children",
        "income_you",
        "income_other",
        "nights_you",
        "nights_other",
        "with_other",
    ),
    "ledger": (),
}


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "support",
        _(
            "What a child support guideline gives, with every step: uk, us-tx, us-ca or us-wi. "
            "Or ledger FILE: what fell due, what was paid, and what is needed or owed. An "
            "estimate, not a decision."
        ),
        example="kinhold support uk --qualifying-children 2 --gross-weekly 600 --nights 60",
        file=False,
        page=True,
    )
    made.add_argument("what", metavar="WHAT", help=_("uk, us-tx, us-ca, us-wi or ledger"))
    made.add_argument(
        "file", nargs="?", metavar="FILE.kinhold", help=_("for ledger: the household")
    )
    both = made.add_argument_group("children")
    both.add_argument(
        "--qualifying-children",
        "--children",
        dest="children",
        metavar="N",
        help=_("how many; with several receiving parents one number each, such as 2,1"),
    )
    both.add_argument(
        "--other-children", metavar="N", help=_("other children the payer supports (uk, us-tx)")
    )
    _uk_options(made)
    _us_options(made)
    return made


def _uk_options(made: argparse.ArgumentParser) -> None:
    uk = made.add_argument_group(_("uk: the Child Maintenance Service"))
    uk.add_argument(
        "--gross-weekly", metavar="POUNDS", help=_("the payer's, less pension contributions")
    )
    uk.add_argument("--gross-yearly", metavar="POUNDS", help=_("instead, of a tax year"))
    uk.add_argument(
        "--income-unknown", action="store_true", default=None, help=_("use the default rate")
    )
    uk.add_argument(
        "--last-year-weekly",
        metavar="POUNDS",
        help=_("also say whether the change of income counts"),
    )
    uk.add_argument(
        "--nights", metavar="N", help=_("nights a year with the payer; one or one each")
    )
    uk.add_argument(
        "--nights-disputed", action="store_true", default=None, help=_("assume one a week")
    )
    uk.add_argument(
        "--equal-care", action="store_true", default=None, help=_("day-to-day care is equal")
    )
    uk.add_argument(
        "--benefit", action="store_true", default=None, help=_("the payer gets a listed benefit")
    )
    uk.add_argument(
        "--display", choices=("pence", "gov.uk-2019"), help=_("whole pounds as shown in 2019")
    )


def _us_options(made: argparse.ArgumentParser) -> None:
    tx = made.add_argument_group(_("us-tx: Texas"))
    tx.add_argument("--net-resources", metavar="DOLLARS", help=_("the payer's, a month"))
    ca = made.add_argument_group(_("us-ca: California"))
    ca.add_argument("--net-you", metavar="DOLLARS", help=_("your net disposable income a month"))
    ca.add_argument("--net-other", metavar="DOLLARS", help=_("the other parent's"))
    ca.add_argument(
        "--time-with-other", metavar="PERCENT", help=_("of the year, with the other parent")
    )
    wi = made.add_argument_group(_("us-wi: Wisconsin"))
    wi.add_argument("--income-you", metavar="DOLLARS", help=_("your gross income a month"))
    wi.add_argument("--income-other", metavar="DOLLARS", help=_("the other parent's"))
    wi.add_argument("--nights-you", metavar="N", help=_("nights a year with you, as ordered"))
    wi.add_argument("--nights-other", metavar="N", help=_("nights a year with the other parent"))
    wi.add_argument("--with-other", metavar="N", help=_("children who live with the other parent"))


def run(options: argparse.Namespace) -> int:
    if options.what not in USED:
        raise InputNotUsableError(_not_covered(options.what))
    _refuse_unused(options)
    if options.what == "ledger":
        return _ledger(options)
    if options.file:
        raise InputNotUsableError(
            _("{what} takes no file. For a household write: kinhold support ledger {file}").format(
                what=options.what, file=options.file
            )
        )
    ways: dict[str, Callable[[argparse.Namespace, date], CalculationPage]] = {
        "uk": _uk,
        "us-tx": _tx,
        "us-ca": _ca,
        "us-wi": _wi,
    }
    on = options.on or datetime.now().astimezone().date()
    page = ways[options.what](options, on)
    if options.json:
        print(terminal.to_json(page))
    else:
        show(page)
    return 0


def _not_covered(what: str) -> str:
    from kinhold.engines.money.child_support.us import coverage

    if what.lower().startswith("us-"):
        return coverage(what[3:].upper())
    return _("“{what}” is not one of uk, us-tx, us-ca, us-wi and ledger.").format(what=what[:40])


def _refuse_unused(options: argparse.Namespace) -> None:
    every = {name for names in USED.values() for name in names}
    for name in sorted(every - set(USED[options.what])):
        if getattr(options, name) is not None:
            option = "--" + name.replace("_", "-")
            raise InputNotUsableError(
                _("{option} is not used by {what}. Leave it out.").format(
                    option=option, what=options.what
                )
            )


def _uk(options: argparse.Namespace, on: date) -> CalculationPage:
    from dataclasses import replace

    from kinhold.application.support_calculation import uk_calculation
    from kinhold.engines.money.child_support.uk import UkCase
    from kinhold.engines.money.child_support.uk_income import income_change
    from kinhold.rules.loading import load_rules

    income = _uk_income(options, on)
    case = UkCase(
        gross_weekly=income,
        receivers=_receivers(options),
        other_children=_whole(options.other_children or "0", _("The number of other children")),
        benefit=bool(options.benefit),
    )
    page = uk_calculation(case, on=on, display=options.display or "pence")
    if options.last_year_weekly is None:
        return page
    if income is None:
        raise InputNotUsableError(
            _("--last-year-weekly needs the income now: give --gross-weekly.")
        )
    change = income_change(
        historic=_amount(options.last_year_weekly, "GBP", "--last-year-weekly"),
        current=income,
        rules=load_rules("uk"),
        on=on,
    )
    return replace(page, notes=(change.sentence, *page.notes))


def _uk_income(options: argparse.Namespace, on: date) -> Fraction | None:
    from kinhold.engines.money.child_support.uk_income import weekly_of_year
    from kinhold.rules.loading import load_rules

    given = [options.gross_weekly, options.gross_yearly, options.income_unknown]
    if sum(each is not None for each in given) > 1:
        raise InputNotUsableError(
            _("Give one of --gross-weekly, --gross-yearly and --income-unknown, not several.")
        )
    if options.gross_weekly is not None:
        return _amount(options.gross_weekly, "GBP", "--gross-weekly")
    if options.gross_yearly is not None:
        yearly = _amount(options.gross_yearly, "GBP", "--gross-yearly")
        return weekly_of_year(yearly, rules=load_rules("uk"), on=on)
    if options.income_unknown or options.benefit:
        return None
    raise InputNotUsableError(
        _("Say the payer's income with --gross-weekly, or --income-unknown for the default rate.")
    )


def _receivers(options: argparse.Namespace) -> tuple[ReceivingParent, ...]:
    from kinhold.engines.money.child_support.uk import ReceivingParent

    children = _list(options.children, _("The number of children"))
    nights = _list(options.nights or "0", _("Nights in a year"))
    if len(nights) == 1:
        nights *= len(children)
    if len(nights) != len(children):
        raise InputNotUsableError(_("Give --nights once, or once for each receiving parent."))
    return tuple(
        ReceivingParent(
            children=own,
            nights=(each,),
            disputed=bool(options.nights_disputed),
            equal_care=bool(options.equal_care),
        )
        for own, each in zip(children, nights, strict=True)
    )


def _tx(options: argparse.Namespace, on: date) -> CalculationPage:
    from kinhold.application.support_calculation import tx_calculation
    from kinhold.engines.money.child_support.us_tx import TexasCase

    case = TexasCase(
        net_resources=_dollars(options, "net_resources"),
        children=_children(options),
        other_children=_whole(options.other_children or "0", _("The number of other children")),
    )
    return tx_calculation(case, on=on)


def _ca(options: argparse.Namespace, on: date) -> CalculationPage:
    from kinhold.application.support_calculation import ca_calculation
    from kinhold.engines.money.child_support.us_ca import CaliforniaCase

    time = _needed(options.time_with_other, "--time-with-other", "us-ca")
    case = CaliforniaCase(
        net_you=_dollars(options, "net_you"),
        net_other=_dollars(options, "net_other"),
        time_other=_percent(time),
        children=_children(options),
    )
    return ca_calculation(case, on=on)


def _wi(options: argparse.Namespace, on: date) -> CalculationPage:
    from kinhold.application.support_calculation import wi_calculation
    from kinhold.engines.money.child_support.us_wi import WisconsinCase

    shared = options.nights_you is not None and options.nights_other is not None
    needs_you = shared or options.with_other is not None
    case = WisconsinCase(
        income_you=_dollars(options, "income_you")
        if needs_you or options.income_you is not None
        else Fraction(0),
        income_other=_dollars(options, "income_other"),
        children=_children(options),
        nights_you=_whole(options.nights_you or "0", _("Nights with you")),
        nights_other=_whole(options.nights_other or "0", _("Nights with the other parent")),
        with_other=_whole(options.with_other or "0", _("Children with the other parent")),
    )
    return wi_calculation(case, on=on)


def _needed(text: str | None, option: str, what: str) -> str:
    if text is None:
        raise InputNotUsableError(_("{what} needs {option}.").format(what=what, option=option))
    return text


def _children(options: argparse.Namespace) -> int:
    text = _needed(options.children, "--children", options.what)
    return _whole(text, _("The number of children"))


def _dollars(options: argparse.Namespace, name: str) -> Fraction:
    option = "--" + name.replace("_", "-")
    return _amount(_needed(getattr(options, name), option, options.what), "USD", option)


def _amount(text: str, currency: str, option: str) -> Fraction:
    from kinhold.application.support_forms import amount_of

    return amount_of(text, currency, option)


def _percent(text: str) -> Fraction:
    from kinhold.application.support_forms import percent_of

    return percent_of(text)


def _whole(text: str, what: str) -> int:
    from kinhold.application.support_forms import whole_of

    return whole_of(text, what)


def _list(text: str | None, what: str) -> list[int]:
    if text is None:
        raise InputNotUsableError("uk needs --qualifying-children.")
    return [_whole(part, what) for part in text.split(",")]


def show(page: CalculationPage) -> None:
    terminal.say(page.headline)
    print()
    for number, step in enumerate(page.steps, 1):
        terminal.say(f"{number}. {step.text}", indent="  ")
        terminal.say(f"[{step.rule}; {step.href}]", indent="     ")
    for share in page.shares if len(page.shares) > 1 else ():
        print(
            _("  {share}: {weekly} {currency} a week").format(
                share=share.name, weekly=share.weekly, currency=page.currency
            )
        )
    for said in (page.band, page.fees):
        if said:
            terminal.say(said)
    print()
    for note in page.notes:
        terminal.say(f"! {note}")


def _ledger(options: argparse.Namespace) -> int:
    if not options.file:
        raise InputNotUsableError(_("Name the household: kinhold support ledger home.kinhold"))
    with terminal.household(options.file) as home:
        page = home.finances.support(on=options.on)
    if options.json:
        print(terminal.to_json(page))
    else:
        show_ledger(page)
    return 0


def show_ledger(page: SupportPage) -> None:
    terminal.say(page.headline)
    for payer in page.payers:
        _show_payer(payer)
    for note in page.notes:
        print()
        terminal.say(note)


def _show_payer(payer: PayerSupport) -> None:
    print(f"\n{payer.payer}")
    if payer.basis:
        terminal.say(_("It rests on {basis}.").format(basis=payer.basis), indent="  ")
    terminal.say(
        _("Due {due}, paid {paid}; paid ahead {credit}.").format(
            due=payer.due, paid=payer.paid, credit=payer.credit
        ),
        indent="  ",
    )
    if payer.interest:
        terminal.say(
            _("Interest {interest}, unpaid {interest_open}.").format(
                interest=payer.interest, interest_open=payer.interest_open
            ),
            indent="  ",
        )
    if payer.nights:
        terminal.say(payer.nights.sentence, indent="  ")
    print()
    terminal.table([("  " + r.day, r.due, r.paid, r.state, r.what) for r in payer.rows])
    if payer.payments:
        print("\n  Payments")
        terminal.table([("  " + p.day, p.amount, p.set_against) for p in payer.payments])
    for row in payer.interest_rows:
        terminal.say(f"{row.amount}: {row.text}", indent="  ")
    for note in payer.notes:
        terminal.say(f"! {note}", indent="  ")
