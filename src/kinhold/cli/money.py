"""`kinhold money FILE`: the lowest point before pay day, and what first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

    from kinhold.application.money import DueLine, MoneyPage


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "money",
        _("The lowest point before pay day, what first, and what is missing."),
        example="kinhold money home.kinhold",
        page=True,
    )
    made.add_argument(
        "--if",
        dest="tried",
        action="append",
        default=[],
        metavar="LINE",
        help=_("what would change, as a line of the notation; can be given again; nothing is kept"),
    )
    made.add_argument("--why", action="store_true", help=_("show the rule each line rests on"))
    terminal.svg_option(made, _("the balance of the next 90 days"))
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.drawing.runway import draw_runway

    if options.tried:
        return _what_if(options)
    with terminal.household(options.file) as home:
        page = home.finances.page(on=options.on, simulated=True)
    terminal.draw(options, lambda: draw_runway(page))
    if options.json:
        print(terminal.to_json(page))
    else:
        show(page, why=options.why)
    return 0


def _what_if(options: argparse.Namespace) -> int:
    from kinhold.application.money_chances import say_share

    with terminal.household(options.file) as home, terminal.progress(_("Trying it out")):
        page = home.finances.what_if(options.tried, on=options.on)
    if options.json:
        print(terminal.to_json(page))
        return 0
    terminal.say(page.answer)
    print()
    sides = ((_("As it is"), page.before), (_("With it"), page.after))
    for name, side in sides:
        rent = (
            ""
            if side.rent is None
            else _(" Rent missed in {share} simulated years.").format(share=say_share(side.rent))
        )
        terminal.say(f"{name}: {side.runway}{rent}", indent="  ")
    if page.worse:
        print(_("\nMissed with it, and not without it"))
        for line in page.worse:
            terminal.say(line, indent="  ")
    return 0


def show(page: MoneyPage, *, why: bool = False) -> None:
    terminal.say(page.headline)
    if page.runway:
        terminal.say(page.runway)
    _chances(page, why=why)
    if page.due:
        print("\nNext 45 days")
        terminal.table(
            [
                ("  " + d.when, "+" if d.direction == "in" else " ", d.amount, _due(d, why=why))
                for d in page.due
            ]
        )
    if page.missed:
        print(_("\nCannot be paid as things stand"))
        for line in page.missed[:8]:
            terminal.say(line, indent="  ")
    if page.debts:
        print("\nDebts")
        for debt in page.debts:
            terminal.say(
                _("{label}: {balance}; whose: {whose}. {if_others_pay_nothing}").format(
                    label=debt.label,
                    balance=debt.balance,
                    whose=debt.whose,
                    if_others_pay_nothing=debt.if_others_pay_nothing,
                ),
                indent="  ",
            )
    for support in page.support:
        terminal.say(support.sentence, indent="  ")
    for line in page.left_out:
        terminal.say(f"! {line}")
    terminal.questions(page.questions)


def _chances(page: MoneyPage, *, why: bool) -> None:
    if page.fan is None:
        return
    print(_("\nWhat may happen"))
    for chance in page.fan.chances:
        terminal.say(chance.sentence, indent="  ")
    for line in page.fan.rests_on if why else ():
        terminal.say(line, indent="    ")


def _due(line: DueLine, *, why: bool) -> str:
    parts = [line.label]
    parts += [f"({line.priority})"] if line.priority else []
    parts += (
        [_("if not: {consequence}").format(consequence=line.consequence)]
        if line.consequence and not line.again
        else []
    )
    parts += [_("— cannot be paid")] if line.missed else []
    parts += [line.note] if line.note else []
    parts += [f"[{line.source}]"] if why and line.source else []
    return " ".join(parts)
