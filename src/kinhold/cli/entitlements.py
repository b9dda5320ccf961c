"""`kinhold entitlements FILE`: what the household may be able to get, and where to claim it.

`--json` gives one object: `on`, `country`, `currency`, `headline`, `cash_year` (minor units of what is
money, a year), `lines`, `questions`, `notes`, `stale` and `fact_ids`. A line has `code`, `name`,
`outcome` (`amount`, `none`, `within`, `outside`, `ask`, `apply` or `stale`), `says`, `amount` (digits with a
point), `minor`, `per` (`week`, `month`, `year`, `once` or empty), `sort` (`cash` or `in-kind`, never
added), `rate_year`, `steps` (`text`, `amount`, `rule`, `href`), `rules`, `sources` (`path`, `title`,
`href`, `verified_on`), `notes`, `needs`, `next` (`text`, `href`) and `compared`. A question has `code`,
`text`, `why`, `about` and `example`. Keys are never renamed or taken away; new ones may come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.domain.text_input import InputNotUsableError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse
    from fractions import Fraction

    from kinhold.application.entitlements import EntitlementLine, EntitlementsPage
    from kinhold.application.ports_benefits import BenefitsCalculator


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "entitlements",
        _(
            "What you may be able to get from the state, line by line, and where to claim it. An "
            "estimate, not a decision."
        ),
        example="kinhold entitlements home.kinhold --why",
        page=True,
    )
    made.add_argument(
        "--why", action="store_true", help=_("show every step, its rule and its source")
    )
    made.add_argument(
        "--pregnant",
        action=argparse_yes_no(),
        default=None,
        help=_("somebody is pregnant: the record does not hold that"),
    )
    made.add_argument(
        "--london",
        action=argparse_yes_no(),
        default=None,
        help=_("the home is in Greater London, where the benefit cap is higher"),
    )
    made.add_argument(
        "--before-tax",
        metavar="DOLLARS",
        help=_("us: what you earn a month before tax, where the record has what arrives"),
    )
    made.add_argument(
        "--compare",
        action="store_true",
        help=_("also ask PolicyEngine, run by the Python that KINHOLD_POLICYENGINE names"),
    )
    return made


def argparse_yes_no() -> type[argparse.Action]:
    """Return the action of options such as --london and --no-london."""
    import argparse

    return argparse.BooleanOptionalAction


def run(options: argparse.Namespace) -> int:
    from kinhold.application.entitlements import entitlements_page
    from kinhold.engines.money.entitlements.case import Told

    told = Told(
        in_london=options.london,
        pregnant=options.pregnant,
        before_tax=_dollars(options.before_tax),
    )
    with terminal.household(options.file) as home:
        on = options.on or home.today_is()
        standing = home.standing(on=on)
        if options.before_tax is not None and standing.household.country != "us":
            raise InputNotUsableError(_("--before-tax is for households in the US. Leave it out."))
        page = entitlements_page(
            standing=standing, on=on, told=told, compare=_other(asked=options.compare)
        )
    if options.json:
        print(terminal.to_json(page))
    else:
        show(page, why=options.why)
    return 0


def _other(*, asked: bool) -> BenefitsCalculator | None:
    if not asked:
        return None
    from kinhold.adapters.benefits_policyengine import policyengine

    return policyengine()


def _dollars(text: str | None) -> Fraction | None:
    from kinhold.domain.money import parse_money
    from kinhold.engines.money.child_support.estimate import to_fraction

    if text is None:
        return None
    money = parse_money(text.strip().lstrip("$"), currency="USD")
    if money.currency != "USD" or money.minor < 0:
        raise InputNotUsableError(_("--before-tax is an amount of dollars a month, 0 or more."))
    return to_fraction(money)


def show(page: EntitlementsPage, *, why: bool = False) -> None:
    terminal.say(page.headline)
    for line in page.lines:
        _show_line(line, why=why)
    print()
    for note in page.notes:
        terminal.say(f"! {note}")
    terminal.questions(page.questions)


def _show_line(line: EntitlementLine, *, why: bool) -> None:
    year = f" ({line.rate_year})" if line.rate_year else ""
    kind = "" if line.sort != "in-kind" else _(", not money")
    print(f"\n{line.name}{year}{kind}")
    terminal.say(line.says, indent="  ")
    if line.compared:
        terminal.say(line.compared, indent="  ")
    if line.outcome not in ("none", "outside"):
        terminal.say(
            _("Next: {text} {href}").format(text=line.next.text, href=line.next.href), indent="  "
        )
    if line.outcome in ("amount", "within"):
        for note in line.notes:
            terminal.say(f"! {note}", indent="  ")
    if not why:
        return
    for number, step in enumerate(line.steps, 1):
        terminal.say(f"{number}. {step.text}", indent="    ")
        terminal.say(f"[{step.rule}; {step.href}]", indent="       ")
    for source in line.sources:
        terminal.say(
            _("- {title}, compared {verified_on}: {href}").format(
                title=source.title, verified_on=source.verified_on, href=source.href
            ),
            indent="    ",
        )
