"""Universal Credit and the benefit cap in the United Kingdom.

Universal Credit Regulations 2013 (SI 2013/376): a maximum amount (regulations 23 to 37), less what
earnings and other income take off (regulation 22), less the benefit cap (regulations 78 to 83). Amounts
are exact fractions of a pound a month, rounded once at the end (regulation 6).
"""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kinhold.engines.money.child_support.estimate import MONTHS, WEEKS, fraction, plural
from kinhold.engines.money.entitlements.claimant import check, told
from kinhold.engines.money.entitlements.results import Named, Sums
from kinhold.engines.money.entitlements.uk_children import (
    children_counted,
    tax_year,
    weekly_child_benefit,
)
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.engines.money.entitlements.claimant import Claimant, Dependant
    from kinhold.engines.money.entitlements.results import Entitlement
    from kinhold.rules.pack import RulesInForce

GBP: Final = "GBP"
UC: Final = "entitlements.uk.uc"
CAP: Final = "entitlements.uk.cap"
ZERO: Final = Fraction(0)


def universal_credit(claimant: Claimant, *, rules: RulesInForce, on: date) -> Entitlement:
    """Return what Universal Credit gives a month, after the benefit cap.

    Args:
        claimant: with earnings after tax, National Insurance and pension.
        rules: of the United Kingdom.
        on: a day of the assessment period.

    Raises:
        NotToldError: where a rule needs what nobody has told.
        ClaimInputError: for a number that cannot be.
        RuleNotInForceError: for a day for which no figure is known.
    """
    check(claimant)
    sums = Sums(rules, on=on, currency=GBP)
    named = Named("uk.universal-credit", _("Universal Credit"), tax_year(on))
    reason = _outside(claimant, sums)
    if reason:
        return sums.close(named, "ask", reason)
    if _too_much_saved(claimant, sums):
        return sums.close(named, "none", _("Nothing by these rules: savings are above the limit."))
    childcare = _childcare(claimant, sums)
    most = _standard(claimant, sums) + _children(claimant, sums) + _rent(claimant, sums) + childcare
    sums.money(_("Together, the most it can be a month"), most, rule=f"{UC}.standard")
    taken = _savings(claimant, sums) + _other(claimant, sums) + _earnings(claimant, sums)
    award = max(ZERO, most - taken)
    sums.money(_("What is left"), award, rule=f"{UC}.taper")
    award = _capped(award, childcare, claimant, sums)
    _notes(claimant, sums)
    if award * 100 < Fraction(1, 2):
        return sums.close(named, "none", _("Nothing by these rules: income takes all of it off."))
    says = _("About {award} a month.").format(award=sums.say(award))
    return sums.close(named, "amount", says, exact=award, per="month")


def _outside(claimant: Claimant, sums: Sums) -> str:
    least, pension = sums.number(f"{UC}.age.least"), sums.number(f"{UC}.age.pension")
    for adult in claimant.adults:
        age = told(adult.age, "age")
        if age < least:
            return _(
                "Below the age of {least} only some can claim it. Ask a benefits adviser."
            ).format(least=least)
        if age >= pension:
            return _(
                "Near State Pension age other rules hold (Pension Credit). Ask a benefits adviser."
            )
    return ""


def _too_much_saved(claimant: Claimant, sums: Sums) -> bool:
    most = sums.number(f"{UC}.capital.most")
    saved = told(claimant.savings, "savings")
    if saved <= most:
        return False
    text = _("Savings of {saved} are above {most}").format(
        saved=sums.say(saved), most=sums.say(most)
    )
    sums.step(_("{text}: nothing is paid.").format(text=text), ZERO, rule=f"{UC}.capital.most")
    return True


def _standard(claimant: Claimant, sums: Sums) -> Fraction:
    older = any(told(a.age, "age") >= sums.number(f"{UC}.standard.age") for a in claimant.adults)
    who = "couple" if len(claimant.adults) > 1 else "single"
    row = f"{who}_25" if older else f"{who}_under_25"
    amount = fraction(sums.table(f"{UC}.standard")[row])
    said = f"{_('a couple') if who == 'couple' else _('one adult')}, {_('25 or over') if older else _('under 25')}"
    return sums.money(
        _("Standard allowance for {said}").format(said=said), amount, rule=f"{UC}.standard"
    )


def _children(claimant: Claimant, sums: Sums) -> Fraction:
    """Child elements, eldest first; until April 2026 for two, and for those born before April 2017."""
    counted = _in_claim(claimant, sums)
    edge = sums.value(f"{UC}.child.born_before") if counted else None
    if not isinstance(edge, date):
        return ZERO
    limit = int(sums.number(f"{UC}.child.most"))
    total = ZERO
    for place, child in enumerate(counted):
        born = told(child.born, "births")
        if limit and place >= limit and born >= edge:
            sums.step(
                _("Child {place}: nothing, by the two-child limit of that time.").format(
                    place=place + 1
                ),
                ZERO,
                rule=f"{UC}.child.most",
            )
            sums.note("uk.uc.two-children", _("There were exceptions to the two-child limit."))
            continue
        first = place == 0 and born < edge
        rule = f"{UC}.child.first_before_2017" if first else f"{UC}.child.each"
        said = _(", the first, born before 6 April 2017") if first else ""
        total += sums.money(
            _("Child {place}{said}").format(place=place + 1, said=said),
            sums.number(rule),
            rule=rule,
        )
    return total


def _in_claim(claimant: Claimant, sums: Sums) -> tuple[Dependant, ...]:
    ages = sums.table(f"{UC}.child.ages")
    until = (int(fraction(ages["child"])), int(fraction(ages["in_education"])))
    return children_counted(claimant.children, until=until, sums=sums)


def _rent(claimant: Claimant, sums: Sums) -> Fraction:
    rent = told(claimant.rent, "rent")
    if not rent:
        return ZERO
    sums.note(
        "uk.uc.rent",
        _(
            "The rent is counted in full. From a private landlord it is paid up to the local "
            "housing allowance of your area; other adults in the home, or spare rooms in a "
            "council or association home, can lower it. Ask your council for the local figure."
        ),
    )
    sums.value(f"{UC}.rent")
    return sums.money(_("Rent"), rent, rule=f"{UC}.rent")


def _childcare(claimant: Claimant, sums: Sums) -> Fraction:
    if not claimant.childcare:
        return ZERO
    if not all(told(a.earnings, "earnings") for a in claimant.adults):
        sums.note(
            "uk.uc.childcare",
            _("Childcare is paid back only where every adult works; it is left out here."),
        )
        return ZERO
    percent = sums.number(f"{UC}.childcare.percent")
    table = sums.table(f"{UC}.childcare.most")
    row = "one" if len(_young(claimant, sums)) < 2 else "two_or_more"  # noqa: PLR2004 - two children
    if not _young(claimant, sums):
        return ZERO
    most = fraction(table[row])
    amount = min(claimant.childcare * percent / 100, most)
    return sums.money(
        _("{percent} percent of {childcare} for childcare, at most {most}").format(
            percent=percent, childcare=sums.say(claimant.childcare), most=sums.say(most)
        ),
        amount,
        rule=f"{UC}.childcare.percent",
    )


def _young(claimant: Claimant, sums: Sums) -> list[Dependant]:
    """Children under 16, whose care can be paid for."""
    age = fraction(sums.table(f"{UC}.child.ages")["child"])
    return [c for c in claimant.children if c.years(sums.on) < age]


def _savings(claimant: Claimant, sums: Sums) -> Fraction:
    tariff = {k: fraction(v) for k, v in sums.table(f"{UC}.capital.tariff").items()}
    saved = told(claimant.savings, "savings")
    if saved <= tariff["above"]:
        return ZERO
    steps = math.ceil((saved - tariff["above"]) / tariff["step"])
    return sums.money(
        _(
            "Savings of {saved} count as income, {tariff} for each {value} or part above {other}"
        ).format(
            saved=sums.say(saved),
            tariff=sums.say(tariff["a_month"]),
            value=sums.say(tariff["step"]),
            other=sums.say(tariff["above"]),
        ),
        steps * tariff["a_month"],
        rule=f"{UC}.capital.tariff",
    )


def _other(claimant: Claimant, sums: Sums) -> Fraction:
    sums.value(f"{UC}.maintenance")
    if claimant.maintenance:
        sums.step(
            _("Child maintenance of {maintenance} a month is not counted.").format(
                maintenance=sums.say(claimant.maintenance)
            ),
            ZERO,
            rule=f"{UC}.maintenance",
        )
    if not claimant.other_income:
        return ZERO
    return sums.money(
        _("Other income is taken off in full"), claimant.other_income, rule=f"{UC}.maintenance"
    )


def _earnings(claimant: Claimant, sums: Sums) -> Fraction:
    earned = claimant.earnings()
    if not earned:
        return ZERO
    taper = sums.number(f"{UC}.taper")
    free = ZERO
    if _in_claim(claimant, sums):
        row = "with_housing" if told(claimant.rent, "rent") else "without_housing"
        free = fraction(sums.table(f"{UC}.work_allowance")[row])
        sums.money(_("Earnings that are left alone"), free, rule=f"{UC}.work_allowance")
    above = max(ZERO, earned - free)
    return sums.money(
        _("{taper} percent of the {above} of earnings above that is taken off").format(
            taper=taper, above=sums.say(above)
        ),
        above * taper / 100,
        rule=f"{UC}.taper",
    )


def earnings_threshold(sums: Sums) -> Fraction:
    """Return the monthly earnings from which the cap is not applied: whole pounds (regulation 82)."""
    hours, wage = sums.number(f"{CAP}.earnings_hours"), sums.number("entitlements.uk.living_wage")
    return Fraction(hours * wage * WEEKS / MONTHS // 1)


def _capped(award: Fraction, childcare: Fraction, claimant: Claimant, sums: Sums) -> Fraction:
    """Lower the award by what all counted benefits come to above the cap, never the childcare part."""
    benefit = weekly_child_benefit(claimant, sums) * WEEKS / MONTHS
    total = award + benefit
    most, london = _cap(claimant, sums)
    if total <= most:
        sums.step(
            _(
                "With Child Benefit of {benefit} a month it stays within the benefit cap of {most} a "
                "month."
            ).format(benefit=sums.say(benefit), most=sums.say(most)),
            ZERO,
            rule=f"{CAP}.amount",
        )
        return award
    threshold = earnings_threshold(sums)
    if claimant.earnings() >= threshold:
        sums.step(
            _("The benefit cap is not applied: earnings are {threshold} a month or more.").format(
                threshold=sums.say(threshold)
            ),
            ZERO,
            rule=f"{CAP}.earnings_hours",
        )
        return award
    off = max(ZERO, min(award, total - most - childcare))
    months = sums.number(f"{CAP}.grace_months")
    _cap_notes(claimant, (months, threshold, london), sums)
    sums.money(
        _(
            "With Child Benefit of {benefit} a month that is above the benefit cap of {most} a "
            "month; taken off"
        ).format(benefit=sums.say(benefit), most=sums.say(most)),
        off,
        rule=f"{CAP}.amount",
    )
    return award - off


def _cap(claimant: Claimant, sums: Sums) -> tuple[Fraction, Fraction]:
    """The cap of this family, and the one of London, a month."""
    table = sums.table(f"{CAP}.amount")
    family = "family" if _in_claim(claimant, sums) or len(claimant.adults) > 1 else "single"
    london = fraction(table[f"{family}_london"]) / MONTHS
    return (london if claimant.in_london else fraction(table[family]) / MONTHS), london


def _cap_notes(
    claimant: Claimant, figures: tuple[Fraction, Fraction, Fraction], sums: Sums
) -> None:
    months, threshold, london = figures
    if claimant.in_london is None and claimant.region in ("", "ENG"):
        sums.note(
            "uk.cap.london",
            _("In Greater London the cap is {london} a month; the lower one is used here.").format(
                london=sums.say(london)
            ),
        )
    sums.note(
        "uk.cap.grace",
        _(
            "The cap waits for {plural} where you earned {threshold} a month or more for a year "
            "until your earnings fell, and is not applied with some benefits for disability or "
            "care."
        ).format(plural=plural(int(months), "month", "months"), threshold=sums.say(threshold)),
    )


def _notes(claimant: Claimant, sums: Sums) -> None:
    sums.note(
        "uk.uc.scope",
        _(
            "Disability, caring for somebody disabled, study, immigration status, deductions for "
            "debts and self-employment rules are not looked at; each can change the amount."
        ),
    )
    if claimant.region == "NIR":
        sums.note(
            "uk.uc.nir", _("In Northern Ireland the amounts are the same; claim at nidirect.")
        )
    try:
        days = int(sums.number("benefits.first_payment_wait"))
        months = int(sums.number(f"{UC}.advance.months"))
    except RuleNotInForceError:
        return
    sums.note(
        "uk.uc.wait",
        _(
            "The first payment comes about {days} weeks after the claim. You may ask for an "
            "advance of up to one month's payment; it is a loan, paid back over up to {months} "
            "months."
        ).format(days=days // 7, months=months),
    )
