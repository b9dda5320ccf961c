"""What could be claimed and is not on the record as income: benefits, and support for a child.

Only what a rule gives an amount for is listed, from the day on which it could be there. What the
rules leave open is left out rather than guessed: the pages of benefits and support say what they need.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kinhold.application.entitlements import entitlements_page
from kinhold.application.support_calculation import support_nights
from kinhold.domain.dates import first_day, last_day
from kinhold.domain.finances import IncomeStated, SupportBasisStated
from kinhold.domain.findings import KinholdError
from kinhold.domain.money import exponent
from kinhold.domain.people import PARTNERS, ChildAdded
from kinhold.engines.money.child_support.estimate import MONTHS, WEEKS
from kinhold.engines.money.child_support.uk import ReceivingParent, UkCase, uk_estimate
from kinhold.engines.money.child_support.us_ca import CaliforniaCase, ca_estimate
from kinhold.engines.money.child_support.us_tx import TexasCase, tx_estimate
from kinhold.engines.money.child_support.us_wi import WisconsinCase, wi_estimate
from kinhold.engines.stress.measures import Claimable
from kinhold.record.record import started_by
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from kinhold.application.entitlements import EntitlementLine
    from kinhold.application.household_on import Standing
    from kinhold.domain.household import Household
    from kinhold.engines.money.child_support.estimate import SupportEstimate
    from kinhold.record.record import Record

SETTLED: Final = ("order", "calculation", "agreement")
"""Footings on which support is due already, so that there is nothing more to claim."""

A_YEAR: Final = {"week": WEEKS, "month": MONTHS, "year": 1}

WAITS: Final = {
    "uk.universal-credit": "benefits.first_payment_wait",
    "uk.child-benefit": "claims.child_benefit.wait",
}
"""What comes regularly, and how long it takes; a credit that comes once a year with the tax return
pays no bill in between, and what has no rule for its wait is left out."""
ALIASES: Final = {
    "uk.universal-credit": ("universal credit", "uc"),
    "uk.child-benefit": ("child benefit",),
}
DECIDES: Final = {
    "uk.universal-credit": N_("the Department for Work and Pensions"),
    "uk.child-benefit": N_("HM Revenue and Customs"),
}
SUPPORT_WAIT: Final = "claims.support.wait"
_IN_A_YEAR: Final = {"day": 365, "week": 52, "month": 12, "year": 1}


def claims_of(*, standing: Standing, record: Record, on: date) -> tuple[Claimable, ...]:
    """Return what could be claimed and is not on the record as income.

    Args:
        standing: the household and its rules.
        record: for what somebody who lives elsewhere earns, and for who a child's parents are.
        on: the day of the claim.
    """
    return (*_benefits(standing, on), *_support(standing, record, on))


def _benefits(standing: Standing, on: date) -> Iterator[Claimable]:
    try:
        page = entitlements_page(standing=standing, on=on)
    except KinholdError:
        return
    for line in page.lines:
        wait = _wait(standing, WAITS.get(line.code, ""), on)
        if _is_money(line) and wait is not None and not _on_record(standing.household, line):
            exact = Fraction(line.minor or 0) * A_YEAR[line.per] / MONTHS
            yield Claimable(
                label=line.name,
                kind="claim",
                monthly=int(exact),
                first=on + timedelta(days=wait),
                agrees=_(DECIDES[line.code]),
                source=(line.next.href, *_sources(standing, [WAITS[line.code]])),
            )


def _is_money(line: EntitlementLine) -> bool:
    return (
        line.code in WAITS
        and line.outcome == "amount"
        and line.sort == "cash"
        and line.per in A_YEAR
        and bool(line.minor)
    )


def _wait(standing: Standing, path: str, on: date) -> int | None:
    try:
        return int(standing.rules.number(path, on))
    except RuleNotInForceError:
        return None


def _on_record(household: Household, line: EntitlementLine) -> bool:
    names = (line.name.casefold(), *ALIASES.get(line.code, ()))
    return any(i.about.casefold() in names for i in household.incomes)


# -- support for a child ---------------------------------------------------------------------------


def _support(standing: Standing, record: Record, on: date) -> Iterator[Claimable]:
    household = standing.household
    wait = _wait(standing, SUPPORT_WAIT, on)
    if wait is None or not household.children:
        return
    for payer in _parents_elsewhere(household, record):
        if _is_settled(household, payer):
            continue
        made = _estimate(standing, record, payer, on)
        if made is not None and made.payer != "you" and made.monthly.minor > 0:
            yield Claimable(
                label=_("Support from {payer}").format(payer=household.name(payer)),
                kind="support",
                monthly=made.monthly.minor,
                first=on + timedelta(days=wait),
                agrees=_("the Child Maintenance Service")
                if household.country == "uk"
                else _("a court"),
                source=_sources(standing, [*made.rules, SUPPORT_WAIT]),
            )


def _sources(standing: Standing, paths: Iterable[str]) -> tuple[str, ...]:
    known = standing.rules.parameters
    return tuple(dict.fromkeys(known[p].references[0].href for p in paths if p in known))


def _parents_elsewhere(household: Household, record: Record) -> tuple[str, ...]:
    """Parents who live elsewhere: by name, or a partner who left; nobody she marked."""
    children = {c.handle for c in household.children}
    named: set[str] = {p for c in record.of(ChildAdded) if c.about in children for p in c.parents}
    named |= {
        r.about for r in household.relationships if r.type == "parent_of" and r.to in children
    }
    gone = {d.about for d in household.departures}
    return tuple(
        p.handle
        for p in household.people
        if p.handle != household.keeper
        and not (p.child or p.unsafe or p.died or p.group)
        and (p.handle in named or (p.handle in gone and p.role in {*PARTNERS, "ex_partner"}))
        and (p.handle in gone or p.home)
        and not (p.home and p.home == household.home)
    )


def _is_settled(household: Household, payer: str) -> bool:
    stated = (s for s in household.support if isinstance(s, SupportBasisStated))
    if any(s.about == payer and s.basis in SETTLED for s in stated):
        return True
    return any(
        i.payer == payer and i.type == "support" and i.certainty == "sure"
        for i in household.incomes
    )


def _estimate(standing: Standing, record: Record, payer: str, on: date) -> SupportEstimate | None:
    """What the guideline gives; None where the country, the state or the income is not known."""
    household, rules = standing.household, standing.rules
    own = _earned(record, payer, on)
    wage = _monthly((i for i in own if i.type in ("wage", "business")), household.currency)
    children = len(household.children)
    try:
        if household.country == "uk":
            benefit = any(i.type == "benefit" for i in own) and not wage
            if not wage and not benefit:
                return None
            seen = support_nights(standing=standing, payer=payer, on=on)
            case = UkCase(
                gross_weekly=wage * MONTHS / WEEKS if wage else None,
                receivers=(
                    ReceivingParent(children=children, nights=(seen.nights if seen else 0,)),
                ),
                benefit=benefit,
            )
            return uk_estimate(case, rules=rules, on=on)
        return _by_state(standing, wage, children, on) if wage else None
    except KinholdError:
        return None


def _earned(record: Record, who: str, on: date) -> list[IncomeStated]:
    """Incomes of somebody who may live elsewhere: of each the latest that has begun, or the next."""
    by_label: dict[str, list[IncomeStated]] = {}
    for income in record.of(IncomeStated):
        until = last_day(income.until)
        if income.to == who and income.amount is not None and (until is None or until >= on):
            by_label.setdefault(income.about.casefold(), []).append(income)
    found = []
    for stated in by_label.values():
        in_order = sorted(stated, key=lambda i: first_day(i.occurred) or on.min)
        begun = [i for i in in_order if started_by(i, on)]
        found.append(begun[-1] if begun else in_order[0])
    return found


def _by_state(
    standing: Standing, wage: Fraction, children: int, on: date
) -> SupportEstimate | None:
    household, rules = standing.household, standing.rules
    state = household.region.upper()
    mine = [i for i in household.incomes if i.type == "wage" and i.to in ("", household.keeper)]
    own = _monthly(mine, household.currency)
    if state == "TX":
        return tx_estimate(TexasCase(net_resources=wage, children=children), rules=rules, on=on)
    if state == "CA":
        california = CaliforniaCase(
            net_you=own, net_other=wage, time_other=Fraction(0), children=children
        )
        return ca_estimate(california, rules=rules, on=on)
    if state == "WI":
        wisconsin = WisconsinCase(income_you=own, income_other=wage, children=children)
        return wi_estimate(wisconsin, rules=rules, on=on)
    return None


def _monthly(incomes: Iterable[IncomeStated], currency: str) -> Fraction:
    """What incomes come to in a month, in major units; those without a rhythm or amount are left out."""
    total = Fraction(0)
    for income in incomes:
        if income.amount is None or income.each is None or income.amount.currency != currency:
            continue
        often = _IN_A_YEAR[income.each.unit] * max(
            1, len(income.each.weekdays or income.each.monthdays)
        )
        total += Fraction(income.amount.minor * often, income.each.interval * MONTHS)
    return total / Fraction(10 ** exponent(currency))
